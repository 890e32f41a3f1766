"""Redraw a division with the least upheaval: who moves is charged, and the grids that survive are named."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import linear_sum_assignment

from wangge.partition.contraction import contracted
from wangge.partition.graph import placed, summed
from wangge.partition.inputs import NO_GRID, Wish
from wangge.partition.search import suiting
from wangge.partition.shares import fewest_and_most
from wangge.partition.solve import Plan, solve

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from numpy.typing import NDArray

    from wangge.partition.graph import Graph
    from wangge.partition.inputs import Rule
    from wangge.partition.search import Progress

KEEP, FEWER = 5.0, 16.0
SOME = 0.1  # seconds that the search itself has at least
LEAST, LEAST_EACH = 3_000_000, 30_000  # steps in all, a node: as moves cost much, good plans lie far apart
NOTHING_MORE = Wish()


@dataclass(frozen=True, slots=True, eq=False)
class Redrawn:
    """A plan that follows another: `continues` (k,) is the old grid each new one continues, or -1.

    moved is the weight of nodes whose grid is not continued by the one they are in now; unavoidable a lower
    bound on it for any plan that keeps to the rule; highest the highest of the old grids' numbers.
    """

    plan: Plan
    continues: NDArray[np.int64]
    moved: int
    unavoidable: int
    highest: int


def redraw(
    graph: Graph,
    rule: Rule,
    before: NDArray[np.int64],
    *,
    survivors: Collection[int] | None = None,
    wish: Wish = NOTHING_MORE,
    seed: int = 0,
    iterations: int | None = None,
    seconds: float | None = None,
    progress: Callable[[Progress], bool] | None = None,
    lenient: bool = False,
) -> Redrawn:
    """Redraw a division, before (n,) giving each node's old grid (-1 for nodes that had none).

    wish.keep is what it costs, in units of J, when a mean grid's weight moves (by default 5, and 16 where
    grids become fewer); its start and home are not looked at. Those survive that let most stay; named
    survivors do before any other. k free stays as near to the old number as the rule allows. The rest is as
    for `solve`.
    """
    old, place = _named(before)
    named = np.isin(old, list(survivors or ()))
    k = rule.k if rule.k is not None else _nearest_number(graph, rule, len(old))
    rule = replace(rule, k=k)
    steps = (
        iterations
        if iterations is not None
        else max(suiting(len(graph)), min(LEAST, LEAST_EACH * len(graph)))
    )
    started = time.monotonic()
    charge = wish.keep or (FEWER if k < len(old) else KEEP)
    if k < len(old) and not named.any():
        wish = replace(wish, start=_merged(graph, rule, place, seed), home=place, keep=charge, choice=True)
    else:
        start = _survivors(graph, place, named, k)
        wish = replace(wish, start=start, home=start, keep=charge)
    plan = solve(
        graph,
        rule,
        wish=wish,
        seed=seed,
        iterations=steps if seconds is None else None,
        seconds=None if seconds is None else max(seconds - (time.monotonic() - started), SOME),
        progress=progress,
        lenient=lenient,
    )
    continues = matched(graph, before, plan.labels, plan.k, first=old[named])
    stays = (before != NO_GRID) & (np.append(continues, [NO_GRID] * plan.special)[plan.labels] == before)
    moved = int(graph.weight[(before != NO_GRID) & ~stays].sum())
    return Redrawn(plan, continues, moved, unavoidable(graph, rule, before, k), int(before.max()))


def matched(
    graph: Graph,
    before: NDArray[np.int64],
    labels: NDArray[np.int64],
    k: int,
    *,
    first: NDArray[np.int64] | None = None,
) -> NDArray[np.int64]:
    """The old grid that each of k new ones continues, shape (k,), -1 for none: most weight stays.

    Old grids named `first` go on before any other, wherever anything of theirs is left.
    """
    old, place = _named(before)
    known = (place >= 0) & (labels < k)
    stays = np.zeros((k, len(old)))
    np.add.at(stays, (labels[known], place[known]), graph.weight[known] + 1e-6)
    sooner = (stays > 0) * np.isin(old, [] if first is None else first) * (graph.total + 1.0)
    new, which = linear_sum_assignment(stays + sooner, maximize=True)
    continues = np.full(k, NO_GRID, dtype=np.int64)
    continues[new] = np.where(stays[new, which] > 0, old[which], NO_GRID)
    return continues


def unavoidable(graph: Graph, rule: Rule, before: NDArray[np.int64], k: int) -> int:
    """The least weight that must move to k grids in range, whole buildings or not.

    At most k grids go on, none with more than the rule's max; new ones take at least its min each, and so do
    those that are short of it what they lack.
    """
    old, place = _named(before)
    held = np.sort(summed(place[place >= 0], graph.weight[place >= 0], len(old)))[::-1]
    going_on = held[:k]
    lost = held.sum() - np.minimum(going_on, rule.max).sum()
    lacking = np.maximum(rule.min - going_on, 0).sum() + max(k - len(old), 0) * rule.min
    unhoused = graph.weight[place < 0].sum()
    return int(max(lost, lacking - unhoused, 0))


def _named(before: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The old grids by number, and the place of each node's among them, -1 for none."""
    old = np.unique(before[before != NO_GRID])
    return old, placed(before, old)


def _survivors(graph: Graph, place: NDArray[np.int64], named: NDArray[np.bool_], k: int) -> NDArray[np.int64]:
    """The number of each node's grid among the k that go on, named ones and then the heaviest; else -1."""
    held = summed(place[place >= 0], graph.weight[place >= 0], len(named))
    order = np.lexsort((-held, ~named))
    number = np.full(len(named) + 1, NO_GRID, dtype=np.int64)
    number[np.sort(order[:k])] = np.arange(min(k, len(named)))
    return number[place]


def _merged(graph: Graph, rule: Rule, place: NDArray[np.int64], seed: int) -> NDArray[np.int64]:
    """A beginning for fewer grids: old ones merged with their neighbours, as evenly as can be."""
    coarse, of = contracted(graph, place, most=np.inf)
    return solve(coarse, rule, seed=seed, lenient=True).labels[of]


def _nearest_number(graph: Graph, rule: Rule, old: int) -> int:
    """The number of grids nearest to the old one that the weights allow."""
    fewest, most = fewest_and_most(graph, rule)
    return int(np.clip(old, fewest.sum(), max(most.sum(), fewest.sum())))
