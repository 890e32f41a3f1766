"""Writes to planning: keep a drawing of a community's grids as a draft, and put a draft in force."""

from collections.abc import Callable
from datetime import date, datetime

import numpy as np
import shapely
from django.db import transaction

from wangge.journal import actions as journal
from wangge.journal.actor import Actor
from wangge.partition.inputs import Measure, Rule
from wangge.partition.search import Progress
from wangge.places import actions as places
from wangge.places.models import Area, Division
from wangge.planning.errors import DraftAdopted, DraftOutdated
from wangge.planning.models import Draft
from wangge.planning.shapes import redrawn, shapes
from wangge.planning.sketching import sketch
from wangge.planning.terrain import survey

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

    What the rest says and refuses stands at `planning.sketching.sketch`. The database is not held meanwhile.
    """
    drawn = sketch(
        area,
        rule=rule,
        seed=seed,
        measure=measure,
        seconds=seconds,
        iterations=iterations,
        lenient=lenient,
        progress=progress,
    )
    return keep(drawn, by=by, now=now)


@transaction.atomic
def keep(draft: Draft, *, by: Actor, now: datetime) -> Draft:
    """Keep a sketch as a draft."""
    draft.made_at, draft.made_by_id = now, by.account
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
