"""More time for a case: asked for before its deadline, decided by somebody else."""

from datetime import datetime

from django.db import transaction

from wangge.cases import clocks
from wangge.cases.errors import AskedAlready, NoClock, NothingAsked, OwnRequest, TimeIsUp, TooMuchTime
from wangge.cases.models import Case, ClockRun, Extension
from wangge.cases.moves import begin
from wangge.cases.rulebook import rulebook
from wangge.cases.sla import Clock
from wangge.journal.actor import Actor


@transaction.atomic
def ask_extension(case: Case, *, amount: int, reason: str, by: Actor, now: datetime) -> Extension:
    """Ask for so many more of the limit's own units, all in all at most as many as it has."""
    step = begin(case, "ask_extension", by=by, amount=amount, reason=reason)
    clock = ClockRun.objects.filter(case=case, kind=Clock.RESOLVE.value, stopped_at=None).first()
    if clock is None:
        raise NoClock
    if clock.due_at <= now:
        raise TimeIsUp
    most = clock.amount - clock.extra
    if not 1 <= amount <= most:
        raise TooMuchTime(most=most)
    if Extension.objects.filter(clock=clock, granted=None).exists():
        raise AskedAlready
    asked = Extension.objects.create(
        clock=clock, asked_at=now, asked_by_id=by.person, amount=amount, reason=reason
    )
    step.take(now=now)
    return asked


@transaction.atomic
def extend(case: Case, *, note: str = "", by: Actor, now: datetime) -> Extension:
    """Grant the time asked for: the deadline is reckoned anew from the old start."""
    step = begin(case, "extend", by=by, note=note)
    asked = _decide(case, granted=True, note=note, by=by, now=now)
    clocks.lengthen(asked.clock, book=rulebook(), now=now)
    step.take(now=now, due_at=clocks.next_due(case))
    return asked


@transaction.atomic
def decline_extension(case: Case, *, reason: str, by: Actor, now: datetime) -> Extension:
    """Do not grant the time asked for, and say why."""
    step = begin(case, "decline_extension", by=by, reason=reason)
    asked = _decide(case, granted=False, note=reason, by=by, now=now)
    step.take(now=now)
    return asked


def _decide(case: Case, *, granted: bool, note: str, by: Actor, now: datetime) -> Extension:
    asked = Extension.objects.filter(clock__case=case, clock__stopped_at=None, granted=None)
    found = asked.select_related("clock").first()
    if found is None:
        raise NothingAsked
    if found.asked_by_id == by.account:
        raise OwnRequest
    found.granted, found.decided_at, found.decided_by_id, found.note = granted, now, by.person, note
    found.save(update_fields=["granted", "decided_at", "decided_by", "note"])
    found.clock.case = case
    return found
