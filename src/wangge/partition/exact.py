"""The best division there is, proven, where all grids that could be can be written down."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, NamedTuple, cast

import numpy as np

from wangge.partition.columns import grids_of
from wangge.partition.enumeration import MOST, all_grids
from wangge.partition.ground import ground_of, limits_of
from wangge.partition.inputs import Wish
from wangge.partition.pool import labelled
from wangge.partition.setpartitioning import SLACK, Choice, Effort, choose, relax

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from wangge.partition.columns import Columns
    from wangge.partition.graph import Graph
    from wangge.partition.inputs import Rule

NOTHING_MORE = Wish()
LADDER = (0.01, 0.03, 0.1)


class Proof(NamedTuple):
    """The best division known, labels (n,) or None; its J; no division has less than `bound`; both meet."""

    labels: NDArray[np.int64] | None
    objective: float
    bound: float
    proven: bool


def prove(
    graph: Graph,
    rule: Rule,
    *,
    start: NDArray[np.int64] | None = None,
    wish: Wish = NOTHING_MORE,
    seconds: float = 60.0,
    proceed: Callable[[], bool] | None = None,
    most: int = MOST,
) -> Proof | None:
    """Prove the best division into exactly rule.k grids in range; None where over `most` grids could be.

    `start` (n,), a good division in range, makes it quicker and is returned if nothing is better. `proceed`
    is asked now and then and may return False to stop. Where nothing is in range at all, the labels are None,
    objective and bound infinite. Objective and bound are J alone: where the wish has homes or pins, which
    only take choices away, the bound holds, and `start` is returned whether it is the best or not.
    """
    started, n, k = time.monotonic(), len(graph), cast("int", rule.k)
    ground, limits = ground_of(graph, wish), limits_of(graph, rule, wish, k)
    columns = all_grids(ground, limits, most=most)
    if columns is None:
        return None
    value = np.inf if start is None else _value(grids_of(ground, limits, start, k), ground.weight, rule)
    effort = Effort(max(seconds - (time.monotonic() - started), 0.01), proceed=proceed)
    choice = _climb(columns, n, k, value, effort)
    tied = wish.pinned is not None or (wish.home is not None and wish.keep > 0)
    if choice.columns is None or tied:
        met = value <= choice.bound + SLACK
        return Proof(start if np.isfinite(value) else None, value, choice.bound, choice.proven and met)
    labels = labelled(columns.taken(choice.columns), n, start)
    return Proof(labels, choice.value, choice.bound, choice.proven)


def _value(grids: Columns, weight: NDArray[np.float64], rule: Rule) -> float:
    """J of a division, infinite where it is not in range."""
    held = grids.sums(weight)
    return float(grids.cost.sum()) if ((held >= rule.min) & (held <= rule.max)).all() else np.inf


def _climb(columns: Columns, n: int, k: int, value: float, effort: Effort) -> Choice:
    """Choose with a cut-off a little above the relaxation first: few columns remain below it."""
    relaxed = relax(columns, n, k, effort=effort)
    if relaxed is None:
        return choose(columns, n, k, cutoff=value, effort=effort)
    started, seconds = time.monotonic(), effort.seconds
    for step in LADDER:
        cutoff = relaxed.value + step * abs(relaxed.value)
        if cutoff >= value:
            break
        left = Effort(seconds - (time.monotonic() - started), effort.branches, effort.proceed)
        choice = choose(columns, n, k, cutoff=cutoff, effort=left)
        if choice.columns is not None or not choice.proven:
            return choice
    left = Effort(seconds - (time.monotonic() - started), effort.branches, effort.proceed)
    return choose(columns, n, k, cutoff=value, effort=left)
