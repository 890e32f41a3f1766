"""The exact builder: every grid that could be, the best division proven, the best parts of many joined."""

from dataclasses import replace
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.partition.towns import estate_graph, planning, town
from wangge.partition.bounding import unavoidable
from wangge.partition.columns import grids_of
from wangge.partition.enumeration import all_grids
from wangge.partition.exact import prove
from wangge.partition.graph import Graph
from wangge.partition.ground import ground_of, limits_of
from wangge.partition.inputs import Dial, Rule, Wish
from wangge.partition.objective import objective
from wangge.partition.pool import Pool
from wangge.partition.pricing import heavy_first, price_out
from wangge.partition.search import Budget, search
from wangge.partition.task import Task


def connected(graph: Graph, nodes: tuple[int, ...]) -> bool:
    return int(graph.part(np.array(nodes)).pieces().max()) == 0


def brute(graph: Graph, rule: Rule, dial: Dial) -> tuple[float, int]:
    """The least J over all divisions into rule.k connected grids in range, and how many grids could be."""
    n, k = len(graph), rule.k or 0
    inside = [
        sum(1 << v for v in nodes)
        for size in range(1, n + 1)
        for nodes in combinations(range(n), size)
        if rule.holds(graph.weight[list(nodes)].sum()) and connected(graph, nodes)
    ]
    best = np.inf

    def fill(left: int, sets: list[int]) -> None:
        nonlocal best
        if left == 0:
            if len(sets) == k:
                labels = np.array([next(j for j in range(k) if sets[j] >> v & 1) for v in range(n)])
                best = min(best, objective(graph, labels, k, dial))
            return
        lowest = left & -left
        for one in inside:
            if one & lowest and one & ~left == 0 and len(sets) < k:
                fill(left & ~one, [*sets, one])

    fill((1 << n) - 1, [])
    return best, len(inside)


@pytest.mark.parametrize("seed", range(8))
def test_what_is_proven_is_what_trying_everything_finds(seed: int) -> None:
    graph = town(11, seed)
    mean = graph.total / 3
    rule = Rule(int(0.5 * mean), int(1.6 * mean), 3)
    dial = Dial(evenness=5.0, shape=1.5, compound=0.4, zone=0.2)
    best, many = brute(graph, rule, dial)
    wish = Wish(dial=dial)
    columns = all_grids(ground_of(graph, wish), limits_of(graph, rule, wish, 3))
    assert columns is not None
    assert len(columns) == many
    proof = prove(graph, rule, wish=wish)
    assert proof.proven
    assert proof.bound == pytest.approx(best)
    if np.isfinite(best):
        assert proof.labels is not None
        assert proof.objective == pytest.approx(best)
        assert objective(graph, proof.labels, 3, dial) == pytest.approx(best)
        assert int(graph.pieces(proof.labels).max()) == 2


def test_grids_cost_what_the_objective_says() -> None:
    graph, rule = town(60, 3), Rule(0, 10_000, 6)
    labels = np.arange(60) % 6
    wish = Wish(dial=Dial(7.0, 2.0, 0.1, 0.9))
    grids = grids_of(ground_of(graph, wish), limits_of(graph, rule, wish, 6), labels, 6)
    assert grids.cost.sum() == pytest.approx(objective(graph, labels, 6, wish.dial))


@pytest.mark.parametrize("seed", range(8))
def test_where_too_many_grids_could_be_the_bound_stays_below_the_best_there_is(seed: int) -> None:
    graph = town(18, 40 + seed)
    mean = graph.total / 4
    rule, wish = Rule(int(0.6 * mean), int(1.5 * mean), 4), Wish(dial=Dial(evenness=8.0, zone=0.1 * seed))
    best = prove(graph, rule, wish=wish)
    assert best.proven
    alone = prove(graph, rule, wish=wish, most=100)
    assert alone.bound <= best.objective + 1e-6
    if best.labels is None:
        return
    near = prove(graph, rule, wish=wish, start=best.labels, most=100)
    assert near.objective == pytest.approx(best.objective)
    assert best.objective * 0.8 < near.bound <= best.objective + 1e-9
    task = Task.of(graph, rule, wish, 4)
    assert unavoidable(task.ground, task.limits, 4) <= best.objective


