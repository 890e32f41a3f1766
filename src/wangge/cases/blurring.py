"""Places told only roughly: a fixed grid of cells, each with homes enough that none of them is meant.

A place is told as the middle of its cell: the same for every case in it and at every reading, so that nothing
is learnt by asking often. A cell of about 150 m that holds too few homes gives way to the one of twice its
size around it, and so on; where even the largest holds too few, no point is told at all.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wangge.journal.editions import Cached
from wangge.places.models import Building

METRES_PER_DEGREE = 111_320.0
METRES = 150.0
LEAST_HOMES = 50
SIZES = 3  # 150, 300 and 600 m
Cell = tuple[int, int, int]  # how often doubled, row, column


@dataclass(frozen=True, slots=True)
class Rough:
    """The middle of a cell and how wide it is, in metres."""

    lon: float
    lat: float
    metres: int


@dataclass(frozen=True, slots=True)
class Cells:
    """How many homes each cell holds."""

    homes: Mapping[Cell, int]

    @classmethod
    def of(cls, lon: NDArray[np.float64], lat: NDArray[np.float64], homes: NDArray[np.int64]) -> "Cells":
        """Count homes by their places, in every size of cell."""
        found: dict[Cell, int] = {}
        for doubled in range(SIZES):
            for x, y, number in zip(lon.tolist(), lat.tolist(), homes.tolist(), strict=True):
                cell = _cell(x, y, doubled)
                found[cell] = found.get(cell, 0) + number
        return cls(found)

    def blurred(self, lon: float, lat: float) -> Rough | None:
        """The middle of the smallest cell around a place that holds homes enough; None where none does."""
        for doubled in range(SIZES):
            cell = _cell(lon, lat, doubled)
            if self.homes.get(cell, 0) >= LEAST_HOMES:
                return _middle(cell)
        return None


def _steps(row: int, doubled: int) -> tuple[float, float]:
    """The height of a cell in degrees, and its width: that of the band of the largest cells it lies in."""
    high = METRES * 2**doubled / METRES_PER_DEGREE
    band = row >> (SIZES - 1 - doubled)
    middle = (band + 0.5) * METRES * 2 ** (SIZES - 1) / METRES_PER_DEGREE
    return high, high / max(float(np.cos(np.radians(middle))), 0.01)


def _cell(lon: float, lat: float, doubled: int) -> Cell:
    row = int(np.floor(lat * METRES_PER_DEGREE / (METRES * 2**doubled)))
    return doubled, row, int(np.floor(lon / _steps(row, doubled)[1]))


def _middle(cell: Cell) -> Rough:
    doubled, row, column = cell
    high, wide = _steps(row, doubled)
    return Rough(round((column + 0.5) * wide, 5), round((row + 0.5) * high, 5), round(METRES * 2**doubled))


def _read() -> Cells:
    rows = list(Building.objects.values_list("lon", "lat", "households"))
    lon, lat, homes = (np.array([row[n] for row in rows]) for n in range(3))
    return Cells.of(lon.astype(float), lat.astype(float), homes.astype(np.int64))


_cells = Cached("places", build=_read)


def cells() -> Cells:
    """The cells as the buildings of today fill them: one statement, more only where places changed."""
    return _cells.get()
