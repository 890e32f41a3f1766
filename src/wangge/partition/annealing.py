"""Improve a division by annealing: flips, swaps, pieces of compounds and zones, hand-ons, pairs drawn anew.

A move takes some nodes from grid A to a neighbouring grid B and perhaps some back, hands a node on
to a third, or shares a pair out anew. The grids are costed as they would be, accepted or not by Metropolis'
rule (1953), and only then searched for connectedness, so that no state on the way is ever torn or empty.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wangge.partition.compiled import below, compiled, uniform
from wangge.partition.division import (
    BY_COMPOUND,
    BY_ZONE,
    SINGLE,
    connected,
    cost,
    deal,
    members,
    random_member,
    relist,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wangge.partition.compiled import RandomState
    from wangge.partition.division import Division
    from wangge.partition.ground import Ground, Limits

PASS_ON, REDRAW = 0.3, 0.2


@compiled
def _exchange(
    ground: Ground,
    limits: Limits,
    division: Division,
    move: tuple[int, int, int, int, int],
    heat: float,
    state: RandomState,
) -> bool:
    """Try one move (A's seed, how much goes with it, B's seed or -1, how much returns with it)."""
    seed, how, back, how_back, other = move
    source = division.label[seed]
    ours, theirs, going, coming = division.buffer
    na, go = deal(ground, division, source, seed, how, ours, going)
    nb, come = deal(ground, division, other, back, how_back, theirs, coming)
    if na + come == 0 or nb + go == 0:
        return False
    for i in range(come):
        ours[na + i] = coming[i]
    for i in range(go):
        theirs[nb + i] = going[i]
    na += come
    nb += go
    here = cost(ground, limits, division, ours, na, source)
    there = cost(ground, limits, division, theirs, nb, other)
    worse = here + there - division.cost[source] - division.cost[other]
    if not _accepted(worse, heat, state):
        return False
    if not (connected(ground, division, theirs, nb) and connected(ground, division, ours, na)):
        return False
    division.cost[source], division.cost[other] = here, there
    relist(division, source, ours, na)
    relist(division, other, theirs, nb)
    return True


@compiled
def _accepted(worse: float, heat: float, state: RandomState) -> bool:
    """Metropolis' rule."""
    return worse <= 0 or (heat > 0 and uniform(state) < np.exp(-worse / heat))


@compiled
def _pass_on(
    ground: Ground,
    limits: Limits,
    division: Division,
    seed: int,
    middle: int,
    heat: float,
    state: RandomState,
) -> bool:
    """Try to move the seed into a neighbouring grid, which passes another node on to a third."""
    source = division.label[seed]
    handed = random_member(division, middle, state)
    degree = ground.start[handed + 1] - ground.start[handed]
    last = division.label[ground.target[ground.start[handed] + below(state, degree)]]
    if last in (source, middle) or ground.pinned[seed] or ground.pinned[handed]:
        return False
    ours, theirs, thirds, going = division.buffer
    na = deal(ground, division, source, seed, SINGLE, ours, going)[0]
    nb = deal(ground, division, middle, handed, SINGLE, theirs, going)[0]
    nc = deal(ground, division, last, -1, SINGLE, thirds, going)[0]
    if na == 0:
        return False
    theirs[nb], thirds[nc] = seed, handed
    nb += 1
    nc += 1
    first = cost(ground, limits, division, ours, na, source)
    second = cost(ground, limits, division, theirs, nb, middle)
    third = cost(ground, limits, division, thirds, nc, last)
    before = division.cost[source] + division.cost[middle] + division.cost[last]
    if not _accepted(first + second + third - before, heat, state):
        return False
    if not (connected(ground, division, theirs, nb) and connected(ground, division, ours, na)):
        return False
    division.cost[source], division.cost[middle], division.cost[last] = first, second, third
    relist(division, source, ours, na)
    relist(division, middle, theirs, nb)
    relist(division, last, thirds, nc)
    return True


