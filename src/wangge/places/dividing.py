"""Divisions of a community into grids put in force from a day, and withdrawn before it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from wangge.journal import actions as journal
from wangge.journal.actor import Actor
from wangge.places.errors import DivisionBegun, DivisionDates, DivisionFollowed, DivisionStaffed
from wangge.places.models import Area, Division, Grid, Membership


@dataclass(frozen=True, slots=True)
class Part:
    """A building in a microgrid: all of it, or a band of stairwells and floors with so many households."""

    building: int
    unit_from: int = 0
    unit_to: int = 0
    floor_from: int = 0
    floor_to: int = 0
    households: int = 0


@dataclass(frozen=True, slots=True)
class MicrogridShape:
    """A microgrid to be, inside the grid that names it; `succeeds` as for grids."""

    number: int
    code: str
    name: str
    outline: bytes
    lon: float
    lat: float
    colour: int
    parts: tuple[Part, ...]
    succeeds: int | None = None


@dataclass(frozen=True, slots=True)
class GridShape:
    """A grid to be: its number and code, outline (WKB), label point, colour, and its buildings' ids.

    `succeeds` is the id of the grid of the version before that it continues.
    """

    number: int
    code: str
    name: str
    outline: bytes
    lon: float
    lat: float
    colour: int
    buildings: tuple[int, ...]
    kind: str = Grid.Kind.BASE
    succeeds: int | None = None
    microgrids: tuple[MicrogridShape, ...] = ()


@transaction.atomic
def divide(
    area: Area, *, grids: Sequence[GridShape], since: date, note: str = "", by: Actor, now: datetime
) -> Division:
    """Put a new division of a community in force from a day; the one before ends the same day."""
    last = Division.objects.filter(area=area).order_by("-version").first()
    if last and since <= last.since:
        raise DivisionDates(since=since, last=last.since)
    Division.objects.filter(area=area, until=None).update(until=since)
    version = last.version + 1 if last else 1
    division = Division.objects.create(area=area, version=version, since=since, note=note)
    _enter(division, grids)
    facts = {"area": area.code, "version": version, "grids": len(grids), "since": since.isoformat()}
    journal.append("division.adopted", subject=("division", division.pk), by=by, now=now, payload=facts)
    journal.announce("places")
    return division


@transaction.atomic
def withdraw(division: Division, *, on: date, by: Actor, now: datetime) -> None:
    """Take back a division before its first day; the one before it is open again.

    Refused once it is in force on the day `on`, where another follows, or where posts were made for it.
    """
    if division.since <= on:
        raise DivisionBegun(version=division.version, since=division.since)
    if Division.objects.filter(area=division.area_id, version__gt=division.version).exists():
        raise DivisionFollowed(version=division.version)
    grids = Grid.objects.filter(division=division)
    if grids.exclude(posts=None).exists():
        raise DivisionStaffed(version=division.version)
    Membership.objects.filter(division=division).delete()
    grids.update(lineage=None, succeeds=None)
    grids.filter(level=Grid.Level.MICROGRID).delete()
    grids.delete()
    area, version, pk = division.area, division.version, division.pk
    division.delete()
    Division.objects.filter(area=area, version=version - 1).update(until=None)
    facts = {"area": area.code, "version": version}
    journal.append("division.withdrawn", subject=("division", pk), by=by, now=now, payload=facts)
    journal.announce("places")


def _enter(division: Division, shapes: Sequence[GridShape]) -> None:
    """Grids, their microgrids, and who belongs to them; each goes on in its line or begins one."""
    small = [(place, each) for place, shape in enumerate(shapes) for each in shape.microgrids]
    line = _lines([shape.succeeds for shape in shapes] + [each.succeeds for _, each in small])
    rows = Grid.objects.bulk_create(
        [_grid(division, shape, line, level=Grid.Level.GRID, kind=shape.kind) for shape in shapes]
    )
    within = Grid.objects.bulk_create(
        [
            _grid(division, each, line, level=Grid.Level.MICROGRID, kind=shapes[i].kind, parent=rows[i])
            for i, each in small
        ]
    )
    Grid.objects.filter(division=division, lineage=None).update(lineage=F("id"))
    members = [
        Membership(division=division, level=Grid.Level.GRID, grid=grid, building_id=building)
        for grid, shape in zip(rows, shapes, strict=True)
        for building in shape.buildings
    ]
    members += [
        _part(division, grid, part)
        for grid, (_, each) in zip(within, small, strict=True)
        for part in each.parts
    ]
    Membership.objects.bulk_create(members, batch_size=500)


def _lines(succeeded: Sequence[int | None]) -> Mapping[int, int]:
    """The line of each grid that is continued."""
    asked = [pk for pk in succeeded if pk is not None]
    if not asked:
        return {}
    held = Grid.objects.filter(pk__in=asked).values_list("pk", "lineage_id")
    return {pk: line or pk for pk, line in held}


def _grid(
    division: Division,
    shape: GridShape | MicrogridShape,
    line: Mapping[int, int],
    *,
    level: str,
    kind: str,
    parent: Grid | None = None,
) -> Grid:
    return Grid(
        division=division,
        parent=parent,
        level=level,
        kind=kind,
        number=shape.number,
        code=shape.code,
        name=shape.name,
        outline=shape.outline,
        lon=shape.lon,
        lat=shape.lat,
        colour=shape.colour,
        succeeds_id=shape.succeeds,
        lineage_id=line.get(shape.succeeds or 0),
    )


def _part(division: Division, grid: Grid, part: Part) -> Membership:
    return Membership(
        division=division,
        level=Grid.Level.MICROGRID,
        grid=grid,
        building_id=part.building,
        unit_from=part.unit_from,
        unit_to=part.unit_to,
        floor_from=part.floor_from,
        floor_to=part.floor_to,
        households=part.households,
    )
