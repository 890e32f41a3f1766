"""Choose the cheapest of many candidate microgrids that hold every block of a patch once."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csc_array

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wangge.partition.patches import Piece

QUICK, STEPS, DEEP = 20_000, 1_000_000, 300
TABLED = 16
GAPS = (1.0, 5.0, 20.0, 60.0, 200.0)
NODES = 500
PRECISION = 3e-4


def cover(pieces: Sequence[Piece], lengths: Sequence[int]) -> list[Piece] | None:
    """The cheapest pieces that hold every block once; lengths are those of the buildings' chains.

    None where there are no such pieces. Set partitioning: by dynamic programming over the blocks still
    free, which takes a millisecond on a usual grid; where that grows too large, over the pieces whose reduced
    cost in the linear relaxation leaves them a chance; at last by HiGHS, to within 0.03 %.
    """
    first = [0, *accumulate(lengths)]
    rows = [
        [first[b] + i for b, start, end in piece.stretches for i in range(start, end)] for piece in pieces
    ]
    if len({row for column in rows for row in column}) < first[-1]:
        return None
    cost = [piece.cost for piece in pieces]
    columns = [sum(1 << row for row in column) for column in rows]
    try:
        chosen = _Choice(columns, cost, QUICK).best((1 << first[-1]) - 1)
    except OverflowError:
        few = first[-1] <= TABLED
        chosen = _tabled(columns, cost, first[-1]) if few else _relaxed(rows, columns, cost, first[-1])
    return None if chosen is None else [pieces[i] for i in chosen]


def _tabled(columns: Sequence[int], cost: Sequence[float], blocks: int) -> list[int] | None:
    """Dynamic programming over all sets of few blocks, smaller ones first."""
    sets, price = np.array(columns), np.array(cost)
    first = [np.flatnonzero(sets & -sets == 1 << block) for block in range(blocks)]
    least, chosen = np.full(1 << blocks, np.inf), np.full(1 << blocks, -1)
    least[0] = 0
    for free in range(1, 1 << blocks):
        starting = first[(free & -free).bit_length() - 1]
        inside = starting[sets[starting] & ~free == 0]
        if len(inside):
            total = price[inside] + least[free ^ sets[inside]]
            best = int(total.argmin())
            least[free], chosen[free] = total[best], inside[best]
    free, found = (1 << blocks) - 1, []
    if least[free] == np.inf:
        return None
    while free:
        found.append(int(chosen[free]))
        free ^= columns[found[-1]]
    return found


def _relaxed(
    rows: Sequence[Sequence[int]], columns: Sequence[int], cost: Sequence[float], blocks: int
) -> list[int] | None:
    """The best columns, from those whose reduced cost is within a gap that is widened until it holds them."""
    table = _table(rows, blocks)
    bound = linprog(cost, A_eq=table, b_eq=np.ones(blocks), bounds=(0, None), method="highs")
    if bound.status == 2:
        return None
    if bound.status == 0:
        reduced = np.maximum(np.array(cost) - table.T @ bound.eqlin.marginals, 0.0)
        gaps = list(GAPS)
        while gaps:
            gap = gaps.pop(0)
            near = np.flatnonzero(reduced <= gap).tolist()
            try:
                chosen = _Choice([columns[i] for i in near], reduced[near].tolist(), STEPS).best(
                    (1 << blocks) - 1
                )
            except OverflowError:
                break
            if chosen is not None:
                found = [near[i] for i in chosen]
                total = float(reduced[found].sum())
                if total <= gap:
                    return found
                gaps = [total]
    return _solved(table, cost)


class _Choice:
    """Dynamic programming over sets of blocks (bits): the first block free is covered next."""

    def __init__(self, columns: Sequence[int], cost: Sequence[float], steps: int) -> None:
        self.starting: dict[int, list[tuple[int, float, int]]] = {}
        for i, column in enumerate(columns):
            self.starting.setdefault(column & -column, []).append((column, cost[i], i))
        self.known: dict[int, tuple[float, int, int]] = {0: (0.0, -1, 0)}
        self.steps = steps

    def best(self, free: int) -> list[int] | None:
        """The columns chosen for these blocks, or None; raises OverflowError where it takes too long."""
        if free.bit_length() > DEEP:
            raise OverflowError
        if self._cost(free) == np.inf:
            return None
        chosen = []
        while free:
            _, column, free = self.known[free]
            chosen.append(column)
        return chosen

    def _cost(self, free: int) -> float:
        if free in self.known:
            return self.known[free][0]
        found = (np.inf, -1, 0)
        open_ = self.starting.get(free & -free, [])
        self.steps -= len(open_) + 1
        if self.steps < 0:
            raise OverflowError
        for column, cost, i in open_:
            if column & free == column:
                total = cost + self._cost(free ^ column)
                if total < found[0]:
                    found = (total, i, free ^ column)
        self.known[free] = found
        return found[0]


def _table(rows: Sequence[Sequence[int]], blocks: int) -> csc_array:
    """Which blocks each column holds, shape (blocks, columns)."""
    ends = np.cumsum([0, *map(len, rows)])
    return csc_array((np.ones(ends[-1]), np.concatenate(rows), ends), shape=(blocks, len(rows)))


def _solved(table: csc_array, cost: Sequence[float]) -> list[int] | None:
    found = milp(
        np.array(cost),
        integrality=np.ones(len(cost)),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(table, 1, 1),
        options={"node_limit": NODES, "mip_rel_gap": PRECISION},
    )
    return None if found.x is None else np.flatnonzero(found.x > 0.5).tolist()
