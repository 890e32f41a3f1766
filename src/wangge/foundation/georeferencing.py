"""Where a scanned map lies on earth, by control points: places on the picture whose position is known.

A scan is placed by an affine map, a photograph taken at an angle by a projective one. Both are fitted by
least squares to the distances in metres (`planefits`).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, NamedTuple

import numpy as np

from wangge.foundation.coordinates import Floats, to_degrees, to_metres
from wangge.foundation.errors import (
    BeyondTheHorizon,
    ControlPointBroken,
    MapMirrored,
    PointsInALine,
    ScaleUnlikely,
    TooFewControlPoints,
)
from wangge.foundation.planefits import affine, homogeneous, mapped, misses, projective

Method = Literal["affine", "projective"]
Fitting = Callable[[Floats, Floats], Floats]
FITTED: Mapping[Method, Fitting] = {"affine": affine, "projective": projective}
LEAST: dict[Method, int] = {"affine": 3, "projective": 4}
FLATTEST = 0.02  # the shorter extent of the points over the longer: below, they are a line
FINEST, COARSEST = 0.005, 100.0  # metres a pixel, from a plan at 1:200 scanned finely to a small-scale map
MOST_STRETCHED = 3.0  # how many times longer a pixel may be one way than the other
CLEARLY_BETTER = 0.5  # a projective map is taken where it misses left-out points by half as much


class ControlPoint(NamedTuple):
    """A pixel, from the top left of the picture to the right and down, and its place in WGS 84."""

    px: float
    py: float
    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class Fit:
    """How a picture lies: `matrix` (3, 3) takes (px, py, 1) to metres from `origin`; misses are in metres."""

    method: Method
    matrix: Floats
    origin: tuple[float, float]
    residuals: tuple[float, ...]

    @property
    def rms(self) -> float:
        """The root mean square of the residuals, in metres."""
        return float(np.sqrt(np.mean(np.square(self.residuals))))

    def corners(self, width: int, height: int) -> tuple[tuple[float, float], ...]:
        """Lon and lat of the top left, top right, bottom right and bottom left corner of the picture.

        Refuses a map that would lie mirrored, beyond the horizon of its perspective, or at no likely scale.
        """
        pixels = np.array([(0, 0), (width, 0), (width, height), (0, height)], dtype=np.float64)
        depth = homogeneous(pixels) @ self.matrix[2]
        if not depth.min() > 0.05 * depth.max():
            raise BeyondTheHorizon
        at = mapped(self.matrix, pixels)
        _expect_likely(at, width, height)
        lon, lat = to_degrees(at[:, 0], at[:, 1], self.origin)
        return tuple(zip(lon.tolist(), lat.tolist(), strict=True))


def fit(points: Sequence[ControlPoint], *, method: Method | None = None) -> Fit:
    """Place a picture by its control points: at least 3, for a projective map 4.

    Without a method the map is affine, unless with six points or more a projective one foretells each point
    from the others clearly better.
    """
    pixels, ground, origin = _measured(points)
    least = LEAST[method or "affine"]
    if len(points) < least:
        raise TooFewControlPoints(points=len(points), least=least)
    if min(_spread(pixels), _spread(ground)) < FLATTEST:
        raise PointsInALine
    chosen = method or _likelier(pixels, ground)
    matrix = FITTED[chosen](pixels, ground)
    return Fit(chosen, matrix, origin, tuple(misses(matrix, pixels, ground).tolist()))


def _measured(points: Sequence[ControlPoint]) -> tuple[Floats, Floats, tuple[float, float]]:
    """The points as pixels (n, 2) and as metres (n, 2) from their middle."""
    for number, point in enumerate(points, start=1):
        known = np.isfinite(point).all() and abs(point.lon) <= 180 and abs(point.lat) <= 85
        if not known or max(abs(point.px), abs(point.py)) > 1_000_000:
            raise ControlPointBroken(point=number)
    if not points:
        raise TooFewControlPoints(points=0, least=LEAST["affine"])
    given = np.array(points, dtype=np.float64)
    origin = (float(given[:, 2].mean()), float(given[:, 3].mean()))
    return given[:, :2], np.stack(to_metres(given[:, 2], given[:, 3], origin), axis=1), origin


def _spread(at: Floats) -> float:
    """The shorter extent of points (n, 2) over the longer, 0 where they lie in a line."""
    longest, shortest = np.linalg.svd(at - at.mean(axis=0), compute_uv=False)[:2]
    return float(shortest / longest) if longest else 0.0


def _likelier(pixels: Floats, ground: Floats) -> Method:
    if len(pixels) < 6:
        return "affine"
    plain, askew = (_foretold(way, pixels, ground) for way in FITTED.values())
    return "projective" if askew < CLEARLY_BETTER * plain and plain > 1.0 else "affine"


def _foretold(fitted: Fitting, pixels: Floats, ground: Floats) -> float:
    """By how many metres (root mean square) points are missed by the map that the others make."""
    others = ~np.eye(len(pixels), dtype=np.bool_)
    try:
        apart = [misses(fitted(pixels[o], ground[o]), pixels[~o], ground[~o])[0] for o in others]
    except PointsInALine:
        return float("inf")  # without one of them the rest leave it open
    return float(np.sqrt(np.mean(np.square(apart))))


def _expect_likely(at: Floats, width: int, height: int) -> None:
    """Refuse corners (4, 2) in metres that are mirrored, folded, or at an unlikely scale."""
    ring = np.vstack([at, at[:2]])
    sides = np.diff(ring, axis=0)
    turns = [a[0] * b[1] - a[1] * b[0] for a, b in pairwise(sides)]
    if min(turns) > 0:
        raise MapMirrored
    if max(turns) >= 0:
        raise BeyondTheHorizon
    lengths = np.hypot(*sides[:4].T)
    along, across = lengths[::2].mean() / width, lengths[1::2].mean() / height
    low, high = sorted((along, across))
    if low < FINEST or high > COARSEST or high > MOST_STRETCHED * low:
        raise ScaleUnlikely(along=f"{along:.2g}", across=f"{across:.2g}")
