"""Whose matter it is: disputes, the street's ruling, and the appeal against it."""

from datetime import datetime

from django.db import transaction

from wangge.cases import clocks, moves
from wangge.cases.errors import (
    AskedAlready,
    DisputedAlready,
    NobodyAbove,
    NothingAsked,
    NothingRuled,
    NotYours,
    OwnRequest,
)
from wangge.cases.models import Case, Dispute, State
from wangge.cases.moves import begin
from wangge.cases.rulebook import Rulebook, rulebook
from wangge.cases.sla import Clock
from wangge.journal.actor import Actor
from wangge.staffing.models import Tier


@transaction.atomic
def dispute(case: Case, *, reason: str, proposed: str = "", by: Actor, now: datetime) -> Dispute:
    """Say that the case belongs to another unit: the street has it until it has ruled."""
    step = begin(case, "dispute", by=by, reason=reason, proposed=proposed)
    _expect_none_open(case)
    if Dispute.objects.filter(case=case, post=case.post_id, upheld=False).exists():
        raise DisputedAlready
    book = rulebook()
    if _street(case, book) == case.post_id:
        raise NobodyAbove
    opened = Dispute.objects.create(
        case=case, post_id=_holder(case), at=now, by_id=by.person, reason=reason, proposed=proposed[:80]
    )
    street = _street(case, book)
    moves.assign(case, street, by=by, now=now, reason=reason, book=book, starts=Clock.RULE)
    step.take(now=now, post_id=street, due_at=clocks.next_due(case))
    return opened


@transaction.atomic
def rule(case: Case, *, post: int, reason: str, by: Actor, now: datetime) -> Dispute:
    """Rule whose matter it is: whoever it is given to must take it."""
    step = begin(case, "rule", by=by, post=post, reason=reason)
    book = rulebook()
    moves.seat_of(case, post, book=book)
    decided = _decide(case, Dispute.Kind.DISPUTE, upheld=None, post=post, ruling=reason, by=by, now=now)
    clocks.stop(case, Clock.RULE, now=now)
    moves.assign(case, post, by=by, now=now, reason=reason, book=book)
    step.take(now=now, post_id=post, due_at=clocks.next_due(case))
    return decided


@transaction.atomic
def appeal(case: Case, *, reason: str, by: Actor, now: datetime) -> Dispute:
    """Appeal against a ruling: the refusal is recorded until the appeal is decided; the clocks run on."""
    step = begin(case, "appeal", by=by, reason=reason)
    _expect_none_open(case)
    against = Dispute.objects.filter(case=case, post=case.post_id).order_by("-id").first()
    if against is None or against.upheld is not False or against.kind != Dispute.Kind.DISPUTE:
        raise NothingRuled
    opened = Dispute.objects.create(
        case=case,
        kind=Dispute.Kind.APPEAL,
        post_id=_holder(case),
        at=now,
        by_id=by.person,
        reason=reason,
    )
    step.take(now=now)
    return opened


@transaction.atomic
def uphold(case: Case, *, reason: str, by: Actor, now: datetime) -> Dispute:
    """The appeal is right: the street has the case again, and the refusal does not count."""
    step = begin(case, "uphold", by=by, reason=reason)
    decided = _decide(case, Dispute.Kind.APPEAL, upheld=True, post=None, ruling=reason, by=by, now=now)
    book = rulebook()
    street = _street(case, book)
    if case.state == State.HELD:
        clocks.release(case, now=now, book=book)
    moves.assign(case, street, by=by, now=now, reason=reason, book=book)
    step.take(now=now, post_id=street, due_at=clocks.next_due(case))
    return decided


@transaction.atomic
def dismiss(case: Case, *, reason: str, by: Actor, now: datetime) -> Dispute:
    """The appeal is wrong: the unit keeps the case, and its refusal counts."""
    step = begin(case, "dismiss", by=by, reason=reason)
    decided = _decide(case, Dispute.Kind.APPEAL, upheld=False, post=None, ruling=reason, by=by, now=now)
    step.take(now=now)
    return decided


def _decide(
    case: Case,
    kind: Dispute.Kind,
    *,
    upheld: bool | None,
    post: int | None,
    ruling: str,
    by: Actor,
    now: datetime,
) -> Dispute:
    """Decide what is open, not by whoever raised it; a dispute is right where another gets the case."""
    found = Dispute.objects.filter(case=case, kind=kind, decided_at=None).first()
    if found is None:
        raise NothingAsked
    if found.by_id == by.account:
        raise OwnRequest
    found.upheld = found.post_id != post if upheld is None else upheld
    found.decided_at, found.decided_by_id, found.ruling = now, by.person, ruling
    found.save(update_fields=["upheld", "decided_at", "decided_by", "ruling"])
    return found


def _expect_none_open(case: Case) -> None:
    """One dispute at a time: an appeal of whoever had the case before is decided first."""
    if Dispute.objects.filter(case=case, decided_at=None).exists():
        raise AskedAlready


def _holder(case: Case) -> int:
    if case.post_id is None:
        raise NotYours
    return case.post_id


def _street(case: Case, book: Rulebook) -> int:
    street = book.posts.find(Tier.STREET, area_path=case.area.path, grid=None)
    if street is None:
        raise NobodyAbove
    return street
