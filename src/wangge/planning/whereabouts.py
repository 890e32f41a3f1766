"""Whether drawn polygons lie in their community, and if not, in which coordinate system they would."""

from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from wangge.foundation.coordinates import LABELS, System
from wangge.foundation.errors import LooksLikeOtherSystem
from wangge.foundation.placing import expect_inside
from wangge.planning.mapsystems import turned
from wangge.planning.polygons import Drawing
from wangge.planning.terrain import Terrain

LEAST = (
    0.7  # the share of the drawn ground that must lie in the community: a sketch may reach over its border
)
CLEARLY = 0.02  # the share of buildings by which another system must hold more to be the likelier one
SAMPLES = 2_000
RIVALS = (System.WGS84, System.GCJ02, System.BD09)


def expect_here(drawing: Drawing, terrain: Terrain) -> None:
    """Refuse a drawing that lies elsewhere, naming the coordinate system in which it would lie here.

    Two signs: most of its ground lies in the community (`foundation.placing`), and no other system would have
    it hold clearly more of the buildings.
    """
    shapes = drawing.shapes
    given = turned(shapes, source=System.WGS84, target=drawing.system)
    expect_inside(_sampled(given), _ring(terrain), declared=drawing.system, least=LEAST)
    shares = {system: _held(turned(given, source=system, target=System.WGS84), terrain) for system in RIVALS}
    plain = System.WGS84 if drawing.system is System.CGCS2000 else drawing.system
    best = max(RIVALS, key=lambda system: shares[system])
    if shares[best] > shares[plain] + CLEARLY:
        raise LooksLikeOtherSystem(
            share=f"{shares[plain]:.0%}",
            declared=LABELS[drawing.system],
            likely=LABELS[best],
            likely_share=f"{shares[best]:.0%}",
        )


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
