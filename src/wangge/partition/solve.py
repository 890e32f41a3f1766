"""Draw the grids of a community: first division, annealing, the best plan found within a budget."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import numpy as np

from wangge.partition.annealing import anneal
from wangge.partition.bisection import Ground, Limits, bisect
from wangge.partition.compiled import RandomState, random_state
from wangge.partition.division import Division, settle
from wangge.partition.errors import (
    Infeasible,
    MoreGridsThanBuildings,
    MorePartsThanGrids,
    NothingToDivide,
)
from wangge.partition.feasibility import numbers_to_try, refusal, shares
from wangge.partition.inputs import NO_COMPOUND
from wangge.partition.mending import mend
from wangge.partition.objective import Figures, disc_moment, figures, mean_weight, objective

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from wangge.partition.graph import Graph
    from wangge.partition.inputs import Rule

HOT, AGAIN, COLD = 0.4, 0.25, 0.03
COOLED, TEETH, STERN = 0.75, 3, 5.0
TREES = 8
BEATS = 100
POLISH = 300


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a solution has come: the part of the budget spent (0 to 1), J, and grids out of range."""

    done: float
    objective: float
    outside: int


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """A division: labels of shape (n,) in 0 … k - 1, every grid connected and none empty.

    `reason` says why some grids are out of range, where that is known to be unavoidable.
    """

    labels: NDArray[np.int64]
    k: int
    rule: Rule
    objective: float
    figures: Figures
    reason: Infeasible | None = None


