"""The sender's own limit: it wins where it is earlier than ours, and stays so when ours is reckoned anew."""

from collections.abc import Iterable
from datetime import datetime

from wangge.cases import clocks
from wangge.cases.models import Case, ClockRun
from wangge.cases.rulebook import rulebook
from wangge.cases.sla import Clock
from wangge.intake.models import Ticket
from wangge.journal.models import Entry

SENDER = "sender"  # the kind of line that tells whose limit it is


def earliest(case: int) -> Ticket | None:
    """The ticket of a case whose limit comes first."""
    found = Ticket.objects.filter(report__case=case, due_at__isnull=False).select_related("channel")
    return found.order_by("due_at").first()


def keep_limit(case: Case, *, now: datetime) -> None:
    """Let the earliest limit of the case's tickets be its deadline where ours is later.

    A clock that began after that limit (of a case opened again) is left alone.
    """
    ticket = earliest(case.pk)
    if ticket is None or ticket.due_at is None:
        return
    run = ClockRun.objects.filter(case=case, kind=Clock.RESOLVE.value, stopped_at=None).first()
    if run is None or run.due_at <= ticket.due_at or run.started_at >= ticket.due_at:
        return
    ours = [line for line in run.lines if line.get("kind") != SENDER]
    told = {"kind": SENDER, "channel": ticket.channel.name, "number": ticket.number}
    run.lines = [*ours, {**told, "at": ticket.due_at.isoformat(), "ours": run.due_at.isoformat()}]
    run.due_at = ticket.due_at
    clocks.set_look(run, book=rulebook(), pauses=clocks.pauses_of(case), now=now)
    run.save(update_fields=["lines", "due_at", "look_at", "rung"])
    case.due_at = clocks.next_due(case)
    Case.objects.filter(pk=case.pk).update(due_at=case.due_at)


def bound(run: ClockRun) -> bool:
    """Whether a clock's deadline is the sender's own."""
    return any(line.get("kind") == SENDER for line in run.lines)


def own_limit(run: ClockRun) -> datetime:
    """Our own limit of a clock, also where the sender's took its place."""
    ours = next((line["ours"] for line in run.lines if line.get("kind") == SENDER), None)
    return datetime.fromisoformat(str(ours)) if ours else run.due_at


def resolve_runs(cases: Iterable[int]) -> dict[int, ClockRun]:
    """The last resolve clock of each case: ours, with the sender's limit where that is earlier."""
    runs = ClockRun.objects.filter(case__in=cases, kind=Clock.RESOLVE.value).order_by("id")
    return {run.case_id: run for run in runs}


def keep_limits(entry: Entry, now: datetime) -> None:
    """The reaction to whatever reckons a case's deadline anew; a second time changes nothing."""
    case = Case.objects.filter(pk=entry.subject_id).first()
    if case is not None:
        keep_limit(case, now=now)
