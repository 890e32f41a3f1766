"""A proven lower bound on J: the linear relaxation over all grids that could be, by column generation.

For any prices of nodes and of a further grid, Σ price + k · per_grid + k · (least reduced cost over all sets)
is at most the J of any division (Lagrange; Farley 1990), so the bound holds whenever the search for the
least reduced cost was complete, converged or not. Prices are smoothed towards the best ones (Wentges 1997).
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from wangge.partition.columns import Columns, grids_of
from wangge.partition.inputs import NO_GRID
from wangge.partition.pricing import price_out
from wangge.partition.setpartitioning import INFINITE, Effort, model, quiet, relaxation_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from wangge.partition.ground import Ground, Limits
    from wangge.partition.setpartitioning import Relaxation

TIGHT, SAFE = 1e-5, 1e-8
PRIMAL = 4
USED, DEAR = 1e-6, 1e4
SMOOTH = ((0.3, 0.9), (0.1, 0.8), (0.02, 0.5), (0.0, 0.0))
STEPS, FIRST_STEPS, PACE = 3, 100_000_000, 3e6


class Bounded(NamedTuple):
    """A lower bound on J with the prices that prove it; `tight` where it is the relaxation's value."""

    value: float
    price: NDArray[np.float64]
    per_grid: float
    tight: bool


class Master:
    """The relaxation over the columns found so far; nodes may be left out or doubled at a charge."""

    def __init__(self, columns: Columns, k: int, worth: NDArray[np.float64]) -> None:
        self.n, self.first, self.worth = len(worth), len(columns), worth
        self.solver = quiet(Effort())
        self.solver.setOptionValue("simplex_strategy", PRIMAL)
        self.solver.passModel(model(columns, self.n, k, whole=False))
        for v in range(self.n):
            at, one = np.array([v], dtype=np.int32), np.ones(1)
            self.solver.addCol(4 * worth[v] + 1, 0.0, INFINITE, 1, at, one)
            self.solver.addCol(worth[v], 0.0, INFINITE, 1, at, -one)

    def add(self, columns: Columns) -> None:
        """Take in more columns, with any number."""
        m = len(columns)
        start = (columns.start[:-1] + np.arange(m)).astype(np.int32)
        row = np.insert(columns.node, columns.start[1:], self.n).astype(np.int32)
        upper = np.full(m, INFINITE)
        self.solver.addCols(m, columns.cost, np.zeros(m), upper, len(row), start, row, np.ones(len(row)))

    def widened(self, solved: Relaxation) -> bool:
        """Raise the charges for nodes left out or doubled, where some still are."""
        charged = np.arange(self.first, self.first + 2 * self.n, dtype=np.int32)
        if solved.usage[charged].max() < USED or self.worth.max() > DEAR:
            return False
        self.worth = 4 * self.worth + 1
        charge = np.stack([4 * self.worth + 1, self.worth], axis=1).ravel()
        self.solver.changeColsCost(len(charged), charged, charge)
        return True

    def solve(self, seconds: float) -> Relaxation | None:
        """The relaxation, or None where time was short."""
        self.solver.setOptionValue("time_limit", self.solver.getRunTime() + max(seconds, 0.01))
        self.solver.run()
        return relaxation_of(self.solver, self.n)


def bound(
    ground: Ground,
    limits: Limits,
    k: int,
    *,
    start: NDArray[np.int64] | None = None,
    seconds: float,
    proceed: Callable[[], bool] | None = None,
) -> Bounded:
    """A lower bound on J over all divisions into k connected grids in range; -∞ where time was too short.

    `start` (n,) in 0 … k - 1, any division, gives good prices to begin with. The order of nodes should be
    `heavy_first`; the bound is the same for any order, but slower to find.
    """
    until = time.monotonic() + seconds
    price, known = _first_prices(ground, limits, start, k)
    best = Bounded(-np.inf, price, 0.0, tight=False)
    per_grid, steps, pace = 0.0, FIRST_STEPS, PACE
    master = Master(known, k, np.abs(price))
    while time.monotonic() < until and (proceed is None or proceed()):
        began = time.monotonic()
        priced = price_out(ground, limits, price, per_grid, steps=min(steps, int(pace * (until - began)) + 1))
        pace = max(priced.steps / max(time.monotonic() - began, 1e-3), 1e5)
        proven = float(price.sum() + k * (per_grid + priced.least) - SAFE * k)
        if priced.complete and proven > best.value:
            best = Bounded(proven, price, per_grid, tight=False)
        if priced.complete:
            steps = STEPS * priced.steps + 10**6
        elif not np.isfinite(best.value):
            break
        master.add(priced.columns)
        solved = master.solve(until - time.monotonic())
        if solved is None:
            break
        if solved.value - best.value <= TIGHT * max(abs(solved.value), 1.0):
            if not master.widened(solved):
                return best._replace(tight=True)
            continue
        smooth = _smooth(best.value, solved.value)
        price = smooth * best.price + (1 - smooth) * solved.price
        per_grid = smooth * best.per_grid + (1 - smooth) * solved.per_grid
    return best


def _first_prices(
    ground: Ground, limits: Limits, start: NDArray[np.int64] | None, k: int
) -> tuple[NDArray[np.float64], Columns]:
    """Each node bears its share by weight of what its grid costs; and the grids in range."""
    if start is None:
        nothing = Columns.of([], [], [])
        return ground.weight / limits.mean, nothing
    grids = grids_of(ground, limits, start, k)
    held = grids.sums(ground.weight)
    size = np.diff(grids.start)
    part = np.where(held[start] > 0, ground.weight / np.maximum(held[start], 1e-9), 1 / size[start])
    inside = np.flatnonzero((held >= limits.low) & (held <= limits.high))
    return grids.cost[start] * part, grids.taken(inside)


def unavoidable(ground: Ground, limits: Limits, k: int) -> float:
    """A lower bound on J by counting: compounds and zones too heavy for one grid, whole households."""
    pieces = limits.compound * _pieces(ground.compound, ground.weight, limits.high, 0)
    everywhere = k if (ground.zone >= 0).all() else 0
    pieces += limits.zone * _pieces(ground.zone, ground.weight, limits.high, everywhere)
    uneven = 0.0
    if (ground.load == ground.weight).all() and (ground.weight == np.round(ground.weight)).all():
        more = round(ground.weight.sum()) % k
        uneven = limits.evenness * more * (k - more) / k / limits.mean_load**2
    spread = limits.shape * float(ground.inner.sum()) / (limits.mean * limits.moment)
    return float(pieces + uneven + spread)


def _pieces(group: NDArray[np.int64], weight: NDArray[np.float64], most: float, least: int) -> float:
    """The fewest pairs of a group and a grid in it."""
    inside = group != NO_GRID
    names, number = np.unique(group[inside], return_inverse=True)
    held = np.bincount(number.ravel(), weights=weight[inside], minlength=len(names))
    return float(max(np.maximum(np.ceil(held / most), 1.0).sum(), least))


def _smooth(bound: float, value: float) -> float:
    """How far to keep to the best prices: far while the gap is wide."""
    gap = (value - bound) / max(abs(value), 1e-9)
    return next(much for least, much in SMOOTH if gap >= least or least == 0)
