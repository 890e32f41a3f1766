"""The best division there is, proven; or how far at most a division is from it.

Where all grids that could be can be written down, set partitioning over them settles it. Where not, column
generation gives a bound, and often few enough grids remain whose reduced cost lies within the gap to it.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, cast

import numpy as np

from wangge.partition.bounding import bound, unavoidable
from wangge.partition.columns import Columns, grids_of
from wangge.partition.enumeration import MOST, all_grids
from wangge.partition.ground import ground_of, limits_of
from wangge.partition.inputs import Wish
from wangge.partition.pool import labelled
from wangge.partition.pricing import heavy_first, price_out
from wangge.partition.setpartitioning import SLACK, Choice, Effort, choose, relax

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from wangge.partition.bounding import Bounded
    from wangge.partition.graph import Graph
    from wangge.partition.ground import Ground, Limits
    from wangge.partition.inputs import Rule

NOTHING_MORE = Wish()
LADDER = (0.01, 0.03, 0.1)
LONGER, LONGEST = 300, 100_000_000
STEPS = (0.1, 0.25, 0.5, 0.8, 1.2)  # in units of J, of which a grid has between 1 and 2


class Proof(NamedTuple):
    """The best division known, labels (n,) or None; its J; no division has less than `bound`.

    proven: nothing is better than what is given (no labels: nothing is in range at all).
    """

    labels: NDArray[np.int64] | None
    objective: float
    bound: float
    proven: bool


@dataclass(frozen=True, slots=True, eq=False)
class _Question:
    """What is to be proven, nodes in the order in which the search is quick, and until when."""

    ground: Ground
    limits: Limits
    k: int
    start: NDArray[np.int64] | None
    value: float
    beside: Columns
    until: float
    proceed: Callable[[], bool] | None

    def effort(self) -> Effort:
        """The time left."""
        return Effort(max(self.until - time.monotonic(), 0.01), proceed=self.proceed)

    def over(self) -> bool:
        """Whether the time is up, or somebody said stop."""
        return time.monotonic() >= self.until or (self.proceed is not None and not self.proceed())

    def choose(self, columns: Columns, cutoff: float) -> Choice:
        """The best choice of columns below a cut-off."""
        return choose(columns, len(self.ground.weight), self.k, cutoff=cutoff, effort=self.effort())


def prove(
    graph: Graph,
    rule: Rule,
    *,
    start: NDArray[np.int64] | None = None,
    wish: Wish = NOTHING_MORE,
    seconds: float = 60.0,
    proceed: Callable[[], bool] | None = None,
    most: int = MOST,
    pricing: bool = True,
    beside: Columns | None = None,
) -> Proof:
    """Prove the best division into exactly rule.k grids in range, or bound it from below.

    `start` (n,), a good division in range, makes it quicker and is returned if nothing is better. `most`
    columns are written down at most; where there are more, the relaxation is priced out and the cheapest are
    chosen among, with those `beside` (grids of good divisions), for as long as there is time, or not without
    `pricing`. `proceed` is asked now and then and may return False to stop. Where nothing is in range at all,
    the labels are None, objective and bound infinite. Objective and bound are J alone: where the wish has
    homes or pins, which only take choices away, the bound holds, and `start` is returned whether it is the
    best or not.
    """
    order, k = heavy_first(graph), cast("int", rule.k)
    ground, limits = ground_of(graph.part(order), NOTHING_MORE), limits_of(graph, rule, wish, k)
    first = None if start is None else start[order]
    value = np.inf if first is None else _value(grids_of(ground, limits, first, k), ground, limits)
    more = Columns.of([], [], []) if beside is None else beside.renumbered(np.argsort(order))
    asked = _Question(ground, limits, k, first, value, more, time.monotonic() + seconds, proceed)
    columns, choice = _answer(asked, most, pricing=pricing)
    floor = max(choice.bound, unavoidable(ground, limits, k))
    tied = wish.pinned is not None or (wish.home is not None and wish.keep > 0)
    if choice.columns is None or tied:
        proven = choice.proven and value <= floor + SLACK
        return Proof(start if np.isfinite(value) else None, value, min(floor, value), proven)
    labels = np.empty(len(graph), dtype=np.int64)
    labels[order] = labelled(columns.taken(choice.columns), len(graph), first)
    return Proof(labels, choice.value, min(floor, choice.value), choice.proven)


def _value(grids: Columns, ground: Ground, limits: Limits) -> float:
    """J of a division, infinite where it is not in range."""
    held = grids.sums(ground.weight)
    return float(grids.cost.sum()) if ((held >= limits.low) & (held <= limits.high)).all() else np.inf


def _answer(asked: _Question, most: int, *, pricing: bool) -> tuple[Columns, Choice]:
    """The columns that were enough and the choice among them; its bound holds for all columns."""
    columns = all_grids(asked.ground, asked.limits, most=most)
    if columns is not None:
        return columns, _climb(columns, asked)
    if not pricing:
        return Columns.of([], [], []), Choice(None, asked.value, -np.inf, proven=False)
    left = asked.effort().seconds
    bounded = bound(
        asked.ground, asked.limits, asked.k, start=asked.start, seconds=left, proceed=asked.proceed
    )
    gap = asked.value - bounded.value
    if not np.isfinite(gap):
        return Columns.of([], [], []), Choice(None, asked.value, bounded.value, proven=False)
    within = price_out(
        asked.ground,
        asked.limits,
        bounded.price,
        bounded.per_grid,
        below=gap + SLACK,
        best_only=False,
        most=most,
        steps=LONGER * most,
    )
    if not within.complete:
        return _promising(asked, bounded, most)
    choice = asked.choose(within.columns, asked.value)
    return within.columns, Choice(
        choice.columns, choice.value, max(choice.bound, bounded.value), choice.proven
    )


def _promising(asked: _Question, bounded: Bounded, most: int) -> tuple[Columns, Choice]:
    """The best choice among grids that are cheap at the relaxation's prices; step by step more of them."""
    columns, best = Columns.of([], [], []), Choice(None, asked.value, bounded.value, proven=False)
    for below in STEPS:
        if asked.over():
            break
        priced = price_out(
            asked.ground,
            asked.limits,
            bounded.price,
            bounded.per_grid,
            below=below,
            best_only=False,
            most=most,
            steps=LONGEST,
        )
        among = priced.columns.joined(asked.beside)
        choice = asked.choose(among, best.value)
        if choice.columns is not None:
            columns, best = among, Choice(choice.columns, choice.value, bounded.value, proven=False)
        if not priced.complete:
            break
    return columns, best


def _climb(columns: Columns, asked: _Question) -> Choice:
    """Choose with a cut-off a little above the relaxation first: few columns remain below it."""
    relaxed = relax(columns, len(asked.ground.weight), asked.k, effort=asked.effort())
    if relaxed is None:
        return asked.choose(columns, asked.value)
    for step in LADDER:
        cutoff = relaxed.value * (1 + step)
        if cutoff >= asked.value:
            break
        choice = asked.choose(columns, cutoff)
        if choice.columns is not None or not choice.proven:
            return choice
    return asked.choose(columns, asked.value)
