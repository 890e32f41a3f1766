"""Which post answers for a grid, a community, a street or a department's matters; the working calendar."""

from collections.abc import Mapping
from dataclasses import dataclass

from wangge.foundation.calendar import WorkCalendar
from wangge.places.models import Area, Grid
from wangge.staffing.models import CalendarCoverage, CalendarDay, Post, Tier

HIGHER = {Area.Level.PROVINCE, Area.Level.CITY, Area.Level.DISTRICT}


@dataclass(frozen=True, slots=True)
class Seat:
    """A post that receives cases: the tier of its kind, and the level at which it stands.

    That is another one for an office above the street, of a district or a city: what it settles is settled at
    no tier of the street's.
    """

    post: int
    tier: str
    area_path: str
    name: str
    level: str

    @property
    def beyond(self) -> bool:
        """Whether it is an office above the street."""
        return self.level == Tier.ABOVE


@dataclass(frozen=True, slots=True)
class Directory:
    """The receiving posts, found by grid, area path or department code."""

    seats: Mapping[int, Seat]
    grids: Mapping[int, int]
    offices: Mapping[str, int]
    departments: Mapping[tuple[str, str], int]

    @classmethod
    def read(cls) -> "Directory":
        """Read the lead posts: two statements. A post of a grid answers for every version of its line."""
        seats: dict[int, Seat] = {}
        lines: dict[int, int] = {}
        offices: dict[str, int] = {}
        departments: dict[tuple[str, str], int] = {}
        for post in (
            Post.objects.filter(kind__lead=True)
            .select_related("kind", "area", "department", "grid")
            .defer("area__outline", "grid__outline")
            .order_by("-id")
        ):
            beyond = post.kind.tier == Tier.STREET and post.area.level in HIGHER
            level = Tier.ABOVE.value if beyond else post.kind.tier
            seats[post.pk] = Seat(post.pk, post.kind.tier, post.area.path, post.name, level)
            if post.department:
                departments[post.area.path, post.department.code] = post.pk
            elif post.grid:
                lines[post.grid.lineage_id or post.grid.pk] = post.pk
            else:
                offices[post.area.path] = post.pk
        led = Post.objects.filter(kind__lead=True, department=None).values("grid__lineage")
        held = Grid.objects.filter(lineage__in=led).values_list("pk", "lineage_id")
        grids = {grid: lines[line] for grid, line in held if line in lines}
        return cls(seats, grids, offices, departments)

    def find(self, tier: str, *, area_path: str, grid: int | None, department: str = "") -> int | None:
        """The post of this tier that answers for the place; None where nobody is posted."""
        if tier == Tier.GRID:
            return self.grids.get(grid) if grid is not None else None
        if tier == Tier.DEPARTMENT:
            return next(
                (p for path in _upward(area_path) if (p := self.departments.get((path, department)))), None
            )
        if tier == Tier.STREET:
            return next((p for path in list(_upward(area_path))[1:] if (p := self.offices.get(path))), None)
        return self.offices.get(area_path)

    def above(self, post: int | None, *, area_path: str) -> int | None:
        """The office one level up from a post, for a case in this area; above a street's the next posted."""
        seat = self.seats.get(post or 0)
        if seat is None:
            return None
        if seat.tier == Tier.STREET:
            higher = list(_upward(seat.area_path))[1:]
            return next((found for path in higher if (found := self.offices.get(path))), None)
        tier = Tier.COMMUNITY if seat.tier == Tier.GRID else Tier.STREET
        return self.find(tier, area_path=area_path, grid=None)

    def offices_of(self, area_path: str) -> list[int]:
        """The offices over a place, lowest first."""
        return [post for path in _upward(area_path) if (post := self.offices.get(path))]


def _upward(path: str) -> list[str]:
    parts = path.rstrip("/").split("/")
    return ["/".join(parts[:n]) + "/" for n in range(len(parts), 0, -1)]


def work_calendar() -> WorkCalendar:
    """The calendar as the table has it."""
    coverage = CalendarCoverage.objects.first()
    days = CalendarDay.objects.values_list("day", "working", "name")
    return WorkCalendar.of(
        exceptions={day: (working, name) for day, working, name in days},
        covered_until=coverage.until if coverage else None,
    )
