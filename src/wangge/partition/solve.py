"""Draw the grids of a community: what is set aside, what stays together, and the best plan for the rest."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from wangge.partition.combining import combine
from wangge.partition.contraction import carried, contracted
from wangge.partition.enumeration import all_grids
from wangge.partition.errors import (
    Infeasible,
    MoreGridsThanBuildings,
    MorePartsThanGrids,
    NothingToDivide,
)
from wangge.partition.exact import Proof, prove
from wangge.partition.feasibility import refusal
from wangge.partition.graph import placed
from wangge.partition.inputs import NO_GRID, Wish
from wangge.partition.matching import paired
from wangge.partition.objective import Figures, figures, objective
from wangge.partition.pool import Pool
from wangge.partition.search import LARGE, SECOND, Budget, Progress, search, suiting
from wangge.partition.shares import numbers_to_try
from wangge.partition.task import State, Task
from wangge.partition.vicinity import improved

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from wangge.partition.graph import Graph
    from wangge.partition.inputs import Rule

NOTHING_MORE = Wish()

JOINED = 1_000  # steps a node from which the best parts of many divisions are joined
WRITABLE, PRICEABLE, LONG = 250, 1_500, 30.0  # nodes up to which proofs are tried, those in so many seconds
SEARCHED, EASY = 0.5, 0.15  # of the seconds; the rest is for the proof, which finds better plans on its way
PROOF, WRITTEN = 60.0, 60_000  # seconds and grids that a proof takes at most
PLACES = 0.25  # of the seconds left for the proof, for making the plan better place by place after it
WORTH_SAYING = 0.25  # how far off a bound may be


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
    for one grid, or in pieces, stay together piece by piece or not at all. Where a start is wished for, grids
    keep its numbers as far as they can.
    """
    if len(graph) == 0:
        raise NothingToDivide
    base = np.flatnonzero(_number(graph, wish.special) == NO_GRID)
    ground = graph.part(base)
    how = _Search(seed, iterations, seconds, _Ear(progress), lenient)
    found = _around_locked(ground, rule, wish.of(base), how)
    labels = np.empty(len(graph), dtype=np.int64)
    labels[base] = found.labels
    specials, number = np.unique(_number(graph, wish.special), return_inverse=True)
    special = int((specials != NO_GRID).sum())
    aside = np.setdiff1d(np.arange(len(graph)), base)
    labels[aside] = found.k + number.ravel()[aside] - (len(specials) - special)
    return Plan(
        labels=labels,
        k=found.k,
        rule=rule,
        objective=objective(ground, found.labels, found.k, wish.dial),
        figures=figures(ground, found.labels, rule, found.k),
        reason=found.reason,
        bound=found.bound,
        special=special,
    )


@dataclass(frozen=True, slots=True)
class _Search:
    """How to search: what `solve` was given."""

    seed: int
    iterations: int | None
    seconds: float | None
    ear: _Ear
    lenient: bool


class _Ear:
    """Who listens to the progress; once they said stop, they are not asked again."""

    def __init__(self, progress: Callable[[Progress], bool] | None) -> None:
        self._progress, self.stopped = progress, False

    def __call__(self, at: Progress) -> bool:
        """Whether to go on."""
        if self._progress and not self.stopped:
            self.stopped = not self._progress(at)
        return not self.stopped

    def until(self, share: float) -> Callable[[Progress], bool]:
        """The same ear for work that is the first share of the whole."""
        return lambda at: self(replace(at, done=share * at.done))


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """Labels (n,) in 0 … k - 1, why some grids are out of range, and what is proven of J."""

    labels: NDArray[np.int64]
    k: int
    reason: Infeasible | None = None
    bound: float | None = None


def _around_locked(graph: Graph, rule: Rule, wish: Wish, how: _Search) -> _Found:
    """The base grids; locked ones stay."""
    locked = _number(graph, wish.locked)
    kept = np.unique(locked[locked != NO_GRID])
    rest = np.flatnonzero(locked == NO_GRID)
    if len(kept) == 0:
        return _together(graph, rule, wish, how)
    if len(rest) == 0:
        return _Found(locked, len(kept))
    wanted = None if rule.k is None else rule.k - len(kept)
    if wanted is not None and wanted < 1:
        raise MorePartsThanGrids(parts=len(kept) + 1, k=rule.k, nearest=replace(rule, k=len(kept) + 1))
    free = np.setdiff1d(np.arange(len(kept) + len(rest)), kept)
    there = replace(wish.of(rest), start=None if wish.start is None else placed(wish.start[rest], free))
    if wish.home is not None and not wish.choice:
        there = replace(there, home=placed(wish.home[rest], free))
    found = _together(graph.part(rest), replace(rule, k=wanted), there, how)
    labels = locked.copy()
    labels[rest] = free[found.labels]
    return _Found(labels, found.k + len(kept), found.reason)


