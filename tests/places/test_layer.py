"""Points into polygons: whole, on the border, outside, one by one and many at once."""

import threading

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from wangge.places.layer import MANY, NOWHERE, Layer

WEST = shapely.box(0, 0, 1, 1)
EAST = shapely.box(1, 0, 2, 1)


def layer(*shapes: shapely.Polygon) -> Layer:
    return Layer(range(10, 10 + len(shapes)), shapely.to_wkb(list(shapes)).tolist())


def many(points: list[tuple[float, float]]) -> np.ndarray:
    """The points among so many others that the raster answers."""
    return np.concatenate([points, np.random.default_rng(1).uniform(-1, 3, (MANY, 2))])


def both(of: Layer, points: list[tuple[float, float]]) -> list[int]:
    """The answer one by one, which has to be the answer in bulk."""
    singly = [int(of.find(np.array([point]))[0]) for point in points]
    assert of.find(np.array(points)).tolist() == singly
    assert of.find(many(points))[: len(points)].tolist() == singly
    return singly


def test_inside_and_outside():
    assert both(layer(WEST, EAST), [(0.5, 0.5), (1.5, 0.5), (2.5, 0.5), (-9, 99)]) == [
        10,
        11,
        NOWHERE,
        NOWHERE,
    ]


def test_a_border_belongs_to_the_first_and_an_outer_one_to_the_only():
    points = [(1, 0.5), (1, 0), (0, 0.5), (2, 1), (0, 0)]
    assert both(layer(WEST, EAST), points) == [10, 10, 10, 11, 10]
    assert both(layer(EAST, WEST), points) == [10, 10, 11, 10, 11]


def test_no_polygons_no_answer():
    assert both(layer(), [(0, 0), (1, 1)]) == [NOWHERE, NOWHERE]
    assert len(layer().find(np.empty((0, 2)))) == 0


def test_a_hole_and_an_island_are_seen():
    ring = shapely.box(0, 0, 2, 2) - shapely.box(0.9, 0.9, 1.1, 1.1)
    island = shapely.box(0.98, 0.98, 1.02, 1.02)
    found = both(layer(ring, island), [(0.2, 0.2), (1, 1), (0.95, 0.95), (0.9, 1)])
    assert found == [10, 11, NOWHERE, 10]


def test_where_polygons_overlap_the_first_has_it():
    assert both(layer(shapely.box(0, 0, 2, 1), EAST), [(1.5, 0.5)]) == [10]


def test_a_point_that_is_no_number_is_nowhere():
    assert both(layer(WEST, EAST), [(np.nan, 0.5), (np.inf, 0.5), (0.5, -np.inf)]) == [NOWHERE] * 3


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32))
def test_the_raster_says_what_the_tree_says(seed):
    random = np.random.default_rng(seed)
    sites = shapely.MultiPoint(random.uniform(0, 1, (random.integers(3, 60), 2)))
    cells = shapely.get_parts(shapely.voronoi_polygons(sites, extend_to=shapely.box(0, 0, 1, 1)))
    of = Layer(range(len(cells)), shapely.to_wkb(cells[: len(cells) * 3 // 4]).tolist())
    corners = shapely.get_coordinates(cells)
    halves = (corners[1:] + corners[:-1]) / 2
    points = np.concatenate([random.uniform(-0.5, 1.5, (MANY, 2)), corners, halves])
    few = [of.find(part) for part in np.array_split(points, 8)]
    assert (of.find(points) == np.concatenate(few)).all()


def test_threads_that_ask_at_once_are_all_answered():
    squares = [shapely.box(x, y, x + 1, y + 1) for x in range(30) for y in range(30)]
    of = layer(*squares)
    points = np.random.default_rng(3).uniform(0, 30, (MANY, 2))
    right = 10 + (np.floor(points[:, 0]) * 30 + np.floor(points[:, 1])).astype(int)
    wrong: list[int] = []

    def ask() -> None:
        for _ in range(3):
            wrong.append(int((of.find(points) != right).sum()))
            wrong.append(int((of.find(points[:50]) != right[:50]).sum()))
            wrong.append(int(of.find(points[:1])[0] != right[0]))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == [0] * 72


@pytest.mark.parametrize("shift", [0.0, 116.0, -73.3])
def test_a_long_thin_country_is_no_trouble(shift):
    strips = [shapely.box(shift, i * 1e-4, shift + 1, (i + 1) * 1e-4) for i in range(40)]
    of = layer(*strips)
    points = np.stack([np.full(MANY, shift + 0.5), np.linspace(1e-6, 40e-4 - 1e-6, MANY)], axis=1)
    assert (of.find(points) == 10 + np.floor(points[:, 1] / 1e-4).astype(int)).mean() > 0.99
    assert (of.find(points) == np.concatenate([of.find(part) for part in np.array_split(points, 9)])).all()