@compiled
def _grow(
    ground: Ground,
    limits: Limits,
    division: Division,
    nodes: NDArray[np.int64],
    count: int,
    grown: NDArray[np.int64],
    state: RandomState,
) -> int:
    """Grow a random connected part of a pair of grids to a random weight in range; how many nodes it has.

    The first nodes of `grown` are the part, the rest of it is what is left of the pair.
    """
    division.tick[0] += 2
    free, reached = division.tick[0] - 1, division.tick[0]
    stamp, edge = division.stamp, division.stack
    total = 0.0
    for i in range(count):
        stamp[nodes[i]] = free
        total += ground.weight[nodes[i]]
    lowest = max(limits.low, total - limits.high)
    aim = lowest + uniform(state) * max(total - 2 * lowest, 0.0)
    edge[0] = nodes[below(state, count)]
    stamp[edge[0]] = reached
    width, found, held = 1, 0, 0.0
    while width > 0 and held < aim:
        at = below(state, width)
        v = edge[at]
        width -= 1
        edge[at] = edge[width]
        grown[found] = v
        found += 1
        held += ground.weight[v]
        for e in range(ground.start[v], ground.start[v + 1]):
            u = ground.target[e]
            if stamp[u] == free:
                stamp[u] = reached
                edge[width] = u
                width += 1
    part = found
    division.tick[0] += 1
    for i in range(part):
        stamp[grown[i]] = division.tick[0]
    for i in range(count):
        if stamp[nodes[i]] != division.tick[0]:
            grown[found] = nodes[i]
            found += 1
    return part


@compiled
def _redraw(
    ground: Ground, limits: Limits, division: Division, one: int, other: int, heat: float, state: RandomState
) -> bool:
    """Try to share the nodes of two neighbouring grids out anew."""
    pair, grown = division.buffer[0], division.buffer[1]
    na = members(division, one, pair)
    count = na + members(division, other, pair[na:])
    part = _grow(ground, limits, division, pair, count, grown, state)
    rest = count - part
    if part == 0 or rest == 0:
        return False
    for i in range(count):
        if ground.pinned[grown[i]] and division.label[grown[i]] != (one if i < part else other):
            return False
    here = cost(ground, limits, division, grown, part, one)
    there = cost(ground, limits, division, grown[part:], rest, other)
    worse = here + there - division.cost[one] - division.cost[other]
    if not (_accepted(worse, heat, state) and connected(ground, division, grown[part:], rest)):
        return False
    division.cost[one], division.cost[other] = here, there
    relist(division, one, grown, part)
    relist(division, other, grown[part:], rest)
    return True


@compiled
def _move(
    ground: Ground, limits: Limits, division: Division, v: int, other: int, heat: float, state: RandomState
) -> bool:
    """Try a random kind of move that starts with node v and a grid beside it."""
    dice = uniform(state)
    if dice < PASS_ON:
        return _pass_on(ground, limits, division, v, other, heat, state)
    if dice < PASS_ON + REDRAW:
        return _redraw(ground, limits, division, division.label[v], other, heat, state)
    dice = uniform(state)
    how = SINGLE if dice < 0.7 else BY_COMPOUND if dice < 0.93 else BY_ZONE
    back = -1 if uniform(state) < 0.4 else random_member(division, other, state)
    how_back = SINGLE if uniform(state) < 0.6 else BY_COMPOUND
    return _exchange(ground, limits, division, (v, how, back, how_back, other), heat, state)


@compiled
def anneal(
    ground: Ground, limits: Limits, division: Division, steps: int, heat: float, state: RandomState
) -> int:
    """Try `steps` random moves at one heat, in units of J (0 only ever improves); how many were made."""
    n = len(division.label)
    accepted = 0
    for _ in range(steps):
        v = below(state, n)
        degree = ground.start[v + 1] - ground.start[v]
        if degree == 0:
            continue
        u = ground.target[ground.start[v] + below(state, degree)]
        other = division.label[u]
        if other == division.label[v]:
            continue
        accepted += _move(ground, limits, division, v, other, heat, state)
    return accepted