def _together(graph: Graph, rule: Rule, wish: Wish, how: _Search) -> _Found:
    """The grids of a graph in which nothing is set aside; blocs are drawn as single nodes."""
    if wish.bloc is not None:
        small, of = contracted(graph, wish.bloc, most=rule.max)
        found = _together(small, rule, carried(wish, graph, of), how)
        return replace(found, labels=found.labels[of])
    reason = refusal(graph, rule)
    impossible = isinstance(reason, MoreGridsThanBuildings | MorePartsThanGrids)
    if reason is not None and (impossible or not how.lenient):
        raise reason
    steps = how.iterations if how.iterations is not None else suiting(len(graph))
    k = rule.k if rule.k is not None else _fitting(graph, rule, wish, how, steps)
    task, budget = Task.of(graph, rule, wish, k), Budget.of(graph, steps, how.seconds)
    provable, share = reason is None and _provable(len(graph), how), 1.0
    if provable and budget.seconds:
        share = EASY if all_grids(task.ground, task.limits, most=WRITTEN) is not None else SEARCHED
        budget = replace(budget, seconds=share * budget.seconds)
    ear = how.ear.until(share)
    expected = steps if budget.seconds is None else budget.seconds * SECOND
    pool = Pool(task)
    if len(graph) <= LARGE and expected >= JOINED * len(graph):
        best = combine(task, how.seed, budget, ear, elite=pool)
    else:
        best = search(task, how.seed, budget, ear)
    proof = _proof(task, best, pool, budget, how) if provable and best.outside == 0 else None
    how.ear(Progress(1.0, best.cost, best.outside))
    if proof is None or proof.labels is None:
        return _Found(_numbered(graph, wish, best.labels, k), k, reason)
    close = proof.objective <= proof.bound * (1 + WORTH_SAYING)
    return _Found(_numbered(graph, wish, proof.labels, k), k, reason, proof.bound if close else None)


def _numbered(graph: Graph, wish: Wish, labels: NDArray[np.int64], k: int) -> NDArray[np.int64]:
    """The labels by the numbers of the start wished for, so that most weight keeps its own."""
    if wish.start is None or wish.keep:
        return labels
    known = (wish.start >= 0) & (wish.start < k)
    held = graph.weight + 1e-6
    if wish.pinned is not None:
        held = held + wish.pinned * (graph.total + 1.0)
    number, _ = paired(labels[known], wish.start[known], held[known], k, k)
    number[number == NO_GRID] = np.setdiff1d(np.arange(k), number)
    return number[labels]


def _provable(nodes: int, how: _Search) -> bool:
    """Whether to leave time for a proof: all grids can be written down, or the relaxation solved."""
    return nodes <= WRITABLE or (nodes <= PRICEABLE and how.seconds is not None and how.seconds >= LONG)


def _proof(task: Task, best: State, pool: Pool, budget: Budget, how: _Search) -> Proof | None:
    """The best division there is, or how far it can be from this one, where all grids can be written down."""
    if task.wish.keep and task.wish.choice:
        return None
    wish, until = task.wish, None if how.seconds is None else budget.started + how.seconds

    def proceed() -> bool:
        done = 1.0 if how.seconds is None else min((time.monotonic() - budget.started) / how.seconds, 1.0)
        return how.ear(Progress(done, best.cost, best.outside))

    def left() -> float:
        return PROOF if until is None else max(until - time.monotonic(), 0.0)

    if not proceed():
        return None
    polished = until is not None and wish.pinned is None and not wish.keep
    proof = prove(
        task.graph,
        task.rule.with_k(task.k),
        start=best.labels,
        wish=wish,
        seconds=(1 - PLACES) * left() if polished else left(),
        proceed=proceed,
        most=WRITTEN,
        pricing=until is not None,
        beside=pool.columns(),
    )
    if not polished or proof.proven or proof.labels is None:
        return proof
    return proof._replace(labels=improved(task, proof.labels, seconds=left(), proceed=proceed))


def _fitting(graph: Graph, rule: Rule, wish: Wish, how: _Search, steps: int) -> int:
    """The number of grids, where it is free: the first for which a short search keeps to the rule.

    A building that is too heavy for any grid keeps one out of range, whatever the number.
    """
    if wish.start is not None:
        return int(np.clip(wish.start.max() + 1, graph.pieces().max() + 1, len(graph)))

    def hold(at: Progress) -> bool:
        return how.ear(replace(at, done=0.0))

    hopeless = int((graph.weight > rule.max).sum())
    tried: list[tuple[int, int]] = []
    for k in numbers_to_try(graph, rule):
        budget = Budget.of(graph, min(steps, max(400_000, 500 * len(graph))) // 10)
        outside = search(Task.of(graph, rule, wish, k), how.seed, budget, hold).outside
        if outside <= hopeless or how.ear.stopped:
            return k
        tried.append((outside, k))
    return min(tried, key=lambda found: found[0])[1]


def _number(graph: Graph, asked: NDArray[np.int64] | None) -> NDArray[np.int64]:
    """The numbers asked for, shape (n,), or -1 for every node."""
    return np.full(len(graph), NO_GRID, dtype=np.int64) if asked is None else asked
