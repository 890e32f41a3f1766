"""Writes to planning: drafts opened, changed and approved; solvings asked for; grids put in force."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from wangge.foundation.calendar import CHINA_TIME
from wangge.journal import actions as journal
from wangge.journal.actor import Actor
from wangge.partition.inputs import Measure, Rule
from wangge.partition.search import Progress
from wangge.places.models import Area
from wangge.planning.adoption import NAMING, adopt, withdraw
from wangge.planning.approving import approve, set_principles, vouch
from wangge.planning.asking import ask_solving, cancel_solving
from wangge.planning.changing import rearrange, set_terms
from wangge.planning.force import in_force
from wangge.planning.layout import Layout
from wangge.planning.measuring import as_it_stands
from wangge.planning.models import Draft
from wangge.planning.revising import expect_open, held
from wangge.planning.sketching import sketch
from wangge.planning.succession import microgrids_of
from wangge.planning.terms import Terms
from wangge.planning.terrain import survey

__all__ = [
    "NAMING",
    "adopt",
    "approve",
    "ask_solving",
    "cancel_solving",
    "copy",
    "discard",
    "draw",
    "keep",
    "open_draft",
    "rearrange",
    "rename",
    "set_principles",
    "set_terms",
    "vouch",
    "withdraw",
]
COPIED = ("area", "basis", "terms", "seed", "grids", "pins", "assignment", "microgrids", "figures")


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
        on=now.astimezone(CHINA_TIME).date(),
        progress=progress,
    )
    return keep(drawn, by=by, now=now)


@transaction.atomic
def keep(draft: Draft, *, name: str = "", by: Actor, now: datetime) -> Draft:
    """Keep a sketch as a draft."""
    draft.name = (name or draft.name)[:60]
    draft.made_at, draft.made_by_id = now, by.account
    draft.save()
    facts = {"area": draft.area.code, "terms": draft.terms, "seed": draft.seed, "grids": draft.figures["k"]}
    journal.append("draft.drawn", subject=("draft", draft.pk), by=by, now=now, payload=facts)
    return draft


@transaction.atomic
def open_draft(
    area: Area,
    *,
    name: str = "",
    basis: str = "in_force",
    terms: Mapping[str, Any] | None = None,
    by: Actor,
    now: datetime,
) -> Draft:
    """Open a draft: with the grids in force as they are ("in_force"), or with none yet ("fresh").

    Where nothing is in force there are none to begin with. Refuses an area without buildings.
    """
    terrain = survey(area)
    force = in_force(area, on=now.astimezone(CHINA_TIME).date())
    follows = force if basis == "in_force" else None
    rows = follows.rows() if follows else []
    number = {row["continues"]: row["number"] for row in rows}
    member = follows.member if follows else {}
    assignment = {str(pk): number[member[pk]] for pk in terrain.buildings.id.tolist() if pk in member}
    draft = Draft(
        area=area,
        name=name[:60],
        basis=force.division if force else None,
        made_at=now,
        made_by_id=by.account,
        terms=Terms.of(terms or _last_terms(area)).json(),
        grids=rows,
        assignment=assignment,
        microgrids=[each.row for each in microgrids_of(follows.division)] if follows else [],
    )
    draft.figures = as_it_stands(Layout.of(draft, terrain), {})
    draft.save()
    facts = {"area": area.code, "basis": basis, "grids": len(rows)}
    journal.append("draft.opened", subject=("draft", draft.pk), by=by, now=now, payload=facts)
    return draft


def _last_terms(area: Area) -> Mapping[str, Any]:
    """The terms that the community last planned by."""
    last = Draft.objects.filter(area=area, discarded=False).order_by("-pk").values_list("terms", flat=True)
    return last.first() or {}


@transaction.atomic
def copy(draft: Draft, *, name: str = "", by: Actor, now: datetime) -> Draft:
    """A scenario beside another, to go on from."""
    found = Draft.objects.select_related("area", "basis").get(pk=draft.pk)
    made = Draft(**{field: getattr(found, field) for field in COPIED})
    made.parent, made.name = found, (name or found.name)[:60]
    made.made_at, made.made_by_id = now, by.account
    made.save()
    facts = {"area": made.area.code, "of": found.pk}
    journal.append("draft.copied", subject=("draft", made.pk), by=by, now=now, payload=facts)
    return made


@transaction.atomic
def rename(draft: Draft, *, name: str, note: str = "", by: Actor, now: datetime) -> Draft:
    """Give a draft another name and note; its revision stays."""
    found = held(draft)
    found.name, found.note = name.strip()[:60], note.strip()[:200]
    found.save(update_fields=["name", "note"])
    facts = {"name": found.name}
    journal.append("draft.renamed", subject=("draft", found.pk), by=by, now=now, payload=facts)
    return found


@transaction.atomic
def discard(draft: Draft, *, by: Actor, now: datetime) -> None:
    """Put a draft away: it is listed no more; a running solving is cancelled."""
    found = held(draft)
    expect_open(found)
    cancel_solving(found, by=by, now=now)
    found.discarded = True
    found.save(update_fields=["discarded"])
    journal.append("draft.discarded", subject=("draft", found.pk), by=by, now=now)
