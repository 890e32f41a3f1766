"""A first division: recursive bisection of random spanning trees, with whole numbers of grids as targets.

A region that is to hold m grids gets a random spanning tree whose edges shun barriers; the tree edge that
best splits it into regions for m₁ and m - m₁ grids is cut, and so on down to single grids. Every region is
connected by construction.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wangge.partition.compiled import compiled, uniform

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wangge.partition.compiled import RandomState
    from wangge.partition.ground import Ground, Limits

    Tree = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]

SHUN = 0.6
BIAS = 0.25


@compiled
def _tree_edges(
    ground: Ground, nodes: NDArray[np.int64], place: NDArray[np.int64], state: RandomState
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    """The edges inside a region, in the order in which a random tree takes them, as places in `nodes`."""
    count = 0
    for v in nodes:
        count += ground.start[v + 1] - ground.start[v]
    a = np.empty(count, np.int64)
    b = np.empty(count, np.int64)
    key = np.empty(count)
    m = 0
    for i in range(len(nodes)):
        v = nodes[i]
        for e in range(ground.start[v], ground.start[v + 1]):
            u = ground.target[e]
            j = place[u]
            if j <= i or j >= len(nodes) or nodes[j] != u:
                continue
            a[m], b[m] = i, j
            foreign = (ground.compound[u] != ground.compound[v]) + (ground.zone[u] != ground.zone[v])
            key[m] = uniform(state) + SHUN * (ground.barrier[e] + foreign)
            m += 1
    order = np.argsort(key[:m])
    return a[order], b[order], key[order]


@compiled
def _root_of(parent: NDArray[np.int64], i: int) -> int:
    while parent[i] != i:
        parent[i] = parent[parent[i]]
        i = parent[i]
    return i


@compiled
def _kruskal(n: int, a: NDArray[np.int64], b: NDArray[np.int64]) -> NDArray[np.int64]:
    """Which edges the tree takes, given cheapest first; after Kruskal (1956)."""
    parent = np.arange(n)
    taken = np.empty(max(n - 1, 0), np.int64)
    m = 0
    for e in range(len(a)):
        i, j = _root_of(parent, a[e]), _root_of(parent, b[e])
        if i != j:
            parent[i] = j
            taken[m] = e
            m += 1
    return taken[:m]


@compiled
def _hang(
    n: int, a: NDArray[np.int64], b: NDArray[np.int64], taken: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Hang the tree up at place 0: the order from the top, each place's parent and the edge to it."""
    start = np.zeros(n + 2, np.int64)
    for e in taken:
        start[a[e] + 2] += 1
        start[b[e] + 2] += 1
    for i in range(2, n + 2):
        start[i] += start[i - 1]
    link = np.empty(2 * len(taken), np.int64)
    for e in taken:
        link[start[a[e] + 1]] = e
        start[a[e] + 1] += 1
        link[start[b[e] + 1]] = e
        start[b[e] + 1] += 1
    order = np.zeros(n, np.int64)
    parent = np.full(n, -1, np.int64)
    upward = np.full(n, -1, np.int64)
    found = 1
    for at in range(n):
        i = order[at]
        for s in range(start[i], start[i + 1]):
            e = link[s]
            j = a[e] + b[e] - i
            if e != upward[i]:
                parent[j], upward[j] = i, e
                order[found] = j
                found += 1
    return order, parent, upward


@compiled
def _miss(limits: Limits, held: float, m: int) -> float:
    """How badly a region of this weight suits m grids: unevenness, and much more for leaving the range."""
    off = (held / m - limits.mean) / limits.mean
    outside = max(m * limits.low - held, held - m * limits.high, 0.0) / limits.mean
    return m * off * off + 100.0 * outside


@compiled
def _best_cut(
    ground: Ground, limits: Limits, nodes: NDArray[np.int64], m: int, tree: Tree
) -> tuple[int, int, float]:
    """The place whose subtree is best cut off, the number of grids it gets, and how bad that is."""
    order, parent, upward, key = tree
    n = len(nodes)
    held = np.empty(n)
    size = np.ones(n, np.int64)
    for i in range(n):
        held[i] = ground.weight[nodes[i]]
    for at in range(n - 1, 0, -1):
        i = order[at]
        held[parent[i]] += held[i]
        size[parent[i]] += size[i]
    total = held[0]
    best, cut, share = np.inf, -1, 0
    for at in range(1, n):
        i = order[at]
        exact = m * held[i] / total if total > 0 else m * size[i] / n
        for m1 in range(max(1, int(exact)), min(m - 1, int(exact) + 1) + 1):
            if m1 > size[i] or m - m1 > n - size[i]:
                continue
            lopsided = abs(2 * m1 - m) / m
            score = _miss(limits, held[i], m1) + _miss(limits, total - held[i], m - m1)
            score += 0.3 * lopsided - BIAS * key[upward[i]]
            if score < best:
                best, cut, share = score, i, m1
    return cut, share, best


@compiled
def _below_cut(order: NDArray[np.int64], parent: NDArray[np.int64], cut: int) -> NDArray[np.bool_]:
    """Which places hang below a cut, itself included."""
    inside = np.zeros(len(order), np.bool_)
    for i in order:
        inside[i] = i == cut or (parent[i] >= 0 and inside[parent[i]])
    return inside


@compiled
def _split(
    ground: Ground,
    limits: Limits,
    nodes: NDArray[np.int64],
    place: NDArray[np.int64],
    m: int,
    tries: int,
    state: RandomState,
) -> tuple[NDArray[np.bool_], int]:
    """Which places of a region go to the first part, and how many grids that part gets."""
    n = len(nodes)
    for i in range(n):
        place[nodes[i]] = i
    best, share = np.inf, 1
    chosen = np.zeros(n, np.bool_)
    for _ in range(tries):
        a, b, key = _tree_edges(ground, nodes, place, state)
        order, parent, upward = _hang(n, a, b, _kruskal(n, a, b))
        cut, m1, score = _best_cut(ground, limits, nodes, m, (order, parent, upward, key))
        if cut < 0:  # whole numbers leave nothing better than one leaf for one grid
            cut, m1, score = order[n - 1], 1, 1e300
        if score < best:
            best, share = score, m1
            chosen = _below_cut(order, parent, cut)
    return chosen, share


@compiled
def bisect(
    ground: Ground, limits: Limits, nodes: NDArray[np.int64], k: int, tries: int, state: RandomState
) -> NDArray[np.int64]:
    """Divide a connected region (node indices, shape (n,)) into k connected grids, none empty.

    Returns the grid of each of the nodes given, shape (n,), in 0 … k - 1. Needs k ≤ n.
    """
    order = nodes.copy()
    place = np.full(len(ground.weight), -1, np.int64)
    grid = np.zeros(len(ground.weight), np.int64)
    first = np.zeros(2 * k, np.int64)
    last = np.zeros(2 * k, np.int64)
    want = np.zeros(2 * k, np.int64)
    last[0], want[0] = len(nodes), k
    open_, done = 1, 0
    while open_ > 0:
        open_ -= 1
        lo, hi, m = first[open_], last[open_], want[open_]
        if m == 1:
            grid[order[lo:hi]] = done
            done += 1
            continue
        region = order[lo:hi].copy()
        chosen, m1 = _split(ground, limits, region, place, m, tries, state)
        order[lo:hi] = np.concatenate((region[chosen], region[~chosen]))
        middle = lo + chosen.sum()
        first[open_], last[open_], want[open_] = lo, middle, m1
        first[open_ + 1], last[open_ + 1], want[open_ + 1] = middle, hi, m - m1
        open_ += 2
    return grid[nodes]
