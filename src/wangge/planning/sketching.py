"""Draw the grids of a community without keeping them: a draft that is not saved."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import numpy as np

from wangge.partition.errors import Infeasible
from wangge.partition.inputs import Measure, Rule
from wangge.partition.search import Progress
from wangge.partition.solve import Plan, solve
from wangge.places.models import Area, Building
from wangge.planning.models import Draft
from wangge.planning.shapes import Drawn, numbered
from wangge.planning.terrain import Terrain, survey


def sketch(
    area: Area,
    *,
    rule: Rule,
    seed: int = 0,
    measure: Measure = "households",
    seconds: float | None = None,
    iterations: int | None = None,
    lenient: bool = False,
    progress: Callable[[Progress], bool] | None = None,
) -> Draft:
    """Draw the grids of a community by a rule; writes nothing.

    Without `seconds` a seed always gives the same grids. `iterations` and `seconds` are the budget of the
    search. A rule that cannot be met is refused with the nearest that can (`partition.errors.Infeasible`);
    with `lenient` it is kept to as far as possible and the reason is among the figures. `progress` may return
    False to stop with the best found so far.
    """
    terrain = survey(area)
    graph = terrain.graph(measure)
    try:
        plan = solve(
            graph,
            rule,
            seed=seed,
            iterations=iterations,
            seconds=seconds,
            progress=progress,
            lenient=lenient,
        )
    except Infeasible as reason:
        raise _by_name(reason) from reason
    drawn = numbered(terrain, plan.labels, plan.k)
    ids, numbers = terrain.buildings.id.tolist(), drawn.number.tolist()
    return Draft(
        area=area,
        rule={"min": rule.min, "max": rule.max, "k": rule.k, "measure": measure},
        seed=seed,
        assignment={str(pk): number for pk, number in zip(ids, numbers, strict=True)},
        figures=_figures(terrain, plan, drawn),
    )


def _by_name(reason: Infeasible) -> Infeasible:
    """The reason with the building's name where it has only the number that the engine knows."""
    number = reason.facts.get("building")
    building = Building.objects.filter(pk=number).first() if isinstance(number, int) else None
    return type(reason)(**reason.facts | {"building": building.name}) if building else reason


def _figures(terrain: Terrain, plan: Plan, drawn: Drawn) -> dict[str, Any]:
    """What a draft is judged by: of the whole plan, and grid by grid in the order of their numbers."""

    def held(values: Any) -> list[int]:
        sums = np.bincount(drawn.number - 1, weights=values, minlength=plan.k)
        return [int(each) for each in sums]

    homes = terrain.buildings
    columns = {
        "number": list(range(1, plan.k + 1)),
        "buildings": held(np.ones(len(homes))),
        "households": held(homes.households),
        "people": held(homes.people),
        "merchants": held(homes.merchants),
    }
    rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    return asdict(plan.figures) | {
        "k": plan.k,
        "objective": plan.objective,
        "grids": rows,
        "outline": "given" if terrain.given else "drawn around the buildings",
        "outside": terrain.outside,
        "barriers": len(terrain.barriers),
        "reason": str(_by_name(plan.reason)) if plan.reason else "",
        "ground": terrain.stamp,
    }
