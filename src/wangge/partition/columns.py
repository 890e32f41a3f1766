"""Grids that could be: connected sets of nodes in range, each with its share of J."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from wangge.partition.division import settle
from wangge.partition.inputs import NO_GRID

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from wangge.partition.ground import Ground, Limits


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """m sets of nodes: those of set j are node[start[j] : start[j + 1]], and cost[j] is its share of J.

    Shapes: start (m + 1,), node (all sets one after the other), cost (m,). grid (m,) is the number of the
    grid that a set would be, -1 where any will do; it matters where people would rather stay in their grid.
    """

    start: NDArray[np.int64]
    node: NDArray[np.int64]
    cost: NDArray[np.float64]
    grid: NDArray[np.int64]

    @classmethod
    def of(cls, sets: Sequence[NDArray[np.int64]], cost: Sequence[float], grid: Sequence[int]) -> Columns:
        """Columns from single sets."""
        start = np.zeros(len(sets) + 1, dtype=np.int64)
        np.cumsum([len(nodes) for nodes in sets], out=start[1:])
        node = np.concatenate(sets) if sets else np.empty(0, dtype=np.int64)
        return cls(start, node, np.array(cost, dtype=np.float64), np.array(grid, dtype=np.int64))

    def __len__(self) -> int:
        return len(self.cost)

    def taken(self, which: NDArray[np.int64]) -> Columns:
        """Some of the sets, in the order given."""
        size = self.start[which + 1] - self.start[which]
        start = np.concatenate([[0], np.cumsum(size)]).astype(np.int64)
        offset = np.repeat(self.start[which] - start[:-1], size)
        node = self.node[np.arange(start[-1]) + offset]
        return Columns(start, node, self.cost[which], self.grid[which])

    def renumbered(self, number: NDArray[np.int64]) -> Columns:
        """The same sets of nodes that have other numbers, number (n,); any grid will do."""
        return Columns(self.start, number[self.node], self.cost, np.full(len(self), NO_GRID, dtype=np.int64))

    def sums(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """What the nodes of each set carry together, shape (m,); no set is empty."""
        if len(self) == 0:
            return np.empty(0)
        return np.add.reduceat(values[self.node], self.start[:-1])

    def joined(self, other: Columns) -> Columns:
        """These sets and then the others."""
        return Columns(
            np.concatenate([self.start, other.start[1:] + self.start[-1]]),
            np.concatenate([self.node, other.node]),
            np.concatenate([self.cost, other.cost]),
            np.concatenate([self.grid, other.grid]),
        )


def grids_of(ground: Ground, limits: Limits, labels: NDArray[np.int64], k: int) -> Columns:
    """The grids of a division, labels of shape (n,) in 0 … k - 1 and none empty, as columns 0 … k - 1.

    Costs are those of `division.cost`, without a fine for a grid out of range.
    """
    node = np.argsort(labels, kind="stable").astype(np.int64)
    start = np.searchsorted(labels[node], np.arange(k + 1)).astype(np.int64)
    cost = settle(ground, limits._replace(fine=0.0), labels, k).cost
    return Columns(start, node, cost, np.full(k, NO_GRID, dtype=np.int64))
