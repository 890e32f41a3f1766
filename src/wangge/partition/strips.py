"""The ground of microgrids: cells of whole buildings, and strips of a cell where its building is cut."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from shapely.geometry import MultiPolygon, Polygon

    from wangge.partition.dwellings import Dwellings
    from wangge.partition.nested import Microgrid, Part

LATTICE = 1e-3
HALVINGS = 40


@dataclass(frozen=True, slots=True, eq=False)
class Strips:
    """A cell cut across its longer side: `along` is the unit vector (2,) of that side, west to east.

    stairs: before which stairwells (by index) it is cut; at: how far along, in metres, shape (stairs,).
    """

    along: NDArray[np.float64]
    stairs: tuple[int, ...]
    at: NDArray[np.float64]
    chords: NDArray[np.object_]

    def of(self, point: NDArray[np.float64]) -> NDArray[np.int64]:
        """In which strip points (p, 2) lie, shape (p,)."""
        return np.searchsorted(self.at, point @ self.along)

    def between(self, first: int, end: int) -> range:
        """The strips of stairwells `first` to `end` (left out)."""
        places = (0, *self.stairs)
        return range(bisect_left(places, first), bisect_left(places, end))


def grounds(
    cells: NDArray[np.object_], made: Sequence[Microgrid], dwellings: Sequence[Dwellings]
) -> NDArray[np.object_]:
    """The polygon of each microgrid, shape (len(made),); `cells` (n,) must form a coverage, in metres.

    A building cut between stairwells has its cell cut along its longer side, in the order of its stairwells,
    each with an equal share of the ground. Microgrids on different floors of one stairwell share its strip:
    on the map they lie on each other. All others leave neither gaps nor overlaps.
    """
    strips = _cut(cells, made, dwellings)
    chords = [chord for cut in strips.values() for chord in cut.chords]
    noded = shapely.union_all([*shapely.boundary(cells), *chords], grid_size=LATTICE)
    faces = np.asarray(shapely.get_parts(shapely.polygonize(shapely.get_parts(noded))), dtype=object)
    inside = shapely.point_on_surface(faces)
    face, cell = shapely.STRtree(cells).query(inside, predicate="intersects")
    at = shapely.get_coordinates(inside)
    owned: dict[tuple[int, int], list[int]] = {}
    for f, b in dict(zip(face.tolist(), cell.tolist(), strict=True)).items():
        strip = int(strips[b].of(at[f])) if b in strips else 0
        owned.setdefault((b, strip), []).append(f)
    polygons = np.empty(len(made), dtype=object)
    for i, microgrid in enumerate(made):
        taken = {
            f
            for part in microgrid.parts
            for strip in _strips_of(part, strips, dwellings)
            for f in owned.get((part.building, strip), ())
        }
        polygons[i] = shapely.coverage_union_all(faces[sorted(taken)])
    return polygons


def spans(cells: NDArray[np.object_]) -> NDArray[np.float64]:
    """From a building's first stairwell to its last, as `grounds` lays them, shape (n, 2) in metres."""
    return np.stack([_longer_side(cell) for cell in cells])


def _strips_of(part: Part, strips: dict[int, Strips], dwellings: Sequence[Dwellings]) -> range:
    if part.building not in strips:
        return range(1)
    return strips[part.building].between(*_stairwells(part, dwellings))


def _stairwells(part: Part, dwellings: Sequence[Dwellings]) -> tuple[int, int]:
    """The first stairwell of a part, and the one after its last, by index."""
    units = dwellings[part.building].units
    return bisect_left(units, part.unit_from), bisect_right(units, part.unit_to)


def _cut(
    cells: NDArray[np.object_], made: Sequence[Microgrid], dwellings: Sequence[Dwellings]
) -> dict[int, Strips]:
    """The cuts of every building's cell, by building, where there are any."""
    stairs: dict[int, set[int]] = {}
    for microgrid in made:
        for part in microgrid.parts:
            ends = {*_stairwells(part, dwellings)} - {0, len(dwellings[part.building].units)}
            if ends:
                stairs.setdefault(part.building, set()).update(ends)
    return {b: _strips(cells[b], tuple(sorted(ends)), len(dwellings[b].units)) for b, ends in stairs.items()}


def _strips(cell: Polygon | MultiPolygon, stairs: tuple[int, ...], units: int) -> Strips:
    side = _longer_side(cell)
    along = side / np.hypot(*side)
    across = np.array([-along[1], along[0]])
    turned = shapely.transform(cell, lambda at: np.stack([at @ along, at @ across], axis=1))
    _, low, _, high = turned.bounds
    at = np.array([_quantile(turned, stair / units) for stair in stairs])
    ends = np.stack(
        [at[:, None] * along + (low - 1) * across, at[:, None] * along + (high + 1) * across], axis=1
    )
    return Strips(along, stairs, at, shapely.intersection(cell, shapely.linestrings(ends)))


def _longer_side(cell: Polygon | MultiPolygon) -> NDArray[np.float64]:
    """The longer side of the smallest rectangle around a cell in metres east and north, towards the east."""
    corners = shapely.get_coordinates(shapely.minimum_rotated_rectangle(cell))
    sides = corners[1:3] - corners[0:2]
    side: NDArray[np.float64] = sides[np.hypot(*sides.T).argmax()]
    return -side if (side[0], -side[1]) < (0, 0) else side


def _quantile(turned: Polygon | MultiPolygon, share: float) -> float:
    """How far along x a share of the area lies."""
    west, south, east, north = turned.bounds
    low, high = west, east
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if shapely.clip_by_rect(turned, west - 1, south - 1, middle, north + 1).area < share * turned.area:
            low = middle
        else:
            high = middle
    return float(low + high) / 2
