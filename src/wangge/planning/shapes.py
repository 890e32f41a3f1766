"""From numbers on buildings to grids on the map: outlines, label points, colours, codes and names."""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from wangge.foundation.codes import grid_code, number_in_order
from wangge.partition.outline import colours, label_points, neighbouring, outlines
from wangge.places.actions import GridShape
from wangge.places.outlining import in_degrees
from wangge.planning.terrain import Terrain


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """k grids on a terrain: `number` (n,) is 1 to k by building, `polygons` (k,) in metres, in that order."""

    number: NDArray[np.int64]
    polygons: NDArray[np.object_]


def numbered(terrain: Terrain, labels: NDArray[np.int64], k: int) -> Drawn:
    """Number the grids of a plan (labels (n,) in 0 … k - 1) from west to east, then north to south."""
    polygons = outlines(terrain.cells.cells, labels, k)
    centres = shapely.get_coordinates(shapely.centroid(polygons))
    order = np.array(number_in_order([(x, y) for x, y in centres.tolist()]), dtype=np.int64)
    return Drawn(number=order[labels], polygons=polygons[np.argsort(order)])


def redrawn(terrain: Terrain, number: NDArray[np.int64]) -> Drawn:
    """The grids of buildings that have their numbers."""
    return Drawn(number=number, polygons=outlines(terrain.cells.cells, number - 1, int(number.max())))


def shapes(terrain: Terrain, drawn: Drawn, *, community: str, naming: str) -> list[GridShape]:
    """The grids as places takes them; `naming` is a name with {number} in it."""
    polygons = drawn.polygons
    labels = shapely.get_coordinates(in_degrees(shapely.points(label_points(polygons)), terrain.origin))
    colour = colours(neighbouring(polygons), len(polygons))
    wkb = shapely.to_wkb(in_degrees(polygons, terrain.origin))
    return [
        GridShape(
            number=i + 1,
            code=grid_code(community, i + 1),
            name=naming.format(number=i + 1),
            outline=wkb[i],
            lon=float(labels[i, 0]),
            lat=float(labels[i, 1]),
            colour=int(colour[i]),
            buildings=tuple(terrain.buildings.id[drawn.number == i + 1].tolist()),
        )
        for i in range(len(polygons))
    ]
