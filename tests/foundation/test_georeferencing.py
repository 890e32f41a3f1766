"""A paper map is scanned, or photographed askew, and laid on the earth by places that are known."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wangge.foundation.coordinates import to_degrees, to_metres
from wangge.foundation.errors import (
    BeyondTheHorizon,
    ControlPointBroken,
    MapMirrored,
    NotOnTheMap,
    PointsInALine,
    ScaleUnlikely,
    TooFewControlPoints,
)
from wangge.foundation.georeferencing import ControlPoint, fit

ORIGIN = (116.3, 39.9)
WIDTH, HEIGHT = 2000, 1400
SCAN = np.array([(0.49, 0.09, -480), (0.09, -0.49, 360), (0, 0, 1)])  # half a metre a pixel, a little turned
PHOTO = SCAN.copy()
PHOTO[2] = (1e-4, 2e-4, 1)
SPOTS = [(100, 120), (1900, 80), (1850, 1300), (150, 1250), (1000, 700), (600, 300), (1400, 1000)]


def marked(matrix, spots=SPOTS, *, noise: float = 0.0, seed: int = 1) -> list[ControlPoint]:
    """Places on the picture, and where the map says that they are, within some metres."""
    ground = np.column_stack([spots, np.ones(len(spots))]) @ matrix.T
    metres = ground[:, :2] / ground[:, 2:] + np.random.default_rng(seed).normal(0, noise, (len(spots), 2))
    lon, lat = to_degrees(metres[:, 0], metres[:, 1], ORIGIN)
    return [ControlPoint(x, y, *at) for (x, y), at in zip(spots, zip(lon, lat, strict=True), strict=True)]


def misses(corners, matrix) -> float:
    """How far corners are from where they belong, in metres."""
    true = np.column_stack([[(0, 0), (WIDTH, 0), (WIDTH, HEIGHT), (0, HEIGHT)], np.ones(4)]) @ matrix.T
    found = np.stack(to_metres(*np.array(corners).T, ORIGIN), axis=1)
    return float(np.hypot(*(found - true[:, :2] / true[:, 2:]).T).max())


@pytest.mark.parametrize("count", [3, 4, 7])
def test_a_scan_lies_where_its_points_say(count):
    lies = fit(marked(SCAN)[:count])
    assert lies.method == "affine"
    assert lies.rms < 1e-3
    assert misses(lies.corners(WIDTH, HEIGHT), SCAN) < 0.01


@pytest.mark.parametrize("count", [4, 5, 7])
def test_a_photograph_taken_at_an_angle_is_put_right(count):
    points = marked(PHOTO)[:count]
    lies = fit(points, method="projective")
    assert lies.rms < 1e-3
    assert misses(lies.corners(WIDTH, HEIGHT), PHOTO) < 0.01
    assert fit(points, method="affine").rms > 10


def test_with_points_enough_it_is_seen_which_of_the_two_it_is():
    assert fit(marked(PHOTO, noise=1.0)).method == "projective"
    assert fit(marked(SCAN, noise=1.0)).method == "affine"
    assert fit(marked(PHOTO)[:5]).method == "affine"  # too few to tell a photograph from a slip of the hand


def test_what_a_point_misses_by_is_told_in_metres():
    points = marked(SCAN, noise=0.3)
    lon, lat = to_degrees(*(np.add(to_metres(points[4].lon, points[4].lat, ORIGIN), (30, 40))), ORIGIN)
    points[4] = points[4]._replace(lon=float(lon), lat=float(lat))
    lies = fit(points)
    assert np.argmax(lies.residuals) == 4
    assert 35 < lies.residuals[4] < 50
    assert lies.rms == pytest.approx(np.sqrt(np.mean(np.square(lies.residuals))))


def test_least_squares_is_not_beaten_by_neighbours():
    points = marked(PHOTO, noise=2.0)
    lies = fit(points, method="projective")
    rng = np.random.default_rng(5)
    ground = np.stack(to_metres(*np.array(points).T[2:], lies.origin), axis=1)
    for _ in range(200):
        near = lies.matrix * (1 + rng.normal(0, 1e-4, (3, 3)))
        at = np.column_stack([SPOTS, np.ones(len(SPOTS))]) @ near.T
        assert np.mean(np.sum((at[:, :2] / at[:, 2:] - ground) ** 2, axis=1)) >= lies.rms**2


@pytest.mark.parametrize(
    ("points", "method", "refusal"),
    [
        ([], None, TooFewControlPoints),
        (marked(SCAN)[:2], None, TooFewControlPoints),
        (marked(SCAN)[:3], "projective", TooFewControlPoints),
        (marked(SCAN, [(0, 0), (500, 505), (1000, 1000), (1500, 1490)]), None, PointsInALine),
        (marked(SCAN, [(10, 10)] * 4), None, PointsInALine),
        ([p._replace(lon=116.3, lat=39.9) for p in marked(SCAN)], None, PointsInALine),
        ([*marked(SCAN), ControlPoint(5, 5, float("nan"), 39)], None, ControlPointBroken),
        ([*marked(SCAN), ControlPoint(5, 5, 39.9, 116.3)], None, ControlPointBroken),
    ],
)
def test_points_that_place_nothing_are_refused(points, method, refusal):
    with pytest.raises(refusal):
        fit(points, method=method)


def test_two_points_mixed_up_are_noticed():
    a, b, c = marked(SCAN)[:3]
    swapped = [a._replace(lon=b.lon, lat=b.lat), b._replace(lon=a.lon, lat=a.lat), c]
    with pytest.raises((MapMirrored, ScaleUnlikely)):
        fit(swapped).corners(WIDTH, HEIGHT)
    with pytest.raises(MapMirrored):
        fit(marked(SCAN * [(1, -1, 1)] * 3)).corners(WIDTH, HEIGHT)


def test_a_scale_that_no_plan_has_is_refused():
    for factor in (1e-3, 500):
        with pytest.raises(ScaleUnlikely):
            fit(marked(SCAN * [[factor], [factor], [1]])).corners(WIDTH, HEIGHT)
    with pytest.raises(ScaleUnlikely):
        fit(marked(np.array([(0.5, 0, 0), (0, -5, 0), (0, 0, 1)]))).corners(WIDTH, HEIGHT)


def test_no_part_of_a_map_lies_beyond_the_horizon():
    steep = SCAN.copy()
    steep[2] = (0, -1e-3, 1)
    with pytest.raises(BeyondTheHorizon):
        fit(marked(steep, [(100, 100), (900, 100), (100, 700), (900, 700)]), method="projective").corners(
            WIDTH, HEIGHT
        )


@given(
    st.lists(st.tuples(*[st.integers(0, 6)] * 4), max_size=8), st.sampled_from([None, "affine", "projective"])
)
def test_any_points_place_the_map_or_are_refused(spots, method):
    points = [
        ControlPoint(px * 100, py * 100, 116 + lon / 1000, 39 + lat / 1000) for px, py, lon, lat in spots
    ]
    try:
        lies = fit(points, method=method)
        corners = lies.corners(600, 600)
    except NotOnTheMap:
        return
    assert np.isfinite(corners).all()
    assert np.isfinite(lies.residuals).all()
    assert len(lies.residuals) == len(points)
