"""Where a scanned map lies on earth, by control points: places on the picture whose position is known.

A scan is placed by an affine map, a photograph taken at an angle by a projective one. Both are fitted by
least squares to the distances in metres (Hartley & Zisserman, *Multiple View Geometry*, 2nd ed., ch. 4: the
projective fit starts from the normalised direct linear transformation).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import least_squares

from wangge.foundation.coordinates import Floats, to_degrees, to_metres
from wangge.foundation.errors import (
    BeyondTheHorizon,
    ControlPointBroken,
    MapMirrored,
    PointsInALine,
    ScaleUnlikely,
    TooFewControlPoints,
)

Method = Literal["affine", "projective"]
Fitting = Callable[[Floats, Floats], Floats]
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
        depth = _homogeneous(pixels) @ self.matrix[2]
        if depth.min() <= 0.05 * depth.max():
            raise BeyondTheHorizon
        at = _mapped(self.matrix, pixels)
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
    return Fit(chosen, matrix, origin, tuple(_misses(matrix, pixels, ground).tolist()))


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
    affine, projective = (_foretold(way, pixels, ground) for way in FITTED.values())
    return "projective" if projective < CLEARLY_BETTER * affine and affine > 1.0 else "affine"


def _foretold(fitted: Fitting, pixels: Floats, ground: Floats) -> float:
    """By how many metres (root mean square) points are missed by the map that the others make."""
    others = ~np.eye(len(pixels), dtype=np.bool_)
    misses = [_misses(fitted(pixels[o], ground[o]), pixels[~o], ground[~o])[0] for o in others]
    return float(np.sqrt(np.mean(np.square(misses))))


def _homogeneous(at: Floats) -> Floats:
    return np.column_stack([at, np.ones(len(at))])


def _mapped(matrix: Floats, at: Floats) -> Floats:
    found = _homogeneous(at) @ matrix.T
    return np.asarray(found[:, :2] / found[:, 2:])


def _misses(matrix: Floats, pixels: Floats, ground: Floats) -> Floats:
    return np.asarray(np.hypot(*(_mapped(matrix, pixels) - ground).T))


def _affine(pixels: Floats, ground: Floats) -> Floats:
    found, *_ = np.linalg.lstsq(_homogeneous(pixels), ground, rcond=None)
    return np.vstack([found.T, (0.0, 0.0, 1.0)])


def _projective(pixels: Floats, ground: Floats) -> Floats:
    """The direct linear transformation in coordinates of size one, then least squares of the distances."""
    here, there = _normalising(pixels), _normalising(ground)
    x, u = _mapped(here, pixels), _mapped(there, ground)
    rows, blank = _homogeneous(x), np.zeros((len(x), 3))
    system = np.vstack([
        np.hstack([rows, blank, -u[:, :1] * rows]),
        np.hstack([blank, rows, -u[:, 1:] * rows]),
    ])  # fmt: skip
    guess = np.linalg.svd(system)[2][-1]
    guess = guess / (guess[8] or 1e-12)
    best = least_squares(lambda h: (_mapped(_square(h), x) - u).ravel(), guess[:8]).x
    matrix = np.linalg.inv(there) @ _square(best) @ here
    return np.asarray(matrix / (matrix[2] @ (*pixels.mean(axis=0), 1.0)))


def _square(numbers: NDArray[np.float64]) -> Floats:
    return np.append(numbers[:8], 1.0).reshape(3, 3)


def _normalising(at: Floats) -> Floats:
    """Moves points to the middle and to a mean distance of √2."""
    middle = at.mean(axis=0)
    scale = np.sqrt(2) / np.hypot(*(at - middle).T).mean()
    return np.array([(scale, 0, -scale * middle[0]), (0, scale, -scale * middle[1]), (0, 0, 1.0)])


FITTED: Mapping[Method, Fitting] = {"affine": _affine, "projective": _projective}


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
