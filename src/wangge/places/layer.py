"""Polygons with ids, and which of them covers a point: a tree for single points, a raster for many.

Where several cover a point (on a shared border) the first in order wins; a point in none gets -1.
"""

from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy import ndimage

Points = NDArray[np.float64]
Ids = NDArray[np.int64]
NOWHERE = -1

MANY = 5_000  # from so many points on the raster, built when first wanted, pays
CELLS_EACH, MOST_CELLS = 256, 4_000_000
ROUNDING = 1e-9  # degrees, far more than dividing a border into pieces can move it
MIXED = -2  # a cell that a border crosses


class Layer:
    """n polygons in their order of precedence."""

    def __init__(self, ids: Sequence[int], outlines: Sequence[bytes]) -> None:
        self._ids = [*ids, NOWHERE]
        self._by_place = np.asarray(self._ids, dtype=np.int64)
        self._shapes = shapely.from_wkb(outlines) if outlines else np.empty(0, dtype=object)
        self._tree = shapely.STRtree(self._shapes)
        self.one(0.0, 0.0)  # the tree is put together at its first question: not while threads ask

    def __len__(self) -> int:
        return len(self._ids) - 1

    def one(self, lon: float, lat: float) -> int:
        """The id of the polygon that covers a point, or -1."""
        found = self._tree.query(shapely.Point(lon, lat), predicate="intersects").tolist()
        return self._ids[min(found)] if found else NOWHERE

    def find(self, points: Points) -> Ids:
        """The id of the polygon that covers each point (n × 2, lon and lat), or -1."""
        if len(points) == 1:
            return np.array([self.one(*points[0].tolist())], dtype=np.int64)
        if len(points) < MANY or not len(self):
            return self._by_place[self._asked(points)]
        found = self._raster.at(points)
        unsure = np.flatnonzero(found == MIXED)
        found[unsure] = self._asked(points[unsure])
        return self._by_place[found]

    def _asked(self, points: Points) -> Ids:
        """The place in the order of the polygon that covers each point, by the tree; -1 for none."""
        found = np.full(len(points), len(self), dtype=np.int64)
        at, which = self._tree.query(shapely.points(points), predicate="intersects")
        np.minimum.at(found, at, which)
        found[found == len(self)] = NOWHERE
        return found

    @cached_property
    def _raster(self) -> "Raster":
        """Cells that no border crosses fall into connected pieces, each with one answer: asked for once."""
        raster = Raster.blank(tuple(shapely.total_bounds(self._shapes).tolist()), len(self))
        raster.cross(self._shapes)
        pieces, count = ndimage.label(raster.cells != MIXED)
        where = np.unique(pieces, return_index=True)[1][-count:] if count else np.empty(0, dtype=np.int64)
        answers = np.append(self._asked(raster.centres(where)), MIXED)
        raster.cells[:] = answers[pieces - 1]
        return raster


class Raster(NamedTuple):
    """Cells over a box: `cells` (rows, columns) hold a place in the order, -1 for none, or MIXED."""

    west: float
    south: float
    side: float
    cells: NDArray[np.int32]

    @classmethod
    def blank(cls, bounds: tuple[float, ...], polygons: int) -> "Raster":
        """Square cells, some 256 to a polygon."""
        west, south, east, north = bounds
        wide, high = max(east - west, 1e-6), max(north - south, 1e-6)
        side = (wide * high / min(polygons * CELLS_EACH, MOST_CELLS)) ** 0.5
        side = max(side, wide / MOST_CELLS**0.5, high / MOST_CELLS**0.5)
        rows, columns = int(high / side) + 3, int(wide / side) + 3
        return cls(west - side, south - side, side, np.full((rows, columns), NOWHERE, dtype=np.int32))

    def cross(self, shapes: NDArray[np.object_]) -> None:
        """Mark every cell that a border touches: pieces no longer than a cell lie in two by two at most."""
        borders = shapely.segmentize(shapely.boundary(shapes), self.side / 2)
        corners, line = shapely.get_coordinates(shapely.get_parts(borders), return_index=True)
        along = line[1:] == line[:-1]
        starts, ends = corners[:-1][along], corners[1:][along]
        low = self._cell(np.minimum(starts, ends) - ROUNDING)
        high = self._cell(np.maximum(starts, ends) + ROUNDING)
        for row in (low[0], high[0]):
            for column in (low[1], high[1]):
                self.cells[row.astype(np.int64), column.astype(np.int64)] = MIXED

    def at(self, points: Points) -> Ids:
        """What the cells of points (n × 2) hold; -1 off the raster."""
        row, column = self._cell(points)
        rows, columns = self.cells.shape
        on = (row >= 0) & (row < rows) & (column >= 0) & (column < columns)
        found = np.full(len(points), NOWHERE, dtype=np.int64)
        found[on] = self.cells[row[on].astype(np.int64), column[on].astype(np.int64)]
        return found

    def centres(self, which: Ids) -> Points:
        """The middles (n × 2) of cells by their place in the flattened raster."""
        row, column = np.divmod(which, self.cells.shape[1])
        middles = np.stack([column + 0.5, row + 0.5], axis=1) * self.side
        return np.asarray(np.add(middles, (self.west, self.south)), dtype=np.float64)

    def _cell(self, points: Points) -> tuple[Points, Points]:
        """The row and column of each point; never falls as a coordinate rises, so a border stays between."""
        return (
            np.floor((points[:, 1] - self.south) / self.side),
            np.floor((points[:, 0] - self.west) / self.side),
        )
