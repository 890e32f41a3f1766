"""How good a layout is by what the field asks for: even tasks, easy to look after, clearly bounded.

Each score is 0 to 100. balance = 100·(1 − standard deviation / mean) of the base grids' loads. handiness =
100 · mean over grids of disc/Q, capped at 1, where Q is the weighted second moment about the grid's centroid
and disc that of a disc of its area (the inverse of the moment-of-inertia shape index), times the share of
grids that are connected. clarity = the share of the borders between grids that runs along a street, arterial,
river or railway, or between two compounds.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from wangge.partition.inputs import NO_COMPOUND
from wangge.planning.layout import NOWHERE, Layout


def score(layout: Layout) -> dict[str, Any]:
    """The three scores and the figures they rest on; None where there is nothing to judge."""
    base = np.flatnonzero(layout.base & (layout.weight > 0))
    if len(base) == 0:
        return {"balance": None, "handiness": None, "clarity": None}
    load = layout.load[base]
    varies = float(load.std() / load.mean()) if load.mean() else 0.0
    return {
        "balance": round(100 * max(0.0, 1 - varies)),
        "handiness": _handiness(layout, base),
        "clarity": _clarity(layout),
        "load": {
            "mean": round(float(load.mean()), 1),
            "least": round(float(load.min()), 1),
            "most": round(float(load.max()), 1),
            "varies": round(varies, 4),
        },
    }


def _handiness(layout: Layout, base: NDArray[np.int64]) -> int:
    graph = layout.graph
    weight = np.maximum(graph.weight.astype(float), 1e-9)
    held = np.maximum(layout.sums(weight), 1e-9)
    cx, cy = layout.sums(weight * graph.x) / held, layout.sums(weight * graph.y) / held
    off = (graph.x - cx[layout.place]) ** 2 + (graph.y - cy[layout.place]) ** 2
    spread = np.maximum(layout.sums(weight * off) / held, 1e-9)
    disc = layout.sums(layout.terrain.cells.area) / (2 * np.pi)
    compact = np.minimum(disc[base] / spread[base], 1).mean()
    return round(100 * float(compact * (layout.pieces[base] == 1).mean()))


def _clarity(layout: Layout) -> int | None:
    graph, place = layout.graph, layout.place
    border = (place[graph.a] != place[graph.b]) & (place[graph.a] != NOWHERE) & (place[graph.b] != NOWHERE)
    length = graph.length[border]
    if not length.sum():
        return None
    here, there = graph.compound[graph.a[border]], graph.compound[graph.b[border]]
    walls = (here != there) & ((here != NO_COMPOUND) | (there != NO_COMPOUND))
    return round(100 * float(length[(graph.barrier[border] > 0) | walls].sum() / length.sum()))
