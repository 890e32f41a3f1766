"""Redraw the surroundings of grids that stayed out of range, where small moves have led into a dead end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import linear_sum_assignment

from wangge.partition.bisection import bisect
from wangge.partition.graph import placed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wangge.partition.compiled import RandomState
    from wangge.partition.graph import Graph
    from wangge.partition.ground import Ground, Limits

TREES = 16


def mend(
    graph: Graph,
    ground: Ground,
    limits: Limits,
    labels: NDArray[np.int64],
    reach: int,
    random: RandomState,
) -> NDArray[np.int64]:
    """The labels, shape (n,), with the `reach` or more grids around each one out of range drawn anew.

    Surroundings with pinned nodes are left alone; new grids take the numbers under which most stay at home.
    """
    mended = labels.copy()
    held = np.bincount(labels, weights=graph.weight)
    done: set[int] = set()
    for grid in np.flatnonzero((held < limits.low) | (held > limits.high)).tolist():
        if grid in done:
            continue
        region = _around(graph, mended, grid, reach)
        done.update(region.tolist())
        nodes = np.flatnonzero(np.isin(mended, region))
        if ground.pinned[nodes].any():
            continue
        drawn = bisect(ground, limits, nodes, len(region), TREES, random)
        mended[nodes] = region[_at_home(ground, nodes, drawn, region)[drawn]]
    return mended


def _at_home(
    ground: Ground, nodes: NDArray[np.int64], drawn: NDArray[np.int64], region: NDArray[np.int64]
) -> NDArray[np.int64]:
    """Which grid of the region each newly drawn one is to be, so that most weight stays at home."""
    stays = np.zeros((len(region), len(region)))
    place = placed(ground.home[nodes], region)
    home = place >= 0
    np.add.at(stays, (drawn[home], place[home]), ground.weight[nodes[home]])
    return np.asarray(linear_sum_assignment(stays, maximize=True)[1], dtype=np.int64)


def _around(graph: Graph, labels: NDArray[np.int64], grid: int, reach: int) -> NDArray[np.int64]:
    """The grid and those around it, ring by ring, until there are `reach` of them."""
    a, b = labels[graph.a], labels[graph.b]
    region = np.array([grid], dtype=np.int64)
    while len(region) < reach:
        inside_a, inside_b = np.isin(a, region), np.isin(b, region)
        grown = np.union1d(region, np.concatenate([b[inside_a], a[inside_b]]))
        if len(grown) == len(region):
            break
        region = grown
    return region
