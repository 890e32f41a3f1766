"""The five persons of a case (五有): who patrols, reports, is responsible, solves, and supervises."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from wangge.accounts.models import Account
from wangge.cases.errors import Missing, NotApart
from wangge.cases.models import Case, Charge, Five, Handling, Report
from wangge.cases.moves import begin
from wangge.cases.rulebook import Rulebook, rulebook
from wangge.foundation.calendar import CHINA_TIME
from wangge.journal.actor import Actor
from wangge.staffing.models import Appointment, Tier


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in one of the five roles; a resident who reported has no account."""

    name: str
    account: int | None
    post: str = ""


Persons = Mapping[Five, Person | None]
NOBODY: Mapping[Five, Account] = {}


def five(case: Case, *, book: Rulebook, now: datetime, naming: Mapping[Five, Account] = NOBODY) -> Persons:
    """Who is who: those named by hand, else those whose posts answer for it. Four statements.

    `naming` is who would be named besides.

    The grid's member patrols (else its head), its head is responsible (else the office), whoever did the work
    or has the case solves it, and the highest office whose holder is not that person supervises.
    """
    charges = Charge.objects.filter(case=case).select_related("account")
    named = {Five(charge.role): charge.account for charge in charges} | dict(naming)
    seats = _seats(case, book=book, now=now)
    by_post = {held.post_id: held for held in reversed(seats)}
    in_grid = [held for held in seats if held.post.grid_id is not None and held.post_id != case.post_id]
    head = by_post.get(book.posts.grids.get(case.grid_id or 0, 0))
    members = [held for held in in_grid if held.post.kind.tier == Tier.MEMBER]
    posts = book.posts
    near = [p for p in posts.offices_of(case.area.path) if p == case.post_id or not posts.seats[p].beyond]
    offices = [by_post[post] for post in near if post in by_post]
    worker = (
        Handling.objects.filter(case=case, round=case.reopened).select_related("by").order_by("-id").first()
    )
    solver = Person(worker.by.name, worker.by_id) if worker else _of(by_post.get(case.post_id or 0))
    if Five.SOLVE in named:
        solver = _named(named[Five.SOLVE])
    apart = [held for held in reversed(offices) if solver is None or held.account_id != solver.account]
    found: dict[Five, Person | None] = {
        Five.PATROL: _of(next(iter(members), head) or next(iter(offices), None)),
        Five.REPORT: _reporter(case),
        Five.RESPONSIBLE: _of(head or next(iter(offices), None)),
        Five.SOLVE: solver,
        Five.SUPERVISE: _of(next(iter(apart), None)),
    }
    return found | {role: _named(account) for role, account in named.items()}


def lacking(persons: Persons) -> list[Five]:
    """The roles in which nobody is."""
    return [role for role, person in persons.items() if person is None]


def apart(persons: Persons) -> bool:
    """Whether the one who supervises is not the one who solves."""
    solver, supervisor = persons[Five.SOLVE], persons[Five.SUPERVISE]
    return not (solver and supervisor and solver.account == supervisor.account)


@transaction.atomic
def charge(case: Case, *, role: str, account: int, by: Actor, now: datetime) -> Charge:
    """Name one of the five persons by hand."""
    step = begin(case, "charge", by=by, role=role, account=account)
    person = Account.objects.filter(pk=account, is_active=True).first()
    if role not in Five.values or person is None:
        raise Missing(what="account")
    if not apart(five(case, book=rulebook(), now=now, naming={Five(role): person})):
        raise NotApart
    named = Charge.objects.filter(case=case, role=role).first() or Charge(case=case, role=role)
    named.account, named.at, named.by_id = person, now, by.account
    named.save()
    step.take(now=now)
    return named


def _seats(case: Case, *, book: Rulebook, now: datetime) -> list[Appointment]:
    """Who is in the posts that have to do with the case's place, appointed ones before substitutes."""
    day = now.astimezone(CHINA_TIME).date()
    posts = Q(post__in=[*book.posts.offices_of(case.area.path), case.post_id or 0])
    if case.grid_id is not None:
        posts |= Q(post__grid__in=book.line(case.grid_id))
    held = Appointment.objects.on(day).filter(posts).select_related("account", "post__kind")
    return list(held.order_by("substitute", "id"))


def _reporter(case: Case) -> Person | None:
    """Whoever told of it first; of a part, whoever told of the case that it was split from."""
    told = Report.objects.filter(case=case).select_related("account").order_by("id").first()
    if told is None:
        return _reporter(case.parent) if case.parent else None
    if told.account:
        return Person(told.account.name, told.account_id)
    return Person(told.name, None)


def _of(held: Appointment | None) -> Person | None:
    return Person(held.account.name, held.account_id, held.post.name) if held else None


def _named(account: Account) -> Person:
    return Person(account.name, account.pk)
