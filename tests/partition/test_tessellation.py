import time

import numpy as np
import pytest
import shapely
from hypothesis import example, given, settings
from hypothesis import strategies as st
from shapely.geometry import MultiPolygon, Polygon, box

from tests.partition.towns import estate
from wangge.partition.inputs import RIVER, Barrier
from wangge.partition.tessellation import Tessellation, tessellate

SQUARE = box(0, 0, 100, 100)
HORSESHOE = Polygon([(0, 0), (100, 0), (100, 100), (90, 100), (90, 20), (10, 20), (10, 100), (0, 100)])


def pieces(cells: Tessellation) -> int:
    n = len(cells.cells)
    mark = np.arange(n)
    for _ in range(n):
        for a, b in zip(cells.a, cells.b, strict=True):
            mark[[a, b]] = min(mark[a], mark[b])
    return len(set(mark.tolist()))


def assert_covers(cells: Tessellation, ground: Polygon | MultiPolygon) -> None:
    assert shapely.coverage_is_valid(cells.cells)
    assert shapely.is_valid(cells.cells).all()
    assert cells.area.sum() == pytest.approx(ground.area, rel=1e-5)
    assert (cells.area > 0).all()


def test_two_buildings_share_the_line_halfway_between_them() -> None:
    cells = tessellate(np.array([[25.0, 50.0], [75.0, 50.0]]), SQUARE)
    assert cells.area.tolist() == pytest.approx([5000, 5000])
    assert (cells.a.tolist(), cells.b.tolist(), cells.length.tolist()) == ([0], [1], pytest.approx([100]))
    assert cells.barrier.tolist() == [0]


def test_one_building_has_it_all() -> None:
    cells = tessellate(np.array([[1.0, 1.0]]), HORSESHOE)
    assert_covers(cells, HORSESHOE)
    assert len(cells.a) == 0


def test_buildings_in_a_row_are_neighbours_in_a_row() -> None:
    cells = tessellate(np.array([[5.0 + 10 * i, 50.0] for i in range(10)]), SQUARE)
    assert_covers(cells, SQUARE)
    assert list(zip(cells.a.tolist(), cells.b.tolist(), strict=True)) == [(i, i + 1) for i in range(9)]


def test_buildings_at_one_address_still_have_a_cell_each() -> None:
    cells = tessellate(np.array([[50.0, 50.0]] * 20 + [[0.0, 0.0]] * 5), SQUARE)
    assert_covers(cells, SQUARE)
    assert pieces(cells) == 1


def test_buildings_outside_are_taken_to_the_nearest_place_inside() -> None:
    cells = tessellate(np.array([[-40.0, 50.0], [70.0, 50.0]]), SQUARE)
    assert_covers(cells, SQUARE)
    assert cells.area[0] == pytest.approx(3500, rel=1e-3)


def test_across_the_bay_is_no_neighbour() -> None:
    """The two tips lie opposite each other, but the way from one to the other is all round."""
    cells = tessellate(np.array([[5.0, 90.0], [95.0, 90.0], [50.0, 10.0]]), HORSESHOE)
    assert_covers(cells, HORSESHOE)
    assert set(zip(cells.a.tolist(), cells.b.tolist(), strict=True)) == {(0, 2), (1, 2)}
    assert all(cell.geom_type == "Polygon" for cell in cells.cells)


def test_a_river_gives_its_far_bank_to_the_building_there() -> None:
    river = Barrier(((-10.0, 60.0), (110.0, 60.0)), RIVER)
    cells = tessellate(np.array([[50.0, 10.0], [50.0, 90.0]]), SQUARE, [river])
    assert_covers(cells, SQUARE)
    assert cells.area.tolist() == pytest.approx([6000, 4000])
    assert cells.barrier.tolist() == [3]


def test_a_gap_in_the_river_is_a_bridge() -> None:
    banks = [Barrier(((-10.0, 50.0), (40.0, 50.0)), RIVER), Barrier(((60.0, 50.0), (110.0, 50.0)), RIVER)]
    cells = tessellate(np.array([[50.0, 10.0], [50.0, 90.0]]), SQUARE, banks)
    assert cells.barrier.tolist() == [0]


def test_islands_are_bridged_and_said_so() -> None:
    ground = MultiPolygon([box(0, 0, 40, 100), box(60, 0, 100, 100)])
    cells = tessellate(np.array([[10.0, 10.0], [30.0, 90.0], [70.0, 90.0], [90.0, 10.0]]), ground)
    assert_covers(cells, ground)
    assert pieces(cells) == 1
    assert [(a, b) for a, b, new in zip(cells.a, cells.b, cells.bridged, strict=True) if new] == [(2, 1)] or [
        {a, b} for a, b, new in zip(cells.a, cells.b, cells.bridged, strict=True) if new
    ] == [{1, 2}]


def test_an_estate_is_cut_along_its_road() -> None:
    _, cells, ground = estate()
    assert_covers(cells, ground)
    assert np.bincount(cells.barrier).tolist() == [8 * 5 + 6 * 6, 0, 6]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.integers(-5, 105), st.integers(-5, 105)), min_size=1, max_size=40),
    st.lists(st.tuples(*[st.integers(-20, 120)] * 4, st.integers(1, 3)), max_size=4),
)
@example([(0, -1), (-1, -1), (0, 0)], [])
def test_any_points_and_barriers_give_a_connected_cover(
    points: list[tuple[int, int]], lines: list[tuple[int, int, int, int, int]]
) -> None:
    barriers = [Barrier(((a, b), (c, d)), kind) for a, b, c, d, kind in lines if (a, b) != (c, d)]
    cells = tessellate(np.array(points, dtype=float), HORSESHOE, barriers)
    assert_covers(cells, HORSESHOE)
    assert not cells.bridged.any()
    assert pieces(cells) == 1


def test_a_town_of_2300_buildings_takes_well_under_two_seconds() -> None:
    points = np.random.default_rng(1).random((2300, 2)) * 2000
    began = time.process_time()
    cells = tessellate(points, box(0, 0, 2000, 2000))
    assert time.process_time() - began < 2
    assert_covers(cells, box(0, 0, 2000, 2000))
