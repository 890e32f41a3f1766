"""Halve a patch too large to be divided at one go, along a spanning tree."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wangge.partition.connected import bits
from wangge.partition.covering import whole_number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.random import RandomState
    from numpy.typing import NDArray

    from wangge.partition.inputs import Rule
    from wangge.partition.patches import Patch

TREES = 6


def halves(on: Patch, rule: Rule, random: RandomState) -> list[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Ways to halve a patch into two connected sides (indices into it), compact and even ones first."""
    ways = {side: score for _ in range(TREES) for side, score in _sides(on, rule, _tree(on, random))}
    everything = (1 << len(on)) - 1
    order = sorted(ways, key=lambda side: (ways[side], side))
    return [
        (np.array(bits(side), dtype=np.int64), np.array(bits(everything ^ side), dtype=np.int64))
        for side in order
    ]


def _tree(on: Patch, random: RandomState) -> list[tuple[int, int]]:
    """A random spanning tree as (node, parent), parents first: Prim's over random, local edge lengths."""
    start = int(random.randint(len(on)))
    length = np.full(len(on), np.inf)
    parent = np.full(len(on), -1)
    length[start] = 0
    waiting = np.ones(len(on), dtype=bool)
    found = []
    for _ in range(len(on)):
        node = int(np.where(waiting, length, np.inf).argmin())
        waiting[node] = False
        found.append((node, int(parent[node])))
        around = [other for other in bits(on.beside[node]) if waiting[other]]
        for other, chance in zip(around, random.random_sample(len(around)), strict=True):
            far = chance * np.hypot(on.x[node] - on.x[other], on.y[node] - on.y[other])
            if far < length[other]:
                length[other], parent[other] = far, node
    return found


def _sides(on: Patch, rule: Rule, tree: list[tuple[int, int]]) -> Iterator[tuple[int, tuple[bool, float]]]:
    """The side below each edge of a tree, with whether it is out of order and how wide the two sides are."""
    side = [1 << i for i in range(len(on))]
    sums = np.array([(w, w * x, w * y, 1.0) for w, x, y in zip(_mass(on), on.x, on.y, strict=True)])
    held = list(on.weight)
    total = sums.sum(axis=0)
    for node, parent in reversed(tree[1:]):
        rest = total - sums[node]
        apart = (sums[node, 1] / sums[node, 0] - rest[1] / rest[0]) ** 2
        apart += (sums[node, 2] / sums[node, 0] - rest[2] / rest[0]) ** 2
        # Steiner: what halving takes off the moment; the more, the more compact the sides.
        gain = apart * sums[node, 0] * rest[0] / total[0]
        uneven = min(sums[node, 3], rest[3]) < len(on) / 4
        parts = (held[node], on.total - held[node])
        odd = any(whole_number(weight, rule) is None for weight in parts)
        yield side[node], (bool(odd or uneven), -float(gain))
        side[parent] |= side[node]
        sums[parent] += sums[node]
        held[parent] += held[node]


def _mass(on: Patch) -> list[float]:
    return [max(weight, 0.5) for weight in on.weight]
