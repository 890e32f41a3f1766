"""What is read of notices: lists, how far each has got, what waits for somebody."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum

from wangge.foundation.calendar import CHINA_TIME
from wangge.journal.actor import Actor
from wangge.notices.models import Level, Link, Notice, Reading, State
from wangge.notices.standing import own_level, scope_of, seen_by
from wangge.staffing.models import Appointment, Tier

TOLD = Q(done_at__isnull=False, version__gte=F("notice__again"))
IN_FORCE = Q(state=State.PUBLISHED.value)


@dataclass(frozen=True, slots=True)
class Far:
    """How far the units of a place are: all, told, not reached for a reason said, and neither."""

    units: int = 0
    told: int = 0
    explained: int = 0
    homes: int = 0
    homes_told: int = 0

    @property
    def waiting(self) -> int:
        """Those of which nothing is known yet."""
        return self.units - self.told - self.explained

    @property
    def unreached(self) -> int:
        """Those not told, explained or not."""
        return self.units - self.told


@dataclass(frozen=True, slots=True)
class Step:
    """A level as the page shows it: how many there are, have acknowledged and have passed it on."""

    level: Level
    all: int
    received: int
    done: int


@dataclass(frozen=True, slots=True)
class Row:
    """One link above the units, who holds its post, and how far its units are."""

    link: Link
    who: str
    count: Far
    late: bool

    @property
    def name(self) -> str:
        """Its place in words."""
        return place_of(self.link)

    @property
    def done(self) -> bool:
        """Passed on, and nothing is left beneath it of which nothing is known."""
        passed = self.link.done_at is not None or self.link.level in (Level.GRID, Level.MICROGRID)
        return passed and not (self.count.waiting and self.link.level in (Level.GRID, Level.MICROGRID))


def place_of(link: Link) -> str:
    """A link's place as people say it."""
    if link.level == Level.MICROGRID and link.micro:
        return link.micro.name
    if link.level == Level.GRID and link.grid:
        return link.grid.name
    return link.area.name


def listed(by: Actor, *, now: datetime, view: str) -> QuerySet[Notice]:
    """The notices that somebody sees, by where they stand: `mine`, `force`, `over`, `withdrawn`, `all`."""
    found = seen_by(by)
    if view == "mine":
        found = found.filter(pk__in=_waiting(by, now=now).values("notice"))
    where = {
        "force": IN_FORCE & Q(ends__gte=now),
        "over": IN_FORCE & Q(ends__lt=now),
        "withdrawn": Q(state=State.WITHDRAWN.value),
    }
    counts = {
        "units": Count("links", filter=Q(links__level=Level.UNIT)),
        "told": Count(
            "links",
            filter=Q(links__level=Level.UNIT, links__done_at__isnull=False, links__version__gte=F("again")),
        ),
    }
    rows = found.filter(where.get(view, Q())).annotate(**counts)
    told = rows.select_related("kind", "area").defer("area__outline", "text")
    return told.order_by("-published_at", "-pk")


def _waiting(by: Actor, *, now: datetime) -> QuerySet[Link]:
    """Links at which it is this actor's turn: not passed on, or units of their grid not heard of yet."""
    open_ = Link.objects.filter(notice__state=State.PUBLISHED.value, notice__ends__gte=now)
    unknown = ~TOLD & Q(level=Level.UNIT, reason="")
    lowest = Q(pk__in=[])
    if by.grids:
        lowest = unknown & (Q(grid__in=by.grids) | Q(micro__in=by.grids))
        given = Link.objects.filter(own_level(by)).exclude(given_at=None).values("notice")
        lowest &= Q(notice__in=given)
    above = own_level(by) & Q(given_at__isnull=False) & ~Q(level=Level.UNIT)
    unpassed = above & (Q(received_at=None) | Q(done_at=None, level__in=(Level.STREET, Level.COMMUNITY)))
    return open_.filter(unpassed | lowest)


@dataclass(frozen=True, slots=True)
class Errand:
    """A notice that somebody still has to pass on, and to how many units."""

    notice: Notice
    units: int
    late: bool


def to_pass_on(by: Actor, *, now: datetime) -> list[Errand]:
    """Notices in force that wait for somebody, the soonest due first: two statements at most."""
    if not (by.grids or by.grants):
        return []
    rows = _waiting(by, now=now).order_by().values("notice")
    counted = rows.annotate(units=Count("pk", filter=Q(level=Level.UNIT))).values_list("notice", "units")
    units = dict(counted)
    found = Notice.objects.filter(pk__in=units).select_related("kind").defer("text")
    return [Errand(n, units[n.pk], n.due_at <= now) for n in found.order_by("-urgent", "due_at", "pk")]


def units_of(notice: Notice, by: Actor) -> QuerySet[Link]:
    """The units of a notice that somebody sees."""
    rows = Link.objects.filter(scope_of(by), notice=notice, level=Level.UNIT)
    told = rows.select_related("building__compound", "grid", "area", "done_by", "notice")
    return told.defer("building__footprint", "grid__outline", "area__outline", "building__compound__outline")


