"""Find the connected sets in range of least reduced cost: a bounded search tree, exact for any prices.

From each root only nodes that come after it join: heavy nodes come first. For a set S of weight W_S with
centroid c and any further nodes R, Q(S ∪ R) ≥ Q(S) + Σ over R of w·|x - c|²·W_S/(W_S + W_R) by Steiner's
theorem, and W_S + W_R is at most the largest weight allowed. What R can gain is therefore bounded by a
knapsack, and that by a rate for every unit of weight (Lagrange). A branch that cannot fall below the
threshold is cut off.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from wangge.partition.columns import Columns
from wangge.partition.compiled import compiled
from wangge.partition.enumeration import cost_at, pop, push, walk_over
from wangge.partition.inputs import NO_GRID

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wangge.partition.enumeration import Walk
    from wangge.partition.graph import Graph
    from wangge.partition.ground import Ground, Limits

EPSILON = 1e-9


class Sought(NamedTuple):
    """What a search looks for: prices by node (n,) and per grid, and the reduced cost to stay below.

    best_only: of each root, only sets better than those found before. evens: load is weight, so that
    unevenness bounds the weight too.
    """

    price: NDArray[np.float64]
    per_grid: float
    below: float
    best_only: bool
    evens: bool


class Beside(NamedTuple):
    """What may join a root: the nodes, which of them are passed over, a mark for each; worth by depth."""

    near: NDArray[np.int64]
    closed: NDArray[np.bool_]
    allowed: NDArray[np.bool_]
    worth: NDArray[np.float64]


class Room(NamedTuple):
    """Where columns found are written: as in `Columns`, with room for more."""

    start: NDArray[np.int64]
    node: NDArray[np.int64]
    cost: NDArray[np.float64]


@compiled
def _rate_term(limits: Limits, sought: Sought, held: float, rate: float) -> float:
    """The least of unevenness - rate · (W - held) over the weights W that a grid may yet come to."""
    low = max(held, limits.low)
    if not sought.evens or limits.evenness <= 0:
        return float(-rate * ((limits.high if rate > 0 else low) - held))
    mean = limits.mean_load
    weight = mean + rate * mean * mean / (2 * limits.evenness)
    weight = min(max(weight, low), limits.high)
    off = (weight - mean) / mean
    return float(limits.evenness * off * off - rate * (weight - held))


@compiled
def _floor(
    ground: Ground,
    limits: Limits,
    sought: Sought,
    walk: Walk,
    depth: int,
    worth: float,
    beside: Beside,
    count: int,
    rate: float,
) -> float:
    """A lower bound on the reduced cost of the set and everything that may be made from it."""
    sums, near, closed = walk.sums, beside.near, beside.closed
    held, sx, sy = sums[depth, 0], sums[depth, 2], sums[depth, 3]
    scale = limits.shape / (limits.mean * limits.moment)
    spread = max(sums[depth, 4] - (sx * sx + sy * sy) / held, 0.0) if held > 0 else 0.0
    floor = scale * spread + sums[depth, 5] - worth - sought.per_grid
    floor += float(_rate_term(limits, sought, held, rate))
    if held <= 0:
        for i in range(count):
            if not closed[near[i]]:
                floor -= max(sought.price[near[i]] - rate * ground.weight[near[i]], 0.0)
        return float(floor)
    cx, cy = sx / held, sy / held
    pull = scale * held / limits.high
    room = limits.high - held
    for i in range(count):
        u = near[i]
        if closed[u] or ground.weight[u] > room:
            continue
        dx, dy = ground.x[u] - cx, ground.y[u] - cy
        w = ground.weight[u]
        gain = sought.price[u] - w * (pull * (dx * dx + dy * dy) + rate) - scale * ground.inner[u]
        if gain > 0:
            floor -= gain
    return float(floor)


@compiled
def _record(walk: Walk, depth: int, price: float, room: Room, found: int) -> int:
    """Write a set down; how many columns there are now, or -1 where there is no room."""
    if found + 1 >= len(room.start) or room.start[found] + depth > len(room.node):
        return -1
    for i in range(depth):
        room.node[room.start[found] + i] = walk.node[i]
    room.cost[found] = price
    room.start[found + 1] = room.start[found] + depth
    return found + 1


@compiled
def _leave(ground: Ground, walk: Walk, depth: int, closed: NDArray[np.bool_]) -> None:
    """Go back from a set; what was passed over below it may join again."""
    first = walk.place[depth - 1] if depth > 1 else 0
    for i in range(first, walk.place[depth]):
        closed[walk.border[i]] = False
    pop(ground, walk, depth)


@compiled
def _search_root(
    ground: Ground,
    limits: Limits,
    sought: Sought,
    walk: Walk,
    beside: Beside,
    room: Room,
    of_root: tuple[int, int, float],
    so_far: tuple[int, int],
) -> tuple[int, float, int]:
    """Search all sets of a root; the columns there are now, the least reduced cost, and the steps left."""
    root, count, rate = of_root
    found, steps = so_far
    worth = beside.worth
    below = least = sought.below
    push(ground, limits, walk, 0, root, beside.allowed)
    worth[1] = sought.price[root]
    depth, fresh = 1, True
    while depth > 0:
        steps -= 1
        if fresh and walk.sums[depth, 0] >= limits.low:
            price = cost_at(limits, walk, depth)
            reduced = price - worth[depth] - sought.per_grid
            if reduced < below:
                more = _record(walk, depth, price, room, found)
                steps = steps if more >= 0 else -1
                found = max(more, found)
                least = min(least, reduced)
                below = reduced if sought.best_only else below
        dead = fresh and _floor(ground, limits, sought, walk, depth, worth[depth], beside, count, rate) >= (
            below - EPSILON
        )
        fresh = False
        if dead or steps < 0 or walk.place[depth] >= walk.reach[depth]:
            _leave(ground, walk, depth, beside.closed)
            depth -= 1
            continue
        v = walk.border[walk.place[depth]]
        walk.place[depth] += 1
        beside.closed[v] = True
        if walk.sums[depth, 0] + ground.weight[v] <= limits.high:
            push(ground, limits, walk, depth, v, beside.allowed)
            worth[depth + 1] = worth[depth] + sought.price[v]
            depth += 1
            fresh = True
    return found, least, steps


@compiled
def _rate_of(ground: Ground, limits: Limits, sought: Sought, root: int, free: NDArray[np.bool_]) -> float:
    """The price of weight that makes the floor of a root highest (it is concave in the rate)."""
    low, high = 0.0, 4 * max(sought.price.sum() / ground.weight.sum(), 1 / limits.mean)
    for _ in range(12):
        left, right = low + (high - low) / 3, high - (high - low) / 3
        if _root_floor(ground, limits, sought, root, free, left) < _root_floor(
            ground, limits, sought, root, free, right
        ):
            low = left
        else:
            high = right
    return float((low + high) / 2)


@compiled
def _net(ground: Ground, limits: Limits, sought: Sought, root: int, u: int, rate: float) -> float:
    """What a node can gain at most in a set with the root, its weight paid for."""
    scale = limits.shape / (limits.mean * limits.moment)
    pull = scale * ground.weight[root] / limits.high
    dx, dy = ground.x[u] - ground.x[root], ground.y[u] - ground.y[root]
    return float(
        sought.price[u] - ground.weight[u] * (pull * (dx * dx + dy * dy) + rate) - scale * ground.inner[u]
    )


@compiled
def _root_floor(
    ground: Ground, limits: Limits, sought: Sought, root: int, free: NDArray[np.bool_], rate: float
) -> float:
    scale = limits.shape / (limits.mean * limits.moment)
    floor = scale * ground.inner[root] - sought.price[root] - sought.per_grid
    floor += limits.compound * (ground.compound[root] >= 0) + limits.zone * (ground.zone[root] >= 0)
    held = ground.weight[root]
    floor += _rate_term(limits, sought, held, rate)
    for u in range(root + 1, len(ground.weight)):
        if free[u] and held + ground.weight[u] <= limits.high:
            floor -= max(_net(ground, limits, sought, root, u, rate), 0.0)
    return float(floor)


@compiled
def _gather(
    ground: Ground,
    limits: Limits,
    sought: Sought,
    root: int,
    free: NDArray[np.bool_],
    beside: Beside,
) -> tuple[int, float]:
    """Mark the nodes that may join a root in a set worth finding; how many, and the rate of weight."""
    rate = _rate_of(ground, limits, sought, root, free)
    floor = _root_floor(ground, limits, sought, root, free, rate)
    count = 0
    if floor >= sought.below - EPSILON:
        return -1, rate
    for u in range(root + 1, len(ground.weight)):
        if free[u] and ground.weight[root] + ground.weight[u] <= limits.high:
            net = _net(ground, limits, sought, root, u, rate)
            if floor - min(net, 0.0) < sought.below - EPSILON:
                beside.allowed[u] = True
                beside.near[count] = u
                count += 1
    beside.allowed[root] = True
    return count, rate


@compiled
def _search(
    ground: Ground, limits: Limits, sought: Sought, free: NDArray[np.bool_], room: Room, steps: int
) -> tuple[int, float, int]:
    """All roots; how many columns were found, the least reduced cost, the steps left (below 0: gave up)."""
    n = len(ground.weight)
    walk = walk_over(ground)
    beside = Beside(np.empty(n, np.int64), np.zeros(n, np.bool_), np.zeros(n, np.bool_), np.zeros(n + 2))
    found, least = 0, np.inf
    for root in range(n):
        if not free[root] or ground.weight[root] > limits.high:
            continue
        count, rate = _gather(ground, limits, sought, root, free, beside)
        if count < 0:
            continue
        of_root = (root, count, rate)
        found, low, steps = _search_root(ground, limits, sought, walk, beside, room, of_root, (found, steps))
        least = min(least, low)
        beside.allowed[root] = False
        for i in range(count):
            beside.allowed[beside.near[i]] = False
        if steps < 0:
            break
    return found, least, steps


class Priced(NamedTuple):
    """Columns found, the least reduced cost (at most the threshold), whether all were seen, and the steps."""

    columns: Columns
    least: float
    complete: bool
    steps: int


def heavy_first(graph: Graph) -> NDArray[np.int64]:
    """The order of nodes in which the search is quick: `graph.part` of it is what `price_out` should get."""
    return np.argsort(-graph.weight, kind="stable").astype(np.int64)


def price_out(
    ground: Ground,
    limits: Limits,
    price: NDArray[np.float64],
    per_grid: float,
    *,
    below: float = -1e-6,
    best_only: bool = True,
    most: int = 100_000,
    steps: int = 10**12,
) -> Priced:
    """Sets in range whose cost - Σ price - per_grid is below the threshold: all of them, or each root's best.

    Complete unless there are over `most`, or `steps` did not suffice.
    """
    evens = bool((ground.load == ground.weight).all())
    sought = Sought(price.astype(np.float64), float(per_grid), float(below), best_only, evens)
    lightest = np.cumsum(np.sort(ground.weight))
    longest = int(np.searchsorted(lightest, limits.high, side="right"))
    room = Room(
        np.zeros(most + 2, np.int64),
        np.empty((most + 1) * max(min(longest, 24), 1), np.int64),
        np.empty(most + 1),
    )
    free = np.ones(len(ground.weight), dtype=np.bool_)
    found, least, left = _search(ground, limits, sought, free, room, steps)
    columns = Columns(
        room.start[: found + 1].copy(),
        room.node[: room.start[found]].copy(),
        room.cost[:found].copy(),
        np.full(found, NO_GRID, dtype=np.int64),
    )
    return Priced(columns, min(least, below), left >= 0, steps - left)
