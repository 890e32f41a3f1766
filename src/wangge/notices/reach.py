"""Whom a notice passes through: from the places it is for to communities, grids, microgrids and units."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from wangge.notices.errors import NobodyThere, NotHere
from wangge.notices.models import Level, Link
from wangge.places.models import Area, Building, Compound, Division, Grid, Home, Membership


@dataclass(frozen=True, slots=True)
class Places:
    """Places inside an area; none at all means all of it. `units` keeps to these entrances of `buildings`."""

    grids: Sequence[Grid] = ()
    compounds: Sequence[Compound] = ()
    buildings: Sequence[Building] = ()
    units: Sequence[int] = ()

    @property
    def whole(self) -> bool:
        """Whether it is for all of the area."""
        return not (self.grids or self.compounds or self.buildings)


def links(area: Area, places: Places, *, on: date) -> list[Link]:
    """Every link below the issuer, down to the units, not saved yet; seven statements at most."""
    held = list(Division.objects.on(on).filter(area__path__startswith=area.path).values_list("pk", flat=True))
    members = list(Membership.objects.filter(division__in=held).select_related("grid", "division"))
    inside = {m.building_id: m.grid for m in members if m.level == Grid.Level.GRID}
    wanted = _buildings(area, places, inside)
    parts = [m for m in members if m.level == Grid.Level.MICROGRID]
    units = list(_units(wanted, places, inside, parts))
    if not units:
        raise NobodyThere
    grids = {link.grid_id: link for link in units if link.grid_id}
    micros = {link.micro_id: link for link in units if link.micro_id}
    areas = {link.area_id for link in units}
    return [
        *(Link(level=Level.COMMUNITY, area_id=pk) for pk in sorted(areas)),
        *(Link(level=Level.GRID, area_id=link.area_id, grid_id=pk) for pk, link in sorted(grids.items())),
        *(
            Link(level=Level.MICROGRID, area_id=link.area_id, grid_id=link.grid_id, micro_id=pk)
            for pk, link in sorted(micros.items())
        ),
        *units,
    ]


def _buildings(area: Area, places: Places, inside: Mapping[int, Grid]) -> list[Building]:
    """The buildings of the places; refuses a place outside the area."""
    rows = Building.objects.defer("footprint").filter(area__path__startswith=area.path).order_by("id")
    known = {building.pk: building for building in rows}
    if places.whole:
        return list(known.values())
    chosen = {grid.pk for grid in places.grids}
    estates = {compound.pk for compound in places.compounds}
    for building in places.buildings:
        if building.pk not in known:
            raise NotHere(name=building.name)
    for grid in places.grids:
        if not any(found.pk == grid.pk for found in inside.values()):
            raise NotHere(name=grid.name)
    for compound in places.compounds:
        if not any(each.compound_id == compound.pk for each in known.values()):
            raise NotHere(name=compound.name)
    named = {building.pk for building in places.buildings}
    return [
        building
        for pk, building in known.items()
        if pk in named or building.compound_id in estates or (pk in inside and inside[pk].pk in chosen)
    ]


def _units(
    wanted: Iterable[Building], places: Places, inside: Mapping[int, Grid], parts: Sequence[Membership]
) -> Iterable[Link]:
    """The units of these buildings with their homes, each in its grid and microgrid."""
    buildings = list(wanted)
    homes = _homes([building.pk for building in buildings])
    part_of: dict[int, list[Membership]] = {}
    for part in parts:
        part_of.setdefault(part.building_id, []).append(part)
    named = {building.pk for building in places.buildings}
    for building in buildings:
        counted = homes.get(building.pk, {})
        grid = inside.get(building.pk)
        for unit in sorted({*range(1, building.units + 1), *counted}):
            if places.units and building.pk in named and unit not in places.units:
                continue
            yield Link(
                level=Level.UNIT,
                area_id=building.area_id,
                grid=grid,
                micro_id=_micro(part_of.get(building.pk, ()), unit),
                building=building,
                unit=unit,
                homes=counted.get(unit, 0) if counted else building.households // building.units,
            )


def _micro(parts: Iterable[Membership], unit: int) -> int | None:
    """The microgrid in which a unit lies; one that is cut between floors goes to the lower part."""
    lowest = sorted(parts, key=lambda part: part.floor_from)
    return next((p.grid_id for p in lowest if not p.unit_to or p.unit_from <= unit <= p.unit_to), None)


def _homes(buildings: Sequence[int]) -> dict[int, dict[int, int]]:
    """Homes by building and unit: one statement."""
    found: dict[int, dict[int, int]] = {}
    rows = Home.objects.filter(building__in=buildings).values_list("building", "unit")
    for building, unit, homes in rows.annotate(n=Count("pk")).order_by():
        found.setdefault(building, {})[unit] = homes
    return found
