"""The five persons of a case (五有): who patrols, reports, is responsible, solves, and supervises."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import Q

from wangge.accounts.models import Account
from wangge.cases.errors import Missing, NotApart
from wangge.cases.models import Case, Charge, Five, Handling, Report
from wangge.cases.moves import begin
from wangge.cases.rulebook import Rulebook, rulebook
from wangge.foundation.calendar import CHINA_TIME
from wangge.journal.actor import Actor
from wangge.journal.prepared import Prepared, gathered, spread
from wangge.staffing.models import Appointment, AppointmentQuerySet, Tier


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in one of the five roles; a resident who reported has no account."""

    name: str
    account: int | None
    post: str = ""


class Held(NamedTuple):
    """Somebody in a post."""

    post: int
    grid: int | None
    tier: str
    post_name: str
    account: int
    name: str


def _held(day: date, **places: int) -> AppointmentQuerySet:
    held = Q(post__in=gathered("post", places)) | Q(post__grid__in=gathered("grid", places))
    return Appointment.objects.on(day).filter(held).order_by("substitute", "id")


SEATS = Prepared(
    lambda **given: _held(**given).values_list(
        "post", "post__grid", "post__kind__tier", "post__name", "account", "account__name"
    )
)
CHARGES = Prepared(
    lambda case: Charge.objects.filter(case=case).values_list("role", "account__name", "account")
)
WORKERS = Prepared(
    lambda case, turn: (
        Handling.objects.filter(case=case, round=turn).order_by("-id").values_list("by__name", "by")[:1]
    )
)
REPORTERS = Prepared(
    lambda case: (
        Report.objects.filter(case=case).order_by("id").values_list("name", "account", "account__name")[:1]
    )
)
Persons = Mapping[Five, Person | None]
NOBODY: Mapping[Five, Account] = {}


def five(case: Case, *, book: Rulebook, now: datetime, naming: Mapping[Five, Account] = NOBODY) -> Persons:
    """Who is who: those named by hand, else those whose posts answer for it. Four statements.

    `naming` is who would be named besides.

    The grid's member patrols (else its head), its head is responsible (else the office), whoever did the work
    or has the case solves it, and the highest office whose holder is not that person supervises.
    """
    charges = CHARGES.rows(case=case.pk)
    named = {Five(role): Person(name, account) for role, name, account in charges}
    named |= {role: Person(account.name, account.pk) for role, account in naming.items()}
    seats = _seats(case, book=book, now=now)
    by_post = {held.post: held for held in reversed(seats)}
    in_grid = [held for held in seats if held.grid is not None and held.post != case.post_id]
    head = by_post.get(book.posts.grids.get(case.grid_id or 0, 0))
    members = [held for held in in_grid if held.tier == Tier.MEMBER]
    posts = book.posts
    near = [p for p in posts.offices_of(case.area.path) if p == case.post_id or not posts.seats[p].beyond]
    offices = [by_post[post] for post in near if post in by_post]
    worker = next(iter(WORKERS.rows(case=case.pk, turn=case.reopened)), None)
    solver = Person(*worker) if worker else _of(by_post.get(case.post_id or 0))
    solver = named.get(Five.SOLVE, solver)
    apart = [held for held in reversed(offices) if solver is None or held.account != solver.account]
    found: dict[Five, Person | None] = {
        Five.PATROL: _of(next(iter(members), head) or next(iter(offices), None)),
        Five.REPORT: _reporter(case),
        Five.RESPONSIBLE: _of(head or next(iter(offices), None)),
        Five.SOLVE: solver,
        Five.SUPERVISE: _of(next(iter(apart), None)),
    }
    return found | named


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


def _seats(case: Case, *, book: Rulebook, now: datetime) -> list[Held]:
    """Who is in the posts that have to do with the case's place, appointed ones before substitutes."""
    posts = spread("post", [*book.posts.offices_of(case.area.path), case.post_id or 0])
    grids = spread("grid", book.line(case.grid_id) if case.grid_id is not None else ())
    day = now.astimezone(CHINA_TIME).date()
    return [Held(*row) for row in SEATS.rows(day=day, **posts, **grids)]


def _reporter(case: Case) -> Person | None:
    """Whoever told of it first; of a part, whoever told of the case that it was split from."""
    told = next(iter(REPORTERS.rows(case=case.pk)), None)
    if told is None:
        return _reporter(case.parent) if case.parent else None
    name, account, account_name = told
    return Person(account_name, account) if account else Person(name, None)


def _of(held: Held | None) -> Person | None:
    return Person(held.name, held.account, held.post_name) if held else None
