"""A division to begin from, put in order: exactly k grids, none empty, none torn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import breadth_first_order

from wangge.partition.graph import Graph, summed

if TYPE_CHECKING:
    from numpy.typing import NDArray

NOWHERE = -1


def repaired(
    graph: Graph, labels: NDArray[np.int64], k: int, pinned: NDArray[np.bool_] | None = None
) -> NDArray[np.int64] | None:
    """The division nearest at hand to these labels (n,) that has k connected grids, none empty.

    Of a torn grid the piece with pinned nodes, then the heaviest, stays; the rest, and nodes with labels
    outside 0 … k - 1, join the lightest grid beside them. Grids that are missing are cut off the heaviest.
    None where a part of the graph is left without any grid.
    """
    kept = _whole(graph, np.where((labels >= 0) & (labels < k), labels, NOWHERE), pinned)
    for missing in np.setdiff1d(np.arange(k), kept).tolist():
        _cut_off(graph, kept, missing)
    while (kept == NOWHERE).any() and _join(graph, kept, k):
        pass
    return None if (kept == NOWHERE).any() else kept


def _whole(graph: Graph, labels: NDArray[np.int64], pinned: NDArray[np.bool_] | None) -> NDArray[np.int64]:
    """The labels with one piece of each grid; the other pieces are nowhere."""
    piece = graph.pieces(labels)
    count = int(piece.max()) + 1
    grid = np.zeros(count, dtype=np.int64)
    grid[piece] = labels
    held = summed(piece, graph.weight + 1e-6)
    if pinned is not None:
        held += summed(piece, pinned) * (graph.total + 1.0)
    order = np.lexsort((-held, grid))
    foremost = np.zeros(count, dtype=np.bool_)
    foremost[order[np.unique(grid[order], return_index=True)[1]]] = True
    return np.where(foremost[piece], labels, NOWHERE)


def _join(graph: Graph, labels: NDArray[np.int64], k: int) -> bool:
    """Let nodes that are nowhere join the lightest grid beside them; whether any could."""
    held = summed(labels[labels >= 0], graph.weight[labels >= 0], k)
    for one, other in ((graph.a, graph.b), (graph.b, graph.a)):
        beside = (labels[one] == NOWHERE) & (labels[other] != NOWHERE)
        if not beside.any():
            continue
        nodes, grids = one[beside], labels[other[beside]]
        order = np.lexsort((held[grids], nodes))
        chosen, at = np.unique(nodes[order], return_index=True)
        labels[chosen] = grids[order][at]
        return True
    return False


def _cut_off(graph: Graph, labels: NDArray[np.int64], missing: int) -> None:
    """Make a grid of what is nowhere and hangs together, or of a leaf of the heaviest that can spare one."""
    lost = np.flatnonzero(labels == NOWHERE)
    if len(lost):
        piece = graph.part(lost).pieces()
        labels[lost[piece == summed(piece, graph.weight[lost]).argmax()]] = missing
        return
    size = np.bincount(labels)
    held = np.where(size > 1, summed(labels, graph.weight), -1.0)
    nodes = np.flatnonzero(labels == held.argmax())
    labels[nodes[_half(graph.part(nodes))]] = missing


def _half(graph: Graph) -> NDArray[np.int64]:
    """About half the weight of a connected graph, so that both halves hang together: nodes of a subtree."""
    n = len(graph)
    links = coo_array((np.ones(len(graph.a)), (graph.a, graph.b)), shape=(n, n)).tocsr()
    order, parent = breadth_first_order(links, int(graph.x.argmin()), directed=False)
    held = graph.weight.astype(np.float64) + 1e-6
    for v in order[:0:-1].tolist():
        held[parent[v]] += held[v]
    cut = int(order[1:][np.abs(held[order[1:]] - held[order[0]] / 2).argmin()])
    below = np.zeros(n, dtype=np.bool_)
    for v in order.tolist():
        below[v] = v == cut or (parent[v] >= 0 and below[parent[v]])
    return np.flatnonzero(below)
