"""Search by many short annealings whose best parts are joined: far better than one long one.

Fresh divisions fill a pool; the best one put together from it is warmed up and cooled down again several
times over, and whatever became better anywhere is joined once more. Where nothing did, fresh ones are added,
and at last a new pool is begun; the best of each are joined too.
"""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, cast

import numpy as np

from wangge.partition.annealing import anneal
from wangge.partition.compiled import random_state
from wangge.partition.division import settle
from wangge.partition.pool import Pool
from wangge.partition.search import Budget, Progress, search
from wangge.partition.task import State

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from wangge.partition.compiled import RandomState
    from wangge.partition.task import Task

FRESH, SHARE, PACE, FEWEST = 450, 0.07, 1e6, 20_000  # steps a node, of a budget, a second, at least
FIRST, FURTHER, WARMINGS, PATIENCE = 5, 2, 2, 3
HEATS, COLD, BEATS, POLISH = (0.12, 0.3), 0.02, 8, 0.1
BRANCHES = 500
SIDE_BY_SIDE, LOOK = 2, 0.1


def combine(
    task: Task,
    seed: int,
    budget: Budget,
    progress: Callable[[Progress], bool] | None = None,
    *,
    elite: Pool | None = None,
) -> State:
    """The best state found; `progress` may return False to stop with it. Grids of good ones are in `elite`.

    With a budget of steps a seed always gives the same state. Worth its while from some 1,000 steps a node.
    """
    return _Combination(task, seed, budget, progress, Pool(task) if elite is None else elite).run()


class _Combination:
    """One search: its budget, the best state so far, and the elite of all pools.

    Threads do the work; whoever called is the only one to tell the progress and to hear a stop.
    """

    def __init__(
        self,
        task: Task,
        seed: int,
        budget: Budget,
        progress: Callable[[Progress], bool] | None,
        elite: Pool,
    ) -> None:
        self.task, self.budget, self.progress = task, budget, progress
        self.seeds = np.random.SeedSequence(seed)
        self.steps, self.stopped = 0, False
        worth = budget.steps if budget.seconds is None else budget.seconds * PACE
        self.length = max(int(min(FRESH * len(task.graph), SHARE * worth)), FEWEST)
        self.best: State | None = None
        self.heard: Progress | None = None
        self.elite = elite

    def run(self) -> State:
        """Pool after pool, until the budget is spent."""
        with ThreadPoolExecutor(SIDE_BY_SIDE) as self.threads:
            self._refresh(self.elite, 1)
            while not self.over():
                self._epoch()
                self.join(self.elite)
                for _ in range(2):
                    self._warm_up(self.elite)
        return cast("State", self.best)

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
            self._warm_up(pool)
            stale = 0 if pool.value < before else stale + 1
        self.elite.absorb(pool)

    def _refresh(self, pool: Pool, many: int) -> None:
        """More divisions from the start."""
        for state in self._at_once([self._fresh] * many):
            self.meet(state)
            pool.add(state.labels)
        self.steps += many * self.length

    def _warm_up(self, pool: Pool) -> None:
        """The best division warmed up and cooled down some times, and what became better joined."""
        for _ in range(WARMINGS):
            if pool.best is not None and not self.over():
                warmed = [partial(self._warmed, pool.best, heat) for heat in HEATS]
                for state in self._at_once(warmed):
                    pool.add(state.labels)
                self.steps += len(HEATS) * self.length // 2
        self.join(pool)

    def _at_once(self, works: Sequence[Callable[[RandomState], State]]) -> list[State]:
        """What these come to, in their order; each has a generator of its own."""
        seeds = [random_state(seed) for seed in self.seeds.spawn(len(works))]
        running = [self.threads.submit(work, seed) for work, seed in zip(works, seeds, strict=True)]
        try:
            late = True
            while late:
                late = bool(wait(running, timeout=LOOK).not_done)
                self.wanted()
        except BaseException:
            self.stopped = True
            raise
        return [each.result() for each in running]

    def done(self) -> float:
        """The part of the budget that is gone."""
        if self.budget.seconds is None:
            return min(self.steps / self.budget.steps, 1.0)
        return min((time.monotonic() - self.budget.started) / self.budget.seconds, 1.0)

    def wanted(self) -> bool:
        """Tells how far things have come; whether to go on."""
        if self.best is not None:
            self.heard = Progress(0.0, self.best.cost, self.best.outside)
        if self.progress is not None and self.heard is not None and not self.stopped:
            self.stopped = not self.progress(replace(self.heard, done=self.done()))
        return not self.stopped

    def over(self) -> bool:
        """Whether to stop, as told or because the budget is spent."""
        return not self.wanted() or self.done() >= 1

    def meet(self, state: State) -> None:
        """Remember the best state."""
        if self.best is None or state.beats(self.best):
            self.best = state

    def _late(self) -> bool:
        """Whether work under way should end."""
        return self.stopped or (self.budget.seconds is not None and self.done() >= 1)

    def _fresh(self, seed: RandomState) -> State:
        """One more division from the start; of the first one it is heard how it comes along."""

        def hold(at: Progress) -> bool:
            if self.best is None:
                self.heard = at
            return not self._late()

        return search(self.task, int(seed[0]), Budget(self.length, 1), hold)

    def _warmed(self, labels: NDArray[np.int64], heat: float, random: RandomState) -> State:
        """One more division from this one."""
        task = self.task
        division = settle(task.ground, task.limits, labels, task.k)
        steps = self.length // (2 * BEATS)
        for beat in range(BEATS):
            anneal(task.ground, task.limits, division, steps, heat * (COLD / heat) ** (beat / BEATS), random)
            if self._late():
                break
        anneal(task.ground, task.limits, division, int(POLISH * steps * BEATS), 0.0, random)
        return task.seen(division)

    def join(self, pool: Pool) -> None:
        """The best division that the pool holds."""
        limit = np.inf
        if self.budget.seconds is not None:
            left = self.budget.seconds - (time.monotonic() - self.budget.started)
            limit = max(min(left, max(0.2 * left, 1.0)), 0.05)
        pool.recombine(seconds=limit, branches=BRANCHES, proceed=self.wanted)
        if pool.best is not None:
            self.meet(State(pool.best, 0, pool.value))
