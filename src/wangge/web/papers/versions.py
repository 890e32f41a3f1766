"""The version of a community's grids that is printed: the one in force, or an earlier or later one."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from wangge.places.models import Area, Building, Division, Grid, Membership
from wangge.staffing.cards import card
from wangge.web.papers.errors import NoSuchVersion, NothingToPrint, TooMuchToPrint
from wangge.web.papers.microgrids import Microgrid, microgrids
from wangge.web.papers.tracts import Tract

MOST = 5_000  # buildings on one sheet


@dataclass(frozen=True)
class Version:
    """What is printed of a community: `day` is the day of its staff."""

    area: Area
    buildings: tuple[Building, ...]
    tracts: tuple[Tract, ...]
    day: date
    number: int | None = None
    draft: int | None = None
    since: date | None = None
    until: date | None = None
    features: Sequence[dict[str, object]] = field(default=())

    @cached_property
    def totals(self) -> tuple[int, int, int]:
        """Households, people and merchants of all grids."""
        rows = [tract.counts for tract in self.tracts]
        return sum(r[0] for r in rows), sum(r[1] for r in rows), sum(r[2] for r in rows)

    @property
    def households(self) -> list[int]:
        """Of each grid."""
        return [tract.households for tract in self.tracts]

    @property
    def people(self) -> list[int]:
        """Of each grid."""
        return [tract.people for tract in self.tracts]

    @property
    def key(self) -> str:
        """A name for files and for the journal."""
        return f"draft-{self.draft}" if self.draft else f"v{self.number}"


@dataclass(frozen=True, slots=True)
class Asked:
    """Which version somebody wants: a draft, one by its number, or (neither given) that of a day."""

    on: date | None = None
    division: int | None = None
    draft: int | None = None


def version(area: Area, asked: Asked, *, today: date) -> Version:
    """The version asked for, with its buildings and its people."""
    known = Division.objects.filter(area=area)
    if asked.division is not None:
        found = known.filter(version=asked.division).first()
        if found is None:
            raise NoSuchVersion(area=area.name)
    else:
        found = known.on(asked.on or today).order_by("-version").first()
        if found is None:
            raise NothingToPrint(area=area.name)
    return _of_division(area, found, asked.on, today)


def _of_division(area: Area, division: Division, on: date | None, today: date) -> Version:
    last = division.until - timedelta(days=1) if division.until else None
    day = on or max(division.since, min(today, last) if last else today)
    buildings, held = buildings_of(area), _held(division)
    rows = Grid.objects.filter(division=division, level=Grid.Level.GRID).order_by("number", "code")
    parts = microgrids(division, on=day)
    tracts = [_tract(grid, buildings, held, parts.get(grid.pk, ()), day) for grid in rows]
    return Version(
        area=area,
        buildings=tuple(buildings.values()),
        tracts=tuple(tracts),
        day=day,
        number=division.version,
        since=division.since,
        until=division.until,
        features=features_of(area),
    )


def _tract(
    grid: Grid,
    buildings: dict[int, Building],
    held: dict[int, list[int]],
    parts: tuple[Microgrid, ...],
    day: date,
) -> Tract:
    return Tract(
        pk=grid.pk,
        number=grid.number,
        name=grid.name,
        code=grid.code,
        special=grid.kind == Grid.Kind.SPECIAL,
        colour=grid.colour,
        lon=grid.lon,
        lat=grid.lat,
        outline=bytes(grid.outline),
        buildings=tuple(buildings[pk] for pk in held.get(grid.pk, ()) if pk in buildings),
        holders=card(grid=grid.pk, on=day),
        parts=parts,
    )


def buildings_of(area: Area) -> dict[int, Building]:
    """The buildings of a community by id, in the order people list them; refuses more than fit on a sheet."""
    count = Building.objects.filter(area=area).count()
    if count > MOST:
        raise TooMuchToPrint(area=area.name, buildings=count, most=MOST)
    rows = Building.objects.filter(area=area).select_related("compound").defer("compound__outline")
    return {row.pk: row for row in rows.order_by("compound__name", "id")}


def _held(division: Division) -> dict[int, list[int]]:
    """The buildings of each grid."""
    found: dict[int, list[int]] = {}
    rows = Membership.objects.filter(division=division, level=Grid.Level.GRID).order_by("building_id")
    for grid, building in rows.values_list("grid_id", "building_id"):
        found.setdefault(grid, []).append(building)
    return found


def features_of(area: Area) -> Sequence[dict[str, object]]:
    """What is drawn under the grids."""
    backdrop = getattr(area, "backdrop", None)
    return backdrop.features.get("features", []) if backdrop else []
