"""A division while it is being changed: who is in which grid, what each costs, whether it is connected."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from wangge.partition.compiled import below, compiled

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wangge.partition.compiled import RandomState
    from wangge.partition.ground import Ground, Limits

OUTSIDE, FURTHER = 0.5, 40.0
SINGLE, BY_COMPOUND, BY_ZONE = 0, 1, 2


class Division(NamedTuple):
    """A division as it is being changed: members as linked lists by grid, and room to work in."""

    label: NDArray[np.int64]
    head: NDArray[np.int64]
    following: NDArray[np.int64]
    cost: NDArray[np.float64]
    stamp: NDArray[np.int64]
    group_stamp: NDArray[np.int64]
    home_stamp: NDArray[np.int64]
    overlap: NDArray[np.float64]
    tick: NDArray[np.int64]
    buffer: NDArray[np.int64]
    stack: NDArray[np.int64]


@compiled
def settle(ground: Ground, limits: Limits, labels: NDArray[np.int64], k: int) -> Division:
    """Take up a division, labels of shape (n,) in 0 … k - 1."""
    n = len(labels)
    groups = max(ground.compound.max() + 1, 0) + max(ground.zone.max() + 1, 0) + 1
    head = np.full(k, -1, np.int64)
    following = np.full(n, -1, np.int64)
    for v in range(n - 1, -1, -1):
        following[v] = head[labels[v]]
        head[labels[v]] = v
    division = Division(
        labels.copy(),
        head,
        following,
        np.zeros(k),
        np.zeros(n, np.int64),
        np.zeros(groups, np.int64),
        np.zeros(ground.home.max() + 2, np.int64),
        np.zeros(ground.home.max() + 2),
        np.zeros(1, np.int64),
        np.empty((4, n), np.int64),
        np.empty(n, np.int64),
    )
    for g in range(k):
        count = members(division, g, division.buffer[0])
        division.cost[g] = cost(ground, limits, division, division.buffer[0], count, g)
    return division


@compiled
def members(division: Division, grid: int, into: NDArray[np.int64]) -> int:
    """Write down the nodes of a grid; how many there are."""
    count = 0
    v = division.head[grid]
    while v >= 0:
        into[count] = v
        count += 1
        v = division.following[v]
    return count


@compiled
def _apart(ground: Ground, limits: Limits, division: Division, nodes: NDArray[np.int64], count: int) -> float:
    """What the compounds and zones that reach into a grid cost it."""
    division.tick[0] += 1
    tick = division.tick[0]
    zones = len(division.group_stamp) - 1
    cost = 0.0
    for i in range(count):
        c = ground.compound[nodes[i]]
        if c >= 0 and division.group_stamp[c] != tick:
            division.group_stamp[c] = tick
            cost += limits.compound
        z = ground.zone[nodes[i]]
        if z >= 0 and division.group_stamp[zones - z] != tick:
            division.group_stamp[zones - z] = tick
            cost += limits.zone
    return cost


@compiled
def _strangers(
    ground: Ground, limits: Limits, division: Division, nodes: NDArray[np.int64], count: int, grid: int
) -> float:
    """The weight among these nodes that left home for this grid.

    Where grids are free to choose, home is the old grid that most of them come from.
    """
    division.tick[0] += 1
    tick = division.tick[0]
    known = most = stays = 0.0
    for i in range(count):
        home, w = ground.home[nodes[i]], ground.weight[nodes[i]]
        if home < 0:
            continue
        known += w
        if home == grid:
            stays += w
        if division.home_stamp[home] != tick:
            division.home_stamp[home] = tick
            division.overlap[home] = 0.0
        division.overlap[home] += w
        most = max(most, division.overlap[home])
    return known - (most if limits.choice > 0 else stays)


@compiled
def term_of_load(limits: Limits, load: float) -> float:
    """What a grid of this load costs for being uneven."""
    off = (load - limits.mean_load) / limits.mean_load
    return limits.evenness * off * off


@compiled
def term_of_spread(limits: Limits, spread: float) -> float:
    """What a grid of this second moment, in weight·m², costs for being spread out."""
    return limits.shape * max(spread, 0.0) / (limits.mean * limits.moment)


@compiled
def cost(
    ground: Ground, limits: Limits, division: Division, nodes: NDArray[np.int64], count: int, grid: int
) -> float:
    """These nodes' share of J as a grid, what it costs that some left home for it, a fine out of range."""
    held = load = sx = sy = squared = 0.0
    for i in range(count):
        v = nodes[i]
        w, x, y = ground.weight[v], ground.x[v], ground.y[v]
        held += w
        load += ground.load[v]
        sx += w * x
        sy += w * y
        squared += w * (x * x + y * y) + ground.inner[v]
    spread = squared - (sx * sx + sy * sy) / held if held > 0 else 0.0
    cost = term_of_load(limits, load) + term_of_spread(limits, spread)
    outside = max(limits.low - held, held - limits.high, 0.0)
    if outside > 0:
        cost += limits.fine * (OUTSIDE + FURTHER * outside / limits.mean)
    if limits.keep != 0:
        cost += limits.keep * _strangers(ground, limits, division, nodes, count, grid) / limits.mean
    return cost + _apart(ground, limits, division, nodes, count)


@compiled
def connected(ground: Ground, division: Division, nodes: NDArray[np.int64], count: int) -> bool:
    """Whether these nodes hang together."""
    division.tick[0] += 2
    inside, seen = division.tick[0] - 1, division.tick[0]
    stamp, stack = division.stamp, division.stack
    for i in range(count):
        stamp[nodes[i]] = inside
    stack[0] = nodes[0]
    stamp[nodes[0]] = seen
    depth = found = 1
    while depth > 0:
        depth -= 1
        v = stack[depth]
        for e in range(ground.start[v], ground.start[v + 1]):
            u = ground.target[e]
            if stamp[u] == inside:
                stamp[u] = seen
                stack[depth] = u
                depth += 1
                found += 1
    return found == count


@compiled
def _belongs(ground: Ground, v: int, seed: int, how: int) -> bool:
    """Whether v moves along with the seed."""
    if how == BY_COMPOUND:
        return bool(ground.compound[v] == ground.compound[seed] and ground.compound[v] >= 0)
    if how == BY_ZONE:
        return bool(ground.zone[v] == ground.zone[seed])
    return False


@compiled
def deal(
    ground: Ground,
    division: Division,
    grid: int,
    seed: int,
    how: int,
    staying: NDArray[np.int64],
    going: NDArray[np.int64],
) -> tuple[int, int]:
    """Sort a grid's nodes into those that stay and those that go; no seed (-1) lets all stay, pins stay."""
    stay = go = 0
    v = division.head[grid]
    while v >= 0:
        if seed >= 0 and not ground.pinned[v] and (v == seed or _belongs(ground, v, seed, how)):
            going[go] = v
            go += 1
        else:
            staying[stay] = v
            stay += 1
        v = division.following[v]
    return stay, go


@compiled
def relist(division: Division, grid: int, nodes: NDArray[np.int64], count: int) -> None:
    """Let a grid consist of these nodes."""
    division.head[grid] = nodes[0]
    for i in range(count):
        division.label[nodes[i]] = grid
        division.following[nodes[i]] = nodes[i + 1] if i + 1 < count else -1


@compiled
def random_member(division: Division, grid: int, state: RandomState) -> int:
    """A member of a grid, each as likely."""
    count = 0
    v = division.head[grid]
    while v >= 0:
        count += 1
        v = division.following[v]
    v = division.head[grid]
    for _ in range(below(state, count)):
        v = division.following[v]
    return int(v)
