"""The search for a division: first ones, annealed and mended, the best state met within a budget."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import numpy as np

from wangge.partition.annealing import anneal
from wangge.partition.bisection import bisect
from wangge.partition.compiled import RandomState, random_state
from wangge.partition.division import settle
from wangge.partition.halves import anneal_halves
from wangge.partition.mending import mend
from wangge.partition.shares import shares
from wangge.partition.starting import repaired

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from wangge.partition.graph import Graph
    from wangge.partition.task import State, Task

HOT, WARM, AGAIN, COLD = 0.4, 0.1, 0.25, 0.03
COOLED, POLISHING, TEETH, STERN = 0.7, 0.93, 3, 5.0
TREES = 8
LARGE = 12_000  # nodes above which two halves are worked on at a time
BEATS, LONGEST = 100, 500_000
SECOND = 1_000_000  # steps in about a second


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a solution has come: the part of the budget spent (0 to 1), J, and grids out of range."""

    done: float
    objective: float
    outside: int


@dataclass(frozen=True, slots=True)
class Budget:
    """Steps of annealing in all, or seconds since `started`, shared among the rounds."""

    steps: int
    rounds: int
    seconds: float | None = None
    started: float = 0.0

    @classmethod
    def of(cls, graph: Graph, steps: int, seconds: float | None = None) -> Budget:
        """A budget; small graphs get several rounds, as a single one may end in a dead end."""
        return cls(max(steps, 1), min(max(1_000 // len(graph), 1), 6), seconds, time.monotonic())

    def beat(self, nodes: int) -> int:
        """How many steps to go before looking up."""
        if nodes > LARGE:
            return 10 * nodes
        if self.seconds:
            return 20_000 + 2 * nodes
        return min(-(-self.steps // (self.rounds * BEATS)), LONGEST)

    def spent(self, number: int, steps: int) -> float:
        """The part of a round's share that is gone after so many of its steps."""
        if self.seconds is None:
            return steps * self.rounds / self.steps
        return (time.monotonic() - self.started) / self.seconds * self.rounds - number


def suiting(nodes: int) -> int:
    """How many steps suit a graph of this size: some seconds, and less than a minute for 100,000 nodes."""
    return min(max(400_000, 5_000 * nodes), max(12_000_000, 400 * nodes))


def search(
    task: Task, seed: int, budget: Budget, progress: Callable[[Progress], bool] | None = None
) -> State:
    """The best state met in all rounds; `progress` may return False to stop with the best so far."""
    best: State | None = None
    random = random_state(seed)
    for number in range(budget.rounds):
        for spent, found in _round(task, budget, number, random):
            best = found if best is None or found.beats(best) else best
            done = (number + min(spent, 1.0)) / budget.rounds
            if progress and not progress(Progress(done, best.cost, best.outside)):
                return best
    return cast("State", best)


def _round(task: Task, budget: Budget, number: int, random: RandomState) -> Iterator[tuple[float, State]]:
    """One division from the start, cooled down over its share of the budget; every beat its state."""
    n, limits = len(task.graph), task.limits
    division = settle(task.ground, limits, first(task, random), task.k)
    steps, spent, teeth = 0, 0.0, 0
    lines = np.random.default_rng(random)
    seen = task.seen(division)
    yield spent, seen
    hot = WARM if task.wish.start is not None and not task.wish.choice else HOT
    while spent < 1:
        beat = budget.beat(n)
        if seen.outside and _tooth(spent) >= teeth:
            limits = limits._replace(fine=STERN)
            mended = mend(task.graph, task.ground, limits, division.label, 6 * 2**teeth, random)
            division = settle(task.ground, limits, mended, task.k)
            teeth += 1
        heat = _heat(max(spent, 0.0), seen.outside, hot)
        if n > LARGE:
            after = anneal_halves(task, limits, division.label, beat, heat, lines)
            division = settle(task.ground, limits, after, task.k)
        else:
            anneal(task.ground, limits, division, beat, heat, random)
        steps += beat
        spent = budget.spent(number, steps)
        seen = task.seen(division)
        yield min(spent, 1.0), seen


def _heat(spent: float, outside: int, hot: float) -> float:
    """Falls geometrically, stays low, ends at 0; while grids are out of range then, it rises a few times."""
    if spent < COOLED:
        return float(hot * (COLD / hot) ** (spent / COOLED))
    if spent >= POLISHING:
        return 0.0
    if outside == 0:
        return COLD
    return float(AGAIN * (COLD / AGAIN) ** (_tooth(spent) % 1))


def _tooth(spent: float) -> float:
    """How many times the heat has risen again; below 0 before that."""
    return (spent - COOLED) / (POLISHING - COOLED) * TEETH


def first(task: Task, random: RandomState) -> NDArray[np.int64]:
    """A first division: the one wished for where it can be had, or one drawn part by connected part."""
    wished = task.wish.start
    begun = None if wished is None else repaired(task.graph, wished, task.k, task.wish.pinned)
    if begun is not None:
        return begun
    labels = np.zeros(len(task.graph), dtype=np.int64)
    part = task.graph.pieces()
    share = shares(task.graph, task.rule, task.k)
    for number, (k, below) in enumerate(zip(share, np.cumsum(share) - share, strict=True)):
        nodes = np.flatnonzero(part == number)
        labels[nodes] = below + bisect(task.ground, task.limits, nodes, int(k), TREES, random)
    return labels
