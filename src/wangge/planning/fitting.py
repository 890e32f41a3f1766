"""Drawn polygons laid on a community's buildings: who is in which, in none, in two; gaps and overlaps."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from wangge.places.outlining import in_metres
from wangge.planning.polygons import Drawing
from wangge.planning.terrain import STRIDE, Terrain

SLIVER = 1.0  # square metres: less is the thickness of a line


@dataclass(frozen=True, slots=True)
class Stray:
    """A building in no polygon, so many metres from that of the grid it went to."""

    building: int
    name: str
    number: int
    metres: float


@dataclass(frozen=True, slots=True)
class Twice:
    """A building in several polygons, and the one it went to."""

    building: int
    name: str
    numbers: tuple[int, ...]
    number: int


@dataclass(frozen=True, slots=True)
class Overlap:
    """Ground that two polygons both cover, in square metres."""

    first: int
    second: int
    area: float


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """`place` (n,) is the index of each building's grid in the drawing; areas are in square metres."""

    place: NDArray[np.int64]
    strays: tuple[Stray, ...]
    twice: tuple[Twice, ...]
    overlaps: tuple[Overlap, ...]
    gaps: float
    beyond: float


def fit(drawing: Drawing, terrain: Terrain) -> Fitted:
    """Give every building to a polygon: the one it is in, the one it is deepest in, or the nearest."""
    flat = in_metres(shapely.segmentize(drawing.shapes, STRIDE), terrain.origin)
    numbers = [grid.number for grid in drawing.grids]
    place, away, several = _placed(flat, shapely.points(terrain.points))
    rows = terrain.rows
    strays = tuple(
        Stray(rows[i].pk, rows[i].name, numbers[place[i]], round(float(away[i]), 1))
        for i in np.flatnonzero(np.isfinite(away)).tolist()
    )
    twice = tuple(
        Twice(rows[i].pk, rows[i].name, tuple(sorted(numbers[p] for p in places)), numbers[place[i]])
        for i, places in several.items()
    )
    union = shapely.union_all(flat)
    return Fitted(
        place=place,
        strays=strays,
        twice=twice,
        overlaps=tuple(_overlaps(flat, numbers)),
        gaps=_square_metres(shapely.difference(terrain.outline, union)),
        beyond=_square_metres(shapely.difference(union, terrain.outline)),
    )


def _placed(
    flat: NDArray[np.object_], points: NDArray[np.object_]
) -> tuple[NDArray[np.int64], NDArray[np.float64], dict[int, list[int]]]:
    """Where each point belongs (n,), how many metres from it (nan: inside), and those in several polygons."""
    tree = shapely.STRtree(flat)
    place, away = np.full(len(points), -1, dtype=np.int64), np.full(len(points), np.nan)
    inside: dict[int, list[int]] = {}
    for i, polygon in tree.query(points, predicate="intersects").T.tolist():
        inside.setdefault(i, []).append(polygon)
    borders = shapely.boundary(flat)
    for i, places in inside.items():
        deepest = np.argmax(shapely.distance(borders[places], points[i])) if len(places) > 1 else 0
        place[i] = places[deepest]
    lost = np.flatnonzero(place < 0)
    if len(lost):
        (at, nearest), metres = tree.query_nearest(points[lost], return_distance=True, all_matches=False)
        place[lost[at]], away[lost[at]] = nearest, metres
    return place, away, {i: places for i, places in sorted(inside.items()) if len(places) > 1}


def _overlaps(flat: NDArray[np.object_], numbers: list[int]) -> Iterator[Overlap]:
    first, second = shapely.STRtree(flat).query(flat, predicate="intersects")
    for a, b in zip(first.tolist(), second.tolist(), strict=True):
        if a < b and (area := _square_metres(shapely.intersection(flat[a], flat[b]))) >= SLIVER:
            yield Overlap(numbers[a], numbers[b], area)


def _square_metres(shape: Any) -> float:
    return round(float(shape.area), 1)
