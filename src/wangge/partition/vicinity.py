"""Make a division better place by place: a few neighbouring grids at a time are divided as well as can be.

Where all grids that could be within so small a place can be written down, set partitioning over them gives
the best there is (a neighbourhood search with exact neighbourhoods: Ahuja, Ergun, Orlin and Punnen 2002).
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np

from wangge.partition.columns import grids_of
from wangge.partition.enumeration import all_grids
from wangge.partition.graph import summed
from wangge.partition.ground import ground_of
from wangge.partition.inputs import Wish
from wangge.partition.pricing import heavy_first
from wangge.partition.setpartitioning import SLACK, Effort, choose

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from wangge.partition.task import Task

SIZES = (8, 5, 3)  # grids of a place: fewer where the larger place is too rich
WRITTEN, LONGEST = 60_000, 5.0  # grids that could be in a place, seconds for it
NOTHING_MORE = Wish()


def improved(
    task: Task,
    labels: NDArray[np.int64],
    *,
    seconds: float,
    proceed: Callable[[], bool] | None = None,
) -> NDArray[np.int64]:
    """A division at least as good as this one, which is in range: labels of shape (n,).

    Goes on until no place has become better, the seconds are over, or `proceed` says no. Homes and pins are
    not looked at: not for a task that has them.
    """
    labels, until = labels.copy(), time.monotonic() + seconds
    fresh = np.ones(task.k, dtype=np.bool_)
    while fresh.any():
        changed = np.zeros(task.k, dtype=np.bool_)
        middle = _middles(task, labels)
        for grid in range(task.k):
            near = np.argsort(((middle - middle[grid]) ** 2).sum(axis=1), kind="stable")[: SIZES[0]]
            if not fresh[near].any():
                continue
            left = until - time.monotonic()
            if left <= 0 or (proceed is not None and not proceed()):
                return labels
            changed[_divide_anew(task, labels, near, Effort(min(left, LONGEST), proceed=proceed))] = True
        fresh = changed
    return labels


def _middles(task: Task, labels: NDArray[np.int64]) -> NDArray[np.float64]:
    """Where each grid lies, shape (k, 2): the mean of its nodes."""
    many = summed(labels, np.ones(len(labels)), task.k)
    return np.stack([summed(labels, at, task.k) / many for at in (task.ground.x, task.ground.y)], axis=1)


def _divide_anew(
    task: Task, labels: NDArray[np.int64], near: NDArray[np.int64], effort: Effort
) -> NDArray[np.int64]:
    """Divide as many of these grids as can be settled, nearest first; those that changed are given back."""
    for size in SIZES:
        place = np.sort(near[:size])
        nodes = np.flatnonzero(np.isin(labels, place))
        nodes = nodes[heavy_first(task.graph.part(nodes))]
        ground = ground_of(task.graph.part(nodes), NOTHING_MORE)
        columns = all_grids(ground, task.limits, most=WRITTEN)
        if columns is None:
            continue
        before = grids_of(ground, task.limits, np.searchsorted(place, labels[nodes]), len(place)).cost.sum()
        choice = choose(columns, len(nodes), len(place), cutoff=before - SLACK, effort=effort)
        if choice.columns is not None:
            chosen = columns.taken(choice.columns)
            labels[nodes[chosen.node]] = place[np.repeat(np.arange(len(place)), np.diff(chosen.start))]
            return place
        break
    return near[:0]
