"""Clocks that have to be looked at: early warnings, deadlines, and the rungs of the escalation above them.

Every clock that runs is looked at, whether somebody has its case or not, until its last rung is done.
"""

from datetime import datetime

from django.db import transaction

from wangge.cases import clocks
from wangge.cases.escalation import Step, ladder
from wangge.cases.models import Alarm, Case, ClockRun
from wangge.cases.rulebook import Rulebook, rulebook
from wangge.cases.sla import Clock, Limit, Unit
from wangge.journal import actions as journal
from wangge.journal.actor import SYSTEM


def ring(*, now: datetime, most: int = 200) -> int:
    """Take up to `most` steps that are due; returns how many were taken. Safe in several processes."""
    due = ClockRun.objects.filter(stopped_at=None, paused_at=None, look_at__lt=now).order_by("look_at")
    found = list(due.select_related("case__area").defer("case__area__outline", "case__text")[:most])
    if not found:
        return 0
    book = rulebook()
    return sum(_step(clock, book=book, now=now) for clock in found)


@transaction.atomic
def _step(clock: ClockRun, *, book: Rulebook, now: datetime) -> bool:
    """Take the step of one clock that is due, if nobody else did."""
    case = clock.case
    held = clock.rung and Clock(clock.kind) in clocks.PAUSED
    steps = book.escalation.steps(
        Clock(clock.kind),
        Limit(clock.amount, Unit(clock.unit)) if clock.unit else None,
        started=clock.started_at,
        due=clock.due_at,
        calendar=book.calendar,
        pauses=clocks.pauses_of(case) if held else (),
    )
    number = clock.rung
    later = steps[number + 1].at if number + 1 < len(steps) else None
    step = steps[min(number, len(steps) - 1)]
    mine = ClockRun.objects.filter(
        pk=clock.pk, rung=number, look_at=clock.look_at, stopped_at=None, paused_at=None
    )
    rang = {"rang_at": now} if step.kind == Alarm.Kind.RING else {}
    if not mine.update(rung=number + 1, look_at=later, **rang):
        return False
    if _needless(clock, step, now=now):
        return True
    post = told_at(case, step.up, book=book)
    Alarm.objects.create(case=case, clock=clock, rung=number, kind=step.kind, at=now, post_id=post)
    facts = {
        "clock": clock.kind,
        "due": clock.due_at.isoformat(),
        "rung": number,
        "as": step.kind,
        "post": post,
    }
    journal.append(VERBS[step.kind], subject=("case", case.pk), by=SYSTEM, now=now, payload=facts)
    return True


def _needless(clock: ClockRun, step: Step, *, now: datetime) -> bool:
    """A warning after the deadline warns nobody; what was told of this very deadline is not told again."""
    if step.kind == Alarm.Kind.WARNING and clock.due_at <= now:
        return True
    return Alarm.objects.filter(clock=clock, rung=clock.rung, at__gte=clock.look_at).exists()


VERBS: dict[str, str] = {
    Alarm.Kind.WARNING: "case.clock_warned",
    Alarm.Kind.RING: "case.clock_rang",
    Alarm.Kind.URGE: "case.clock_urged",
    Alarm.Kind.ESCALATION: "case.clock_escalated",
    Alarm.Kind.CIRCULAR: "case.clock_circulated",
}


def told_at(case: Case, up: int, *, book: Rulebook) -> int | None:
    """The post so many levels above whoever has the case; None where nobody is posted so high."""
    seat = book.posts.seats.get(case.post_id or 0)
    rungs = ladder(case.post_id, book.posts.offices_of(seat.area_path if seat else case.area.path))
    return rungs[up] if up < len(rungs) else None
