"""One solving from its draft to its results: afresh, several to choose from, improved, with few changes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wangge.partition.alternatives import alternatives
from wangge.partition.errors import Infeasible, NothingToDivide
from wangge.partition.inputs import NO_GRID
from wangge.partition.redrawing import redraw
from wangge.partition.search import Progress
from wangge.partition.solve import Plan, solve
from wangge.planning.errors import NothingInForce
from wangge.planning.following import follow_on
from wangge.planning.force import Force, in_force
from wangge.planning.layout import NOWHERE, Layout
from wangge.planning.models import Draft, Solving
from wangge.planning.sheets import GridRow
from wangge.planning.sketching import by_name, measured
from wangge.planning.terrain import survey
from wangge.planning.wishing import Task, task_of

Told = Callable[[Progress], bool]
SEVERAL = 3  # plans to choose from, where so many good ones clearly differ


@dataclass(frozen=True, slots=True)
class Result:
    """What a solving found: the grids, which of them each building (id as text) is in, and the figures."""

    grids: Sequence[GridRow]
    assignment: dict[str, int]
    figures: dict[str, Any]
    outside: int


def solved(draft: Draft, job: Solving, *, on: date, progress: Told) -> list[Result]:
    """Solve a draft as a job asks: one result, or several, best first.

    Refuses what the engine refuses, by the names of buildings.
    """
    layout = Layout.of(draft, survey(draft.area))
    asked = [row["continues"] for row in layout.rows if row["continues"]]
    force = in_force(draft.area, on=on, asked=asked)
    stay = job.mode == Solving.Mode.IMPROVE
    task = task_of(layout, draft.pins, stay=stay)
    if not len(task.nodes):
        raise NothingToDivide
    try:
        plans, continues = _drawn(job, task, layout, force, progress)
    except Infeasible as reason:
        raise by_name(reason) from reason
    return [_numbered(layout, task, plan, force=force, continues=continues) for plan in plans]


def _numbered(
    layout: Layout, task: Task, plan: Plan, *, force: Force | None, continues: NDArray[np.int64] | None
) -> Result:
    """A plan of the engine with numbers for its grids."""
    label = np.full(len(layout.place), NOWHERE, dtype=np.int64)
    label[task.nodes] = plan.labels
    if task.wish.start is not None:
        rows = [layout.rows[i] for i in task.rows.tolist()]
    else:
        rows = _followed(layout, task, label, plan.k, force=force, continues=continues)
    return _result(layout, task, label, rows, plan)


def _drawn(
    job: Solving, task: Task, layout: Layout, force: Force | None, progress: Told
) -> tuple[list[Plan], NDArray[np.int64] | None]:
    """The plans, and which grids in force (by index) its grids go on from, where the engine said so."""
    how: dict[str, Any] = {"seed": job.seed, "seconds": job.seconds, "progress": progress, "lenient": True}
    if job.mode == Solving.Mode.SEVERAL:
        return alternatives(task.graph, task.rule, count=SEVERAL, wish=task.wish, **how), None
    if job.mode != Solving.Mode.REDRAW:
        return [solve(task.graph, task.rule, wish=task.wish, **how)], None
    if force is None:
        raise NothingInForce(area=layout.terrain.rows[0].area.name)
    before = force.before(layout.terrain)[task.nodes]
    wanted = np.array(force.continued(layout.rows), dtype=np.int64)[task.rows]
    named = [i for i in wanted.tolist() if i != NO_GRID]
    chosen = named if task.rule.k is not None and len(named) <= task.rule.k else None
    wish = replace(task.wish, keep=layout.terms.keep)
    found = redraw(task.graph, task.rule, before, survivors=chosen, wish=wish, **how)
    return [found.plan], found.continues


def _followed(
    layout: Layout,
    task: Task,
    label: NDArray[np.int64],
    k: int,
    *,
    force: Force | None,
    continues: NDArray[np.int64] | None,
) -> list[GridRow]:
    """Rows for new grids; grids in force that fixed ones go on from are not for others to go on from."""
    fixed = [row for i, row in enumerate(layout.rows) if i not in set(task.rows.tolist())]
    taken = [row["number"] for row in fixed]
    if force is not None:
        gone = {force.grids[i].pk for i in force.continued(fixed) if i != NO_GRID}
        free = replace(force, member={b: grid for b, grid in force.member.items() if grid not in gone})
    else:
        free = None
    return follow_on(
        layout.terrain, label, k, graph=layout.graph, force=free, used=taken, continues=continues
    )


def _result(
    layout: Layout, task: Task, label: NDArray[np.int64], rows: Sequence[GridRow], plan: Plan
) -> Result:
    """The grids that were drawn beside those that were left as they are, by number."""
    drawn = set(task.rows.tolist())
    kept = [row for i, row in enumerate(layout.rows) if i not in drawn]
    before = [row["number"] for row in layout.rows] + [0]
    numbers = [
        rows[new]["number"] if new != NOWHERE else before[old]
        for new, old in zip(label.tolist(), layout.place.tolist(), strict=True)
    ]
    ids = layout.terrain.buildings.id.tolist()
    held = np.bincount(plan.labels, weights=task.graph.weight, minlength=plan.k)
    return Result(
        grids=sorted([*kept, *rows], key=lambda row: row["number"]),
        assignment={str(pk): number for pk, number in zip(ids, numbers, strict=True) if number},
        figures=measured(plan, layout.terrain) | {"measure": task.measure},
        outside=sum(not task.rule.holds(weight) for weight in held.tolist()),
    )
