"""Coordinate systems against published points, and the metric map against the ellipsoid in space."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wangge.foundation.coordinates import System, convert, outside_china, to_degrees, to_metres

WGS84, CGCS2000, GCJ02, BD09 = System.WGS84, System.CGCS2000, System.GCJ02, System.BD09
TIANANMEN = (116.404, 39.915)


@pytest.mark.parametrize(
    ("source", "target", "given_point", "published"),
    [
        (WGS84, GCJ02, TIANANMEN, (116.41024449916938, 39.91640428150164)),
        (GCJ02, BD09, TIANANMEN, (116.41036949371029, 39.92133699351021)),
        (WGS84, GCJ02, (121.5272106, 31.1774276), (121.531541859215, 31.17530398364597)),
        (WGS84, GCJ02, (113.912316, 22.543847), (113.9171764808363, 22.540796131694766)),
        (WGS84, GCJ02, (116.377817, 39.911954), (116.38404722455657, 39.91334545536069)),
    ],
)
def test_published_points_of_open_implementations(source, target, given_point, published):
    """From the test suites of coordtransform (Beijing) and eviltransform (Shanghai, Shenzhen, Beijing)."""
    assert convert(*given_point, source=source, target=target) == pytest.approx(published, abs=1e-12)
    assert convert(*published, source=target, target=source) == pytest.approx(given_point, abs=1e-9)


@pytest.mark.parametrize(
    ("wgs84", "gcj02", "bd09"),
    [
        ((114.0164322, 33.0133556), (114.022306, 33.0115324), (114.0287781, 33.0176697)),
        ((116.0414035, 43.9312805), (116.0482308, 43.9334573), (116.0546232, 43.9397782)),
        ((92.0499619, 31.4784436), (92.0512438, 31.4762063), (92.0576832, 31.4824421)),
        ((119.9183831, 32.4580023), (119.9231242, 32.4557802), (119.9296902, 32.4615531)),
    ],
)
def test_points_gathered_from_the_map_operators_agree_within_a_metre(wgs84, gcj02, bd09):
    """City centres among the fixtures of gcoord."""
    assert convert(*wgs84, source=WGS84, target=GCJ02) == pytest.approx(gcj02, abs=1e-5)
    assert convert(*wgs84, source=WGS84, target=BD09) == pytest.approx(bd09, abs=1e-5)
    assert convert(*bd09, source=BD09, target=CGCS2000) == pytest.approx(wgs84, abs=1e-5)


@given(st.floats(74, 134.5), st.floats(4.5, 53), st.sampled_from(System), st.sampled_from(System))
def test_the_way_back_undoes_the_way_there(lon, lat, source, target):
    there = convert(lon, lat, source=source, target=target)
    back = convert(*there, source=target, target=source)
    assert back == pytest.approx((lon, lat), abs=1e-9, rel=0)


@given(st.floats(74, 134), st.floats(4.5, 53))
def test_a_shift_is_felt_and_stays_under_three_kilometres(lon, lat):
    for target in (GCJ02, BD09):
        shifted = convert(lon, lat, source=WGS84, target=target)
        moved = np.hypot(*to_metres(*shifted, origin=(lon, lat)))
        assert 1 < moved < 3000


@pytest.mark.parametrize("place", [(103.85, 1.33), (-87.65, 41.88), (2.35, 48.86), (151.2, -33.87)])
@pytest.mark.parametrize("source", System)
def test_points_outside_china_stay_where_they_are(place, source):
    for target in System:
        assert convert(*place, source=source, target=target) == place


def test_cgcs2000_is_taken_as_wgs84():
    assert convert(*TIANANMEN, source=CGCS2000, target=WGS84) == TIANANMEN


def test_many_points_at_once_are_the_same_as_one_by_one():
    lon, lat = np.array([116.404, 103.85, 121.5]), np.array([39.915, 1.33, 31.2])
    many = convert(lon, lat, source=WGS84, target=BD09)
    singles = [
        convert(x, y, source=WGS84, target=BD09) for x, y in zip(lon.tolist(), lat.tolist(), strict=True)
    ]
    assert np.column_stack(many).tolist() == [list(single) for single in singles]
    assert outside_china(lon, lat).tolist() == [False, True, False]
    assert lon.tolist() == [116.404, 103.85, 121.5], "what was handed in is not touched"


AXIS, FLATTENING = 6378137.0, 1 / 298.257223563


def in_space(lon, lat):
    """Earth-centred metres of a point on the WGS 84 ellipsoid."""
    e2 = FLATTENING * (2 - FLATTENING)
    phi, lam = np.radians(lat), np.radians(lon)
    across = AXIS / np.sqrt(1 - e2 * np.sin(phi) ** 2)
    flat = across * np.cos(phi)
    return np.array([flat * np.cos(lam), flat * np.sin(lam), across * (1 - e2) * np.sin(phi)])


metres = st.floats(-1000, 1000)


@settings(max_examples=60)
@given(st.floats(74, 134), st.floats(4, 53), metres, metres, metres, metres)
def test_lengths_on_the_map_of_a_community_hold_to_a_millimetre(lon, lat, x1, y1, x2, y2):
    origin = (lon, lat)
    one, two = to_degrees(x1, y1, origin), to_degrees(x2, y2, origin)
    chord = np.linalg.norm(in_space(*one) - in_space(*two))
    assert np.hypot(x1 - x2, y1 - y2) == pytest.approx(chord, abs=1e-3)


@given(st.floats(-179, 179), st.floats(-80, 80), st.floats(-20_000, 20_000), st.floats(-20_000, 20_000))
def test_metres_turn_back_into_degrees(lon, lat, east, north):
    found = to_metres(*to_degrees(east, north, (lon, lat)), origin=(lon, lat))
    assert np.asarray(found) == pytest.approx(np.array([east, north]), abs=1e-6)


def test_north_is_up_and_east_is_right():
    east, north = to_metres(116.405, 39.916, origin=TIANANMEN)
    assert (float(east), float(north)) == pytest.approx((85.5, 111.0), abs=0.2)
