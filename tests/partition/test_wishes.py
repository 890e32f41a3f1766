import numpy as np
import pytest

from tests.partition.towns import estate_graph, town
from wangge.partition.contraction import contracted
from wangge.partition.errors import MorePartsThanGrids
from wangge.partition.graph import Graph
from wangge.partition.inputs import Dial, Rule, Wish
from wangge.partition.objective import objective
from wangge.partition.solve import Plan, solve
from wangge.partition.starting import repaired

RULE = Rule(300, 620, 10)


def drawn(graph: Graph, wish: Wish, rule: Rule = RULE, seed: int = 1) -> Plan:
    plan = solve(graph, rule, wish=wish, seed=seed, iterations=20_000, lenient=True)
    base = plan.labels < plan.k
    assert set(plan.labels[base].tolist()) == set(range(plan.k))
    assert plan.figures.torn == 0
    return plan


def test_a_locked_grid_stays_as_it_is_and_counts_among_the_k() -> None:
    graph = estate_graph()
    free = drawn(graph, Wish())
    locked = np.where(np.isin(free.labels, [2, 7]), free.labels, -1)
    plan = drawn(graph, Wish(locked=locked), seed=5)
    assert plan.k == 10
    for grid in (2, 7):
        assert ((plan.labels == grid) == (free.labels == grid)).all()


def test_everything_locked_is_the_division_itself() -> None:
    graph = estate_graph()
    free = drawn(graph, Wish())
    assert (drawn(graph, Wish(locked=free.labels)).labels == free.labels).all()


def test_more_locked_grids_than_the_rule_allows_are_refused() -> None:
    graph = estate_graph()
    locked = np.where(np.arange(len(graph)) < 3, np.arange(len(graph)), -1)
    with pytest.raises(MorePartsThanGrids):
        solve(graph, Rule(300, 620, 3), wish=Wish(locked=locked))


def test_a_special_grid_has_the_members_chosen_for_it_and_counts_in_no_figure() -> None:
    graph = estate_graph()
    special = np.full(len(graph), -1)
    special[[0, 1, 8]] = 4
    plan = drawn(graph, Wish(special=special), Rule(300, 620))
    assert plan.special == 1
    assert np.flatnonzero(plan.labels == plan.k).tolist() == [0, 1, 8]
    rest = np.flatnonzero(special < 0)
    assert plan.objective == pytest.approx(objective(graph.part(rest), plan.labels[rest], plan.k))


def test_a_pinned_building_keeps_its_grid_while_others_move() -> None:
    graph = town(120, 4)
    start = drawn(graph, Wish(), Rule(300, 700, 12)).labels
    pinned = np.zeros(len(graph), dtype=np.bool_)
    pinned[::9] = True
    plan = drawn(graph, Wish(start=start, pinned=pinned), Rule(350, 650, 12), seed=9)
    assert (plan.labels[pinned] == start[pinned]).all()
    assert (plan.labels != start).any()


def test_blocs_stay_together_unless_they_are_too_heavy_for_a_grid() -> None:
    graph = estate_graph()
    plan = drawn(graph, Wish(bloc=graph.compound), Rule(300, 620))
    for compound in set(graph.compound.tolist()) - {-1}:
        inside = graph.compound == compound
        if graph.weight[inside].sum() <= 620 and len(set(graph.part(np.flatnonzero(inside)).pieces())) == 1:
            assert len(set(plan.labels[inside].tolist())) == 1


def test_a_contracted_graph_costs_what_the_whole_one_does() -> None:
    graph = estate_graph()
    small, of = contracted(graph, graph.compound, most=10**6)
    assert len(small) < len(graph)
    labels = drawn(small, Wish(), Rule(0, 10**6, 4)).labels
    there, here = objective(small, labels, 4), objective(graph, labels[of], 4)
    assert there == pytest.approx(here)


def test_the_dial_turns_shape_against_evenness() -> None:
    graph = town(150, 5)
    rule = Rule(200, 700, 19)
    even = drawn(graph, Wish(dial=Dial(evenness=100.0, shape=0.1)), rule)
    round_ = drawn(graph, Wish(dial=Dial(evenness=0.1, shape=5.0)), rule)
    assert even.figures.max_dev < round_.figures.max_dev
    assert even.figures.rms > round_.figures.rms


def test_a_torn_and_incomplete_beginning_is_put_in_order() -> None:
    graph = estate_graph()
    start = np.arange(len(graph)) % 5
    start[:6] = -1
    labels = repaired(graph, start, 7)
    assert labels is not None
    assert set(labels.tolist()) == set(range(7))
    assert len(set(graph.pieces(labels).tolist())) == 7
