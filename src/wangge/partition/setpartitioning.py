"""Choose k columns that cover every node once, as cheaply as possible: relaxation and exact choice by HiGHS.

Sets whose reduced cost exceeds the gap between the relaxation and a known division cannot be part of a better
one; what is left is small enough for branch and bound (Balinski and Quandt 1964; reduced-cost fixing).
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import highspy
import numpy as np

from wangge.partition.inputs import NO_GRID

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from wangge.partition.columns import Columns

SLACK = 1e-7
BREATH = 0.2  # seconds between two looks at whether to go on
INFINITE = float(highspy.kHighsInf)
SOLVED = {highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kInfeasible}


@dataclass(frozen=True, slots=True, eq=False)
class Effort:
    """When to stop: after so many seconds, so many branches (the same on any machine), or when told to."""

    seconds: float = INFINITE
    branches: int = 1_000_000
    proceed: Callable[[], bool] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Relaxation:
    """The linear relaxation over some columns: its value, and what the rows are worth.

    price: of each node (n,); per_grid: of one more grid; per_number: of a grid's number (k,), or empty;
    value = Σ price + k · per_grid + Σ per_number. usage (m,): how much of each column is taken.
    """

    value: float
    price: NDArray[np.float64]
    per_grid: float
    per_number: NDArray[np.float64]
    usage: NDArray[np.float64]

    def reduced(self, columns: Columns) -> NDArray[np.float64]:
        """The reduced cost of each column, shape (m,)."""
        rest = columns.cost - columns.sums(self.price) - self.per_grid
        if len(self.per_number) == 0:
            return rest
        return rest - np.where(columns.grid == NO_GRID, 0.0, self.per_number[columns.grid])


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """Which columns were chosen (None: nothing below the cut-off was found), their cost, a lower bound."""

    columns: NDArray[np.int64] | None
    value: float
    bound: float
    proven: bool


def quiet(effort: Effort) -> highspy.Highs:
    """A solver that says nothing, works on one thread and stops when it should."""
    solver = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.silent()
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("time_limit", max(effort.seconds, 0.01))
    proceed = effort.proceed
    if proceed is not None:
        asked = time.monotonic()

        def look_up(event: highspy.HighsCallbackEvent) -> None:
            nonlocal asked
            if time.monotonic() - asked > BREATH:
                asked = time.monotonic()
                if not proceed():
                    event.interrupt()

        solver.cbMipInterrupt += look_up
        solver.cbSimplexInterrupt += look_up
    return solver


def model(columns: Columns, n: int, k: int, *, whole: bool) -> highspy.HighsLp:
    """Rows 0 … n - 1: each node in one set; row n: k sets; then each number once at most, if they matter."""
    m, numbered = len(columns), bool((columns.grid != NO_GRID).any())
    parts = [columns.node, np.full(m, n)]
    owner = [np.repeat(np.arange(m), np.diff(columns.start)), np.arange(m)]
    if numbered:
        known = np.flatnonzero(columns.grid != NO_GRID)
        parts.append(n + 1 + columns.grid[known])
        owner.append(known)
    order = np.argsort(np.concatenate(owner), kind="stable")
    row = np.concatenate(parts)[order]
    many = k if numbered else 0
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = m, n + 1 + many
    lp.col_cost_ = columns.cost
    lp.col_lower_, lp.col_upper_ = np.zeros(m), np.full(m, 1.0 if whole else INFINITE)
    lp.row_lower_ = np.concatenate([np.ones(n), [k], np.zeros(many)])
    lp.row_upper_ = np.concatenate([np.ones(n), [k], np.ones(many)])
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    counts = np.bincount(np.concatenate(owner), minlength=m)
    lp.a_matrix_.start_ = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
    lp.a_matrix_.index_ = row.astype(np.int32)
    lp.a_matrix_.value_ = np.ones(len(row))
    if whole:
        lp.integrality_ = [highspy.HighsVarType.kInteger] * m
    return lp


def relax(columns: Columns, n: int, k: int, *, effort: Effort = Effort()) -> Relaxation | None:
    """Solve the relaxation; None where these columns cannot cover n nodes with k sets, or time was short."""
    if len(columns) == 0:
        return None
    solver = quiet(effort)
    solver.passModel(model(columns, n, k, whole=False))
    solver.run()
    return relaxation_of(solver, n)


def relaxation_of(solver: highspy.Highs, n: int) -> Relaxation | None:
    """What a solved relaxation says; None where it was not solved."""
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    solution = solver.getSolution()
    dual, value = np.array(solution.row_dual), solver.getInfo().objective_function_value
    return Relaxation(value, dual[:n], float(dual[n]), dual[n + 1 :], np.array(solution.col_value))


def choose(columns: Columns, n: int, k: int, *, cutoff: float, effort: Effort = Effort()) -> Choice:
    """The cheapest k columns that cover all n nodes once and cost less than the cut-off together.

    The bound holds for choices among these columns, and is the cut-off where nothing below it exists.
    """
    started = time.monotonic()
    relaxed = relax(columns, n, k, effort=effort)
    if relaxed is None:
        short = time.monotonic() - started >= effort.seconds or (effort.proceed and not effort.proceed())
        return Choice(None, cutoff, -np.inf if short else cutoff, proven=not short)
    if relaxed.value >= cutoff - SLACK:
        return Choice(None, cutoff, cutoff, proven=True)
    kept = np.flatnonzero(relaxed.reduced(columns) <= cutoff - relaxed.value + SLACK)
    left = Effort(effort.seconds - (time.monotonic() - started), effort.branches, effort.proceed)
    found = _branch(columns.taken(kept), n, k, cutoff, left)
    chosen = None if found.columns is None else kept[found.columns]
    return Choice(chosen, found.value, max(found.bound, relaxed.value), found.proven)


def _branch(columns: Columns, n: int, k: int, cutoff: float, effort: Effort) -> Choice:
    solver = quiet(effort)
    solver.setOptionValue("mip_max_nodes", effort.branches)
    if np.isfinite(cutoff):
        solver.setOptionValue("objective_bound", cutoff)
    solver.setOptionValue("mip_rel_gap", 0.0)
    solver.setOptionValue("mip_abs_gap", SLACK)
    solver.passModel(model(columns, n, k, whole=True))
    solver.run()
    info, proven = solver.getInfo(), solver.getModelStatus() in SOLVED
    usage, value = np.array(solver.getSolution().col_value), float(info.objective_function_value)
    chosen = np.flatnonzero(usage > 0.5)
    found = len(usage) == len(columns) and _partitions(columns, chosen, n, k) and value < cutoff - SLACK
    bound = (value if found else cutoff) if proven else min(float(info.mip_dual_bound), cutoff)
    return Choice(chosen if found else None, value if found else cutoff, bound, proven)


def _partitions(columns: Columns, chosen: NDArray[np.int64], n: int, k: int) -> bool:
    """Whether these are k sets with every node in one of them: where there is none, HiGHS leaves anything."""
    times = np.bincount(columns.taken(chosen).node, minlength=n)
    return len(chosen) == k and bool((times == 1).all())
