"""Polygons as atoms: statistical areas or plots that adjoin, taken as they are instead of cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from wangge.partition.graph import Graph
from wangge.partition.inputs import NO_COMPOUND

if TYPE_CHECKING:
    from numpy.typing import NDArray

GAP = 0.5
FIRM = 3.0


def from_polygons(
    polygons: NDArray[np.object_],
    households: NDArray[np.int64],
    *,
    id: NDArray[np.int64] | None = None,  # noqa: A002 - as the graph calls it
    gap: float = GAP,
    firm: float = FIRM,
) -> Graph:
    """The instance of n polygons, shape (n,) in metres and none empty, with their households, shape (n,).

    Neighbours are polygons whose borders run along each other for `firm` metres or more, no further than
    `gap` metres apart: slivers between them and small overlaps do no harm, a common corner is not enough.
    What touches nothing is joined to the nearest, so that all are connected. There are no compounds and no
    barriers.
    """
    shapes = np.asarray(shapely.make_valid(shapely.force_2d(polygons)), dtype=object)
    n = len(shapes)
    a, b, length = _borders(shapes, gap)
    beside = length >= firm
    a, b, length = a[beside], b[beside], length[beside]
    more = _bridges(shapes, a, b)
    middle = shapely.get_coordinates(shapely.centroid(shapes))
    return Graph(
        x=middle[:, 0],
        y=middle[:, 1],
        weight=np.asarray(households, dtype=np.int64),
        area=np.asarray(shapely.area(shapes), dtype=np.float64),
        compound=np.full(n, NO_COMPOUND, dtype=np.int64),
        zone=np.zeros(n, dtype=np.int64),
        a=np.concatenate([a, more[:, 0]]),
        b=np.concatenate([b, more[:, 1]]),
        length=np.concatenate([length, np.zeros(len(more))]),
        barrier=np.zeros(len(a) + len(more), dtype=np.int64),
        id=np.arange(n) if id is None else id,
    )


def _borders(
    shapes: NDArray[np.object_], gap: float
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """Pairs a < b no further apart than the gap, and the metres for which their borders keep as close."""
    a, b = shapely.STRtree(shapes).query(shapes, predicate="dwithin", distance=gap)
    once = a < b
    a, b = a[once], b[once]
    wide, lines = shapely.buffer(shapes, gap, quad_segs=2), shapely.boundary(shapes)
    length = np.minimum(
        shapely.length(shapely.intersection(lines[a], wide[b])),
        shapely.length(shapely.intersection(lines[b], wide[a])),
    )
    order = np.lexsort((b, a))
    return a[order].astype(np.int64), b[order].astype(np.int64), np.asarray(length, dtype=np.float64)[order]


def _bridges(shapes: NDArray[np.object_], a: NDArray[np.int64], b: NDArray[np.int64]) -> NDArray[np.int64]:
    """Pairs (i, j), shape (p, 2), that join what is not connected: the smallest part to the nearest first."""
    n = len(shapes)
    added: list[tuple[int, int]] = []
    matrix = coo_array((np.ones(len(a), dtype=np.int8), (a, b)), shape=(n, n))
    count, part = connected_components(matrix, directed=False)
    while count > 1:
        here = part == np.bincount(part, minlength=count).argmin()
        inside, outside = np.flatnonzero(here), np.flatnonzero(~here)
        tree = shapely.STRtree(shapes[outside])
        pairs, distance = tree.query_nearest(shapes[inside], return_distance=True, all_matches=False)
        nearest = int(distance.argmin())
        i, j = int(inside[pairs[0, nearest]]), int(outside[pairs[1, nearest]])
        added.append((i, j))
        part = np.unique(np.where(here, part[j], part), return_inverse=True)[1]
        count -= 1
    return np.array(added, dtype=np.int64).reshape(-1, 2)
