"""The nearest rule that can be met, where the one asked for cannot."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from wangge.partition.inputs import Rule
from wangge.partition.sums import MOST, listed, sums

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from wangge.partition.graph import Graph

LOOKS = 60


def nearest_range(graph: Graph, rule: Rule, fits: Callable[[int, int], bool], *, thorough: bool) -> Rule:
    """The range that fits and takes the least off the min and on to the max together, with the rule's k.

    `fits` is asked for whole ranges and never says no to one that holds another it said yes to. Its ends are
    sums of whole buildings, as those of the lightest and of the heaviest grid must be. Not `thorough`, and
    after LOOKS at both ends moved, only the best found is given.
    """
    part = graph.pieces()
    held = np.bincount(part, weights=graph.weight).astype(np.int64)
    low, high = min(rule.min, int(held.min())), max(rule.max, int(graph.weight.max()))
    if fits(low, high):
        return Rule(low, high, rule.k)
    reached = _sums(graph.weight, int(held.max()))
    higher, lower = reached[reached > high], reached[(reached < low)][::-1]
    more = _first(higher, lambda top: fits(low, top))
    less = _first(lower, lambda bottom: fits(bottom, high))
    best = min(((more - high), (low, more)), ((low - less), (less, high)))
    looks = 0
    for bottom in lower.tolist() if thorough else []:
        room = higher[higher - high + low - bottom < best[0]]
        looks += 1 + len(room).bit_length()
        if not len(room) or looks > LOOKS:
            break
        if fits(bottom, int(room[-1])):
            top = _first(room, partial(fits, bottom))
            best = top - high + low - bottom, (bottom, top)
    return Rule(*best[1], rule.k)


def _sums(weights: NDArray[np.int64], most: int) -> NDArray[np.int64]:
    """The sums of whole buildings up to the weight of the heaviest part, 0 and that weight among them."""
    if most <= 4 * MOST:
        return np.append(listed(sums(weights, most)), most)
    return np.array([0, most], dtype=np.int64)


def _first(values: NDArray[np.int64], fits: Callable[[int], bool]) -> int:
    """The first value that fits, sought at growing steps and then between; the last one does."""
    low, high = 0, 0
    while high < len(values) - 1 and not fits(int(values[high])):
        low, high = high + 1, min(2 * high + 1, len(values) - 1)
    while low < high:
        middle = (low + high) // 2
        if fits(int(values[middle])):
            high = middle
        else:
            low = middle + 1
    return int(values[low])
