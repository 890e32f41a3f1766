"""Writes to places: areas, compounds, buildings, backdrops, and divisions of a community into grids."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from wangge.journal import actions as journal
from wangge.journal.actor import Actor
from wangge.places.errors import AreaExists, DivisionDates, WrongParent
from wangge.places.models import Area, Backdrop, Building, Compound, Division, Grid, Home, Membership


@transaction.atomic
def found_area(
    code: str,
    *,
    name: str,
    level: str,
    parent: Area | None = None,
    outline: bytes = b"",
    by: Actor,
    now: datetime,
) -> Area:
    """Enter an area below its parent."""
    if Area.objects.filter(code=code).exists():
        raise AreaExists(code=code)
    if parent and not code.startswith(parent.code):
        raise WrongParent(code=code, parent=parent.code)
    path = f"{parent.path if parent else ''}{code}/"
    area = Area.objects.create(code=code, name=name, level=level, parent=parent, path=path, outline=outline)
    journal.append(
        "area.founded", subject=("area", area.pk), by=by, now=now, payload={"code": code, "name": name}
    )
    journal.announce("places")
    return area


@transaction.atomic
def set_outline(area: Area, *, outline: bytes, by: Actor, now: datetime) -> None:
    """Set the border of an area: WKB of a polygon in WGS 84."""
    area.outline = outline
    area.save(update_fields=["outline"])
    journal.append("area.outlined", subject=("area", area.pk), by=by, now=now)
    journal.announce("places")


@transaction.atomic
def set_backdrop(area: Area, *, features: Mapping[str, object], by: Actor, now: datetime) -> Backdrop:
    """Set what is drawn under the grids of an area."""
    made, _ = Backdrop.objects.update_or_create(area=area, defaults={"features": dict(features)})
    journal.append("backdrop.set", subject=("area", area.pk), by=by, now=now)
    journal.announce("places")
    return made


@transaction.atomic
def enter_buildings(
    area: Area,
    *,
    compounds: Sequence[Compound] = (),
    buildings: Sequence[Building],
    homes: Iterable[Home] = (),
    source: str,
    by: Actor,
    now: datetime,
) -> int:
    """Enter compounds, buildings and homes (unsaved rows) of an area at once; returns how many buildings."""
    Compound.objects.bulk_create(compounds)
    Building.objects.bulk_create(buildings, batch_size=500)
    Home.objects.bulk_create(homes, batch_size=500)
    facts = {
        "source": source,
        "buildings": len(buildings),
        "households": sum(b.households for b in buildings),
    }
    journal.append("buildings.entered", subject=("area", area.pk), by=by, now=now, payload=facts)
    journal.announce("places")
    return len(buildings)


@dataclass(frozen=True, slots=True)
class GridShape:
    """A grid to be: its number and code, outline (WKB), label point, colour, and its buildings' ids."""

    number: int
    code: str
    name: str
    outline: bytes
    lon: float
    lat: float
    colour: int
    buildings: tuple[int, ...]
    kind: str = Grid.Kind.BASE


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
    rows = Grid.objects.bulk_create([_grid(division, shape) for shape in grids])
    Membership.objects.bulk_create(
        [
            Membership(division=division, level=Grid.Level.GRID, grid=grid, building_id=building)
            for grid, shape in zip(rows, grids, strict=True)
            for building in shape.buildings
        ],
        batch_size=500,
    )
    facts = {"area": area.code, "version": version, "grids": len(rows), "since": since.isoformat()}
    journal.append("division.adopted", subject=("division", division.pk), by=by, now=now, payload=facts)
    journal.announce("places")
    return division


def _grid(division: Division, shape: GridShape) -> Grid:
    return Grid(
        division=division,
        number=shape.number,
        code=shape.code,
        name=shape.name,
        kind=shape.kind,
        outline=shape.outline,
        lon=shape.lon,
        lat=shape.lat,
        colour=shape.colour,
    )
