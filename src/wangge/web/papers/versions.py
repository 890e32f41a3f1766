"""The version of a community's grids that is printed: the one in force, or an earlier or later one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

from wangge.foundation.refusals import Refused
from wangge.places.models import Area, Building, Division, Grid, Membership
from wangge.staffing.cards import Holder, card

MOST = 5_000  # buildings on one sheet


class NothingToPrint(Refused):
    """{area} has no grids on that day yet. Draw them first, or choose another version."""


class TooMuchToPrint(Refused):
    """{area} has {buildings} buildings; at most {most} fit on a sheet. Print its parts."""


class NoSuchVersion(Refused):
    """{area} has no such version of its grids."""


@dataclass(frozen=True, slots=True)
class Tract:
    """A grid as it is printed; `outline` is WKB in WGS 84, the point is where its number stands."""

    pk: int | None
    number: int
    name: str
    code: str
    special: bool
    colour: int
    lon: float
    lat: float
    outline: bytes
    buildings: tuple[Building, ...]
    holders: tuple[Holder, ...] = ()
    parts: tuple["Tract", ...] = ()

    @property
    def households(self) -> int:
        """Counted in its buildings."""
        return sum(building.households for building in self.buildings)

    @property
    def people(self) -> int:
        """Counted in its buildings."""
        return sum(building.people for building in self.buildings)

    @property
    def merchants(self) -> int:
        """Counted in its buildings."""
        return sum(building.merchants for building in self.buildings)

    @property
    def counts(self) -> tuple[int, int, int]:
        """Households, people and merchants."""
        return self.households, self.people, self.merchants


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
    def key(self) -> str:
        """A name for files and for the journal."""
        return f"draft-{self.draft}" if self.draft else f"v{self.number}"


@dataclass(frozen=True, slots=True)
class Asked:
    """Which version somebody wants: a draft, one by its number, or (neither given) that of a day."""

    on: date | None = None
    division: int | None = None
    draft: int | None = None


def version(area: Area, asked: Asked, *, today: date, staffed: bool = True) -> Version:
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
    return _of_division(area, found, asked.on, today, staffed=staffed)


def _of_division(area: Area, division: Division, on: date | None, today: date, *, staffed: bool) -> Version:
    last = division.until - timedelta(days=1) if division.until else None
    day = on if on else max(division.since, min(today, last) if last else today)
    buildings = buildings_of(area)
    held = _held(division)
    grids = list(Grid.objects.filter(division=division).order_by("number", "code"))
    tracts = [_tract(grid, buildings, held, day, staffed=staffed) for grid in grids]
    by_pk = {tract.pk: tract for tract in tracts}
    parts: dict[int, list[Tract]] = {}
    for grid in grids:
        if grid.level == Grid.Level.MICROGRID and grid.parent_id:
            parts.setdefault(grid.parent_id, []).append(by_pk[grid.pk])
    return Version(
        area=area,
        buildings=tuple(buildings.values()),
        tracts=tuple(
            _with_parts(by_pk[grid.pk], parts.get(grid.pk, ()))
            for grid in grids
            if grid.level == Grid.Level.GRID
        ),
        day=day,
        number=division.version,
        since=division.since,
        until=division.until,
        features=features_of(area),
    )


def _with_parts(tract: Tract, parts: Iterable[Tract]) -> Tract:
    names = [name for name in Tract.__slots__ if name != "parts"]
    return Tract(**{name: getattr(tract, name) for name in names}, parts=tuple(parts))


def _tract(
    grid: Grid, buildings: dict[int, Building], held: dict[int, list[int]], day: date, *, staffed: bool
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
        holders=card(grid=grid.pk, on=day) if staffed else (),
    )


def buildings_of(area: Area) -> dict[int, Building]:
    """The buildings of a community by id, in the order people list them; refuses more than fit on a sheet."""
    count = Building.objects.filter(area=area).count()
    if count > MOST:
        raise TooMuchToPrint(area=area.name, buildings=count, most=MOST)
    rows = Building.objects.filter(area=area).select_related("compound").defer("compound__outline")
    return {row.pk: row for row in rows.order_by("compound__name", "id")}


def _held(division: Division) -> dict[int, list[int]]:
    """The buildings of each grid and microgrid."""
    found: dict[int, list[int]] = {}
    pairs = Membership.objects.filter(division=division).values_list("grid_id", "building_id").distinct()
    for grid, building in pairs.order_by("grid_id", "building_id"):
        found.setdefault(grid, []).append(building)
    return found


def features_of(area: Area) -> Sequence[dict[str, object]]:
    """What is drawn under the grids."""
    backdrop = getattr(area, "backdrop", None)
    return backdrop.features.get("features", []) if backdrop else []
