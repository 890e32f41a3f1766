"""The clocks of a case: opened with their reckoning, stopped, paused, resumed, never restarted by an edit."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, Subquery

from wangge.cases.models import Case, ClockRun, Extension, Hold, State, Task
from wangge.cases.pauses import Pause
from wangge.cases.rulebook import Rulebook
from wangge.cases.sla import Clock, Limit, Unit, deadline, pick
from wangge.cases.sla import Extension as More
from wangge.journal.prepared import Prepared, PreparedInsert, PreparedUpdate

OWN = (Clock.REVIEW, Clock.TASK)  # whose limits no service level sets
START = PreparedInsert(ClockRun)
STOP = PreparedUpdate(
    lambda case, kinds: ClockRun.objects.filter(case=case, kind__in=kinds, stopped_at=None),
    "stopped_at",
    "paused_at",
)
STOP_WORK = PreparedUpdate(
    lambda case: ClockRun.objects.filter(case=case, stopped_at=None).exclude(kind=Clock.RECTIFY.value),
    "stopped_at",
)
LAPSE = PreparedUpdate(lambda case: Hold.objects.filter(case=case, granted=None), "granted", "decided_at")
NEXT = Prepared(
    lambda case: (
        ClockRun.objects.filter(case=case, stopped_at=None, paused_at=None)
        .order_by("due_at")
        .values_list("due_at")[:1]
    )
)
PAUSED = (Clock.CONTACT, Clock.RESOLVE)  # those that a hold stops


def reckon(case: Case, kind: Clock, *, start: datetime, book: Rulebook) -> ClockRun | None:
    """The clock (unsaved) that the service levels give this case from `start`; None where none applies."""
    category = book.categories.get(case.category_id or 0)
    level = pick(book.levels, category.path if category else "", case.urgency, kind)
    if level is None:
        return None
    run = ClockRun(
        case=case,
        kind=kind.value,
        started_at=start,
        amount=level.limit.amount,
        unit=level.limit.unit.value,
        provenance=level.provenance,
    )
    return _settle(run, book=book)


def _settle(
    run: ClockRun, *, book: Rulebook, pauses: Iterable[Pause] = (), more: Iterable[More] = ()
) -> ClockRun:
    """Give a clock its deadline, the lines that explain it, and when to look at it next."""
    limit = Limit(run.amount, Unit(run.unit))
    pauses = tuple(pauses)
    found = deadline(run.started_at, limit, book.calendar, pauses=pauses, extensions=tuple(more))
    run.due_at = found.due
    run.lines = [{"kind": "level", "provenance": run.provenance}, *found.as_json()]
    set_look(run, book=book, pauses=pauses)
    return run


def set_look(
    run: ClockRun, *, book: Rulebook, pauses: tuple[Pause, ...] = (), now: datetime | None = None
) -> None:
    """When the worker has to look at a clock next: None after the last rung of its escalation.

    With `now`, after a change of its deadline: steps that lie ahead again are to be taken again, and those
    that it put behind us and nobody took are taken late; never is one left out.
    """
    steps = book.escalation.steps(
        Clock(run.kind),
        Limit(run.amount, Unit(run.unit)),
        started=run.started_at,
        due=run.due_at,
        calendar=book.calendar,
        pauses=pauses,
    )
    if now is not None:
        run.rung = min(run.rung, sum(step.at <= now for step in steps))
    run.look_at = steps[run.rung].at if run.rung < len(steps) else None


def reckon_all(case: Case, *kinds: Clock, start: datetime, book: Rulebook) -> list[ClockRun]:
    """These clocks (unsaved), those that the service levels give."""
    return [run for kind in kinds if (run := reckon(case, kind, start=start, book=book))]


def start(case: Case, *kinds: Clock, now: datetime, book: Rulebook) -> None:
    """Start these clocks in one statement."""
    START.few(reckon_all(case, *kinds, start=now, book=book))


def start_until(case: Case, kind: Clock, *, due: datetime, now: datetime) -> None:
    """Start a clock whose deadline somebody set."""
    lines = [{"kind": "set", "at": due.isoformat()}]
    ClockRun.objects.create(
        case=case, kind=kind.value, started_at=now, due_at=due, look_at=due, rung=1, lines=lines
    )


def stop(case: Case, *kinds: Clock, now: datetime) -> None:
    """Stop these clocks where they run, or stand: the first contact may come while a case is on hold."""
    STOP(case=case.pk, kinds=tuple(kind.value for kind in kinds), stopped_at=now, paused_at=None)


def deduct(case: Case, kind: Clock, *, now: datetime, book: Rulebook) -> None:
    """Take the hold that lasts off the deadline of a clock that stands and is now to stop for good."""
    for run in ClockRun.objects.filter(case=case, kind=kind.value, stopped_at=None, paused_at__isnull=False):
        more = extensions_of([run]).get(run.pk, ())
        _settle(run, book=book, pauses=pauses_of(case, until=now), more=more)
        run.save(update_fields=["due_at", "lines", "look_at"])


def stop_one(clock: int | None, *, now: datetime) -> None:
    """Stop a clock by its id, where it runs."""
    if clock is not None:
        ClockRun.objects.filter(pk=clock, stopped_at=None).update(stopped_at=now)


def stop_work(case: Case, *, now: datetime) -> None:
    """Stop every clock of a case: its work is over."""
    STOP_WORK(case=case.pk, stopped_at=now)


def resume(case: Case, *kinds: Clock) -> None:
    """Let the last clock of each of these kinds run on from its first deadline, as after rework."""
    last = Q(pk__in=[])
    for kind in kinds:
        runs = ClockRun.objects.filter(case=case, kind=kind.value).order_by("-id")
        last |= Q(pk=Subquery(runs.values("pk")[:1]))
    ClockRun.objects.filter(last).update(stopped_at=None)


def release(case: Case, *, now: datetime, book: Rulebook) -> None:
    """End the hold that a case is on: what stood still runs on. Its review is still to be stopped."""
    Hold.objects.filter(case=case, granted=True, ended_at=None).update(ended_at=now)
    unpause(case, now=now, book=book)


def lapse(case: Case, *, now: datetime) -> None:
    """A shelving that was asked for and not decided lapses when the case goes from whoever asked for it."""
    if case.state == State.SIGNED:
        LAPSE(case=case.pk, granted=False, decided_at=now)


def pause(case: Case, *, now: datetime) -> None:
    """Stop the running contact and resolve clocks for the time of a hold; emergencies run on."""
    running = ClockRun.objects.filter(case=case, kind__in=[k.value for k in PAUSED], stopped_at=None)
    running.exclude(unit=Unit.EMERGENCY_HOUR.value).update(paused_at=now)


def unpause(case: Case, *, now: datetime, book: Rulebook) -> None:
    """Let paused clocks run on: the time of every hold does not count."""
    reckon_again(case, book=book, now=now, kinds=PAUSED, paused=False)


def reckon_again(
    case: Case,
    *,
    book: Rulebook,
    now: datetime,
    kinds: Iterable[Clock] = tuple(Clock),
    paused: bool | None = None,
) -> None:
    """New deadlines from the old starts for clocks that run, after a change of the matter or of a hold.

    A clock whose deadline stays keeps its place on the escalation: an edit never begins it anew.
    """
    wanted = [kind.value for kind in kinds if kind not in OWN]
    runs = list(ClockRun.objects.filter(case=case, stopped_at=None, kind__in=wanted))
    if not runs:
        return
    pauses = pauses_of(case)
    more = extensions_of(run for run in runs if run.extra)
    for run in runs:
        due = run.due_at
        if paused is not False and (fresh := reckon(case, Clock(run.kind), start=run.started_at, book=book)):
            run.amount, run.unit, run.provenance = fresh.amount, fresh.unit, fresh.provenance
        if paused is False:
            run.paused_at = None
        stood = pauses if Clock(run.kind) in PAUSED else ()
        _settle(run, book=book, pauses=stood, more=more.get(run.pk, ()))
        if run.due_at != due:
            set_look(run, book=book, pauses=stood, now=now)
    ClockRun.objects.bulk_update(
        runs, ["amount", "unit", "provenance", "paused_at", "due_at", "lines", "look_at", "rung"]
    )


def lengthen(run: ClockRun, *, book: Rulebook, now: datetime) -> None:
    """A granted extension takes effect."""
    granted = extensions_of([run]).get(run.pk, ())
    run.extra = sum(each.amount for each in granted)
    pauses = pauses_of(run.case)
    _settle(run, book=book, pauses=pauses, more=granted)
    set_look(run, book=book, pauses=pauses, now=now)
    run.save(update_fields=["extra", "due_at", "lines", "look_at", "rung"])


def pauses_of(case: Case, *, until: datetime | None = None) -> tuple[Pause, ...]:
    """The holds of a case that have ended, in order; with `until` also the one that lasts: one statement."""
    held = Hold.objects.filter(case=case, granted=True, began_at__isnull=False).order_by("id")
    ends = [(hold, hold.ended_at or until) for hold in held]
    return tuple(Pause(hold.began_at, end, hold.reason) for hold, end in ends if hold.began_at and end)


def extensions_of(runs: Iterable[ClockRun]) -> dict[int, tuple[More, ...]]:
    """The extensions granted to these clocks, by clock: one statement."""
    found: dict[int, tuple[More, ...]] = {}
    granted = Extension.objects.filter(clock__in=[run.pk for run in runs], granted=True)
    for row in granted.select_related("decided_by").order_by("id"):
        label = row.decided_by.name if row.decided_by else ""
        found[row.clock_id] = (*found.get(row.clock_id, ()), More(row.amount, label))
    return found


def start_task(task: Task, *, now: datetime, book: Rulebook) -> None:
    """A step of the work begins, with a clock of its own."""
    run = ClockRun(case=task.case, kind=Clock.TASK.value, started_at=now, amount=task.amount, unit=task.unit)
    _settle(run, book=book).save(force_insert=True)
    task.started_at, task.clock = now, run
    task.save(update_fields=["started_at", "clock"])


def next_due(case: Case) -> datetime | None:
    """The earliest deadline still running."""
    rows = NEXT.rows(case=case.pk)
    return rows[0][0] if rows else None
