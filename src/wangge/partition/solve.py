"""Draw the grids of a community: what is set aside, what stays together, and the best plan for the rest."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from wangge.partition.contraction import contracted
from wangge.partition.errors import (
    Infeasible,
    MoreGridsThanBuildings,
    MorePartsThanGrids,
    NothingToDivide,
)
from wangge.partition.feasibility import numbers_to_try, refusal
from wangge.partition.inputs import NO_GRID, Wish
from wangge.partition.objective import Figures, figures, objective
from wangge.partition.search import Budget, Progress, Task, search

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from wangge.partition.graph import Graph
    from wangge.partition.inputs import Rule

NOTHING_MORE = Wish()


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """A division: labels of shape (n,), every grid connected and none empty.

    Base grids are 0 … k - 1; special ones follow, k … k + special - 1, and count in none of the figures.
    `reason` says why some grids are out of range, where that is known to be unavoidable; `bound` is a proven
    lower bound on J, where one was found.
    """

    labels: NDArray[np.int64]
    k: int
    rule: Rule
    objective: float
    figures: Figures
    reason: Infeasible | None = None
    bound: float | None = None
    special: int = 0


def solve(
    graph: Graph,
    rule: Rule,
    *,
    wish: Wish = NOTHING_MORE,
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
    `lenient` kept to as far as possible. Special and locked grids are set aside as they are; blocs too heavy
    for one grid, or in pieces, stay together piece by piece or not at all.
    """
    if len(graph) == 0:
        raise NothingToDivide
    base = np.flatnonzero(_number(graph, wish.special) == NO_GRID)
    ground, wish_there = graph.part(base), _of(wish, base)
    labels = np.empty(len(graph), dtype=np.int64)
    labels[base], k, reason = _around_locked(
        ground, rule, wish_there, _Search(seed, iterations, seconds, progress, lenient)
    )
    specials, number = np.unique(_number(graph, wish.special), return_inverse=True)
    special = int((specials != NO_GRID).sum())
    aside = np.setdiff1d(np.arange(len(graph)), base)
    labels[aside] = k + number.ravel()[aside] - (len(specials) - special)
    return Plan(
        labels=labels,
        k=k,
        rule=rule,
        objective=objective(ground, labels[base], k, wish.dial),
        figures=figures(ground, labels[base], rule, k),
        reason=reason,
        special=special,
    )


@dataclass(frozen=True, slots=True)
class _Search:
    """How to search: what `solve` was given."""

    seed: int
    iterations: int | None
    seconds: float | None
    progress: Callable[[Progress], bool] | None
    lenient: bool


def _around_locked(
    graph: Graph, rule: Rule, wish: Wish, how: _Search
) -> tuple[NDArray[np.int64], int, Infeasible | None]:
    """The labels (n,) of base grids, their number k, and why some are out of range; locked ones stay."""
    locked = _number(graph, wish.locked)
    kept = np.unique(locked[locked != NO_GRID])
    rest = np.flatnonzero(locked == NO_GRID)
    if len(rest) == 0:
        return locked, len(kept), None
    wanted = None if rule.k is None else rule.k - len(kept)
    if wanted is not None and wanted < 1:
        raise MorePartsThanGrids(parts=len(kept) + 1, k=rule.k, nearest=replace(rule, k=len(kept) + 1))
    free = np.setdiff1d(np.arange(len(kept) + len(rest)), kept)
    there = replace(_of(wish, rest), locked=None, start=_within(wish.start, rest, free))
    if not wish.choice:
        there = replace(there, home=_within(wish.home, rest, free))
    found, k, reason = _together(graph.part(rest), replace(rule, k=wanted), there, how)
    labels = locked.copy()
    labels[rest] = free[found]
    return labels, k + len(kept), reason


def _together(
    graph: Graph, rule: Rule, wish: Wish, how: _Search
) -> tuple[NDArray[np.int64], int, Infeasible | None]:
    """The labels (n,), their number and why some are out of range; blocs are drawn as single nodes."""
    if wish.bloc is not None:
        small, of = contracted(graph, wish.bloc, most=rule.max)
        first = np.unique(of, return_index=True)[1]
        labels, k, reason = _together(small, rule, replace(_of(wish, first), bloc=None), how)
        return labels[of], k, reason
    reason = refusal(graph, rule)
    impossible = isinstance(reason, MoreGridsThanBuildings | MorePartsThanGrids)
    if reason is not None and (impossible or not how.lenient):
        raise reason
    steps = how.iterations if how.iterations is not None else max(400_000, 5_000 * len(graph))
    k = rule.k if rule.k is not None else _fitting(graph, rule, wish, how.seed, steps)
    task = Task.of(graph, rule, wish, k)
    best = search(task, how.seed, Budget.of(graph, steps, how.seconds), how.progress)
    return best.labels, k, reason


def _fitting(graph: Graph, rule: Rule, wish: Wish, seed: int, steps: int) -> int:
    """The number of grids, where it is free: the first for which a short search keeps to the rule."""
    if wish.start is not None:
        return int(wish.start.max()) + 1
    tried: list[tuple[int, int]] = []
    for k in numbers_to_try(graph, rule):
        outside = search(Task.of(graph, rule, wish, k), seed, Budget.of(graph, steps // 10)).outside
        if outside == 0:
            return k
        tried.append((outside, k))
    return min(tried, key=lambda found: found[0])[1]


def _number(graph: Graph, asked: NDArray[np.int64] | None) -> NDArray[np.int64]:
    """The numbers asked for, shape (n,), or -1 for every node."""
    return np.full(len(graph), NO_GRID, dtype=np.int64) if asked is None else asked


def _within(
    labels: NDArray[np.int64] | None, nodes: NDArray[np.int64], free: NDArray[np.int64]
) -> NDArray[np.int64] | None:
    """The labels of some nodes, counted among the grids that are free; -1 for any other."""
    if labels is None:
        return None
    asked = labels[nodes]
    place = np.searchsorted(free, asked)
    known = (asked >= 0) & (place < len(free)) & (free[np.minimum(place, len(free) - 1)] == asked)
    return np.where(known, place, NO_GRID).astype(np.int64)


def _of(wish: Wish, nodes: NDArray[np.int64]) -> Wish:
    """The wish for some of the nodes."""
    asked = {name: getattr(wish, name) for name in ("start", "home", "pinned", "bloc", "locked", "special")}
    return replace(wish, **{name: each[nodes] for name, each in asked.items() if each is not None})
