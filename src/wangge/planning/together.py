"""Buildings that a solving keeps in one grid: those on one spot, and whole compounds where that is asked."""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from wangge.partition.contraction import contracted
from wangge.partition.feasibility import refusal
from wangge.partition.graph import Graph
from wangge.partition.inputs import NO_GRID, Rule

SPOT = 1.0  # metres: nearer buildings cannot be told apart on a map


def spots(graph: Graph, rule: Rule) -> NDArray[np.int64] | None:
    """Buildings on one spot as blocs, shape (n,), -1 for those that stand alone; None where there are none.

    A border between them could not be drawn. None also where the rule can be kept to only by parting them.
    """
    points = np.stack([graph.x, graph.y], axis=1)
    near = cKDTree(points).query_pairs(SPOT, output_type="ndarray")
    if not len(near):
        return None
    ones = np.ones(len(near), dtype=np.int8)
    piece = connected_components(coo_array((ones, near.T), shape=(len(graph),) * 2), directed=False)[1]
    alone = np.bincount(piece)[piece] == 1
    blocs = np.where(alone, NO_GRID, piece).astype(np.int64)
    small, _ = contracted(graph, blocs, most=rule.max)
    parted = refusal(small, rule) is not None and refusal(graph, rule) is None
    return None if parted else blocs


def joined(blocs: NDArray[np.int64] | None, more: NDArray[np.int64] | None) -> NDArray[np.int64] | None:
    """Blocs (n,) together with others, which go before them."""
    if more is None or (more == NO_GRID).all():
        return blocs
    if blocs is None:
        return more
    return np.where(more != NO_GRID, more + blocs.max() + 1, blocs).astype(np.int64)


def agreeing(
    blocs: NDArray[np.int64] | None, start: NDArray[np.int64], pinned: NDArray[np.bool_]
) -> NDArray[np.int64] | None:
    """Blocs (n,) without those of which somebody pinned buildings in several grids of a start (n,)."""
    if blocs is None:
        return None
    held = np.unique(np.stack([blocs[pinned], start[pinned]]), axis=1)[0]
    torn = held[1:][held[1:] == held[:-1]]
    return np.where(np.isin(blocs, torn), NO_GRID, blocs).astype(np.int64)
