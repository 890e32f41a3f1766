import time

import numpy as np
import pytest
import shapely
from scipy.spatial import cKDTree
from shapely.geometry import box

from wangge.partition.sites import APART, spread

SQUARE = box(0, 0, 100, 100)


def least_distance(sites: np.ndarray) -> float:
    return float(cKDTree(sites).query(sites, k=2)[0][:, 1].min())


def test_points_with_room_stay_where_they_are() -> None:
    points = np.random.default_rng(1).permutation(np.mgrid[1:100:9, 1:100:9].reshape(2, -1).T.astype(float))
    assert (spread(points, SQUARE) == points).all()


def test_one_address_far_outside_gets_room_for_all_its_buildings_at_the_border() -> None:
    sites = spread(np.full((300, 2), -1e6), SQUARE)
    assert shapely.contains_xy(SQUARE, sites).all()
    assert least_distance(sites) >= APART / 4
    assert np.hypot(*sites.T).max() < 40


def test_where_there_is_no_room_for_half_a_metre_they_stand_closer() -> None:
    sites = spread(np.zeros((200, 2)), box(0, 0, 1, 1))
    assert shapely.contains_xy(box(0, 0, 1, 1), sites).all()
    assert 0.01 < least_distance(sites) < APART / 4


@pytest.mark.parametrize("addresses", [1, 50])
def test_many_buildings_at_few_addresses_take_no_time(addresses: int) -> None:
    points = np.random.default_rng(2).random((addresses, 2))[np.arange(5000) % addresses] * 100
    began = time.process_time()
    assert least_distance(spread(points, SQUARE)) >= APART / 4
    assert time.process_time() - began < 2
