"""How many grids each connected part can have, by the sums of its buildings, and how many it gets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wangge.partition.sums import MOST, greatest, least, sums

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wangge.partition.graph import Graph
    from wangge.partition.inputs import Rule


def fewest_and_most(graph: Graph, rule: Rule) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The fewest and the most grids in range that each connected part can be shared among, shape (parts,).

    By the sums of whole buildings, wherever they stand; 0 at most where nothing adds up to a grid.
    """
    part = graph.pieces()
    order = np.argsort(part, kind="stable")
    weights = np.split(graph.weight[order], np.cumsum(np.bincount(part))[:-1])
    found = np.array([_fewest_and_most(each, rule) for each in weights], dtype=np.int64)
    return found[:, 0], found[:, 1]


def _fewest_and_most(weights: NDArray[np.int64], rule: Rule) -> tuple[int, int]:
    held, low, high = int(weights.sum()), max(rule.min, 1), rule.max
    if high <= MOST:
        reached = sums(weights, high, enough=(low, high))
        lightest, heaviest = least(reached, low), greatest(reached, high)
        if rule.min > 0 and lightest is None:
            return max(-(-held // high), 1), 0
        low, high = lightest or low, heaviest or high
    most = len(weights) if rule.min == 0 else min(len(weights), held // low)
    return max(-(-held // high), 1), most


def numbers_to_try(graph: Graph, rule: Rule) -> list[int]:
    """Numbers of grids for a free k: nearest to total over the middle of the range first."""
    fewest, most = fewest_and_most(graph, rule)
    lowest = min(int(fewest.sum()), len(graph))
    highest = max(int(most.sum()), lowest)
    start = min(max(round(2 * graph.total / (rule.min + rule.max)), lowest), highest)
    reach = range(max(lowest, start - 3), min(highest, start + 3) + 1)
    return sorted(reach, key=lambda k: (abs(k - start), k))


def shares(graph: Graph, rule: Rule, k: int) -> NDArray[np.int64]:
    """How many of k grids each connected part gets, shape (parts,); parts ≤ k ≤ n, else ValueError.

    Parts get what they need at least, then by largest mean weight (Webster's method).
    """
    part = graph.pieces()
    held, size = np.bincount(part, weights=graph.weight), np.bincount(part)
    if not len(size) <= k <= len(graph):
        message = f"{k} grids cannot cover {len(size)} parts with {len(graph)} nodes"
        raise ValueError(message)
    fewest, most = fewest_and_most(graph, rule)
    share = np.minimum(fewest, size)
    while share.sum() > k:
        share[np.where(share > 1, held / share, np.inf).argmin()] -= 1
    while share.sum() < k:
        urgency = np.where(share < size, held / (share + 0.5), -np.inf)
        within = np.where(share < most, urgency, -np.inf)
        share[(within if np.isfinite(within).any() else urgency).argmax()] += 1
    return share.astype(np.int64)
