"""The clocks of a case: opened with their reckoning, stopped, resumed, never restarted by an edit."""

from datetime import datetime

from django.db.models import Min

from wangge.cases.models import Case, ClockRun
from wangge.cases.rulebook import Rulebook
from wangge.cases.sla import Clock, deadline, pick


def reckon(case: Case, kind: Clock, *, start: datetime, book: Rulebook) -> ClockRun | None:
    """The clock (unsaved) that the service levels give this case from `start`; None where none applies."""
    category = book.categories.get(case.category_id or 0)
    level = pick(book.levels, category.path if category else "", case.urgency, kind)
    if level is None:
        return None
    found = deadline(start, level.limit, book.calendar)
    lines = [{"kind": "level", "provenance": level.provenance}, *found.as_json()]
    return ClockRun(case=case, kind=kind.value, started_at=start, due_at=found.due, lines=lines)


def reckon_all(case: Case, *kinds: Clock, start: datetime, book: Rulebook) -> list[ClockRun]:
    """These clocks (unsaved), those that the service levels give."""
    return [run for kind in kinds if (run := reckon(case, kind, start=start, book=book))]


def start(case: Case, *kinds: Clock, now: datetime, book: Rulebook) -> None:
    """Start these clocks in one statement."""
    ClockRun.objects.bulk_create(reckon_all(case, *kinds, start=now, book=book))


def stop(case: Case, *kinds: Clock, now: datetime) -> None:
    """Stop these clocks where they run."""
    running = ClockRun.objects.filter(case=case, kind__in=[k.value for k in kinds], stopped_at=None)
    running.update(stopped_at=now)


def resume(case: Case, kind: Clock) -> None:
    """Let the last clock of this kind run on from its first deadline, as after rework."""
    last = ClockRun.objects.filter(case=case, kind=kind.value).order_by("-id").values("pk")[:1]
    ClockRun.objects.filter(pk__in=list(last.values_list("pk", flat=True))).update(stopped_at=None)


def reckon_again(case: Case, *, book: Rulebook) -> None:
    """After a change of category or urgency: new deadlines from the old starts, for clocks that run."""
    for run in ClockRun.objects.filter(case=case, stopped_at=None):
        if fresh := reckon(case, Clock(run.kind), start=run.started_at, book=book):
            run.due_at, run.lines = fresh.due_at, fresh.lines
            run.save(update_fields=["due_at", "lines"])


def next_due(case: Case) -> datetime | None:
    """The earliest deadline still running."""
    due: datetime | None = ClockRun.objects.filter(case=case, stopped_at=None).aggregate(due=Min("due_at"))[
        "due"
    ]
    return due
