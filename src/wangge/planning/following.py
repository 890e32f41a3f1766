"""Which grids of a new plan go on from those in force, and the numbers that they bear in a draft."""

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from wangge.partition.graph import Graph
from wangge.partition.outline import outlines
from wangge.partition.redrawing import matched
from wangge.places.models import Grid
from wangge.planning.force import Force
from wangge.planning.layout import NOWHERE
from wangge.planning.numbering import numbered
from wangge.planning.shapes import Drawn
from wangge.planning.sheets import GridRow
from wangge.planning.terrain import Terrain


def follow_on(
    terrain: Terrain,
    labels: NDArray[np.int64],
    k: int,
    *,
    graph: Graph,
    force: Force | None,
    used: Collection[int] = (),
    continues: NDArray[np.int64] | None = None,
) -> list[GridRow]:
    """Rows for grids 0 … k - 1 of a plan: labels (n,), -1 for buildings that are none of its business.

    A grid goes on from the one in force that most of its weight comes from (each at most once), or from the
    one that `continues` (k,) names by index; it keeps number and name. The rest get numbers that neither the
    division in force nor `used` has, from west to east.
    """
    old = continues
    if old is None and force:
        old = matched(graph, force.before(terrain), np.where(labels < 0, k, labels), k)
    follows = [force.grids[i] if force and i != NOWHERE else None for i in _whole(old, k)]
    kept = {i: grid.number for i, grid in enumerate(follows) if grid}
    taken = {*used, *(grid.number for grid in force.grids)} if force else set(used)
    numbers = numbered(_order(terrain, labels, k), kept=kept, used=taken)
    return [
        GridRow(
            number=number,
            name=grid.name if grid else "",
            kind=Grid.Kind.BASE,
            continues=grid.pk if grid else None,
            locked=False,
        )
        for number, grid in zip(numbers, follows, strict=True)
    ]


def _whole(old: NDArray[np.int64] | None, k: int) -> list[int]:
    return [NOWHERE] * k if old is None else [int(each) for each in old]


def _order(terrain: Terrain, labels: NDArray[np.int64], k: int) -> list[int]:
    """Places on the map, of the grids' outlines."""
    inside = labels != NOWHERE
    return Drawn(labels[inside], outlines(terrain.cells.cells[inside], labels[inside], k)).order
