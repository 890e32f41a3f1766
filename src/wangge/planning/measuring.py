"""The figures of a plan as it stands, after every change: J, range, shape, what the last solving said."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import numpy as np

from wangge.partition.objective import figures, objective
from wangge.planning.layout import NOWHERE, Layout

SAID = ("bound", "why", "measure")  # of the engine, true until somebody changes the plan


def as_it_stands(layout: Layout, told: Mapping[str, Any]) -> dict[str, Any]:
    """The measures of the base grids; J only where each of them has a building."""
    labels, k = layout.labels()
    inside = np.flatnonzero(labels != NOWHERE)
    base = layout.base
    found: dict[str, Any] = {name: told[name] for name in SAID if name in told}
    found |= {"k": k, "ground": layout.terrain.stamp, "objective": None}
    found["in_range"] = float(layout.within()[base].mean()) if base.any() else 0.0
    if not k or len(np.unique(labels[inside])) < k:
        return found
    part = layout.graph.part(inside)
    worth = objective(part, labels[inside], k, layout.terms.dial)
    by_rule = asdict(figures(part, labels[inside], layout.terms.rule, k))
    return by_rule | found | {"objective": round(worth, 4)}


def whole(layout: Layout) -> bool:
    """Whether every building is in a grid and every grid has a building."""
    held = np.setdiff1d(np.arange(len(layout.rows)), layout.place)
    return bool(layout.rows) and not len(layout.lost) and not len(held)
