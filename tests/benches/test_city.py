"""The invented city of the benches."""

import numpy as np
import shapely

from benches.planning.city import city


def test_a_city_has_as_many_buildings_as_asked_for_within_its_border():
    town = city(4_000)
    assert len(town.buildings) == 4_000
    assert town.polygon.is_valid
    assert shapely.contains_xy(town.polygon, town.points).all()
    assert 12 <= np.median(town.buildings.households) <= 60
    assert town.buildings.households.max() <= 200


def test_streets_arterials_and_a_river_with_bridges_run_through_it():
    town = city(4_000)
    kinds = [barrier.kind for barrier in town.barriers]
    assert {1, 2, 3} == set(kinds)
    water = [shapely.LineString(barrier.line) for barrier in town.barriers if barrier.kind == 3]
    crossing = [shapely.LineString(barrier.line) for barrier in town.barriers if barrier.kind == 2]
    assert len(water) > 1
    assert not shapely.intersects(np.array(water)[:, None], np.array(crossing)[None, :]).any()


def test_the_same_seed_lays_out_the_same_city():
    assert np.array_equal(city(900, seed=3).points, city(900, seed=3).points)
    assert not np.array_equal(city(900, seed=3).points, city(900, seed=4).points)
