from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.partition.towns import estate_graph, town
from wangge.partition.compiled import random_state
from wangge.partition.division import settle
from wangge.partition.graph import Graph
from wangge.partition.inputs import Dial, Rule, Wish
from wangge.partition.instances import read
from wangge.partition.objective import figures, objective
from wangge.partition.search import first
from wangge.partition.task import Task

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
        dial = Dial(evenness=3.0, shape=2.0, compound=0.1, zone=0.7)
        for wish, worked in ((Wish(), graph), (Wish(dial=dial), replace(graph, work=graph.weight**1.5))):
            task = Task.of(worked, Rule(0, 10**6, 7), wish, 7)
            labels = first(task, random_state(seed))
            division = settle(task.ground, task.limits, labels, 7)
            expected = objective(worked, labels, 7, wish.dial)
            assert division.cost.sum() == pytest.approx(expected, rel=1e-9)


def test_who_leaves_home_is_charged_by_weight() -> None:
    graph = estate_graph()
    task = Task.of(graph, Rule(0, 10**6, 7), Wish(), 7)
    labels = first(task, random_state(1))
    home = np.where(np.arange(len(graph)) < 5, (labels + 1) % 7, labels)
    home[5:9] = -1
    charged = Task.of(graph, Rule(0, 10**6, 7), Wish(home=home, keep=2.0), 7)
    more = settle(charged.ground, charged.limits, labels, 7).cost.sum()
    less = settle(task.ground, task.limits, labels, 7).cost.sum()
    assert more - less == pytest.approx(2.0 * graph.weight[:5].sum() / (graph.total / 7))
