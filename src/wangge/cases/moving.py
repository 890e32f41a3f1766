"""Deadlines of running clocks reckoned anew: which would be others, moving them, which rest on old rules."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Min, OuterRef, QuerySet, Subquery

from wangge.cases.clocks import PAUSED, extensions_of, set_look
from wangge.cases.lines import Facts, LineKind
from wangge.cases.models import Case, ClockRun, Hold
from wangge.cases.pauses import Pause
from wangge.cases.rulebook import Rulebook, rulebook
from wangge.cases.sla import Clock, Deadline, Extension, Limit, Unit, deadline, pick
from wangge.foundation.calendar import WorkCalendar
from wangge.journal import actions as journal
from wangge.journal.actor import Actor


@dataclass(frozen=True, slots=True)
class Move:
    """A running clock whose deadline would be another."""

    run: ClockRun
    found: Deadline
    limit: Limit
    provenance: str

    @property
    def due(self) -> datetime:
        """The deadline it would have."""
        return self.found.due

    @property
    def lines(self) -> list[Facts]:
        """The arithmetic of that deadline."""
        return [{"kind": "level", "provenance": self.provenance}, *self.found.as_json()]


def running(by: Actor) -> QuerySet[ClockRun]:
    """Clocks that run by a limit, of the cases that the actor may see."""
    runs = ClockRun.objects.filter(stopped_at=None, paused_at=None, case__in=Case.objects.seen_by(by))
    runs = runs.exclude(unit="").select_related("case__area", "case__category", "case__post")
    return runs.defer("case__text", "case__area__outline").order_by("due_at", "pk")


def moves_of(chosen: Sequence[tuple[ClockRun, Limit, str]], *, calendar: WorkCalendar) -> list[Move]:
    """Those of these clocks that would have another deadline under a limit and a calendar: two statements."""
    pauses = _pauses(run.case_id for run, _limit, _source in chosen)
    more = extensions_of(run for run, _limit, _source in chosen)
    moves = []
    for run, limit, source in chosen:
        stood = pauses.get(run.case_id, ()) if Clock(run.kind) in PAUSED else ()
        extended = more.get(run.pk, ())
        found = deadline(run.started_at, limit, calendar, pauses=stood, extensions=extended)
        if found.due != run.due_at:
            moves.append(Move(run, found, limit, source))
    return moves


def _pauses(cases: Iterable[int]) -> dict[int, tuple[Pause, ...]]:
    found: dict[int, tuple[Pause, ...]] = {}
    ended = Hold.objects.filter(case__in=set(cases), began_at__isnull=False, ended_at__isnull=False)
    for hold in ended.order_by("id"):
        if hold.began_at and hold.ended_at:
            pause = Pause(hold.began_at, hold.ended_at, hold.reason)
            found[hold.case_id] = (*found.get(hold.case_id, ()), pause)
    return found


def move(chosen: Sequence[Move], *, by: Actor, now: datetime, reason: str) -> None:
    """Write new deadlines, with an entry in the journal of each case; its own deadline follows."""
    book = rulebook()
    pauses = _pauses(move.run.case_id for move in chosen)
    for move in chosen:
        run, old = move.run, move.run.due_at
        run.amount, run.unit, run.provenance = move.limit.amount, move.limit.unit.value, move.provenance
        run.due_at, run.lines = move.due, move.lines
        stood = pauses.get(run.case_id, ()) if Clock(run.kind) in PAUSED else ()
        set_look(run, book=book, pauses=stood, now=now)
        facts = {
            "clock": run.kind,
            "was_due": old.isoformat(),
            "due": run.due_at.isoformat(),
            "because": reason,
        }
        journal.append("case.deadline_moved", subject=("case", run.case_id), by=by, now=now, payload=facts)
    columns = ["amount", "unit", "provenance", "due_at", "lines", "look_at", "rung"]
    ClockRun.objects.bulk_update([move.run for move in chosen], columns)
    cases = {move.run.case_id for move in chosen}
    running = ClockRun.objects.filter(case=OuterRef("pk"), stopped_at=None, paused_at=None).order_by()
    first = running.values("case").annotate(first=Min("due_at")).values("first")
    Case.objects.filter(pk__in=cases, due_at__isnull=False).update(due_at=Subquery(first))


def older(run: ClockRun, *, category: str, urgency: str, book: Rulebook) -> Move | None:
    """What a running clock would be by today's limits and calendar, where that is another deadline.

    Its pauses and extensions are read from its own lines: no statement.
    """
    if run.stopped_at is not None or run.paused_at is not None or not run.unit:
        return None
    level = pick(book.levels, category, urgency, Clock(run.kind))
    limit = level.limit if level else Limit(run.amount, Unit(run.unit))
    source = level.provenance if level else run.provenance
    pauses, more = [], []
    for line in run.lines:
        if line.get("kind") == LineKind.PAUSE:
            begin, end = (datetime.fromisoformat(line[edge]) for edge in ("from", "to"))
            pauses.append(Pause(begin, end, line.get("reason") or ""))
        elif line.get("kind") == LineKind.EXTENSION:
            more.append(Extension(int(line["amount"]), line.get("label") or ""))
    found = deadline(run.started_at, limit, book.calendar, pauses=pauses, extensions=more)
    return None if found.due == run.due_at else Move(run, found, limit, source)
