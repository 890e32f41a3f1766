"""Anneal the two halves of a large division side by side, cut along another line each time.

Costs add up grid by grid, so grids that lie in different halves do not feel each other; what both halves do
is what one alone would, in half the time. Either half has a generator of its own: the outcome does not depend
on which is quicker.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from wangge.partition.annealing import anneal
from wangge.partition.compiled import random_state
from wangge.partition.division import settle
from wangge.partition.graph import placed, summed
from wangge.partition.ground import ground_of
from wangge.partition.inputs import NO_GRID

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wangge.partition.ground import Limits
    from wangge.partition.task import Task


def anneal_halves(
    task: Task,
    limits: Limits,
    labels: NDArray[np.int64],
    steps: int,
    heat: float,
    random: np.random.Generator,
) -> NDArray[np.int64]:
    """The labels (n,) after `steps` tries in all, as `annealing.anneal` makes them."""
    angle, *seeds = random.random(3)
    halves = _halves(task, labels, angle * np.pi)

    def work(half: NDArray[np.int64], seed: float) -> NDArray[np.int64]:
        return _annealed(task, limits, labels, half, (steps // 2, heat, seed))

    with ThreadPoolExecutor(2) as threads:
        done = list(threads.map(work, halves, seeds))
    after = labels.copy()
    for half, new in zip(halves, done, strict=True):
        after[half] = new
    return after


def _halves(
    task: Task, labels: NDArray[np.int64], angle: float
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The nodes on either side of a line at this angle, whole grids and about as many on each."""
    along = task.ground.x * np.cos(angle) + task.ground.y * np.sin(angle)
    size = summed(labels, np.ones(len(labels)), task.k)
    order = np.argsort(summed(labels, along, task.k) / size)
    first = np.zeros(task.k, dtype=np.bool_)
    first[order[: int(np.searchsorted(np.cumsum(size[order]), len(labels) / 2)) + 1]] = True
    return np.flatnonzero(first[labels]), np.flatnonzero(~first[labels])


def _annealed(
    task: Task,
    limits: Limits,
    labels: NDArray[np.int64],
    nodes: NDArray[np.int64],
    how: tuple[int, float, float],
) -> NDArray[np.int64]:
    """The labels of some nodes after so many steps, at a heat, from a seed in [0, 1)."""
    steps, heat, seed = how
    grids, dense = np.unique(labels[nodes], return_inverse=True)
    if len(grids) < 2:
        return labels[nodes]
    wish = task.wish.of(nodes)
    if wish.home is not None and not wish.choice:
        place = placed(wish.home, grids)
        elsewhere = (place < 0) & (wish.home != NO_GRID)
        wish = replace(wish, home=np.where(elsewhere, len(grids), place))
    ground = ground_of(task.graph.part(nodes), wish)
    division = settle(ground, limits, dense.ravel().astype(np.int64), len(grids))
    anneal(ground, limits, division, steps, heat, random_state(int(seed * 2**53)))
    return np.asarray(grids[division.label], dtype=np.int64)
