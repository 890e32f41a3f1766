"""Cases that anybody may look up: matter, day, rough place, state, days taken, how many told it; no more."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.db.models import Count, OuterRef, Q, Subquery
from django.utils.functional import Promise

from wangge.cases.blurring import Cells, Rough, cells
from wangge.cases.following import STANDS
from wangge.cases.inbox import OPEN
from wangge.cases.models import Case, CaseQuerySet, Category, Report
from wangge.cases.rulebook import Rulebook
from wangge.cases.workflow import State
from wangge.foundation.calendar import CHINA_TIME

LATELY = timedelta(days=90)
EXACT = 4  # decimals of a degree, about 10 m, for places that are nobody's home
COLUMNS = ("reported_at", "closed_at", "state", "lon", "lat", "category", "area__name", "grid__name")


class Shown(StrEnum):
    """Which of them."""

    ALL = "all"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for: a category's code and all below it, a community's code; empty means all."""

    matter: str = ""
    area: str = ""
    shown: Shown = Shown.ALL


@dataclass(frozen=True, slots=True)
class Published:
    """One case as the public may know it.

    `within` is how roughly the point is told, in metres; there is none where too few homes lie around it.
    """

    category: Category
    day: date
    area: str
    where: str
    lon: float | None
    lat: float | None
    within: int | None
    state: State
    closed: bool
    days: int
    joined: int

    @property
    def stands(self) -> str | Promise:
        """Its state in words."""
        return STANDS[self.state]


def publishable(wanted: Wanted, *, now: datetime, book: Rulebook) -> CaseQuerySet:
    """Those of a public matter that no office has hidden, open or closed of late, the newest first."""
    lately = Q(state=State.CLOSED.value, closed_at__gte=now - LATELY)
    state = {Shown.OPEN: Q(OPEN), Shown.CLOSED: lately, Shown.ALL: Q(OPEN) | lately}[wanted.shown]
    found = Case.objects.filter(state, hidden=False, category__in=_matters(wanted.matter, book))
    if wanted.area:
        found = found.filter(area__in=[pk for pk, area in book.areas.items() if area.code == wanted.area])
    return found.order_by("-reported_at", "-pk")


def _matters(code: str, book: Rulebook) -> list[int]:
    path = book.by_code[code].path if code in book.by_code else ""
    return [pk for pk, c in book.categories.items() if c.public and c.path.startswith(path)]


def rows(found: CaseQuerySet, *, now: datetime, book: Rulebook) -> list[Published]:
    """These cases as the public may know them: two statements, whatever their number."""
    told = Report.objects.filter(case=OuterRef("pk")).order_by().values("case").annotate(told=Count("pk"))
    listed = found.annotate(joined=Subquery(told.values("told"))).values_list(*COLUMNS, "joined")
    return list(_shown(listed, now=now, book=book, blur=cells()))


def _shown(
    listed: Iterable[Sequence[object]], *, now: datetime, book: Rulebook, blur: Cells
) -> Iterable[Published]:
    for reported_at, closed_at, state, lon, lat, category, area, grid, joined in listed:
        matter = book.categories[category]  # type: ignore[index]
        rough = _point(lon, lat, private=matter.private_place, blur=blur)  # type: ignore[arg-type]
        since, until = _day(reported_at), _day(closed_at or now)  # type: ignore[arg-type]
        yield Published(
            category=matter,
            day=since,
            area=str(area),
            where=str(area if matter.private_place or not grid else grid),
            lon=rough.lon if rough else None,
            lat=rough.lat if rough else None,
            within=rough.metres if rough and rough.metres else None,
            state=State(str(state)),
            closed=closed_at is not None,
            days=(until - since).days,
            joined=joined or 1,  # type: ignore[arg-type]
        )


def _day(when: datetime) -> date:
    return when.astimezone(CHINA_TIME).date()


def _point(lon: float | None, lat: float | None, *, private: bool, blur: Cells) -> Rough | None:
    if lon is None or lat is None:
        return None
    return blur.blurred(lon, lat) if private else Rough(round(lon, EXACT), round(lat, EXACT), 0)
