"""A plan from a map file as a draft: every building in the grid that holds it, whole or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from django.db import transaction

from wangge.foundation.calendar import CHINA_TIME
from wangge.foundation.coordinates import System
from wangge.journal import actions as journal
from wangge.journal.actor import Actor
from wangge.places.models import Area
from wangge.planning.file_errors import NothingHeld
from wangge.planning.fitting import Fitted, fit
from wangge.planning.following import follow_on
from wangge.planning.force import Force, in_force
from wangge.planning.import_report import Report
from wangge.planning.layout import Layout
from wangge.planning.measuring import as_it_stands
from wangge.planning.models import Draft
from wangge.planning.polygons import Drawing, DrawnGrid, read_division
from wangge.planning.sheets import GridRow
from wangge.planning.terms import Terms
from wangge.planning.terrain import Terrain, survey
from wangge.planning.whereabouts import expect_here


@dataclass(frozen=True, slots=True)
class Imported:
    """The draft, and what was found on the way to it."""

    draft: Draft
    report: Report


def sketch_from(
    area: Area, *, content: bytes, file: str, system: System | None = None, layer: str = "", now: datetime
) -> Imported:
    """What a file would become: a draft that is not saved. Refuses what `import_draft` refuses."""
    terrain = survey(area)
    drawing = read_division(content, file=file, system=system, layer=layer)
    expect_here(drawing, terrain)
    fitted = fit(drawing, terrain)
    held = np.unique(fitted.place)
    if len(fitted.strays) == len(fitted.place):
        raise NothingHeld(area=area.name, file=file)
    force = in_force(area, on=now.astimezone(CHINA_TIME).date())
    draft = _draft(area, terrain, drawing, fitted, held.tolist(), force=force)
    return Imported(draft, Report.of(drawing, fitted, held.tolist(), rows=draft.grids, force=force))


@transaction.atomic
def import_draft(
    area: Area,
    *,
    content: bytes,
    file: str,
    system: System | None = None,
    layer: str = "",
    name: str = "",
    by: Actor,
    now: datetime,
) -> Imported:
    """Keep the plan of a map file (its content; `file` is what it is called) as a draft of a community.

    Without `system` the file is believed where it says its coordinates, and taken for WGS 84 otherwise; where
    it does not lie in the community the system that would fit is named. Nothing is kept of a refused file.
    """
    made = sketch_from(area, content=content, file=file, system=system, layer=layer, now=now)
    draft = made.draft
    draft.name = (name or file)[:60]
    draft.made_at, draft.made_by_id = now, by.account
    draft.save()
    facts = {
        "area": area.code,
        "file": file[:120],
        "system": made.report.system,
        "grids": len(draft.grids),
        "strays": len(made.report.strays),
    }
    journal.append("draft.imported", subject=("draft", draft.pk), by=by, now=now, payload=facts)
    return made


def _draft(
    area: Area,
    terrain: Terrain,
    drawing: Drawing,
    fitted: Fitted,
    held: Sequence[int],
    *,
    force: Force | None,
) -> Draft:
    """The draft with its figures; grids in force go on in those that most of their households go to."""
    terms = _terms(area)
    labels = np.searchsorted(held, fitted.place)
    grids = [drawing.grids[place] for place in held]
    follows = follow_on(terrain, labels, len(grids), graph=terrain.graph(terms.measure), force=force)
    rows = [
        _row(grid, follow, told=drawing.numbered != "order")
        for grid, follow in zip(grids, follows, strict=True)
    ]
    numbers = [row["number"] for row in rows]
    draft = Draft(
        area=area,
        basis=force.division if force else None,
        terms=terms.json(),
        grids=sorted(rows, key=lambda row: row["number"]),
        assignment={
            str(pk): numbers[label]
            for pk, label in zip(terrain.buildings.id.tolist(), labels.tolist(), strict=True)
        },
    )
    draft.figures = as_it_stands(Layout.of(draft, terrain), {})
    return draft


def _row(grid: DrawnGrid, follow: GridRow, *, told: bool) -> GridRow:
    """A grid keeps the number and the name that the file tells, and is else called as it follows on."""
    return GridRow(
        number=grid.number if told else follow["number"],
        name=grid.name or follow["name"],
        kind=grid.kind,
        continues=follow["continues"],
        locked=False,
    )


def _terms(area: Area) -> Terms:
    """Those that the community last planned by: a file draws grids and says nothing of rules."""
    last = Draft.objects.filter(area=area, discarded=False).order_by("-pk").first()
    return Terms.of(last.terms) if last else Terms()
