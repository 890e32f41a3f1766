import numpy as np
import pytest
import shapely
from shapely.geometry import MultiPolygon, Polygon, box

from wangge.partition.inputs import Rule
from wangge.partition.polygons import from_polygons
from wangge.partition.solve import solve


def squares(columns: int, rows: int, *, side: float = 100.0, gap: float = 0.0) -> np.ndarray:
    step = side + gap
    return np.array(
        [
            box(i * step, j * step, i * step + side, j * step + side)
            for j in range(rows)
            for i in range(columns)
        ]
    )


def edges(graph) -> set[tuple[int, int]]:
    return set(zip(graph.a.tolist(), graph.b.tolist(), strict=True))


def test_a_common_corner_makes_no_neighbours():
    graph = from_polygons(squares(2, 2), np.ones(4))
    assert edges(graph) == {(0, 1), (0, 2), (1, 3), (2, 3)}
    assert graph.length == pytest.approx(100, abs=2)
    assert graph.area.tolist() == [10_000.0] * 4


@pytest.mark.parametrize("gap", [0.3, -0.3])
def test_slivers_and_overlaps_between_polygons_do_no_harm(gap):
    graph = from_polygons(squares(3, 3, gap=gap), np.ones(9))
    assert len(edges(graph)) == 12
    assert graph.pieces().max() == 0


def test_an_island_is_joined_to_the_nearest():
    shapes = np.array([*squares(3, 1), box(350, 0, 400, 50), box(500, 0, 550, 50)])
    graph = from_polygons(shapes, np.ones(5))
    joined = {tuple(sorted(edge)) for edge in edges(graph)}
    assert joined == {(0, 1), (1, 2), (2, 3), (3, 4)}
    assert sorted(graph.length.tolist())[:2] == [0.0, 0.0]


def test_broken_and_many_part_polygons_are_taken():
    bow = Polygon([(0, 0), (100, 100), (100, 0), (0, 100)])
    pair = MultiPolygon([box(100, 0, 200, 100), box(300, 0, 400, 100)])
    solid = shapely.force_3d(box(200, 0, 300, 100))
    graph = from_polygons(np.array([bow, pair, solid]), np.array([1, 2, 3]))
    assert graph.pieces().max() == 0
    assert (1, 2) in edges(graph)


def test_a_single_polygon_is_an_instance():
    graph = from_polygons(squares(1, 1), np.array([7]))
    assert (len(graph), len(graph.a), graph.total) == (1, 0, 7)


def test_grids_of_polygons_are_connected_and_in_range():
    random = np.random.default_rng(3)
    graph = from_polygons(squares(12, 12), random.integers(0, 120, 144))
    plan = solve(graph, Rule(300, 500), seed=1, iterations=200_000)
    assert plan.figures.torn == 0
    assert plan.figures.in_range == 1.0
    assert plan.figures.barx == plan.figures.avoid == 0
