"""What is to be drawn, k grids on a graph by a rule and a wish, and what has been drawn so far."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from wangge.partition.ground import Ground, Limits, ground_of, limits_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wangge.partition.division import Division
    from wangge.partition.graph import Graph
    from wangge.partition.inputs import Rule, Wish


@dataclass(frozen=True, slots=True, eq=False)
class State:
    """A division met on the way: labels (n,), how many grids are out of range, and its cost."""

    labels: NDArray[np.int64]
    outside: int
    cost: float

    def beats(self, other: State) -> bool:
        """Whether it is the better one: first in range, then in cost."""
        return (self.outside, self.cost) < (other.outside, other.cost)


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """k grids to be drawn on a graph by a rule and a wish."""

    graph: Graph
    rule: Rule
    wish: Wish
    k: int
    ground: Ground
    limits: Limits

    @classmethod
    def of(cls, graph: Graph, rule: Rule, wish: Wish, k: int) -> Task:
        """The task with the scales of its J."""
        return cls(graph, rule, wish, k, ground_of(graph, wish), limits_of(graph, rule, wish, k))

    def seen(self, division: Division) -> State:
        """What a division is at the moment."""
        held = np.bincount(division.label, weights=self.graph.weight, minlength=self.k)
        outside = int(((held < self.rule.min) | (held > self.rule.max)).sum())
        return State(division.label.copy(), outside, float(division.cost.sum()))
