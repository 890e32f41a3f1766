"""From buildings in grids to grids on the map: outlines, label points, colours, codes, names, microgrids."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from wangge.foundation.codes import grid_code, microgrid_code, number_in_order
from wangge.partition.outline import colours, label_points, neighbouring, outlines
from wangge.places.dividing import GridShape, MicrogridShape, Part
from wangge.places.outlining import in_degrees
from wangge.planning.microground import grounds_of
from wangge.planning.sheets import MicrogridRow
from wangge.planning.terrain import Terrain


@dataclass(frozen=True, slots=True)
class Title:
    """What a grid is called: its number, name, kind, the grid it succeeds, and its microgrids.

    `followed` are the ids of the microgrids that these succeed, by their numbers.
    """

    number: int
    name: str
    kind: str
    succeeds: int | None
    microgrids: tuple[MicrogridRow, ...] = ()
    followed: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """g grids on a terrain: `label` (n,) is 0 to g - 1 by building, `polygons` (g,) in metres."""

    label: NDArray[np.int64]
    polygons: NDArray[np.object_]

    @classmethod
    def of(cls, terrain: Terrain, label: NDArray[np.int64], g: int) -> "Drawn":
        """Draw the grids of buildings that have their labels."""
        return cls(label, outlines(terrain.cells.cells, label, g))

    @property
    def order(self) -> list[int]:
        """The places, 1 to g, of the grids from west to east, then north to south."""
        centres = shapely.get_coordinates(shapely.centroid(self.polygons))
        return number_in_order([(x, y) for x, y in centres.tolist()])


def shapes(terrain: Terrain, drawn: Drawn, *, community: str, titles: Sequence[Title]) -> list[GridShape]:
    """The grids as places takes them, in the order of their numbers."""
    polygons = drawn.polygons
    labels = _label_points(terrain, polygons)
    colour = colours(neighbouring(polygons), len(polygons))
    wkb = shapely.to_wkb(in_degrees(polygons, terrain.origin))
    small = [row for title in titles for row in title.microgrids]
    grounds = iter(grounds_of(terrain, small))
    made = []
    for i, title in enumerate(titles):
        code = grid_code(community, title.number)
        shape = GridShape(
            number=title.number,
            code=code,
            name=title.name,
            kind=title.kind,
            outline=wkb[i],
            lon=float(labels[i, 0]),
            lat=float(labels[i, 1]),
            colour=int(colour[i]),
            buildings=tuple(terrain.buildings.id[drawn.label == i].tolist()),
            succeeds=title.succeeds,
            microgrids=_microgrids(terrain, title, grounds, grid=code),
        )
        made.append(shape)
    return sorted(made, key=lambda shape: shape.number)


def _label_points(terrain: Terrain, polygons: NDArray[np.object_]) -> NDArray[np.float64]:
    points = shapely.points(label_points(polygons))
    return np.asarray(shapely.get_coordinates(in_degrees(points, terrain.origin)), dtype=np.float64)


def _microgrids(
    terrain: Terrain, title: Title, grounds: Iterator[BaseGeometry], *, grid: str
) -> tuple[MicrogridShape, ...]:
    """The microgrids of a grid, each on the next of the grounds."""
    rows = title.microgrids
    if not rows:
        return ()
    parts = [[Part(**part) for part in row["parts"]] for row in rows]
    polygons = np.array([next(grounds) for _ in rows], dtype=object)
    labels, beside = _label_points(terrain, polygons), neighbouring(polygons)
    colour = colours(beside, len(polygons), n=max(12, _most(beside) + 1))
    wkb = shapely.to_wkb(in_degrees(polygons, terrain.origin))
    return tuple(
        MicrogridShape(
            number=row["number"],
            code=microgrid_code(grid, row["number"]),
            name=row["name"],
            outline=wkb[i],
            lon=float(labels[i, 0]),
            lat=float(labels[i, 1]),
            colour=int(colour[i]),
            parts=tuple(parts[i]),
            succeeds=title.followed.get(row["number"]),
        )
        for i, row in enumerate(rows)
    )


def _most(pairs: NDArray[np.int64]) -> int:
    """The most neighbours that any polygon has."""
    return int(np.bincount(pairs.ravel()).max()) if pairs.size else 0


def by_grid(rows: Sequence[MicrogridRow]) -> Mapping[int, tuple[MicrogridRow, ...]]:
    """Microgrids by the number of their grid."""
    found: dict[int, list[MicrogridRow]] = defaultdict(list)
    for row in rows:
        found[row["grid"]].append(row)
    return {number: tuple(each) for number, each in found.items()}
