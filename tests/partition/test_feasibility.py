"""What is refused is impossible, and what is offered instead is possible: held against every division."""

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.partition.test_solve import row
from tests.partition.towns import town
from wangge.partition.errors import (
    BuildingFitsNowhere,
    Infeasible,
    NoNumberOfGrids,
    WholeBuildingsDoNotAddUp,
    WholeBuildingsMakeAnotherNumber,
    WrongNumberOfGrids,
)
from wangge.partition.feasibility import refusal
from wangge.partition.graph import Graph
from wangge.partition.inputs import Rule
from wangge.partition.numbers import bits, numbers
from wangge.partition.solve import solve
from wangge.partition.sums import greatest, least, listed, sums, without
from wangge.partition.surroundings import FOUND, NONE, UNKNOWN, surroundings


def web(weights: list[int], edges: list[tuple[int, int]]) -> Graph:
    """Buildings joined as told."""
    n = len(weights)
    pairs = np.array(edges, dtype=np.int64).reshape(-1, 2)
    none = np.full(n, -1, dtype=np.int64)
    return Graph(
        x=np.arange(n) % 3 * 10.0,
        y=np.arange(n) // 3 * 10.0,
        weight=np.array(weights, dtype=np.int64),
        area=np.full(n, 100.0),
        compound=none,
        zone=none,
        a=pairs[:, 0],
        b=pairs[:, 1],
        length=np.full(len(pairs), 10.0),
        barrier=np.zeros(len(pairs), dtype=np.int64),
    )


def divisions(n: int) -> Iterator[list[int]]:
    """Every way to share n buildings out, as labels in order of first appearance."""
    labels = [0] * n

    def put(i: int, used: int) -> Iterator[list[int]]:
        if i == n:
            yield labels
            return
        for grid in range(used + 1):
            labels[i] = grid
            yield from put(i + 1, max(used, grid + 1))

    yield from put(0, 0)


def numbers_by_hand(graph: Graph, low: int, high: int) -> set[int]:
    """The numbers of grids of every division into connected grids in range."""
    edges = list(zip(graph.a.tolist(), graph.b.tolist(), strict=True))
    weight = graph.weight.tolist()
    found = set()
    for labels in divisions(len(graph)):
        k = max(labels) + 1
        held = [0] * k
        for grid, each in zip(labels, weight, strict=True):
            held[grid] += each
        if k in found or not all(low <= each <= high for each in held):
            continue
        root = list(range(len(labels)))

        def top(i: int, root: list[int] = root) -> int:
            return i if root[i] == i else top(root[i])

        for a, b in edges:
            if labels[a] == labels[b]:
                root[top(a)] = top(b)
        if len({top(i) for i in range(len(labels))}) == k:
            found.add(k)
    return found


webs = st.integers(1, 8).flatmap(
    lambda n: st.tuples(
        st.lists(st.sampled_from([0, 1, 2, 3, 5, 8]), min_size=n, max_size=n),
        st.lists(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1)), max_size=2 * n),
    )
)
rules = st.tuples(st.integers(0, 12), st.integers(0, 6), st.none() | st.integers(1, 9)).map(
    lambda r: Rule(r[0], max(r[0] + r[1], 1), r[2])
)


@settings(max_examples=150, deadline=None)
@given(webs, rules)
def test_every_refusal_is_true_and_every_offer_holds(
    made: tuple[list[int], list[tuple[int, int]]], rule: Rule
) -> None:
    graph = web(*made)
    possible = numbers_by_hand(graph, rule.min, rule.max)
    reason = refusal(graph, rule)
    assert (reason is None) == (rule.k in possible if rule.k else bool(possible))
    if reason is None:
        return
    offered = reason.facts["nearest"]
    assert isinstance(offered, Rule)
    assert offered.min <= rule.min
    assert offered.max >= rule.max
    then = numbers_by_hand(graph, offered.min, offered.max)
    assert offered.k in then if rule.k else then
    if possible:
        assert (offered.min, offered.max) == (rule.min, rule.max)


