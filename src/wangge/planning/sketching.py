"""Draw the grids of a community without keeping them: a draft that is not saved."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from wangge.partition.errors import Infeasible
from wangge.partition.inputs import Measure, Rule, Wish
from wangge.partition.redrawing import redraw
from wangge.partition.search import Progress
from wangge.partition.solve import Plan, solve
from wangge.places.models import Area, Building
from wangge.planning.following import follow_on
from wangge.planning.force import in_force
from wangge.planning.layout import Layout
from wangge.planning.models import Draft
from wangge.planning.reasons import kept_reason
from wangge.planning.terms import Terms
from wangge.planning.terrain import Terrain, survey
from wangge.planning.together import spots


def sketch(
    area: Area,
    *,
    rule: Rule,
    seed: int = 0,
    measure: Measure = "households",
    seconds: float | None = None,
    iterations: int | None = None,
    lenient: bool = False,
    on: date | None = None,
    few_changes: bool = False,
    progress: Callable[[Progress], bool] | None = None,
) -> Draft:
    """Draw the grids of a community by a rule; writes nothing.

    Without `seconds` a seed always gives the same grids. `iterations` and `seconds` are the budget of the
    search. A rule that cannot be met is refused with the nearest that can (`partition.errors.Infeasible`);
    with `lenient` it is kept to as far as possible and the reason is among the figures. `progress` may return
    False to stop with the best found so far. With `on`, grids in force that day go on where they can; with
    `few_changes` they are redrawn so that as few households as need be change grid.
    """
    terrain = survey(area)
    graph, continues = terrain.graph(measure), None
    how: dict[str, Any] = {"seed": seed, "iterations": iterations, "seconds": seconds}
    how |= {"progress": progress, "lenient": lenient, "wish": Wish(bloc=spots(graph, rule))}
    force = in_force(area, on=on) if on and few_changes else None
    try:
        if force:
            redrawn = redraw(graph, rule, force.before(terrain), **how)
            plan, continues = redrawn.plan, redrawn.continues
        else:
            plan = solve(graph, rule, **how)
    except Infeasible as reason:
        raise by_name(reason) from reason
    return draft_of(plan, area=area, terrain=terrain, measure=measure, seed=seed, on=on, continues=continues)


def draft_of(
    plan: Plan,
    *,
    area: Area,
    terrain: Terrain,
    measure: Measure,
    seed: int = 0,
    on: date | None = None,
    continues: NDArray[np.int64] | None = None,
) -> Draft:
    """The draft, not saved, that a plan for this ground makes, its grids numbered.

    Those in force on a day go on in the grids that have most of theirs, or as `continues` says (k,).
    """
    force = in_force(area, on=on) if on else None
    graph = terrain.graph(measure)
    rows = follow_on(terrain, plan.labels, plan.k, graph=graph, force=force, continues=continues)
    numbers = [rows[label]["number"] for label in plan.labels.tolist()]
    draft = Draft(
        area=area,
        basis=force.division if force else None,
        terms=Terms(plan.rule.min, plan.rule.max, plan.rule.k, measure).json(),
        seed=seed,
        grids=sorted(rows, key=lambda row: row["number"]),
        assignment=dict(zip(map(str, terrain.buildings.id.tolist()), numbers, strict=True)),
    )
    draft.figures = measured(plan, terrain) | {"grids": _grids(Layout.of(draft, terrain))}
    return draft


def by_name(reason: Infeasible) -> Infeasible:
    """The reason with the building's name where it has only the number that the engine knows."""
    number = reason.facts.get("building")
    building = Building.objects.filter(pk=number).first() if isinstance(number, int) else None
    return type(reason)(**reason.facts | {"building": building.name}) if building else reason


def measured(plan: Plan, terrain: Terrain) -> dict[str, Any]:
    """What a plan is judged by, as a draft keeps it; `ground` is the stamp of what it was drawn on."""
    reason = by_name(plan.reason) if plan.reason else None
    return asdict(plan.figures) | {
        "k": plan.k,
        "objective": plan.objective,
        "bound": plan.bound,
        "outline": "given" if terrain.given else "drawn around the buildings",
        "outside": terrain.outside,
        "barriers": len(terrain.barriers),
        "reason": str(reason) if reason else "",
        "why": kept_reason(reason) if reason else {},
        "ground": terrain.stamp,
    }


def _grids(layout: Layout) -> list[dict[str, int]]:
    """Grid by grid in the order of their numbers."""
    names = ("buildings", "households", "people", "merchants")
    return [
        {"number": row["number"]} | {name: int(cast("Mapping[str, float]", held)[name]) for name in names}
        for row, held in zip(layout.rows, layout.held, strict=True)
    ]
