"""The figures of a day, each counted from the rows that the actions wrote."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Avg, Count, F, OuterRef, Q, QuerySet, Subquery

from wangge.cases.models import Case, ClockKind, ClockRun, Handling, Photo, Rating, State, Verification
from wangge.journal.models import Entry
from wangge.staffing.models import Tier

LEVELS = (Tier.GRID, Tier.COMMUNITY, Tier.STREET, Tier.DEPARTMENT)


@dataclass(frozen=True, slots=True)
class OnTime:
    """Of the clocks that were stopped or ran out: how many in time, how many not."""

    met: int
    missed: int


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts by code: of channels, first-level categories ("" where none), states, tiers, steps.

    `levels` counts closed cases, `steps` the journal's entries by verb. `witnessed` are closed cases whose
    last work was passed by somebody who never worked on them. `ratings` pairs number and mean by side.
    """

    requests: int
    channels: Mapping[str, int]
    categories: Mapping[str, int]
    states: Mapping[str, int]
    levels: Mapping[str, int]
    on_time: Mapping[str, OnTime]
    steps: Mapping[str, int]
    closed: int
    witnessed: int
    ratings: Mapping[str, tuple[int, float]]
    photos: int


def figures(*, now: datetime) -> Figures:
    """Count everything as of a moment."""
    closed = Case.objects.filter(state=State.CLOSED)
    paths = Case.objects.values_list("category__path", flat=True)
    return Figures(
        requests=Case.objects.count(),
        channels=_counted(Case.objects.all(), "channel__code"),
        categories=Counter((path or "").partition("/")[0] for path in paths),
        states=_counted(Case.objects.all(), "state"),
        levels=_counted(closed, "level"),
        on_time={kind.value: on_time(kind, now=now) for kind in ClockKind},
        steps=_counted(Entry.objects.filter(subject_kind="case"), "verb"),
        closed=closed.count(),
        witnessed=closed.exclude(pk__in=unwitnessed(closed)).count(),
        ratings={side.value: _mean(side) for side in Rating.Side},
        photos=Photo.objects.count(),
    )


def on_time(kind: ClockKind, *, now: datetime) -> OnTime:
    """Clocks stopped by their time, against those stopped after it or run out and still running."""
    runs = ClockRun.objects.filter(kind=kind)
    missed = Q(stopped_at__gt=F("due_at")) | Q(stopped_at=None, due_at__lt=now)
    return OnTime(runs.filter(stopped_at__lte=F("due_at")).count(), runs.filter(missed).count())


def unwitnessed(cases: QuerySet[Case]) -> set[int]:
    """The cases whose last work nobody passed afterwards who had never worked on them."""
    looked = Verification.objects.filter(case=OuterRef("pk"), passed=True).order_by("-at", "-id")
    last = cases.annotate(
        worked_at=Subquery(Handling.objects.filter(case=OuterRef("pk")).order_by("-at").values("at")[:1]),
        looked_at=Subquery(looked.values("at")[:1]),
        looker=Subquery(looked.values("by")[:1]),
    )
    workers: dict[int, set[int]] = {}
    for case, person in Handling.objects.filter(case__in=cases).values_list("case_id", "by_id"):
        workers.setdefault(case, set()).add(person)
    return {
        case
        for case, worked_at, looked_at, looker in last.values_list("pk", "worked_at", "looked_at", "looker")
        if not (worked_at and looked_at and looked_at >= worked_at) or looker in workers[case]
    }


def _counted(rows: QuerySet[Case] | QuerySet[Entry], column: str) -> dict[str, int]:
    """How many rows have each value of a column, most first."""
    found = rows.order_by().values_list(column).annotate(n=Count("pk"))
    return dict(sorted(found, key=lambda row: (-row[1], row[0])))


def _mean(side: Rating.Side) -> tuple[int, float]:
    rows = Rating.objects.filter(side=side)
    return rows.count(), float(rows.aggregate(mean=Avg("score"))["mean"] or 0)
