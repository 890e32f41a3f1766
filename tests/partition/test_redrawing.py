from pathlib import Path

import numpy as np
import pytest

from tests.partition.test_solve import row
from tests.partition.towns import planning, town
from wangge.partition.graph import Graph
from wangge.partition.inputs import Rule, Wish
from wangge.partition.redrawing import Redrawn, matched, redraw, unavoidable
from wangge.partition.solve import solve


def moved(graph: Graph, before: np.ndarray, redrawn: Redrawn) -> int:
    """Counted anew: who is in another grid than the one that goes on from theirs."""
    went_on = {int(old): new for new, old in enumerate(redrawn.continues) if old >= 0}
    stays = [went_on.get(int(old)) == new for old, new in zip(before, redrawn.plan.labels, strict=True)]
    return int(graph.weight[~np.array(stays)].sum())


def test_fewer_grids_move_little_more_than_must() -> None:
    graph = town(200, 3)
    before = solve(graph, Rule(300, 600, 25), seed=1, iterations=100_000).labels
    redrawn = redraw(graph, Rule(380, 700, 20), before, seed=1)
    assert redrawn.plan.k == 20
    assert redrawn.plan.figures.in_range == 1
    assert redrawn.plan.figures.torn == 0
    assert redrawn.moved == moved(graph, before, redrawn)
    assert redrawn.unavoidable <= redrawn.moved <= redrawn.unavoidable + 0.035 * graph.total


def test_nothing_changes_where_nothing_has_to() -> None:
    graph = town(150, 5)
    rule = Rule(300, 600, 19)
    before = solve(graph, rule, seed=1).labels
    redrawn = redraw(graph, rule, before, wish=Wish(keep=50.0))
    assert redrawn.unavoidable == 0
    assert redrawn.moved <= 0.01 * graph.total
    assert redrawn.continues.tolist() == list(range(19))


def test_named_survivors_go_on() -> None:
    graph = row(*[100] * 12)
    before = np.repeat([10, 20, 30, 40], 3)
    redrawn = redraw(graph, Rule(600, 600, 2), before, survivors=[20, 40])
    assert sorted(redrawn.continues.tolist()) == [20, 40]
    assert redrawn.moved == redrawn.unavoidable == 600


def test_more_grids_take_from_the_old_ones() -> None:
    graph = row(*[100] * 12)
    before = np.repeat([1, 2], 6)
    redrawn = redraw(graph, Rule(300, 400, 4), before)
    assert sorted(redrawn.continues.tolist()) == [-1, -1, 1, 2]
    assert redrawn.moved == 600
    assert redrawn.unavoidable == 600


def test_a_free_number_stays_what_it_was_where_it_can() -> None:
    graph = row(*[100] * 12)
    assert redraw(graph, Rule(200, 400), np.repeat([0, 1, 2, 3], 3)).plan.k == 4
    assert redraw(graph, Rule(300, 300), np.repeat([0, 1], 6)).plan.k == 4


def test_buildings_that_had_no_grid_do_not_count_as_moved() -> None:
    graph = row(*[100] * 6)
    redrawn = redraw(graph, Rule(300, 300), np.array([0, 0, -1, 1, 1, 1]))
    assert redrawn.moved == 0


def test_old_grids_are_matched_by_what_stays() -> None:
    graph = row(10, 10, 50, 50)
    assert matched(graph, np.array([5, 5, 5, 9]), np.array([1, 1, 0, 0]), 2).tolist() == [9, 5]


def test_the_unavoidable_by_hand() -> None:
    graph = row(100, 200, 300, 400)
    before = np.arange(4)
    assert unavoidable(graph, Rule(0, 1000), before, 2) == 300
    assert unavoidable(graph, Rule(0, 350), before, 4) == 50
    assert unavoidable(graph, Rule(150, 1000), before, 4) == 50
    assert unavoidable(graph, Rule(100, 1000), before, 6) == 200


def test_sanyuan_twenty_grids_become_eleven(shared_data: Path) -> None:
    graph, rule = planning(shared_data, "SY")
    before = solve(graph, Rule(250, 450, 20), seed=1).labels
    redrawn = redraw(graph, rule, before)
    assert redrawn.plan.figures.in_range == 1
    assert redrawn.moved <= redrawn.unavoidable + 0.035 * graph.total


@pytest.mark.parametrize("name", ["SY", "SG-TAP"])
def test_a_town_that_grows_a_little_changes_little(shared_data: Path, name: str) -> None:
    graph, rule = planning(shared_data, name)
    before = solve(graph, rule, seed=1, seconds=1, lenient=True).labels
    random = np.random.default_rng(3)
    graph.weight[random.choice(len(graph), len(graph) // 20, replace=False)] += 20
    redrawn = redraw(graph, rule, before, seconds=1, lenient=True)
    assert redrawn.plan.figures.in_range >= 0.99
    assert redrawn.moved <= 0.05 * graph.total
