"""Divisions made better place by place."""

import pytest

from tests.partition.towns import estate_graph, town
from wangge.partition.exact import prove
from wangge.partition.inputs import Dial, Rule, Wish
from wangge.partition.objective import objective
from wangge.partition.search import Budget, search
from wangge.partition.task import Task
from wangge.partition.vicinity import improved


@pytest.mark.parametrize("seed", range(4))
def test_a_place_that_is_the_whole_town_is_divided_as_well_as_can_be(seed: int) -> None:
    graph = town(22, 20 + seed)
    mean = graph.total / 5
    rule, wish = Rule(int(0.5 * mean), int(1.6 * mean), 5), Wish()
    task = Task.of(graph, rule, wish, 5)
    begun = search(task, seed, Budget(2_000, 1))
    assert begun.outside == 0
    labels = improved(task, begun.labels, seconds=60)
    assert objective(graph, labels, 5, wish.dial) == pytest.approx(prove(graph, rule, wish=wish).objective)


def test_a_town_of_many_places_becomes_better_and_keeps_to_the_rule() -> None:
    graph, rule, dial = estate_graph(), Rule(300, 620, 10), Dial()
    task = Task.of(graph, rule, Wish(), 10)
    begun = search(task, 3, Budget(4_000, 1))
    assert begun.outside == 0
    labels = improved(task, begun.labels, seconds=60)
    assert objective(graph, labels, 10, dial) < objective(graph, begun.labels, 10, dial)
    assert all(rule.holds(graph.weight[labels == j].sum()) for j in range(10))
    assert int(graph.pieces(labels).max()) == 9


def test_told_to_stop_it_gives_back_what_it_was_given() -> None:
    graph, rule = estate_graph(), Rule(300, 620, 10)
    task = Task.of(graph, rule, Wish(), 10)
    begun = search(task, 3, Budget(4_000, 1)).labels
    assert (improved(task, begun, seconds=60, proceed=lambda: False) == begun).all()
    assert (improved(task, begun, seconds=0) == begun).all()
