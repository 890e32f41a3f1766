"""How the grids of a layout are shown on a map without drawing their outlines: colours and numbers."""

import numpy as np

from wangge.partition.outline import colours
from wangge.planning.layout import NOWHERE, Layout


def colours_of(layout: Layout) -> list[int]:
    """A colour for each grid, unlike its neighbours': by the edges between their buildings."""
    a, b = layout.place[layout.graph.a], layout.place[layout.graph.b]
    apart = (a != b) & (a != NOWHERE) & (b != NOWHERE)
    pairs = np.unique(np.sort(np.stack([a[apart], b[apart]], axis=1), axis=1), axis=0)
    found: list[int] = colours(pairs, len(layout.rows)).tolist()
    return found


def points_of(layout: Layout) -> list[tuple[float, float]]:
    """Where each grid's number stands: at the building nearest to its middle."""
    points = layout.terrain.points
    count = np.maximum(layout.sums(np.ones(len(points))), 1)
    middle = np.stack([layout.sums(points[:, axis]) / count for axis in (0, 1)], axis=1)
    found = []
    for i in range(len(layout.rows)):
        inside = np.flatnonzero(layout.place == i)
        off = np.hypot(*(points[inside] - middle[i]).T)
        row = layout.terrain.rows[int(inside[off.argmin()])] if len(inside) else None
        found.append((row.lon, row.lat) if row else (0.0, 0.0))
    return found