@settings(max_examples=25, deadline=None)
@given(webs, rules)
def test_no_nearer_range_would_do(made: tuple[list[int], list[tuple[int, int]]], rule: Rule) -> None:
    graph = web(*made)
    reason = refusal(graph, Rule(rule.min, rule.max))
    if reason is None:
        return
    offered = reason.facts["nearest"]
    assert isinstance(offered, Rule)
    change = rule.min - offered.min + offered.max - rule.max
    for less in range(min(rule.min, change - 1) + 1):
        assert not numbers_by_hand(graph, rule.min - less, rule.max + change - 1 - less)


@settings(max_examples=60, deadline=None)
@given(webs, rules)
def test_numbers_of_grids_are_those_of_every_division(
    made: tuple[list[int], list[tuple[int, int]]], rule: Rule
) -> None:
    graph = web(*made)
    found = numbers(graph, rule.min, rule.max)
    assert found is not None
    assert set(bits(found)) == numbers_by_hand(graph, rule.min, rule.max)


@given(st.lists(st.integers(0, 9), max_size=9), st.integers(0, 40))
def test_sums_are_those_of_all_subsets(weights: list[int], most: int) -> None:
    all_of_them = {0}
    for weight in weights:
        all_of_them |= {weight + each for each in all_of_them}
    expected = sorted(each for each in all_of_them if each <= most)
    reached = sums(np.array(weights, dtype=np.int64), most)
    assert listed(reached).tolist() == expected
    assert least(reached, 5) == min((each for each in expected if each >= 5), default=None)
    assert greatest(reached, 5) == max(each for each in expected if each <= 5)


def test_a_weight_left_out_is_left_out_once() -> None:
    assert listed(without(np.array([5, 5, 2]), 5, 20)).tolist() == [0, 2, 5, 7]


@pytest.mark.parametrize(
    ("graph", "rule", "refused", "nearest"),
    [
        (row(200, 200, 200), Rule(300, 500), NoNumberOfGrids, Rule(200, 500)),
        (row(*[200] * 6), Rule(300, 450, 4), WrongNumberOfGrids, Rule(300, 450, 3)),
        (row(50, 150, 250, 150), Rule(300, 350), BuildingFitsNowhere, Rule(150, 350)),
        (row(50, 100, 150, 200), Rule(250, 450, 2), WholeBuildingsDoNotAddUp, Rule(200, 450, 2)),
        (row(50, 150, 50, 250), Rule(150, 350, 3), WholeBuildingsMakeAnotherNumber, Rule(150, 350, 2)),
    ],
)
def test_whole_buildings_must_add_up(
    graph: Graph, rule: Rule, refused: type[Infeasible], nearest: Rule
) -> None:
    reason = refusal(graph, rule)
    assert type(reason) is refused, reason
    assert reason.facts["nearest"] == nearest
    assert refusal(graph, nearest) is None


def test_the_building_that_fits_nowhere_is_named() -> None:
    """The 250 at the end of the row can only join the 300 beside it."""
    reason = refusal(row(*[100] * 30, 300, 250), Rule(300, 500))
    said = "Building 31 (250) makes no grid of 300 to 500 with those around: allow grids of 250 to 500."
    assert str(reason) == said


def test_surroundings_are_searched_through_or_said_to_be_too_many() -> None:
    assert surroundings(row(100, 300, 100), Rule(150, 390)).tolist() == [NONE, FOUND, NONE]
    grid = web([2] * 400, [(i, j) for i in range(400) for j in (i + 1, i + 20) if j < 400])
    assert set(surroundings(grid, Rule(51, 51)).tolist()) == {UNKNOWN}
    reason = refusal(grid, Rule(51, 51))
    assert isinstance(reason, NoNumberOfGrids)
    assert reason.facts["nearest"] in (Rule(50, 51), Rule(51, 52))


def test_large_towns_are_looked_at_in_no_time_and_their_offers_kept() -> None:
    graph = town(400, 3)
    reason = refusal(graph, Rule(290, 300, 60))
    assert reason is not None
    offered = reason.facts["nearest"]
    assert isinstance(offered, Rule)
    assert refusal(graph, offered) is None
    assert solve(graph, Rule(offered.min - 50, offered.max + 150), iterations=20_000).figures.torn == 0
