"""The shape of each grid on the map: its polygon, the place of its label, its colour."""

from __future__ import annotations

from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray

LABEL_TOLERANCE = 0.5


def outlines(cells: NDArray[np.object_], labels: NDArray[np.int64], k: int) -> NDArray[np.object_]:
    """The polygon of each grid, shape (k,): the union of its cells, which must form a coverage.

    Neighbouring grids share their border point by point, so they leave no gap and never overlap. A grid is a
    MultiPolygon only where its cells are joined across a gap in the community's own polygon.
    """
    order = np.argsort(labels, kind="stable")
    starts = np.searchsorted(labels[order], np.arange(k + 1))
    polygons = np.empty(k, dtype=object)
    for grid in range(k):
        polygons[grid] = shapely.coverage_union_all(cells[order[starts[grid] : starts[grid + 1]]])
    return polygons


def label_points(polygons: NDArray[np.object_]) -> NDArray[np.float64]:
    """Where to write in each polygon, shape (k, 2) in metres: the middle of the largest circle inside."""
    circles = shapely.maximum_inscribed_circle(polygons, tolerance=LABEL_TOLERANCE)
    return np.asarray(shapely.get_coordinates(shapely.get_point(circles, 0)), dtype=np.float64)


def neighbouring(polygons: NDArray[np.object_]) -> NDArray[np.int64]:
    """Pairs i < j of polygons that share a stretch of border, shape (m, 2); a common corner is not enough."""
    i, j = shapely.STRtree(polygons).query(polygons, predicate="intersects")
    once = i < j
    i, j = i[once], j[once]
    beside = shapely.relate_pattern(polygons[i], polygons[j], "****1****")
    pairs = np.stack([i[beside], j[beside]], axis=1).astype(np.int64)
    return pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]


def colours(pairs: NDArray[np.int64], k: int, *, n: int = 12) -> NDArray[np.int64]:
    """A colour 0 … n - 1 for each of k grids, shape (k,), never the same on both sides of a pair.

    DSATUR (Brélaz 1979): the grid with the most colours around it chooses next, first the colour used least
    so that a map shows all of them; where that leads nowhere, the first free one. Raises ValueError where n
    colours are too few.
    """
    around: list[list[int]] = [[] for _ in range(k)]
    for i, j in pairs.tolist():
        around[i].append(j)
        around[j].append(i)
    for even in (True, False):
        found = _dsatur(around, n, even=even)
        if found is not None:
            return np.array(found, dtype=np.int64)
    message = f"{n} colours are too few"
    raise ValueError(message)


def _dsatur(around: list[list[int]], n: int, *, even: bool) -> list[int] | None:
    colour = [-1] * len(around)
    used = [0] * n
    taken: list[set[int]] = [set() for _ in around]
    waiting = [(0, -len(beside), grid) for grid, beside in enumerate(around)]
    heapify(waiting)
    while waiting:
        grid = heappop(waiting)[2]
        if colour[grid] >= 0:
            continue
        free = [c for c in range(n) if c not in taken[grid]]
        if not free:
            return None
        chosen = min(free, key=lambda c: used[c]) if even else free[0]
        colour[grid] = chosen
        used[chosen] += 1
        for other in around[grid]:
            if colour[other] < 0 and chosen not in taken[other]:
                taken[other].add(chosen)
                heappush(waiting, (-len(taken[other]), -len(around[other]), other))
    return colour
