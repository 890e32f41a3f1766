"""What the compiled loops walk on: a graph and a person's wishes as flat arrays, and the scales of J."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from wangge.partition.inputs import NO_COMPOUND, NO_GRID
from wangge.partition.objective import disc_moment, mean_load, mean_weight

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wangge.partition.graph import Graph
    from wangge.partition.inputs import Rule, Wish


class Ground(NamedTuple):
    """Neighbours by node, and what each node carries; `home` is the grid it was in, or -1."""

    start: NDArray[np.int64]
    target: NDArray[np.int64]
    barrier: NDArray[np.int64]
    weight: NDArray[np.float64]
    load: NDArray[np.float64]
    inner: NDArray[np.float64]
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    compound: NDArray[np.int64]
    zone: NDArray[np.int64]
    home: NDArray[np.int64]
    pinned: NDArray[np.bool_]


class Limits(NamedTuple):
    """The rule, the scales and weights of J, and how many times over a grid out of range is fined."""

    low: float
    high: float
    mean: float
    mean_load: float
    moment: float
    evenness: float
    shape: float
    compound: float
    zone: float
    keep: float
    choice: float
    fine: float


def ground_of(graph: Graph, wish: Wish) -> Ground:
    """The graph as the compiled loops take it: around the origin, with groups numbered from 0."""
    n = len(graph)
    return Ground(
        *graph.neighbours(),
        weight=graph.weight.astype(np.float64),
        load=graph.load,
        inner=graph.moment,
        x=graph.x - graph.x.mean(),
        y=graph.y - graph.y.mean(),
        compound=_numbered(graph.compound),
        zone=_numbered(graph.zone),
        home=np.full(n, NO_GRID, dtype=np.int64) if wish.home is None else wish.home.astype(np.int64),
        pinned=np.zeros(n, dtype=np.bool_) if wish.pinned is None else wish.pinned.astype(np.bool_),
    )


def limits_of(graph: Graph, rule: Rule, wish: Wish, k: int) -> Limits:
    """The scales of J for k grids on this graph."""
    dial = wish.dial
    return Limits(
        low=float(rule.min),
        high=float(rule.max),
        mean=mean_weight(graph, k),
        mean_load=mean_load(graph, k),
        moment=disc_moment(graph, k),
        evenness=float(dial.evenness),
        shape=float(dial.shape),
        compound=float(dial.compound),
        zone=float(dial.zone),
        keep=float(wish.keep),
        choice=float(wish.choice),
        fine=1.0,
    )


def _numbered(groups: NDArray[np.int64]) -> NDArray[np.int64]:
    names, number = np.unique(groups, return_inverse=True)
    return np.where(groups == NO_COMPOUND, NO_COMPOUND, number - (names[0] == NO_COMPOUND))
