"""Many short searches whose best parts are joined."""

from pathlib import Path

import numpy as np
import pytest

from tests.partition.towns import estate_graph, planning, town
from wangge.partition.combining import combine
from wangge.partition.inputs import Rule, Wish
from wangge.partition.objective import objective
from wangge.partition.search import Budget, Progress
from wangge.partition.task import Task


def test_what_is_combined_is_a_division_and_the_same_for_a_seed() -> None:
    graph, rule = town(60, 4), Rule(250, 700, 8)
    task = Task.of(graph, rule, Wish(), 8)
    first, again = (combine(task, 3, Budget(400_000, 1)) for _ in range(2))
    assert (first.labels == again.labels).all()
    assert first.outside == 0
    assert set(first.labels.tolist()) == set(range(8))
    assert int(graph.pieces(first.labels).max()) == 7
    assert objective(graph, first.labels, 8) == pytest.approx(first.cost)


def test_it_stops_when_told_to_with_the_best_so_far() -> None:
    task = Task.of(estate_graph(), Rule(300, 620, 10), Wish(), 10)
    heard: list[Progress] = []

    def progress(at: Progress) -> bool:
        heard.append(at)
        return len(heard) < 3

    state = combine(task, 1, Budget(50_000_000, 1), progress)
    assert len(heard) == 3
    assert set(state.labels.tolist()) == set(range(10))


def test_a_rule_that_cannot_be_met_still_gives_a_division() -> None:
    graph = town(30, 2)
    task = Task.of(graph, Rule(graph.total // 3, graph.total // 3, 3), Wish(), 3)
    state = combine(task, 1, Budget(100_000, 1))
    assert state.outside > 0
    assert set(state.labels.tolist()) == {0, 1, 2}


def test_pinned_buildings_stay_put() -> None:
    graph, rule = estate_graph(), Rule(300, 620, 10)
    start = combine(Task.of(graph, rule, Wish(), 10), 1, Budget(200_000, 1)).labels
    pinned = np.arange(len(graph)) % 5 == 0
    wish = Wish(start=start, home=start, keep=0.2, pinned=pinned)
    state = combine(Task.of(graph, rule, wish, 10), 2, Budget(200_000, 1))
    assert (state.labels[pinned] == start[pinned]).all()
    assert state.outside == 0


def test_sanyuan_comes_near_the_best_known(shared_data: Path) -> None:
    graph, rule = planning(shared_data, "SY")
    state = combine(Task.of(graph, rule, Wish(), 11), 1, Budget(2_000_000, 1))
    assert state.outside == 0
    assert state.cost <= 25.8