def sorted_out(units: QuerySet[Link], show: str) -> QuerySet[Link]:
    """Only the told, the waiting, the explained or the unreached; all for any other word."""
    where = {
        "told": TOLD,
        "unreached": ~TOLD,
        "waiting": ~TOLD & Q(reason=""),
        "explained": ~TOLD & ~Q(reason=""),
    }
    return units.filter(where.get(show, Q()))


def beneath(units: QuerySet[Link], link: Link | None) -> QuerySet[Link]:
    """Those of a community, grid or microgrid; all of them beneath a street, or where no link is named."""
    if link is None or link.level == Level.STREET:
        return units
    if link.level == Level.COMMUNITY:
        return units.filter(area=link.area_id)
    here = {"micro": link.micro_id} if link.level == Level.MICROGRID else {"grid": link.grid_id}
    return units.filter(**here)


def count(units: QuerySet[Link]) -> Far:
    """How far these units are: one statement."""
    return Far(**{name: n or 0 for name, n in units.aggregate(**SUMS).items()})


SUMS = {
    "units": Count("pk"),
    "told": Count("pk", filter=TOLD),
    "explained": Count("pk", filter=~TOLD & ~Q(reason="")),
    "homes_told": Sum("homes", filter=TOLD),
    "homes": Sum("homes"),
}


def rows(notice: Notice, by: Actor, *, now: datetime) -> list[Row]:
    """The links above the units that somebody sees, from the highest level down: four statements."""
    links = Link.objects.filter(scope_of(by), notice=notice).exclude(level=Level.UNIT)
    heavy = ("area__outline", "grid__outline", "micro__outline")
    found = list(
        links.select_related("area", "grid", "micro", "received_by", "done_by", "notice").defer(*heavy)
    )
    people = _people(found, on=now.astimezone(CHINA_TIME).date())
    units = units_of(notice, by).select_related(None).order_by()
    counted: list[Any] = list(units.values("area", "grid", "micro").annotate(**SUMS))
    order = list(Level)
    found.sort(key=lambda link: (order.index(Level(link.level)), link.area_id, link.pk))
    return [
        Row(
            link,
            people.get(_seat(link), ""),
            _counted(counted, link),
            link.received_at is None and link.given_at is not None and notice.due_at <= now,
        )
        for link in found
    ]


def steps(found: Iterable[Row], total: Far) -> list[Step]:
    """The levels of these links, rolled up; the units at the end."""
    listed_ = list(found)
    levels = [level for level in Level if any(row.link.level == level for row in listed_)]
    rolled = []
    for level in levels:
        here = [row for row in listed_ if row.link.level == level]
        received = sum(row.link.received_at is not None for row in here)
        rolled.append(Step(level, len(here), received, sum(row.done for row in here)))
    return [*rolled, Step(Level.UNIT, total.units, total.told + total.explained, total.told)]


def readings(notice: Notice) -> tuple[int, int]:
    """How many said on the portal that they have read it, and of how many units: one statement."""
    found = Reading.objects.filter(link__notice=notice)
    told = found.aggregate(all=Count("pk"), units=Count("link", distinct=True))
    return told["all"], told["units"]


def _counted(counted: Iterable[Mapping[str, Any]], link: Link) -> Far:
    keys = {
        Level.COMMUNITY: ("area", link.area_id),
        Level.GRID: ("grid", link.grid_id),
        Level.MICROGRID: ("micro", link.micro_id),
    }
    column, value = keys.get(Level(link.level), ("", None))
    mine = [row for row in counted if not column or row[column] == value]
    return Far(**{name: sum(row[name] or 0 for row in mine) for name in SUMS})


def _seat(link: Link) -> tuple[str, int | None]:
    """What its people are found by."""
    if link.level in (Level.STREET, Level.COMMUNITY):
        return "area", link.area_id
    grid = link.micro if link.level == Level.MICROGRID else link.grid
    return "line", (grid.lineage_id or grid.pk) if grid else None


def _people(links: Iterable[Link], *, on: date) -> dict[tuple[str, int | None], str]:
    """Who leads the office or grid of each link: one statement."""
    seats = [_seat(link) for link in links]
    lines = [pk for kind, pk in seats if kind == "line"]
    areas = [pk for kind, pk in seats if kind == "area"]
    offices = Q(post__area__in=areas, post__kind__tier__in=(Tier.COMMUNITY, Tier.STREET))
    held = Appointment.objects.filter(Q(post__grid__lineage__in=lines) | offices).on(on)
    told = held.order_by("-post__kind__lead", "substitute", "id").values_list(
        "post__grid__lineage", "post__area", "account__name"
    )
    found: dict[tuple[str, int | None], str] = {}
    for line, area, name in told:
        found.setdefault(("line", line) if line else ("area", area), name)
    return found
