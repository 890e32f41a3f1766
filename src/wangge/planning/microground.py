"""The ground of a draft's microgrids: cells of buildings, cut into strips where a building is cut."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from wangge.partition.dwellings import Dwellings
from wangge.partition.nested import Microgrid, Part
from wangge.partition.strips import grounds
from wangge.planning.sheets import MicrogridPart, MicrogridRow
from wangge.planning.stairwells import dwellings_of
from wangge.planning.terrain import Terrain


def grounds_of(terrain: Terrain, rows: Sequence[MicrogridRow]) -> NDArray[np.object_]:
    """The polygon of each microgrid in metres, shape (len(rows),); see `partition.strips.grounds`."""
    if not rows:
        return np.empty(0, dtype=object)
    homes = dwellings_of(terrain.rows)
    made = [
        Microgrid(row["grid"], row["number"], tuple(_part(terrain, homes, part) for part in row["parts"]))
        for row in rows
    ]
    return grounds(terrain.cells.cells, made, homes)


def _part(terrain: Terrain, dwellings: Sequence[Dwellings], part: MicrogridPart) -> Part:
    """A part with its bands in full where the row says all (0 to 0)."""
    building = terrain.place[part["building"]]
    homes = dwellings[building]
    some_units, some_floors = (
        any((part["unit_from"], part["unit_to"])),
        any((part["floor_from"], part["floor_to"])),
    )
    return Part(
        building,
        part["unit_from"] if some_units else homes.units[0],
        part["unit_to"] if some_units else homes.units[-1],
        part["floor_from"] if some_floors else homes.floors[0],
        part["floor_to"] if some_floors else homes.floors[-1],
        part["households"],
        whole=not (some_units or some_floors),
    )
