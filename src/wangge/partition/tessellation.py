"""The cells of a community's buildings: who is nearest where, clipped to the polygon and cut by barriers.

The Voronoi borders, the polygon's outline and the barriers are noded together on a millimetre lattice and
polygonised into faces, so the cells cover the polygon without gap or overlap whatever its shape. A face with
no building in it (cut off by a bay or a barrier) joins the neighbour with the longest common border, across
a barrier only where nothing else is left.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import Voronoi, cKDTree
from shapely.geometry import LineString

from wangge.partition.sites import LATTICE, spread

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from shapely.geometry import MultiPolygon, Polygon

    from wangge.partition.inputs import Barrier

OPENING = 5.0
FIRM = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Tessellation:
    """n cells and m pairs of neighbours.

    cells: shape (n,) of polygons in metres, in the order of the points; area (n,) m², perimeter (n,) m; a, b
    (m,) cell indices; length (m,) of the common border in metres; barrier (m,) the lowest class that need be
    crossed (0 none). Pairs `bridged` (m,) share no border: they were joined, nearest first, to connect a
    polygon of several parts.
    """

    cells: NDArray[np.object_]
    a: NDArray[np.int64]
    b: NDArray[np.int64]
    length: NDArray[np.float64]
    barrier: NDArray[np.int64]
    bridged: NDArray[np.bool_]

    @property
    def area(self) -> NDArray[np.float64]:
        """The area of each cell in m², shape (n,)."""
        return np.asarray(shapely.area(self.cells), dtype=np.float64)

    @property
    def perimeter(self) -> NDArray[np.float64]:
        """The perimeter of each cell in m, shape (n,)."""
        return np.asarray(shapely.length(self.cells), dtype=np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class _Borders:
    """Stretches of border between two faces: face indices a, b, length in m, barrier class."""

    a: NDArray[np.int64]
    b: NDArray[np.int64]
    length: NDArray[np.float64]
    barrier: NDArray[np.int64]


def tessellate(
    points: NDArray[np.float64],
    polygon: Polygon | MultiPolygon,
    barriers: Sequence[Barrier] = (),
) -> Tessellation:
    """The cells of points, shape (n, 2) in metres, within a valid polygon.

    Points outside are taken at the nearest place inside; points on top of each other are moved half a metre
    apart. Neighbours connect all cells: see `Tessellation.bridged`.
    """
    sites = spread(points, polygon)
    lines = [LineString(barrier.line) for barrier in barriers]
    faces = _faces(sites, polygon, lines)
    borders = _borders(faces, lines, [barrier.kind for barrier in barriers])
    owner = _owners(faces, borders, sites)
    cells = _merged(faces, owner, len(sites))
    a, b, length, kind = _firm(len(sites), *_pairs(owner, borders))
    more = _bridges(sites, a, b)
    return Tessellation(
        cells=cells,
        a=np.concatenate([a, more[:, 0]]),
        b=np.concatenate([b, more[:, 1]]),
        length=np.concatenate([length, np.zeros(len(more))]),
        barrier=np.concatenate([kind, np.zeros(len(more), dtype=np.int64)]),
        bridged=np.arange(len(a) + len(more)) >= len(a),
    )


def _faces(
    sites: NDArray[np.float64], polygon: Polygon | MultiPolygon, lines: list[LineString]
) -> NDArray[np.object_]:
    """The polygon cut along Voronoi borders and lines: a coverage of faces, shape (f,)."""
    shapely.prepare(polygon)
    drawn = np.concatenate([shapely.linestrings(_voronoi(sites, polygon)), np.array(lines, dtype=object)])
    crossing = ~shapely.contains_properly(polygon, drawn)
    drawn[crossing] = shapely.intersection(polygon, drawn[crossing])
    noded = shapely.union_all([polygon.boundary, *drawn], grid_size=LATTICE)
    faces = np.asarray(shapely.get_parts(shapely.polygonize(shapely.get_parts(noded))))
    within = shapely.intersects(polygon, shapely.point_on_surface(faces))
    return np.asarray(faces[within], dtype=object)


def _voronoi(sites: NDArray[np.float64], polygon: Polygon | MultiPolygon) -> NDArray[np.float64]:
    """The border segments, shape (s, 2, 2); far false sites bound them without bending them inside."""
    west, south, east, north = polygon.bounds
    middle = np.array([west + east, south + north]) / 2
    reach = 10 * max(east - west, north - south)
    turn = np.arange(8) * np.pi / 4
    far = middle + reach * np.stack([np.cos(turn), np.sin(turn)], axis=1)
    diagram = Voronoi(np.concatenate([sites, far]) - middle)
    ridges = np.array(diagram.ridge_vertices)
    real = (ridges >= 0).all(axis=1) & (diagram.ridge_points < len(sites)).all(axis=1)
    return np.asarray(diagram.vertices[ridges[real]] + middle)


def _borders(faces: NDArray[np.object_], lines: list[LineString], kinds: list[int]) -> _Borders:
    """Every stretch of border between two faces: they share their vertices, so equal stretches match."""
    rings, face = shapely.get_rings(faces, return_index=True)
    coordinates, ring = shapely.get_coordinates(rings, return_index=True)
    lattice = np.rint(coordinates / LATTICE).astype(np.int64)
    along = ring[1:] == ring[:-1]
    ends = np.stack([lattice[:-1][along], lattice[1:][along]], axis=1)
    of_face = face[ring[:-1][along]]
    backward = (ends[:, 0, 0] > ends[:, 1, 0]) | (
        (ends[:, 0, 0] == ends[:, 1, 0]) & (ends[:, 0, 1] > ends[:, 1, 1])
    )
    ends[backward] = ends[backward, ::-1]
    order = np.lexsort((of_face, *ends.reshape(-1, 4).T))
    ends, of_face = ends[order], of_face[order]
    same = (ends[1:] == ends[:-1]).all(axis=(1, 2)) & (of_face[1:] != of_face[:-1])
    stretch = ends[:-1][same] * LATTICE
    return _Borders(
        a=of_face[:-1][same],
        b=of_face[1:][same],
        length=np.hypot(*(stretch[:, 1] - stretch[:, 0]).T),
        barrier=_barrier_along(stretch.mean(axis=1), lines, kinds),
    )


def _barrier_along(
    middles: NDArray[np.float64], lines: list[LineString], kinds: list[int]
) -> NDArray[np.int64]:
    """The highest class of a line through each point, shape (s,); 0 is none."""
    found = np.zeros(len(middles), dtype=np.int64)
    if lines:
        tree = shapely.STRtree(lines)
        at, line = tree.query(shapely.points(middles), predicate="dwithin", distance=2 * LATTICE)
        np.maximum.at(found, at, np.array(kinds, dtype=np.int64)[line])
    return found


def _owners(faces: NDArray[np.object_], borders: _Borders, sites: NDArray[np.float64]) -> NDArray[np.int64]:
    """The site that each face belongs to, shape (f,)."""
    owner = np.full(len(faces), -1, dtype=np.int64)
    site, face = shapely.STRtree(faces).query(shapely.points(sites), predicate="intersects")
    once = np.unique(site, return_index=True)[1]
    owner[face[once]] = site[once]
    free = borders.barrier == 0
    while (owner < 0).any():
        if not (_adopt(owner, borders, free) or _adopt(owner, borders, ~free)):
            lost = np.flatnonzero(owner < 0)
            places = shapely.get_coordinates(shapely.point_on_surface(faces[lost]))
            owner[lost] = cKDTree(sites).query(places)[1]
    return owner


def _adopt(owner: NDArray[np.int64], borders: _Borders, allowed: NDArray[np.bool_]) -> bool:
    """Give every face without owner to the neighbour it shares most border with; whether any was given."""
    face = np.concatenate([borders.a, borders.b])
    beside = owner[np.concatenate([borders.b, borders.a])]
    length = np.concatenate([borders.length, borders.length])
    open_ = (owner[face] < 0) & (beside >= 0) & np.concatenate([allowed, allowed])
    if not open_.any():
        return False
    choices, which = np.unique(np.stack([face[open_], beside[open_]]), axis=1, return_inverse=True)
    shared = np.bincount(which.ravel(), weights=length[open_])
    order = np.lexsort((choices[1], -shared, choices[0]))
    orphans, first = np.unique(choices[0][order], return_index=True)
    owner[orphans] = choices[1][order][first]
    return True


def _merged(faces: NDArray[np.object_], owner: NDArray[np.int64], n: int) -> NDArray[np.object_]:
    order = np.argsort(owner, kind="stable")
    starts = np.searchsorted(owner[order], np.arange(n + 1))
    cells = np.empty(n, dtype=object)
    for i in range(n):
        own = faces[order[starts[i] : starts[i + 1]]]
        cells[i] = own[0] if len(own) == 1 else shapely.coverage_union_all(own)
    return cells


def _pairs(
    owner: NDArray[np.int64], borders: _Borders
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64], NDArray[np.int64]]:
    """Neighbouring cells a < b, the length of their border, and the lowest class with a real opening."""
    a, b = np.minimum(owner[borders.a], owner[borders.b]), np.maximum(owner[borders.a], owner[borders.b])
    apart = a != b
    pairs, which = np.unique(np.stack([a[apart], b[apart]]), axis=1, return_inverse=True)
    by_kind = np.zeros((pairs.shape[1], 4))
    np.add.at(by_kind, (which.ravel(), borders.barrier[apart]), borders.length[apart])
    length = by_kind.sum(axis=1)
    passable = by_kind >= np.minimum(OPENING, 0.25 * length)[:, None]
    return pairs[0], pairs[1], length, passable.argmax(axis=1)


def _firm(
    n: int,
    a: NDArray[np.int64],
    b: NDArray[np.int64],
    length: NDArray[np.float64],
    barrier: NDArray[np.int64],
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64], NDArray[np.int64]]:
    """Leave out cells that touch by little more than a point, unless nothing else connects them."""
    firm = length >= FIRM
    ones = np.ones(int(firm.sum()), dtype=np.int8)
    part = connected_components(coo_array((ones, (a[firm], b[firm])), shape=(n, n)), directed=False)[1]
    keep = firm | (part[a] != part[b])
    return a[keep], b[keep], length[keep], barrier[keep]


def _bridges(sites: NDArray[np.float64], a: NDArray[np.int64], b: NDArray[np.int64]) -> NDArray[np.int64]:
    """Pairs (i, j), shape (p, 2), that join what is not connected, nearest sites first."""
    n = len(sites)
    added: list[tuple[int, int]] = []
    matrix = coo_array((np.ones(len(a), dtype=np.int8), (a, b)), shape=(n, n))
    count, part = connected_components(matrix, directed=False)
    while count > 1:
        smallest = np.bincount(part, minlength=count)
        here = part == smallest.argmin()
        inside, outside = np.flatnonzero(here), np.flatnonzero(~here)
        distance, nearest = cKDTree(sites[outside]).query(sites[inside])
        i = int(distance.argmin())
        j = int(outside[nearest[i]])
        added.append((int(inside[i]), j))
        part = np.unique(np.where(here, part[j], part), return_inverse=True)[1]
        count -= 1
    return np.array(added, dtype=np.int64).reshape(-1, 2)
