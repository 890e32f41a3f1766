"""The microgrids of a division as the atlas lists them: households, people, bands of buildings held."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from wangge.places.models import Division, Grid, Membership
from wangge.staffing.cards import Holder, card


@dataclass(frozen=True, slots=True)
class Microgrid:
    """A microgrid; `holds` names its buildings, with stairwells and floors where it has only those."""

    number: int
    name: str
    households: int
    holds: tuple[str, ...]
    holders: tuple[Holder, ...]


def microgrids(division: Division, *, on: date) -> dict[int, tuple[Microgrid, ...]]:
    """The microgrids of each grid (by its id), in the order of their numbers."""
    grids = Grid.objects.filter(division=division, level=Grid.Level.MICROGRID).defer("outline")
    held: dict[int, list[Membership]] = defaultdict(list)
    rows = Membership.objects.filter(division=division, level=Grid.Level.MICROGRID)
    for row in rows.select_related("building").order_by("building_id", "unit_from", "floor_from"):
        held[row.grid_id].append(row)
    found: dict[int, list[Microgrid]] = defaultdict(list)
    for grid in grids.order_by("number", "code"):
        if grid.parent_id:
            found[grid.parent_id].append(_told(grid, held[grid.pk], on))
    return {pk: tuple(each) for pk, each in found.items()}


def _told(grid: Grid, rows: list[Membership], on: date) -> Microgrid:
    return Microgrid(
        number=grid.number,
        name=grid.name,
        households=sum(row.households or row.building.households for row in rows),
        holds=tuple(_band(row) for row in rows),
        holders=card(grid=grid.pk, on=on),
    )


def _band(row: Membership) -> str:
    """The building, and which stairwells and floors of it."""
    name = row.building.name
    if row.unit_from:
        name = _("{name}, stairwells {first}–{last}").format(name=name, first=row.unit_from, last=row.unit_to)
    if row.floor_from:
        name = _("{name}, floors {first}–{last}").format(name=name, first=row.floor_from, last=row.floor_to)
    return name
