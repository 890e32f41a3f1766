"""Put the best grids of many divisions together: a pool of grids, and the best division made from them.

Good divisions agree in most places and differ in a few; set partitioning over all their grids joins the best
part of each, costs little and beats every single one of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import linear_sum_assignment

from wangge.partition.columns import Columns, grids_of
from wangge.partition.inputs import NO_GRID
from wangge.partition.setpartitioning import Effort, choose

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from wangge.partition.task import Task


class Pool:
    """The grids in range of all divisions added so far, each once.

    best (n,), value: the best division in range so far and its cost; None and infinite before the first.
    """

    def __init__(self, task: Task) -> None:
        self._task = task
        self._cost: dict[tuple[bytes, int], float] = {}
        wish = task.wish
        self._known = np.zeros(len(task.graph), dtype=np.bool_)
        if wish.home is not None and wish.keep > 0 and not wish.choice:
            self._known |= wish.home != NO_GRID
        if wish.pinned is not None:
            self._known |= wish.pinned
        self.best: NDArray[np.int64] | None = None
        self.value = np.inf

    def __len__(self) -> int:
        return len(self._cost)

    def add(self, labels: NDArray[np.int64]) -> None:
        """Take in the grids of a division, labels of shape (n,) in 0 … k - 1, those in range only."""
        task = self._task
        grids = grids_of(task.ground, task.limits, labels, task.k)
        held = grids.sums(task.ground.weight)
        known = np.bincount(labels, weights=self._known, minlength=task.k) > 0
        good = (held >= task.limits.low) & (held <= task.limits.high)
        for j in np.flatnonzero(good).tolist():
            nodes = grids.node[grids.start[j] : grids.start[j + 1]]
            self._cost.setdefault((nodes.tobytes(), j if known[j] else NO_GRID), float(grids.cost[j]))
        if good.all() and grids.cost.sum() < self.value:
            self.best, self.value = labels.copy(), float(grids.cost.sum())

    def absorb(self, other: Pool) -> None:
        """Take in the grids of another pool for the same task."""
        for grid, cost in other._cost.items():
            self._cost.setdefault(grid, cost)
        if other.value < self.value:
            self.best, self.value = other.best, other.value

    def columns(self) -> Columns:
        """All grids in the pool."""
        sets = [np.frombuffer(nodes, dtype=np.int64) for nodes, _ in self._cost]
        return Columns.of(sets, list(self._cost.values()), [grid for _, grid in self._cost])

    def recombine(
        self,
        *,
        seconds: float = np.inf,
        branches: int = 2_000,
        proceed: Callable[[], bool] | None = None,
    ) -> NDArray[np.int64] | None:
        """The best division that can be put together, labels (n,); None where that is no better than `best`.

        It becomes the new `best`. Without `seconds` the result depends on the pool alone.
        """
        task, columns = self._task, self.columns()
        effort = Effort(min(seconds, 1e9), branches, proceed)
        choice = choose(columns, len(task.graph), task.k, cutoff=self.value, effort=effort)
        if choice.columns is None:
            return None
        labels = labelled(columns.taken(choice.columns), len(task.graph), self.best)
        self.best, self.value = labels, choice.value
        return labels


def labelled(chosen: Columns, n: int, before: NDArray[np.int64] | None = None) -> NDArray[np.int64]:
    """The labels (n,) of k chosen sets: numbers they insist on, else those most of their nodes had before."""
    k = len(chosen)
    owner = np.repeat(np.arange(k), np.diff(chosen.start))
    shared = np.zeros((k, k))
    if before is not None:
        np.add.at(shared, (owner, before[chosen.node]), 1.0)
    fixed = np.flatnonzero(chosen.grid != NO_GRID)
    shared[fixed, chosen.grid[fixed]] += 4.0 * n
    number = linear_sum_assignment(shared, maximize=True)[1]
    labels = np.empty(n, dtype=np.int64)
    labels[chosen.node] = number[owner]
    return labels