@dataclass(frozen=True, slots=True)
class _Budget:
    """Steps of annealing in all, or seconds since `started`, shared among the rounds."""

    steps: int
    rounds: int
    seconds: float | None = None
    started: float = 0.0

    def beat(self, nodes: int) -> int:
        """How many steps to go before looking up."""
        return 20_000 + 2 * nodes if self.seconds else -(-self.steps // (self.rounds * BEATS))

    def spent(self, number: int, steps: int) -> float:
        """The part of a round's share that is gone after so many of its steps."""
        if self.seconds is None:
            return steps * self.rounds / self.steps
        return (time.monotonic() - self.started) / self.seconds * self.rounds - number


@dataclass(frozen=True, slots=True, eq=False)
class _State:
    labels: NDArray[np.int64]
    outside: int
    cost: float

    def beats(self, other: _State) -> bool:
        return (self.outside, self.cost) < (other.outside, other.cost)


def solve(
    graph: Graph,
    rule: Rule,
    *,
    seed: int = 0,
    iterations: int | None = None,
    seconds: float | None = None,
    progress: Callable[[Progress], bool] | None = None,
    lenient: bool = False,
) -> Plan:
    """Divide a graph into connected grids that keep to a rule, with J as small as the budget allows.

    Without a budget, iterations suit the size. With `iterations` a seed always gives the same plan; with
    `seconds` it need not. `progress` is told now and then and may return False to stop: the best plan so far
    is returned. A rule that cannot be met is refused (`Infeasible`, naming the nearest that can), or with
    `lenient` kept to as far as possible.
    """
    if len(graph) == 0:
        raise NothingToDivide
    reason = refusal(graph, rule)
    impossible = isinstance(reason, MoreGridsThanBuildings | MorePartsThanGrids)
    if reason is not None and (impossible or not lenient):
        raise reason
    steps = iterations if iterations is not None else max(400_000, 5_000 * len(graph))
    k = rule.k if rule.k is not None else _number(graph, rule, seed, steps)
    budget = _Budget(max(steps, 1), _rounds(graph), seconds, time.monotonic())
    best = _search(graph, rule.with_k(k), seed, budget, progress)
    return Plan(
        labels=best.labels,
        k=k,
        rule=rule,
        objective=objective(graph, best.labels, k),
        figures=figures(graph, best.labels, rule, k),
        reason=reason,
    )


def _number(graph: Graph, rule: Rule, seed: int, steps: int) -> int:
    """The number of grids, where it is free: the first for which a short search keeps to the rule."""
    tried: list[tuple[int, int]] = []
    for k in numbers_to_try(graph, rule):
        probe = _Budget(max(steps // 10, 1), _rounds(graph))
        outside = _search(graph, rule.with_k(k), seed, probe, None).outside
        if outside == 0:
            return k
        tried.append((outside, k))
    return min(tried, key=lambda found: found[0])[1]


def _rounds(graph: Graph) -> int:
    """Small graphs get several rounds, as a single one may end in a dead end."""
    return min(max(1_000 // len(graph), 1), 6)


def _search(
    graph: Graph,
    rule: Rule,
    seed: int,
    budget: _Budget,
    progress: Callable[[Progress], bool] | None,
) -> _State:
    """The best state met in all rounds."""
    best: _State | None = None
    state = random_state(seed)
    for number in range(budget.rounds):
        for spent, found in _round(graph, rule, budget, number, state):
            best = found if best is None or found.beats(best) else best
            done = (number + min(spent, 1.0)) / budget.rounds
            if progress and not progress(Progress(done, best.cost, best.outside)):
                return best
    return cast("_State", best)


def _round(
    graph: Graph, rule: Rule, budget: _Budget, number: int, random: RandomState
) -> Iterator[tuple[float, _State]]:
    """One division from the start, cooled down over its share of the budget; every beat its state."""
    k = cast("int", rule.k)
    ground = _ground(graph)
    limits = _limits(graph, rule)
    division = settle(ground, limits, _first(graph, rule, ground, limits, random), k)
    steps, spent, teeth = 0, 0.0, 0
    seen = _seen(graph, rule, division)
    yield spent, seen
    while spent < 1:
        beat = budget.beat(len(graph))
        if seen.outside and _tooth(spent) >= teeth:
            limits = limits._replace(fine=STERN)
            mended = mend(graph, ground, limits, division.label, 6 * 2**teeth, random)
            division = settle(ground, limits, mended, k)
            teeth += 1
        anneal(ground, limits, division, beat, _heat(max(spent, 0.0), seen.outside), random)
        steps += beat
        spent = budget.spent(number, steps)
        seen = _seen(graph, rule, division)
        yield spent, seen
    anneal(ground, limits, division, min(budget.steps, POLISH * len(graph)), 0.0, random)
    yield 1.0, _seen(graph, rule, division)


def _heat(spent: float, outside: int) -> float:
    """Falls geometrically and stays low; while grids are out of range then, it rises a few times more."""
    if spent < COOLED:
        return float(HOT * (COLD / HOT) ** (spent / COOLED))
    if outside == 0:
        return COLD
    return float(AGAIN * (COLD / AGAIN) ** (_tooth(spent) % 1))


def _tooth(spent: float) -> float:
    """How many times the heat has risen again; below 0 before that."""
    return (spent - COOLED) / (1 - COOLED) * TEETH


def _seen(graph: Graph, rule: Rule, division: Division) -> _State:
    held = np.bincount(division.label, weights=graph.weight, minlength=len(division.head))
    outside = int(((held < rule.min) | (held > rule.max)).sum())
    return _State(division.label.copy(), outside, float(division.cost.sum()))


def _first(
    graph: Graph, rule: Rule, ground: Ground, limits: Limits, random: RandomState
) -> NDArray[np.int64]:
    """A first division, part by connected part."""
    labels = np.zeros(len(graph), dtype=np.int64)
    part = graph.pieces()
    share = shares(graph, rule, cast("int", rule.k))
    for number, (k, below) in enumerate(zip(share, np.cumsum(share) - share, strict=True)):
        nodes = np.flatnonzero(part == number)
        labels[nodes] = below + bisect(ground, limits, nodes, int(k), TREES, random)
    return labels


def _ground(graph: Graph) -> Ground:
    """The graph as the compiled loops take it: around the origin, with groups numbered from 0."""
    return Ground(
        *graph.neighbours(),
        weight=graph.weight.astype(np.float64),
        x=graph.x - graph.x.mean(),
        y=graph.y - graph.y.mean(),
        compound=_numbered(graph.compound),
        zone=_numbered(graph.zone),
    )


def _limits(graph: Graph, rule: Rule) -> Limits:
    k = cast("int", rule.k)
    return Limits(float(rule.min), float(rule.max), mean_weight(graph, k), disc_moment(graph, k), 1.0)


def _numbered(groups: NDArray[np.int64]) -> NDArray[np.int64]:
    names, number = np.unique(groups, return_inverse=True)
    return np.where(groups == NO_COMPOUND, NO_COMPOUND, number - (names[0] == NO_COMPOUND))
