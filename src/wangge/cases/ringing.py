"""Clocks that have to be looked at: early warnings, deadlines, and the rungs of the escalation above them.

Every clock that runs is looked at, whether somebody has its case or not, until its last rung is done.
"""

from datetime import datetime

from django.db import transaction

from wangge.cases.escalation import ladder
from wangge.cases.models import Alarm, Case, ClockRun
from wangge.cases.rulebook import Rulebook, rulebook
from wangge.cases.sla import Clock, Limit, Unit
from wangge.journal import actions as journal
from wangge.journal.actor import SYSTEM


def ring(*, now: datetime, most: int = 200) -> int:
    """Take up to `most` steps that are due; returns how many were taken. Safe in several processes."""
    due = ClockRun.objects.filter(stopped_at=None, paused_at=None, look_at__lt=now).order_by("look_at")
    clocks = list(due.select_related("case__area").defer("case__area__outline", "case__text")[:most])
    if not clocks:
        return 0
    book = rulebook()
    return sum(_step(clock, book=book, now=now) for clock in clocks)


@transaction.atomic
def _step(clock: ClockRun, *, book: Rulebook, now: datetime) -> bool:
    """Take the step of one clock that is due, if nobody else did."""
    case = clock.case
    steps = book.escalation.steps(
        Clock(clock.kind),
        Limit(clock.amount, Unit(clock.unit)) if clock.unit else None,
        started=clock.started_at,
        due=clock.due_at,
        calendar=book.calendar,
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


VERBS: dict[str, str] = {
    Alarm.Kind.WARNING: "case.clock_warned",
    Alarm.Kind.RING: "case.clock_rang",
    Alarm.Kind.URGE: "case.clock_urged",
    Alarm.Kind.ESCALATION: "case.clock_escalated",
    Alarm.Kind.CIRCULAR: "case.clock_circulated",
}


def told_at(case: Case, up: int, *, book: Rulebook) -> int | None:
    """The post so many levels above whoever has the case; None where nobody is posted so high."""
    rungs = ladder(case.post_id, book.posts.offices_of(case.area.path))
    return rungs[up] if up < len(rungs) else None
