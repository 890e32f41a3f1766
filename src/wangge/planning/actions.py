"""Writes to planning: draw a draft of a community's grids, and put a draft in force."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

import numpy as np
import shapely
from django.db import transaction

from wangge.journal import actions as journal
from wangge.journal.actor import Actor
from wangge.partition.inputs import Measure, Rule
from wangge.partition.solve import Plan, Progress, solve
from wangge.places import actions as places
from wangge.places.models import Area, Division
from wangge.planning.errors import DraftAdopted, DraftOutdated
from wangge.planning.models import Draft
from wangge.planning.shapes import Drawn, numbered, redrawn, shapes
from wangge.planning.terrain import Terrain, survey

NAMING = "第{number}网格"


def draw(
    area: Area,
    *,
    rule: Rule,
    seed: int = 0,
    measure: Measure = "households",
    seconds: float | None = None,
    iterations: int | None = None,
    lenient: bool = False,
    by: Actor,
    now: datetime,
    progress: Callable[[Progress], bool] | None = None,
) -> Draft:
    """Draw the grids of a community by a rule and keep them as a draft; nothing is in force yet.

    Without `seconds` a seed always gives the same grids. `iterations` and `seconds` are the budget of the
    search. A rule that cannot be met is refused with the nearest that can (`partition.errors.Infeasible`);
    with `lenient` it is kept to as far as possible and the reason is among the figures. `progress` may return
    False to stop with the best found so far.
    """
    terrain = survey(area)
    plan = solve(
        terrain.graph(measure),
        rule,
        seed=seed,
        iterations=iterations,
        seconds=seconds,
        progress=progress,
        lenient=lenient,
    )
    drawn = numbered(terrain, plan.labels, plan.k)
    ids, numbers = terrain.buildings.id.tolist(), drawn.number.tolist()
    return _keep(
        Draft(
            area=area,
            made_at=now,
            made_by_id=by.account,
            rule={"min": rule.min, "max": rule.max, "k": rule.k, "measure": measure},
            seed=seed,
            assignment={str(pk): number for pk, number in zip(ids, numbers, strict=True)},
            figures=_figures(terrain, plan, drawn),
        ),
        by=by,
        now=now,
    )


@transaction.atomic
def _keep(draft: Draft, *, by: Actor, now: datetime) -> Draft:
    """The writing part of `draw`, apart because drawing takes time and must not hold the database."""
    draft.save()
    facts = {"area": draft.area.code, "rule": draft.rule, "seed": draft.seed, "grids": draft.figures["k"]}
    journal.append("draft.drawn", subject=("draft", draft.pk), by=by, now=now, payload=facts)
    return draft


@transaction.atomic
def adopt(draft: Draft, *, since: date, naming: str = NAMING, by: Actor, now: datetime) -> Division:
    """Put a draft in force from a day: grids with numbers, 15-digit codes, names, outlines and colours.

    An area without an outline gets the one that the grids were drawn in, so that its points are found.
    """
    held = Draft.objects.select_for_update(of=("self",)).select_related("area", "adopted").get(pk=draft.pk)
    if held.adopted:
        raise DraftAdopted(version=held.adopted.version, since=held.adopted.since)
    area = held.area
    terrain = survey(area)
    if terrain.stamp != held.figures["ground"]:
        raise DraftOutdated(area=area.name)
    number = np.array([held.assignment[str(pk)] for pk in terrain.buildings.id.tolist()], dtype=np.int64)
    grids = shapes(terrain, redrawn(terrain, number), community=area.code, naming=naming)
    if not terrain.given:
        places.set_outline(area, outline=shapely.to_wkb(terrain.boundary), by=by, now=now)
    division = places.divide(area, grids=grids, since=since, note=f"draft {held.pk}", by=by, now=now)
    draft.adopted = division
    draft.save(update_fields=["adopted"])
    return division


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
        "reason": str(plan.reason) if plan.reason else "",
        "ground": terrain.stamp,
    }
