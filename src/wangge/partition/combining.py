"""Search by many short annealings whose best parts are joined: far better than one long one.

Fresh divisions fill a pool; the best one put together from it is warmed up and cooled down again several
times over, and whatever became better anywhere is joined once more. Where nothing did, fresh ones are added,
and at last a new pool is begun; the best of each are joined too.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np

from wangge.partition.annealing import anneal
from wangge.partition.compiled import random_state
from wangge.partition.division import settle
from wangge.partition.pool import Pool
from wangge.partition.search import Budget, Progress, search
from wangge.partition.task import State

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from wangge.partition.compiled import RandomState
    from wangge.partition.task import Task

FRESH, SHARE, PACE, FEWEST = 450, 0.07, 1e6, 20_000  # steps a node, of a budget, a second, at least
FIRST, FURTHER, WARMINGS, PATIENCE = 5, 2, 4, 3
HEATS, COLD, BEATS, POLISH = (0.12, 0.3), 0.02, 8, 0.1
BRANCHES = 500


def combine(
    task: Task, seed: int, budget: Budget, progress: Callable[[Progress], bool] | None = None
) -> State:
    """The best state found; `progress` may return False to stop with the best so far.

    With a budget of steps a seed always gives the same state. Worth its while from some 1,000 steps a node.
    """
    return _Combination(task, seed, budget, progress).run()


class _Combination:
    """One search: its budget, the best state so far, the pool at work and the elite of those before."""

    def __init__(
        self, task: Task, seed: int, budget: Budget, progress: Callable[[Progress], bool] | None
    ) -> None:
        self.task, self.budget, self.progress = task, budget, progress
        self.seeds, self.random = np.random.SeedSequence(seed), random_state(seed)
        self.steps, self.stopped = 0, False
        worth = budget.steps if budget.seconds is None else budget.seconds * PACE
        self.length = max(int(min(FRESH * len(task.graph), SHARE * worth)), FEWEST)
        self.best: State | None = None
        self.elite = Pool(task)

    def run(self) -> State:
        """Pool after pool, until the budget is spent."""
        state = self.fresh(self.elite)
        while not self.over():
            self._epoch()
            self.join(self.elite)
            for _ in range(2):
                self._warm_up(self.elite, self.random)
        return self.best or state

    def _epoch(self) -> None:
        """One pool, until nothing in it has become better for a while."""
        pool = Pool(self.task)
        self._refresh(pool, FIRST)
        self.join(pool)
        stale = 0
        while stale < PATIENCE and not self.over():
            before = pool.value
            if stale:
                self._refresh(pool, FURTHER)
            self._warm_up(pool, self.random)
            stale = 0 if pool.value < before else stale + 1
        if pool.best is not None:
            self.elite.add(pool.best)

    def _refresh(self, pool: Pool, many: int) -> None:
        for _ in range(many):
            if not self.over():
                self.fresh(pool)

    def _warm_up(self, pool: Pool, random: RandomState) -> None:
        """The best division warmed up and cooled down some times, and what became better joined."""
        for turn in range(WARMINGS):
            if pool.best is not None and not self.over():
                pool.add(self._warmed(pool.best, HEATS[turn % len(HEATS)], random))
        self.join(pool)

    def done(self) -> float:
        """The part of the budget that is gone."""
        if self.budget.seconds is None:
            return min(self.steps / self.budget.steps, 1.0)
        return min((time.monotonic() - self.budget.started) / self.budget.seconds, 1.0)

    def wanted(self) -> bool:
        """Tells how far things have come; whether to go on."""
        state = self.best
        if self.progress is not None and state is not None and not self.stopped:
            self.stopped = not self.progress(Progress(self.done(), state.cost, state.outside))
        return not self.stopped

    def over(self) -> bool:
        """Whether to stop, as told or because the budget is spent."""
        return not self.wanted() or self.done() >= 1

    def meet(self, state: State) -> None:
        """Remember the best state."""
        if self.best is None or state.beats(self.best):
            self.best = state

    def fresh(self, pool: Pool) -> State:
        """One more division from the start."""
        seed = int(self.seeds.spawn(1)[0].generate_state(1)[0])

        def hold(at: Progress) -> bool:
            first = Progress(self.done(), at.objective, at.outside)
            if self.best is not None:
                return not self.over()
            self.stopped = self.progress is not None and not self.progress(first)
            return not self.stopped and self.done() < 1

        state = search(self.task, seed, Budget(self.length, 1), hold)
        self.steps += self.length
        self.meet(state)
        pool.add(state.labels)
        return state

    def _warmed(self, labels: NDArray[np.int64], heat: float, random: RandomState) -> NDArray[np.int64]:
        """One more division from this one."""
        task = self.task
        division = settle(task.ground, task.limits, labels, task.k)
        steps = self.length // (2 * BEATS)
        for beat in range(BEATS):
            anneal(task.ground, task.limits, division, steps, heat * (COLD / heat) ** (beat / BEATS), random)
            self.steps += steps
            if self.over():
                break
        anneal(task.ground, task.limits, division, int(POLISH * steps * BEATS), 0.0, random)
        return division.label

    def join(self, pool: Pool) -> None:
        """The best division that the pool holds."""
        limit = np.inf
        if self.budget.seconds is not None:
            left = self.budget.seconds - (time.monotonic() - self.budget.started)
            limit = max(min(left, max(0.2 * left, 1.0)), 0.05)
        pool.recombine(seconds=limit, branches=BRANCHES, proceed=self.wanted)
        if pool.best is not None:
            self.meet(State(pool.best, 0, pool.value))
