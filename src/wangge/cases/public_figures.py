"""Figures for everybody: what came in, was closed, on time, and confirmed settled by who reported it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q
from django.db.models.functions import TruncMonth

from wangge.cases.models import CallBack, Case, CaseQuerySet, Category, ClockRun, Rating
from wangge.cases.rulebook import Rulebook
from wangge.cases.workflow import State
from wangge.foundation.calendar import CHINA_TIME, months_on

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of one month or one matter.

    `closed` counts what was closed in the time, `on_time` those of them whose promise was kept, `confirmed`
    those whose reporters said that it is settled, `denied` those who said that it is not; of the rest nobody
    has said anything. `reopened` counts those that came in and were opened again.
    """

    came: int = 0
    closed: int = 0
    on_time: int = 0
    confirmed: int = 0
    denied: int = 0
    reopened: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        """Both together."""
        return Tally(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(Tally)))

    @property
    def unsaid(self) -> int:
        """Closed, and nobody has said whether it is settled."""
        return self.closed - self.confirmed - self.denied

    @property
    def share_on_time(self) -> float | None:
        """Of what was closed, what was on time."""
        return self.on_time / self.closed if self.closed else None

    @property
    def share_confirmed(self) -> float | None:
        """Of what was closed, what its reporters confirmed."""
        return self.confirmed / self.closed if self.closed else None


@dataclass(frozen=True, slots=True)
class Figures:
    """Twelve months, the latest last, by month and by matter (None: matters that are not public)."""

    months: Mapping[date, Tally]
    matters: Mapping[Category | None, Tally]

    @property
    def total(self) -> Tally:
        """All of them."""
        return sum(self.months.values(), Tally())


def figures(*, area: str = "", now: datetime, book: Rulebook) -> Figures:
    """Count what came in and what was closed in the last twelve months: two statements.

    A case merged into another is not counted by itself: its matter is. `area` is a community's code.
    """
    here = now.astimezone(CHINA_TIME).date().replace(day=1)
    order = [months_on(here, -n) for n in reversed(range(MONTHS))]
    since = datetime(order[0].year, order[0].month, 1, tzinfo=CHINA_TIME)
    cases = Case.objects.exclude(state=State.MERGED.value)
    if area:
        cases = cases.filter(area__in=[pk for pk, each in book.areas.items() if each.code == area])
    came = _by_month(cases.filter(reported_at__gte=since), "reported_at").annotate(
        n=Count("pk"), again=Count("pk", filter=Q(reopened__gt=0))
    )
    closed = _by_month(
        _judged(cases.filter(state=State.CLOSED.value, closed_at__gte=since), book), "closed_at"
    )
    counted = closed.annotate(
        n=Count("pk"),
        kept=Count("pk", filter=Q(late=False)),
        yes=Count("pk", filter=Q(no=False, said=True)),
        not_yet=Count("pk", filter=Q(no=True)),
    )
    cells = [
        (m, c, Tally(came=n, reopened=again)) for m, c, n, again in came.values_list(*KEYS, "n", "again")
    ]
    cells += [
        (m, c, Tally(closed=n, on_time=kept, confirmed=yes, denied=no))
        for m, c, n, kept, yes, no in counted.values_list(*KEYS, "n", "kept", "yes", "not_yet")
    ]
    return _cut(cells, order, book)


KEYS = ("month", "category")


def _by_month(cases: CaseQuerySet, field: str) -> Any:
    """Grouped by month and category, to be counted."""
    return cases.annotate(month=TruncMonth(field, tzinfo=CHINA_TIME)).order_by().values(*KEYS)


def _judged(cases: CaseQuerySet, book: Rulebook) -> CaseQuerySet:
    """Closed cases with whether they were late, and whether a reporter said that it is settled, or is not."""
    own = {"case": OuterRef("pk")}
    rated = Rating.objects.filter(**own, side=Rating.Side.REPORTER, round=OuterRef("reopened"))
    asked = CallBack.objects.filter(**own, at__gte=OuterRef("closed_at"))
    bad, outcome = book.practice.bad_score, CallBack.Outcome
    return cases.annotate(
        late=Exists(ClockRun.objects.filter(**own, kind="resolve", stopped_at__gt=F("due_at"))),
        said=Exists(rated.filter(score__gt=bad)) | Exists(asked.filter(outcome=outcome.SETTLED)),
        no=Exists(rated.filter(score__lte=bad))
        | Exists(asked.filter(outcome__in=[outcome.PARTLY, outcome.UNSETTLED])),
    )


def _cut(
    cells: Iterable[tuple[datetime, int | None, Tally]], order: Iterable[date], book: Rulebook
) -> Figures:
    months = dict.fromkeys(order, Tally())
    matters: dict[Category | None, Tally] = {}
    for month, pk, tally in cells:
        day = month.astimezone(CHINA_TIME).date()
        category = book.categories.get(pk or 0)
        matter = category if category and category.public else None
        months[day] = months.get(day, Tally()) + tally
        matters[matter] = matters.get(matter, Tally()) + tally
    ranked = sorted(matters.items(), key=lambda row: (row[0] is None, -row[1].came, -row[1].closed))
    return Figures(months, dict(ranked))
