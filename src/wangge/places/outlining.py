"""An outline for an area that has none: a close hull around its buildings, with room to spare."""

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import MultiPoint, Polygon
from shapely.geometry.base import BaseGeometry

from wangge.foundation.coordinates import to_degrees, to_metres

MARGIN = 60.0  # metres around the outermost buildings
CLOSENESS = 0.35  # 0 the closest hull, 1 the convex one
SMOOTHING = 5.0


def in_metres(shapes: BaseGeometry, origin: tuple[float, float]) -> BaseGeometry:
    """A shape (or an array of shapes) in WGS 84, in metres east and north of the origin."""
    return shapely.transform(shapes, lambda at: np.stack(to_metres(at[:, 0], at[:, 1], origin), axis=1))


def in_degrees(shapes: BaseGeometry, origin: tuple[float, float]) -> BaseGeometry:
    """A shape (or an array of shapes) in metres from the origin, in WGS 84.

    Corners that two shapes share stay shared to the last bit.
    """

    def turned(at: NDArray[np.float64]) -> NDArray[np.float64]:
        places, which = np.unique(at, axis=0, return_inverse=True)
        return np.stack(to_degrees(places[:, 0], places[:, 1], origin), axis=1)[which.ravel()]

    return shapely.transform(shapes, turned)


def around(points: NDArray[np.float64]) -> Polygon:
    """One polygon in WGS 84 around points (n × 2, lon and lat; n ≥ 1), 60 m away from the outermost."""
    origin = (float(points[:, 0].mean()), float(points[:, 1].mean()))
    flat = MultiPoint(np.stack(to_metres(points[:, 0], points[:, 1], origin), axis=1))
    hull = shapely.concave_hull(flat, ratio=CLOSENESS).buffer(MARGIN, quad_segs=4)
    ring = Polygon(hull.exterior).simplify(SMOOTHING)
    outline: Polygon = shapely.set_precision(in_degrees(ring, origin), 1e-7)
    return outline
