"""An import whose points fall beside their area is refused with the likely system named."""

import numpy as np
import pytest

from wangge.foundation.coordinates import System, convert, to_degrees
from wangge.foundation.errors import LooksLikeOtherSystem, LooksSwapped, PointsElsewhere
from wangge.foundation.placing import expect_inside, likely_system, readings

ORIGIN = (112.5, 37.8)
CORNERS = [(-300, -300), (300, -300), (300, 300), (-300, 300)]
COMMUNITY = [tuple(float(v) for v in to_degrees(x, y, ORIGIN)) for x, y in CORNERS]


def buildings(system=System.WGS84, *, swapped=False):
    rng = np.random.default_rng(7)
    lon, lat = to_degrees(rng.uniform(-280, 280, 54), rng.uniform(-280, 280, 54), ORIGIN)
    points = np.column_stack(convert(lon, lat, source=System.WGS84, target=system))
    return points[:, ::-1] if swapped else points


@pytest.mark.parametrize("system", [System.WGS84, System.GCJ02, System.BD09])
@pytest.mark.parametrize("swapped", [False, True])
def test_the_system_that_puts_the_buildings_into_their_community_is_found(system, swapped):
    likely = likely_system(buildings(system, swapped=swapped), COMMUNITY)
    assert likely is not None
    assert (likely.system, likely.swapped, likely.share) == (system, swapped, 1.0)


def test_points_of_another_city_fit_no_reading():
    assert likely_system([(121.5, 31.2), (121.6, 31.3)], COMMUNITY) is None


def test_right_points_pass_even_with_a_few_strays():
    stray = [*map(tuple, buildings().tolist()), (112.6, 37.9)]
    expect_inside(stray, COMMUNITY, declared=System.WGS84)
    expect_inside(stray, COMMUNITY, declared=System.CGCS2000)
    expect_inside([], COMMUNITY, declared=System.BD09)


def test_points_of_a_phone_map_declared_as_gps_are_refused_with_the_system_named():
    with pytest.raises(LooksLikeOtherSystem) as refused:
        expect_inside(buildings(System.GCJ02), COMMUNITY, declared=System.CGCS2000)
    assert "As CGCS2000 only" in str(refused.value)
    assert "as GCJ-02 100%" in str(refused.value)


def test_swapped_columns_are_told():
    with pytest.raises(LooksSwapped) as refused:
        expect_inside(buildings(swapped=True), COMMUNITY, declared=System.WGS84)
    assert "Longitude and latitude seem swapped" in str(refused.value)


def test_points_that_fit_nowhere_are_refused_without_a_guess():
    with pytest.raises(PointsElsewhere) as refused:
        expect_inside([(121.5, 31.2)], COMMUNITY, declared=System.GCJ02)
    assert type(refused.value) is PointsElsewhere


def test_outside_china_nothing_is_shifted_and_the_plainest_reading_wins():
    square = [(103.84, 1.33), (103.86, 1.33), (103.86, 1.35), (103.84, 1.35)]
    likely = likely_system([(103.85, 1.34)], square)
    assert likely is not None
    assert (likely.system, likely.swapped) == (System.WGS84, False)
    assert sum(reading.share == 1 for reading in readings([(103.85, 1.34)], square)) == 3