@pytest.mark.parametrize("seed", range(6))
def test_pricing_finds_the_cheapest_grid_at_any_prices(seed: int) -> None:
    random = np.random.default_rng(seed)
    graph = town(24, 70 + seed)
    graph = replace(graph, work=random.random(24) * 9, inner=random.random(24) * 1e4) if seed % 2 else graph
    graph = graph.part(heavy_first(graph)) if seed % 3 else graph
    rule = Rule(int(0.5 * graph.total / 5), int(1.5 * graph.total / 5), 5)
    task = Task.of(graph, rule, Wish(), 5)
    columns = all_grids(task.ground, task.limits)
    assert columns is not None
    for scale in (0.0, 0.5, 1.0, 3.0):
        price = scale * graph.weight / task.limits.mean * (0.5 + random.random(24)) + random.normal(
            0, 0.05, 24
        )
        per_grid = float(random.normal(0, 0.3))
        reduced = columns.cost - columns.sums(price) - per_grid
        found = price_out(task.ground, task.limits, price, per_grid, below=0.3)
        assert found.complete
        assert found.least == pytest.approx(min(reduced.min(), 0.3))
        every = price_out(task.ground, task.limits, price, per_grid, below=0.3, best_only=False)
        assert every.complete
        assert sorted(every.columns.cost) == pytest.approx(sorted(columns.cost[reduced < 0.3]))


def test_a_division_is_proven_although_not_all_grids_were_written_down() -> None:
    graph, rule = estate_graph(), Rule(300, 620, 10)
    task = Task.of(graph, rule, Wish(), 10)
    start = search(task, 1, Budget(200_000, 1)).labels
    proof = prove(graph, rule, start=start, most=3_000)
    assert all_grids(task.ground, task.limits, most=3_000) is None
    assert proof.bound <= proof.objective
    whole = prove(graph, rule, start=start)
    assert proof.bound <= whole.objective + 1e-9 <= proof.objective + 2e-9


def test_nothing_in_range_is_proven_too() -> None:
    graph = town(12, 1)
    proof = prove(graph, Rule(graph.total, graph.total, 2))
    assert proof.labels is None
    assert proof.proven
    assert np.isinf(proof.bound)


def test_a_good_start_is_kept_where_nothing_is_better() -> None:
    graph, rule = town(14, 2), Rule(100, 600, 3)
    first = prove(graph, rule)
    again = prove(graph, rule, start=first.labels)
    assert again.proven
    assert again.labels is first.labels


def plans(task: Task, many: int) -> list[NDArray[np.int64]]:
    return [search(task, seed, Budget(20_000, 1)).labels for seed in range(many)]


def test_the_best_parts_of_several_plans_are_joined() -> None:
    graph, rule = estate_graph(), Rule(300, 620, 10)
    task = Task.of(graph, rule, Wish(), 10)
    pool = Pool(task)
    for labels in plans(task, 6):
        pool.add(labels)
    before = pool.value
    joined = pool.recombine()
    assert pool.value <= before
    assert pool.best is not None
    assert objective(graph, pool.best, 10) == pytest.approx(pool.value)
    assert joined is None or set(joined.tolist()) == set(range(10))
    assert pool.recombine() is None


def test_pinned_buildings_stay_in_their_grids_when_plans_are_joined() -> None:
    graph, rule = estate_graph(), Rule(300, 620, 10)
    free = Task.of(graph, rule, Wish(), 10)
    start = plans(free, 1)[0]
    pinned = np.arange(len(graph)) % 7 == 0
    wish = Wish(start=start, home=start, keep=0.5, pinned=pinned)
    task = Task.of(graph, rule, wish, 10)
    pool = Pool(task)
    pool.add(start)
    for labels in plans(task, 5):
        pool.add(labels)
    pool.recombine()
    assert pool.best is not None
    assert (pool.best[pinned] == start[pinned]).all()
    moved = graph.weight[pool.best != start].sum() / graph.total * 10
    assert pool.value == pytest.approx(objective(graph, pool.best, 10) + 0.5 * moved)


def test_jiabei_is_proven(shared_data: Path) -> None:
    graph, rule = planning(shared_data, "JB")
    proof = prove(graph, rule)
    assert proof.proven
    assert proof.objective == pytest.approx(23.230, abs=5e-4)


def test_how_far_from_the_best_is_told_for_a_town() -> None:
    graph = town(200, 3)
    rule = Rule(180, 300, 46)
    start = search(Task.of(graph, rule, Wish(), 46), 1, Budget(200_000, 1)).labels
    proof = prove(graph, rule, start=start, seconds=30)
    assert 181.5 < proof.bound < 181.6
    assert proof.bound < proof.objective < 1.02 * proof.bound
    assert not proof.proven
