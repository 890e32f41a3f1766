"""Write down every connected set of nodes in range, each once, with its share of J.

The search tree is Wernicke's (2006): from each root, sets grow by nodes that come after the root in number,
and a node that was passed over is not taken up again below. Sets too heavy are cut off at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from wangge.partition.columns import Columns
from wangge.partition.compiled import compiled
from wangge.partition.division import term_of_load, term_of_spread
from wangge.partition.inputs import NO_GRID

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wangge.partition.ground import Ground, Limits

MOST = 200_000
PATIENCE = 50


class Walk(NamedTuple):
    """A set that grows and shrinks: its nodes in order, and at every depth what they add up to.

    sums[d] holds weight, load, Σwx, Σwy, Σw|x|² + inner and the cost of compounds and zones of the first d
    nodes; `border` lists nodes met, those from place[d] to reach[d] are open at depth d.
    """

    node: NDArray[np.int64]
    sums: NDArray[np.float64]
    border: NDArray[np.int64]
    place: NDArray[np.int64]
    reach: NDArray[np.int64]
    met: NDArray[np.bool_]
    compounds: NDArray[np.int64]
    zones: NDArray[np.int64]


@compiled
def walk_over(ground: Ground) -> Walk:
    """Room for a set on this ground."""
    n = len(ground.weight)
    return Walk(
        np.empty(n + 1, np.int64),
        np.zeros((n + 2, 6)),
        np.empty(n + 1, np.int64),
        np.zeros(n + 2, np.int64),
        np.zeros(n + 2, np.int64),
        np.zeros(n, np.bool_),
        np.zeros(ground.compound.max() + 2, np.int64),
        np.zeros(ground.zone.max() + 2, np.int64),
    )


@compiled
def push(ground: Ground, limits: Limits, walk: Walk, depth: int, v: int, free: NDArray[np.bool_]) -> None:
    """Take a node into a set of `depth` nodes; its free neighbours after the root are open from now on."""
    sums, new = walk.sums, depth + 1
    w, x, y = ground.weight[v], ground.x[v], ground.y[v]
    sums[new, 0] = sums[depth, 0] + w
    sums[new, 1] = sums[depth, 1] + ground.load[v]
    sums[new, 2] = sums[depth, 2] + w * x
    sums[new, 3] = sums[depth, 3] + w * y
    sums[new, 4] = sums[depth, 4] + w * (x * x + y * y) + ground.inner[v]
    apart = sums[depth, 5]
    c, z = ground.compound[v], ground.zone[v]
    if c >= 0:
        apart += limits.compound * (walk.compounds[c] == 0)
        walk.compounds[c] += 1
    if z >= 0:
        apart += limits.zone * (walk.zones[z] == 0)
        walk.zones[z] += 1
    sums[new, 5] = apart
    walk.node[depth] = v
    root = walk.node[0]
    reach = walk.reach[depth]
    for e in range(ground.start[v], ground.start[v + 1]):
        u = ground.target[e]
        if u > root and free[u] and not walk.met[u]:
            walk.met[u] = True
            walk.border[reach] = u
            reach += 1
    walk.reach[depth + 1] = reach
    walk.place[depth + 1] = walk.place[depth]


@compiled
def pop(ground: Ground, walk: Walk, depth: int) -> None:
    """Let the last of `depth` nodes go again."""
    for i in range(walk.reach[depth - 1], walk.reach[depth]):
        walk.met[walk.border[i]] = False
    v = walk.node[depth - 1]
    if ground.compound[v] >= 0:
        walk.compounds[ground.compound[v]] -= 1
    if ground.zone[v] >= 0:
        walk.zones[ground.zone[v]] -= 1


@compiled
def cost_at(limits: Limits, walk: Walk, depth: int) -> float:
    """The share of J of the set as it is."""
    sums = walk.sums
    held, load, sx, sy = sums[depth, 0], sums[depth, 1], sums[depth, 2], sums[depth, 3]
    squared, apart = sums[depth, 4], sums[depth, 5]
    spread = squared - (sx * sx + sy * sy) / held if held > 0 else 0.0
    return float(term_of_load(limits, load) + term_of_spread(limits, spread) + apart)


@compiled
def _enumerate(
    ground: Ground,
    limits: Limits,
    free: NDArray[np.bool_],
    most: int,
    start: NDArray[np.int64],
    node: NDArray[np.int64],
    cost: NDArray[np.float64],
) -> tuple[int, int]:
    """Fill in the columns, or only count them and their nodes where there is no room; -1 where too many."""
    walk = walk_over(ground)
    count = filled = steps = 0
    for root in range(len(ground.weight)):
        if not free[root] or ground.weight[root] > limits.high:
            continue
        push(ground, limits, walk, 0, root, free)
        depth, fresh = 1, True
        while depth > 0:
            if fresh and walk.sums[depth, 0] >= limits.low:
                if len(cost):
                    cost[count] = cost_at(limits, walk, depth)
                    for i in range(depth):
                        node[filled + i] = walk.node[i]
                    start[count + 1] = filled + depth
                count += 1
                filled += depth
            steps += 1
            if count > most or steps > PATIENCE * most:
                return -1, -1
            fresh = walk.place[depth] < walk.reach[depth]
            if not fresh:
                pop(ground, walk, depth)
                depth -= 1
                continue
            v = walk.border[walk.place[depth]]
            walk.place[depth] += 1
            fresh = walk.sums[depth, 0] + ground.weight[v] <= limits.high
            if fresh:
                push(ground, limits, walk, depth, v, free)
                depth += 1
    return count, filled


def all_grids(
    ground: Ground, limits: Limits, *, free: NDArray[np.bool_] | None = None, most: int = MOST
) -> Columns | None:
    """All connected sets in range among the free nodes (n,), all by default; None where over `most`."""
    free = np.ones(len(ground.weight), dtype=np.bool_) if free is None else free
    nothing = np.empty(0, dtype=np.int64)
    count, filled = _enumerate(ground, limits, free, most, nothing, nothing, np.empty(0))
    if count < 0:
        return None
    start, node, cost = np.zeros(count + 1, np.int64), np.empty(filled, np.int64), np.empty(count)
    if count:
        _enumerate(ground, limits, free, most, start, node, cost)
    return Columns(start, node, cost, np.full(count, NO_GRID, dtype=np.int64))
