"""Nodes that stay together, drawn as one: a smaller graph that costs the same."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from wangge.partition.graph import Graph, summed
from wangge.partition.inputs import NO_COMPOUND

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wangge.partition.inputs import Wish


def contracted(graph: Graph, bloc: NDArray[np.int64], *, most: float) -> tuple[Graph, NDArray[np.int64]]:
    """The graph with one node for each connected piece of a bloc, and the node of each old one, shape (n,).

    bloc (n,) numbers what stays together, -1 nothing; pieces heavier than `most` are left as they are. A node
    that stands for nodes of several compounds is in none, one of several zones in the heaviest.
    """
    of = _numbered(graph, bloc, most)
    count = int(of.max()) + 1
    weight = summed(of, graph.weight)
    share = np.where(weight[of] > 0, graph.weight, 1.0)
    x, y = (summed(of, share * each) / summed(of, share) for each in (graph.x, graph.y))
    away = graph.weight * ((graph.x - x[of]) ** 2 + (graph.y - y[of]) ** 2)
    pairs, length, barrier = _edges(graph, of)
    low, high = _least(of, graph.compound, count), -_least(of, -graph.compound, count)
    return Graph(
        x=x,
        y=y,
        weight=np.rint(weight).astype(np.int64),
        area=summed(of, graph.area),
        compound=np.where(low == high, low, NO_COMPOUND),
        zone=_heaviest(of, graph.zone, graph.weight, count),
        a=pairs[0],
        b=pairs[1],
        length=length,
        barrier=barrier,
        id=np.empty(0, dtype=np.int64) if not len(graph.id) else graph.id[_first(of)],
        work=summed(of, graph.load) if len(graph.work) else graph.work,
        inner=summed(of, away + graph.moment),
    ), of


def carried(wish: Wish, graph: Graph, of: NDArray[np.int64]) -> Wish:
    """The wish for the nodes that those of a graph became: that of a pinned one, else of the heaviest."""
    free = np.ones(len(graph), dtype=np.bool_) if wish.pinned is None else ~wish.pinned
    order = np.lexsort((-graph.weight, free, of))
    return replace(wish.of(order[_first(of[order])]), bloc=None)


def _numbered(graph: Graph, bloc: NDArray[np.int64], most: float) -> NDArray[np.int64]:
    """The new node of each old one, in the order of their first: pieces of blocs, and every other alone."""
    alone = bloc.max() + 1 + np.arange(len(graph))
    piece = graph.pieces(np.where(bloc < 0, alone, bloc))
    heavy = summed(piece, graph.weight)[piece] > most
    name = np.where(heavy, piece.max() + 1 + np.arange(len(graph)), piece)
    first, of = np.unique(name, return_index=True, return_inverse=True)[1:]
    order = np.argsort(np.argsort(first))
    return np.asarray(order[of.ravel()], dtype=np.int64)


def _edges(
    graph: Graph, of: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.int64]]:
    """Pairs of new nodes, shape (2, m), the length of their border and the lowest barrier on it."""
    a, b = np.minimum(of[graph.a], of[graph.b]), np.maximum(of[graph.a], of[graph.b])
    apart = a != b
    pairs, which = np.unique(np.stack([a[apart], b[apart]]), axis=1, return_inverse=True)
    length = summed(which.ravel(), graph.length[apart], pairs.shape[1])
    return pairs, length, _least(which.ravel(), graph.barrier[apart], pairs.shape[1])


def _least(of: NDArray[np.int64], values: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    least = np.full(count, np.iinfo(np.int64).max, dtype=np.int64)
    np.minimum.at(least, of, values)
    return least


def _heaviest(
    of: NDArray[np.int64], group: NDArray[np.int64], weight: NDArray[np.int64], count: int
) -> NDArray[np.int64]:
    """The group that most of each new node's weight is in."""
    names, number = np.unique(group, return_inverse=True)
    both, which = np.unique(np.stack([of, number.ravel()]), axis=1, return_inverse=True)
    held = summed(which.ravel(), weight)
    order = np.lexsort((-held, both[0]))
    heaviest = np.zeros(count, dtype=np.int64)
    heaviest[both[0][order][::-1]] = both[1][order][::-1]
    return np.asarray(names[heaviest], dtype=np.int64)


def _first(of: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.asarray(np.unique(of, return_index=True)[1], dtype=np.int64)
