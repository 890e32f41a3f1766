"""Drawn polygons laid on a community's buildings: who is in which, in none, in two; gaps and overlaps."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from wangge.foundation.coordinates import LABELS, System, convert
from wangge.foundation.errors import LooksLikeOtherSystem
from wangge.foundation.placing import expect_inside
from wangge.places.outlining import in_metres
from wangge.planning.polygons import Drawing
from wangge.planning.terrain import STRIDE, Terrain

LEAST = (
    0.7  # the share of the drawn ground that must lie in the community: a sketch may reach over its border
)
CLEARLY = 0.02  # the share of buildings by which another system must hold more to be the likelier one
SAMPLES = 2_000
SLIVER = 1.0  # square metres: less is the thickness of a line
RIVALS = (System.WGS84, System.GCJ02, System.BD09)


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


def expect_here(drawing: Drawing, terrain: Terrain) -> None:
    """Refuse a drawing that lies elsewhere, naming the coordinate system in which it would lie here.

    Two signs: most of its ground lies in the community (`foundation.placing`), and no other system would have
    it hold clearly more of the buildings.
    """
    shapes = _shapes(drawing)
    given = _turned(shapes, source=System.WGS84, target=drawing.system)
    expect_inside(_sampled(given), _ring(terrain), declared=drawing.system, least=LEAST)
    shares = {system: _held(_turned(given, source=system, target=System.WGS84), terrain) for system in RIVALS}
    plain = System.WGS84 if drawing.system is System.CGCS2000 else drawing.system
    best = max(RIVALS, key=lambda system: shares[system])
    if shares[best] > shares[plain] + CLEARLY:
        raise LooksLikeOtherSystem(
            share=f"{shares[plain]:.0%}",
            declared=LABELS[drawing.system],
            likely=LABELS[best],
            likely_share=f"{shares[best]:.0%}",
        )


def fit(drawing: Drawing, terrain: Terrain) -> Fitted:
    """Give every building to a polygon: the one it is in, the one it is deepest in, or the nearest."""
    flat = in_metres(shapely.segmentize(_shapes(drawing), STRIDE), terrain.origin)
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


def _shapes(drawing: Drawing) -> NDArray[np.object_]:
    return np.array([grid.shape for grid in drawing.grids], dtype=object)


def _turned(shapes: NDArray[np.object_], *, source: System, target: System) -> NDArray[np.object_]:
    def turned(at: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.stack(convert(at[:, 0], at[:, 1], source=source, target=target), axis=1)

    return np.asarray(shapely.transform(shapes, turned), dtype=object)


def _sampled(shapes: NDArray[np.object_]) -> list[tuple[float, float]]:
    """Points spread evenly over the drawn ground, in the coordinates of the file."""
    west, south, east, north = shapely.total_bounds(shapes).tolist()
    side = max(((east - west) * (north - south) / SAMPLES) ** 0.5, 1e-9)
    lon, lat = np.meshgrid(np.arange(west + side / 2, east, side), np.arange(south + side / 2, north, side))
    whole = shapely.union_all(shapes)
    inside = shapely.contains_xy(whole, lon.ravel(), lat.ravel())
    found = np.stack([lon.ravel()[inside], lat.ravel()[inside]], axis=1)
    middle = whole.representative_point()
    return [(x, y) for x, y in found.tolist()] or [(middle.x, middle.y)]


def _ring(terrain: Terrain) -> list[tuple[float, float]]:
    """The community's border; of one in several pieces, what goes around all of them."""
    border = terrain.boundary
    around: Any = border if border.geom_type == "Polygon" else border.convex_hull
    return [(x, y) for x, y in shapely.get_coordinates(around.exterior).tolist()]


def _held(shapes: NDArray[np.object_], terrain: Terrain) -> float:
    """The share of the buildings that stand in any of the shapes."""
    whole = shapely.union_all(shapes)
    shapely.prepare(whole)
    inside = shapely.contains_xy(whole, [row.lon for row in terrain.rows], [row.lat for row in terrain.rows])
    return float(np.mean(inside))


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
