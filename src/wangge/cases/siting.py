"""Where a telling lies: its community, grid and building."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from wangge.cases.errors import NoPlace, OutsideArea
from wangge.cases.rulebook import Rulebook
from wangge.cases.telling import Telling
from wangge.journal.editions import Editions
from wangge.places.locating import NOWHERE, locate
from wangge.places.models import Area, Building, Division, Grid, Membership


@dataclass(frozen=True, slots=True)
class Site:
    """The place of a case; `grid` is the grid of the day, None where the place has none."""

    area: int
    grid: int | None
    building: int | None = None
    lon: float | None = None
    lat: float | None = None
    compound_kind: str | None = None


def site(telling: Telling, *, on: date, book: Rulebook, editions: Editions) -> Site:
    """Find the place: by its building, else by its point, else by the area of its address alone."""
    if telling.building:
        return _at_building(telling.building, on=on)
    if telling.lon is not None and telling.lat is not None:
        return at_point(telling.lon, telling.lat, on=on, editions=editions)
    area = book.areas.get(telling.area or 0)
    if area is None or area.level != Area.Level.COMMUNITY:
        raise NoPlace
    return Site(area=area.pk, grid=None)


def at_point(lon: float, lat: float, *, on: date, editions: Editions) -> Site:
    """The community and grid of a point on a day; refuses a point outside every community."""
    found = locate(np.array([[lon, lat]]), on=on, editions=editions)
    area, grid = int(found.areas[0]), int(found.grids[0])
    if area == NOWHERE:
        raise OutsideArea
    return Site(area=area, grid=None if grid == NOWHERE else grid, lon=lon, lat=lat)


def _at_building(pk: int, *, on: date) -> Site:
    """The grid of which the building is a member that day: neighbours may share a point, not a building."""
    found = Building.objects.select_related("compound").defer("footprint", "compound__outline")
    building = found.filter(pk=pk).first()
    if building is None:
        raise NoPlace
    divisions = Division.objects.on(on).filter(area=building.area_id)
    member = Membership.objects.filter(building=pk, level=Grid.Level.GRID, division__in=divisions)
    grid = member.values_list("grid_id", flat=True).first()
    kind = building.compound.kind if building.compound else None
    return Site(building.area_id, grid, pk, building.lon, building.lat, kind)
