from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.partition.towns import estate, estate_graph, planning, town
from wangge.partition.alternatives import alternatives, difference
from wangge.partition.graph import from_tessellation
from wangge.partition.inputs import Rule, Wish

if TYPE_CHECKING:
    from wangge.partition.search import Progress


def test_the_names_of_grids_make_no_difference() -> None:
    weight = np.array([10, 20, 30, 40])
    assert difference(np.array([0, 0, 1, 1]), np.array([7, 7, 3, 3]), weight) == 0


def test_a_building_that_moves_counts_with_its_households() -> None:
    weight = np.array([10, 20, 30, 40])
    assert difference(np.array([0, 0, 1, 1]), np.array([0, 1, 1, 1]), weight) == pytest.approx(0.2)
    assert difference(np.array([0, 0, 0, 0]), np.array([0, 1, 2, 3]), weight) == pytest.approx(0.6)
    assert difference(np.array([0, 0, 1, 1]), np.array([0, 1, 1, 1]), weight * 0) == pytest.approx(0.25)


def test_the_best_matching_is_found_not_the_greedy_one() -> None:
    """Pairing the largest overlap (6) leaves nothing for the rest; the other pairing keeps 5 + 5."""
    weight = np.array([6, 5, 5])
    assert difference(np.array([0, 0, 1]), np.array([0, 1, 0]), weight) == pytest.approx(6 / 16)


def test_ten_thousand_grids_are_compared_without_a_dense_matrix() -> None:
    random = np.random.default_rng(1)
    labels = np.arange(40_000) // 4
    other = random.permutation(10_000)[labels]
    other[::400] = (other[::400] + 1) % 10_000
    assert 0 < difference(labels, other, np.ones(40_000, dtype=np.int64)) <= 0.0025


def test_alternatives_are_good_in_range_and_apart() -> None:
    buildings, cells, _ = estate(12, 10)
    graph, rule = from_tessellation(buildings, cells), Rule(300, 620)
    plans = alternatives(graph, rule, count=3, apart=0.15, iterations=20_000)
    assert 2 <= len(plans) <= 3
    assert [plan.objective for plan in plans] == sorted(plan.objective for plan in plans)
    assert plans[-1].objective <= 1.05 * plans[0].objective
    assert {plan.k for plan in plans} == {plans[0].k}
    for i, plan in enumerate(plans):
        assert plan.figures.torn == 0
        assert plan.figures.in_range >= plans[0].figures.in_range
        assert all(difference(plan.labels, other.labels, graph.weight) >= 0.15 for other in plans[:i])


def test_where_there_is_one_good_plan_only_one_is_shown() -> None:
    plans = alternatives(estate_graph(), Rule(300, 620, 10), count=3, apart=0.9, iterations=5_000)
    assert len(plans) == 1


def test_a_stop_leaves_the_first_plan_and_progress_never_falls_back() -> None:
    seen: list[Progress] = []
    graph = town(60, 1)
    rule = Rule(0, 900, 6)
    stopped = alternatives(graph, rule, iterations=10**8, progress=lambda at: seen.append(at) is not None)
    assert (len(stopped), len(seen)) == (1, 1)
    alternatives(graph, rule, iterations=2_000, progress=lambda at: seen.append(at) is None)
    assert [at.done for at in seen] == sorted(at.done for at in seen)


def test_the_time_is_for_all_together() -> None:
    seen: list[Progress] = []
    plans = alternatives(
        town(60, 1), Rule(0, 900, 6), seconds=0.5, progress=lambda at: seen.append(at) is None
    )
    assert plans[0].figures.torn == 0


def test_what_a_person_wishes_holds_in_every_alternative() -> None:
    graph = estate_graph()
    special = np.where(np.arange(len(graph)) < 4, 0, -1)
    plans = alternatives(graph, Rule(300, 620), count=2, wish=Wish(special=special), iterations=5_000)
    assert all(plan.special == 1 and (plan.labels[:4] == plan.k).all() for plan in plans)


@pytest.mark.slow
def test_sanyuan_has_three_plans_to_choose_from(shared_data: Path) -> None:
    graph, rule = planning(shared_data, "SY")
    plans = alternatives(graph, rule, count=3, iterations=200_000)
    assert len(plans) == 3
    assert all(plan.figures.in_range == 1 for plan in plans)
