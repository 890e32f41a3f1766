"""Maps from one plane to another that miss given points the least: affine and projective.

Source: Hartley & Zisserman, *Multiple View Geometry*, 2nd ed., ch. 4.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import least_squares

from wangge.foundation.coordinates import Floats
from wangge.foundation.errors import PointsInALine


def homogeneous(at: Floats) -> Floats:
    """Points (n, 2) with a one behind each."""
    return np.column_stack([at, np.ones(len(at))])


def mapped(matrix: Floats, at: Floats) -> Floats:
    """Where a matrix (3, 3) takes points (n, 2); infinitely far, or nowhere, those on its horizon."""
    found = homogeneous(at) @ matrix.T
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(found[:, :2] / found[:, 2:])


def misses(matrix: Floats, pixels: Floats, ground: Floats) -> Floats:
    """How far from their places (n, 2) a matrix takes pixels (n, 2), shape (n,)."""
    return np.asarray(np.hypot(*(mapped(matrix, pixels) - ground).T))


def affine(pixels: Floats, ground: Floats) -> Floats:
    """The affine map (3, 3) of least squares from pixels (n, 2) to places (n, 2); n is 3 or more."""
    found, *_ = np.linalg.lstsq(homogeneous(pixels), ground, rcond=None)
    return np.vstack([found.T, (0.0, 0.0, 1.0)])


def projective(pixels: Floats, ground: Floats) -> Floats:
    """The projective map (3, 3) of least squares from pixels (n, 2) to places (n, 2); n is 4 or more.

    It starts from the direct linear transformation in coordinates of size one. Refuses points so placed that
    they leave it open.
    """
    here, there = _normalising(pixels), _normalising(ground)
    x, u = mapped(here, pixels), mapped(there, ground)
    rows, blank = homogeneous(x), np.zeros((len(x), 3))
    system = np.vstack([
        np.hstack([rows, blank, -u[:, :1] * rows]),
        np.hstack([blank, rows, -u[:, 1:] * rows]),
    ])  # fmt: skip
    guess = np.linalg.svd(system)[2][-1]
    if abs(guess[8]) < 1e-9:
        raise PointsInALine
    try:
        with np.errstate(all="ignore"):
            best = least_squares(lambda h: (mapped(_square(h), x) - u).ravel(), guess[:8] / guess[8]).x
    except ValueError as trouble:  # a point on the horizon
        raise PointsInALine from trouble
    matrix = np.linalg.inv(there) @ _square(best) @ here
    middle = matrix[2] @ (*pixels.mean(axis=0), 1.0)
    if not middle or not np.isfinite(mapped(matrix, pixels)).all():
        raise PointsInALine
    return np.asarray(matrix / middle)


def _square(numbers: NDArray[np.float64]) -> Floats:
    return np.append(numbers[:8], 1.0).reshape(3, 3)


def _normalising(at: Floats) -> Floats:
    """Moves points to the middle and to a mean distance of √2."""
    middle = at.mean(axis=0)
    scale = np.sqrt(2) / np.hypot(*(at - middle).T).mean()
    return np.array([(scale, 0, -scale * middle[0]), (0, scale, -scale * middle[1]), (0, 0, 1.0)])
