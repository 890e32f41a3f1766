"""Where the cells grow from: a place inside the polygon for each building, no two in one place."""

from __future__ import annotations

import math
from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np
import shapely
from scipy.spatial import cKDTree

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry import MultiPolygon, Polygon

LATTICE = 1e-3
APART = 0.5
PATIENCE = 8
GOLDEN_ANGLE = np.pi * (3 - np.sqrt(5))
Taken = dict[tuple[int, int], list[tuple[float, float]]]


def spread(points: NDArray[np.float64], polygon: Polygon | MultiPolygon) -> NDArray[np.float64]:
    """Sites inside the polygon, shape (n, 2), no two closer than APART / 4, nearest to the points given.

    A point inside with nothing near it stays; the others are taken inside and laid around each other in
    Vogel's spiral (1979), half a metre apart.
    """
    core = polygon.buffer(-2 * LATTICE)
    core = polygon if core.is_empty else core
    shapely.prepare(core)
    sites = _inside(core, points)
    near = cKDTree(sites).query_pairs(APART / 4, output_type="ndarray")
    quiet = np.ones(len(sites), dtype=np.bool_)
    quiet[near] = False
    if not quiet.all():
        _lay(sites, quiet, core)
    return sites


def _inside(core: Polygon | MultiPolygon, points: NDArray[np.float64]) -> NDArray[np.float64]:
    """The points, those outside at the nearest place inside, shape (n, 2)."""
    placed = np.array(points, dtype=np.float64)
    outside = ~shapely.contains_xy(core, placed)
    if outside.any():
        ways = shapely.shortest_line(core, shapely.points(placed[outside]))
        placed[outside] = shapely.get_coordinates(shapely.get_point(ways, 0))
    return placed


def _lay(sites: NDArray[np.float64], quiet: NDArray[np.bool_], core: Polygon | MultiPolygon) -> None:
    """Move the sites that are not quiet apart, each around where it was."""
    taken: Taken = defaultdict(list)
    for x, y in sites[quiet].tolist():
        taken[_square(x, y)].append((x, y))
    ranks: dict[tuple[float, float], tuple[int, float]] = {}
    for i in np.flatnonzero(~quiet).tolist():
        middle = (float(sites[i, 0]), float(sites[i, 1]))
        rank, apart = ranks.get(middle, (0, APART))
        while True:
            site = _laid(core, middle, rank, apart)
            rank += 1
            if _free(taken, site, apart / 4):
                break
            if rank > PATIENCE * (len(sites) + 1):  # the polygon is too small for so many
                rank, apart = 0, apart / 2
        taken[_square(*site)].append(site)
        sites[i] = site
        ranks[middle] = rank, apart


def _laid(
    core: Polygon | MultiPolygon, middle: tuple[float, float], rank: int, apart: float
) -> tuple[float, float]:
    """The place of this rank in the spiral, taken inside."""
    angle, radius = rank * GOLDEN_ANGLE, apart * math.sqrt(rank)
    x, y = middle[0] + radius * math.cos(angle), middle[1] + radius * math.sin(angle)
    if rank == 0 or shapely.contains_xy(core, x, y):
        return x, y
    nearest = shapely.shortest_line(core, shapely.Point(x, y)).coords[0]
    return float(nearest[0]), float(nearest[1])


def _square(x: float, y: float) -> tuple[int, int]:
    return int(x // (APART / 2)), int(y // (APART / 2))


def _free(taken: Taken, site: tuple[float, float], distance: float) -> bool:
    column, row = _square(*site)
    around = [(column + i, row + j) for i in (-1, 0, 1) for j in (-1, 0, 1)]
    near = [other for square in around if square in taken for other in taken[square]]
    return all(math.dist(other, site) >= distance for other in near)
