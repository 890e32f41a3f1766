"""How good a division is: the objective J and the figures a person asks for, in plain numpy.

J = Σ over grids [10·((W - T)/T)² + Q/(T·i₀)] + 0.3·(compound-grid pairs) + 0.5·(zone-grid pairs), where W is
the grid's weight, T the mean weight of a grid, Q = Σ weight·|x - centroid|² and i₀ = Σ area / k / 2π, the
second moment of a disc as large as a mean grid. J adds up grid by grid. A `Dial` weighs the four terms
otherwise; where work is to be shared evenly, it takes the place of W and T in the first.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from wangge.partition.inputs import ARTERIAL, NO_COMPOUND, Dial

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wangge.partition.graph import Graph
    from wangge.partition.inputs import Rule

AS_WRITTEN = Dial()


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a division.

    in_range: share of grids within the rule; rms: weighted root mean square distance to the grid's centroid
    (m); avoid: compound pieces beyond the unavoidable ⌈weight / max⌉; barx: pieces joined only across an
    arterial, river or railway; max_dev: largest |W - T|/T; torn: pieces of grids beyond one each.
    """

    in_range: float
    rms: float
    avoid: int
    barx: int
    max_dev: float
    torn: int


def mean_weight(graph: Graph, k: int) -> float:
    """T, the weight of a mean grid; 1 where nobody lives at all, so that J stays finite."""
    return graph.total / k or 1.0


def mean_load(graph: Graph, k: int) -> float:
    """The load of a mean grid; 1 where there is none at all."""
    return float(graph.load.sum()) / k or 1.0


def disc_moment(graph: Graph, k: int) -> float:
    """i₀, the second moment per weight of a disc with the area of a mean grid, in m²."""
    return float(graph.area.sum()) / k / (2 * np.pi) or 1.0


def weights(graph: Graph, labels: NDArray[np.int64], k: int) -> NDArray[np.float64]:
    """W of every grid, shape (k,)."""
    return np.bincount(labels, weights=graph.weight, minlength=k).astype(np.float64)


def spreads(graph: Graph, labels: NDArray[np.int64], k: int) -> NDArray[np.float64]:
    """Q of every grid in weight·m², shape (k,)."""
    held = weights(graph, labels, k)
    safe = np.where(held > 0, held, 1.0)
    cx = np.bincount(labels, weights=graph.weight * graph.x, minlength=k) / safe
    cy = np.bincount(labels, weights=graph.weight * graph.y, minlength=k) / safe
    squared = (graph.x - cx[labels]) ** 2 + (graph.y - cy[labels]) ** 2
    spread = graph.weight * squared + graph.moment
    return np.bincount(labels, weights=spread, minlength=k).astype(np.float64)


def pairs(groups: NDArray[np.int64], labels: NDArray[np.int64]) -> int:
    """The number of distinct (group, grid) pairs; nodes in no group do not count."""
    inside = groups != NO_COMPOUND
    return len(np.unique(np.stack([groups[inside], labels[inside]]), axis=1).T)


def objective(graph: Graph, labels: NDArray[np.int64], k: int, dial: Dial = AS_WRITTEN) -> float:
    """J of a division; labels of shape (n,) in 0 … k - 1."""
    mean, load = mean_weight(graph, k), mean_load(graph, k)
    off = np.bincount(labels, weights=graph.load, minlength=k) / load - 1
    spread = spreads(graph, labels, k) / (mean * disc_moment(graph, k))
    apart = dial.compound * pairs(graph.compound, labels) + dial.zone * pairs(graph.zone, labels)
    return float(dial.evenness * (off**2).sum() + dial.shape * spread.sum() + apart)


def figures(graph: Graph, labels: NDArray[np.int64], rule: Rule, k: int) -> Figures:
    """The figures of a division; labels of shape (n,) in 0 … k - 1."""
    held = weights(graph, labels, k)
    mean = mean_weight(graph, k)
    total = max(graph.total, 1)
    joined = int(graph.pieces(labels).max()) + 1
    return Figures(
        in_range=float(((held >= rule.min) & (held <= rule.max)).mean()),
        rms=float(np.sqrt(spreads(graph, labels, k).sum() / total)),
        avoid=_avoidable_pieces(graph, labels, rule),
        barx=int(graph.pieces(labels, below=ARTERIAL).max()) + 1 - joined,
        max_dev=float(np.abs(held - mean).max() / mean),
        torn=joined - len(np.unique(labels)),
    )


def _avoidable_pieces(graph: Graph, labels: NDArray[np.int64], rule: Rule) -> int:
    inside = graph.compound != NO_COMPOUND
    names, group = np.unique(graph.compound[inside], return_inverse=True)
    held = np.bincount(group, weights=graph.weight[inside], minlength=len(names))
    needed = np.maximum(np.ceil(held / rule.max), 1)
    found = np.bincount(np.unique(np.stack([group, labels[inside]]), axis=1)[0], minlength=len(names))
    return int(np.maximum(found - needed, 0).sum())
