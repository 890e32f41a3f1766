"""Whatever is asked, there is a valid plan or a clear refusal; and a stop at any moment leaves a plan."""

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.partition.towns import town
from wangge.foundation.refusals import Refused
from wangge.partition.errors import BuildingUnusable
from wangge.partition.graph import Graph
from wangge.partition.inputs import Dial, Rule, Wish
from wangge.partition.search import Progress
from wangge.partition.solve import Plan, solve

PLACES = st.sampled_from([0.0, -0.0, 1.0, -5.0, 3.3, 1e-9, -1e6, 1e7]) | st.floats(-1e4, 1e4)
WEIGHTS = st.sampled_from([0, 0, 1, 40, 300, 10**6]) | st.integers(0, 120)


@st.composite
def graphs(draw: st.DrawFn) -> Graph:
    """Nodes on top of each other, self-loops, parallel edges, islands, a giant or nobody at all."""
    n = draw(st.integers(1, 14))

    def each(values: st.SearchStrategy) -> list:
        return draw(st.lists(values, min_size=n, max_size=n))

    edge = st.tuples(st.integers(0, n - 1), st.integers(0, n - 1))
    edges = draw(st.lists(edge, max_size=3 * n))
    chain = [(i, i + 1) for i in range(n - 1)] if draw(st.booleans()) else []
    pairs = np.array(chain + edges, dtype=np.int64).reshape(-1, 2)
    m = len(pairs)
    return Graph(
        x=np.array(each(PLACES)),
        y=np.array(each(PLACES)),
        weight=np.array(each(WEIGHTS) if draw(st.booleans()) else [0] * n, dtype=np.int64),
        area=np.array(each(st.sampled_from([0.0, 1e-6, 100.0, 1e9]))),
        compound=np.array(each(st.integers(-1, 3)), dtype=np.int64),
        zone=np.array(each(st.integers(-1, 2)), dtype=np.int64),
        a=pairs[:, 0],
        b=pairs[:, 1],
        length=np.array([draw(st.floats(0, 50)) for _ in range(m)]),
        barrier=np.array([draw(st.integers(0, 3)) for _ in range(m)], dtype=np.int64),
        work=np.array(each(st.floats(0, 50)) if draw(st.booleans()) else []),
    )


@st.composite
def rules(draw: st.DrawFn) -> Rule:
    low = draw(st.sampled_from([0, 1, 50, 300, 10**6]) | st.integers(0, 200))
    return Rule(low, max(low + draw(st.integers(0, 300)), 1), draw(st.none() | st.integers(1, 20)))


@st.composite
def wishes(draw: st.DrawFn, n: int) -> Wish:
    def maybe(values: st.SearchStrategy, dtype: type = np.int64) -> np.ndarray | None:
        wanted = draw(st.booleans())
        return np.array(draw(st.lists(values, min_size=n, max_size=n)), dtype=dtype) if wanted else None

    numbers = st.integers(-1, 4)
    start = maybe(st.integers(0, 4))
    pinned = None if start is None else maybe(st.booleans(), np.bool_)
    dial = Dial(*(draw(st.sampled_from([0.0, 0.3, 10.0])) for _ in range(4)))
    return Wish(dial, start, maybe(numbers), 2.0, draw(st.booleans()), pinned, maybe(numbers))


def answer(ask: Callable[[], Plan]) -> Plan | None:
    """The plan, or None where it was refused in words."""
    try:
        return ask()
    except Refused as refusal:
        said = str(refusal)
    assert said.endswith(".")
    assert "{" not in said
    return None


def assert_valid(plan: Plan, graph: Graph, rule: Rule) -> None:
    assert plan.labels.shape == (len(graph),)
    assert set(plan.labels.tolist()) == set(range(plan.k))
    assert rule.k is None or plan.k == rule.k
    assert int(graph.pieces(plan.labels).max()) + 1 == plan.k
    assert plan.figures.torn == 0
    assert np.isfinite(plan.objective)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(graphs(), rules(), st.booleans(), st.integers(0, 2**40))
def test_any_graph_and_rule(graph: Graph, rule: Rule, lenient: bool, seed: int) -> None:  # noqa: FBT001
    plan = answer(lambda: solve(graph, rule, seed=seed, iterations=300, lenient=lenient))
    if plan is None:
        return
    assert_valid(plan, graph, rule)
    held = np.bincount(plan.labels, weights=graph.weight)
    outside = sum(not rule.holds(each) for each in held)
    assert plan.figures.in_range == pytest.approx(1 - outside / plan.k)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(graphs(), rules(), st.data())
def test_any_wish(graph: Graph, rule: Rule, data: st.DataObject) -> None:
    wish = data.draw(wishes(len(graph)))
    plan = answer(lambda: solve(graph, rule, wish=wish, iterations=300, lenient=True))
    if plan is not None:
        assert_valid(plan, graph, rule)


@pytest.mark.parametrize("broken", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("column", ["x", "y", "area"])
def test_what_is_no_place_or_no_number_is_refused_with_the_building(column: str, broken: float) -> None:
    graph = town(12, 1)
    getattr(graph, column)[3] = broken
    with pytest.raises(BuildingUnusable, match="Building 3 has no place on the map"):
        solve(graph, Rule(0, 10**6, 3), iterations=500, lenient=True)


def test_fewer_than_nobody_is_refused() -> None:
    graph = town(12, 1)
    graph.weight[5] = -40
    with pytest.raises(BuildingUnusable):
        solve(graph, Rule(0, 10**6, 3), iterations=500)


def count_down(stop: int) -> Iterator[bool]:
    yield from [True] * (stop - 1)
    yield from iter(lambda: False, None)


@pytest.mark.parametrize("k", [3, None])
def test_a_stop_at_any_moment_leaves_a_plan(k: int | None) -> None:
    graph, rule = town(25, 2), Rule(0, 900, k)
    told = 0

    def count(_: Progress) -> bool:
        nonlocal told
        told += 1
        return True

    solve(graph, rule, iterations=2_000, progress=count)
    assert told > 10
    for stop in sorted({*range(1, 10), *np.linspace(10, told, 20, dtype=int).tolist()}):
        calls = count_down(stop)
        plan = solve(graph, rule, iterations=2_000, progress=lambda _, calls=calls: next(calls))
        assert_valid(plan, graph, rule)
