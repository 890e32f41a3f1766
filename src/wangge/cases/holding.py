"""Time that does not count: waiting for the reporter, shelving (挂账) with somebody's leave, going on."""

from datetime import datetime

from django.db import transaction

from wangge.cases import clocks
from wangge.cases.errors import AskedAlready, NothingAsked, OwnRequest
from wangge.cases.models import Case, Hold, Report, State, Supplement
from wangge.cases.moves import Step, ahead, begin
from wangge.cases.rulebook import rulebook
from wangge.cases.sla import Clock
from wangge.cases.workflow import BY_NAME
from wangge.journal.actor import RESIDENT, Actor


@transaction.atomic
def wait(case: Case, *, reason: str, until: datetime, by: Actor, now: datetime) -> Hold:
    """Wait for something that only the reporter can say or do; the clock stands still until then."""
    step = begin(case, "wait", by=by, reason=reason, until=until.isoformat())
    _expect_none_asked(case)
    hold = Hold.objects.create(
        case=case,
        kind=Hold.Kind.WAITING,
        asked_at=now,
        asked_by_id=by.person,
        reason=reason,
        until=ahead(until, now=now),
        granted=True,
        began_at=now,
    )
    _stand_still(step, hold, now=now)
    return hold


@transaction.atomic
def ask_shelving(case: Case, *, reason: str, until: datetime, by: Actor, now: datetime) -> Hold:
    """Ask to shelve what cannot be done in its time; the clock runs until somebody else agrees."""
    step = begin(case, "ask_shelving", by=by, reason=reason, until=until.isoformat())
    _expect_none_asked(case)
    hold = Hold.objects.create(
        case=case,
        kind=Hold.Kind.SHELVED,
        asked_at=now,
        asked_by_id=by.person,
        reason=reason,
        until=ahead(until, now=now),
    )
    step.take(now=now)
    return hold


@transaction.atomic
def shelve(case: Case, *, note: str = "", by: Actor, now: datetime) -> Hold:
    """Agree to shelve: the clock stands still until the day of review."""
    step = begin(case, "shelve", by=by, note=note)
    hold = _decide(case, granted=True, note=note, by=by, now=now)
    _stand_still(step, hold, now=now)
    return hold


@transaction.atomic
def decline_shelving(case: Case, *, reason: str, by: Actor, now: datetime) -> Hold:
    """Do not agree to shelve, and say why."""
    step = begin(case, "decline_shelving", by=by, reason=reason)
    hold = _decide(case, granted=False, note=reason, by=by, now=now)
    step.take(now=now)
    return hold


@transaction.atomic
def resume(case: Case, *, note: str = "", by: Actor, now: datetime) -> None:
    """Go on with a case that was on hold: the time of the hold does not count."""
    _go_on(begin(case, "resume", by=by, note=note), now=now)


@transaction.atomic
def supplement(told: Report, *, note: str, now: datetime) -> Supplement:
    """The reporter adds something; a case that waited for it goes on."""
    case = told.case
    step = begin(case, "supplement", by=RESIDENT, report=told, note=note)
    added = Supplement.objects.create(report=told, at=now, text=note.strip())
    step.take(now=now)
    waits = Hold.objects.filter(case=case, kind=Hold.Kind.WAITING, granted=True, ended_at=None)
    if case.state == State.HELD and waits.exists():
        _go_on(Step(case, BY_NAME["resume"], RESIDENT, {"supplement": added.pk}), now=now)
    return added


def _expect_none_asked(case: Case) -> None:
    if Hold.objects.filter(case=case, granted=None).exists():
        raise AskedAlready


def _decide(case: Case, *, granted: bool, note: str, by: Actor, now: datetime) -> Hold:
    """Decide on the shelving that was asked for: by somebody else, once."""
    hold = Hold.objects.filter(case=case, granted=None).first()
    if hold is None:
        raise NothingAsked
    if hold.asked_by_id == by.account:
        raise OwnRequest
    hold.granted, hold.decided_at, hold.decided_by_id, hold.note = granted, now, by.person, note
    hold.began_at = now if granted else None
    hold.save(update_fields=["granted", "decided_at", "decided_by", "note", "began_at"])
    return hold


def _stand_still(step: Step, hold: Hold, *, now: datetime) -> None:
    clocks.pause(step.case, now=now)
    clocks.start_until(step.case, Clock.REVIEW, due=hold.until, now=now)
    step.take(now=now, due_at=clocks.next_due(step.case))


def _go_on(step: Step, *, now: datetime) -> None:
    clocks.release(step.case, now=now, book=rulebook())
    clocks.stop(step.case, Clock.REVIEW, now=now)
    step.take(now=now, due_at=clocks.next_due(step.case))
