from pathlib import Path

import numpy as np
import pytest

from tests.partition.towns import estate_graph, town
from wangge.partition.compiled import random_state
from wangge.partition.division import settle
from wangge.partition.graph import Graph, read
from wangge.partition.inputs import Rule
from wangge.partition.objective import figures, objective
from wangge.partition.solve import _first, _ground, _limits

NODES = """id,x,y,households,area,perimeter,compound,zone
10,0,0,100,100,40,0,0
11,10,0,100,100,40,0,0
12,20,0,50,100,40,1,0
13,30,0,150,100,40,-1,1
"""
EDGES = """a,b,shared_length,barrier
10,11,10,0
11,12,10,1
13,12,10,2
"""


@pytest.fixture
def street(tmp_path: Path) -> Graph:
    (tmp_path / "nodes.csv").write_text(NODES)
    (tmp_path / "edges.csv").write_text(EDGES)
    return read(tmp_path / "nodes.csv", tmp_path / "edges.csv")


def test_an_instance_is_read_by_node_id(street: Graph) -> None:
    assert street.weight.tolist() == [100, 100, 50, 150]
    assert list(zip(street.a.tolist(), street.b.tolist(), strict=True)) == [(0, 1), (1, 2), (3, 2)]


def test_the_objective_by_hand(street: Graph) -> None:
    """Two grids of 200: no unevenness; Q = 200·25 + 50·56.25 + 150·6.25; two compounds, zones 0, 0 and 1."""
    spread = (5000 + 50 * 7.5**2 + 150 * 2.5**2) / (200 * 400 / 2 / (2 * np.pi))
    assert objective(street, np.array([0, 0, 1, 1]), 2) == pytest.approx(spread + 0.3 * 2 + 0.5 * 3)


def test_the_figures_by_hand(street: Graph) -> None:
    found = figures(street, np.array([0, 0, 1, 1]), Rule(150, 250), 2)
    assert (found.in_range, found.avoid, found.barx, found.torn) == (1.0, 0, 1, 0)
    assert found.max_dev == 0
    assert found.rms == pytest.approx(np.sqrt((5000 + 50 * 7.5**2 + 150 * 2.5**2) / 400))


def test_a_split_compound_and_a_torn_grid_are_counted(street: Graph) -> None:
    found = figures(street, np.array([0, 1, 0, 1]), Rule(150, 199), 2)
    assert (found.in_range, found.avoid, found.torn) == (0.5, 0, 2)
    assert figures(street, np.array([0, 1, 0, 1]), Rule(150, 200), 2).avoid == 1


@pytest.mark.parametrize("seed", range(4))
def test_the_compiled_costs_add_up_to_the_objective(seed: int) -> None:
    for graph in (estate_graph(), town(60, seed)):
        rule = Rule(0, 10**6, 7)
        ground, limits = _ground(graph), _limits(graph, rule)
        labels = _first(graph, rule, ground, limits, random_state(seed))
        division = settle(ground, limits, labels, 7)
        assert division.cost.sum() == pytest.approx(objective(graph, labels, 7), rel=1e-9)
