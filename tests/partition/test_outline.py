import numpy as np
import pytest
import shapely

from tests.partition.towns import estate
from wangge.partition.graph import from_tessellation
from wangge.partition.inputs import Rule
from wangge.partition.outline import colours, label_points, neighbouring, outlines
from wangge.partition.solve import solve


def test_grids_cover_the_community_and_carry_their_label_inside() -> None:
    buildings, cells, ground = estate()
    plan = solve(from_tessellation(buildings, cells), Rule(300, 620, 10), seed=3, iterations=20_000)
    polygons = outlines(cells.cells, plan.labels, plan.k)
    assert {polygon.geom_type for polygon in polygons} == {"Polygon"}
    assert shapely.is_valid(polygons).all()
    assert shapely.coverage_is_valid(polygons)
    assert shapely.area(polygons).sum() == pytest.approx(ground.area)
    assert shapely.contains_xy(polygons, label_points(polygons)).all()
    colour = colours(neighbouring(polygons), plan.k)
    assert all(colour[i] != colour[j] for i, j in neighbouring(polygons))


def test_a_common_corner_makes_no_neighbours() -> None:
    squares = np.array([shapely.box(x, y, x + 1, y + 1) for x in (0, 1) for y in (0, 1)])
    assert neighbouring(squares).tolist() == [[0, 1], [0, 2], [1, 3], [2, 3]]


@pytest.mark.parametrize("k", [1, 2, 30, 200])
def test_a_wheel_needs_few_colours_however_many_spokes(k: int) -> None:
    rim = [(i, i % k + 1) for i in range(1, k + 1) if i != i % k + 1]
    pairs = np.array([*((0, i) for i in range(1, k + 1)), *rim]).reshape(-1, 2)
    colour = colours(pairs, k + 1, n=12)
    assert colour.max() < 12
    assert all(colour[i] != colour[j] for i, j in pairs)


def test_many_grids_use_the_whole_palette() -> None:
    pairs = np.array([(i, i + 1) for i in range(99)])
    assert len(set(colours(pairs, 100).tolist())) == 12


def test_too_few_colours_are_refused() -> None:
    with pytest.raises(ValueError, match="2 colours are too few"):
        colours(np.array([(0, 1), (1, 2), (2, 0)]), 3, n=2)
