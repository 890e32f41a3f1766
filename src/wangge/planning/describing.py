"""One draft with everything that the workbench shows: figures by grid, checks, difference, who and what."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import Any, cast

from wangge.planning.checking import Subject
from wangge.planning.checks import checks
from wangge.planning.difference import Staff, difference
from wangge.planning.force import Force, in_force
from wangge.planning.grid_sheets import grid_sheets
from wangge.planning.layout import Layout
from wangge.planning.listing import approval_sheet, checklist, job_sheet, line_of
from wangge.planning.measuring import as_it_stands, whole
from wangge.planning.models import Draft
from wangge.planning.reasons import told_reason
from wangge.planning.score import score
from wangge.planning.sheets import Counts, DraftSheet, Person
from wangge.planning.terrain import survey
from wangge.staffing.queries import carried, posted


def describe(draft: Draft, *, on: date, events: Mapping[int, int] | None = None) -> DraftSheet:
    """A draft as it stands, compared with the grids in force on a day; `events` are counted by building."""
    terrain = survey(draft.area)
    layout = Layout.of(draft, terrain)
    force = in_force(draft.area, on=on, asked=[row["continues"] for row in layout.rows if row["continues"]])
    staff = _staff(force, on=on)
    outdated = draft.figures.get("ground", terrain.stamp) != terrain.stamp
    business = carried(set(force.line.values()) if force else ())
    subject = Subject(layout, force, staff, outdated, tuple(draft.microgrids), *business)
    approval, job = approval_sheet(draft), job_sheet(draft)
    return DraftSheet(
        **line_of(draft, approval=approval, job=job),
        area=draft.area.code,
        terms=layout.terms.json(),
        rows=grid_sheets(layout, force, staff, events or {}),
        assignment=draft.assignment,
        pins=draft.pins,
        microgrids=draft.microgrids,
        totals=_totals(layout),
        figures=_figures(layout, draft),
        checks=checks(subject),
        score=score(layout),
        difference=difference(layout, force, staff) if force else None,
        job=job,
        approval=approval,
        checklist=checklist(),
        approvable=draft.adopted_id is None and whole(layout),
        outdated=outdated,
    )


def _figures(layout: Layout, draft: Draft) -> dict[str, Any]:
    """The measures as they stand; `reason` says why not every grid can hold, where the engine said so."""
    found = as_it_stands(layout, draft.figures)
    return found | {"reason": told_reason(found.pop("why", {}))}


def _staff(force: Force | None, *, on: date) -> Staff:
    """People by line, of all grids in force and continued."""
    found: dict[int, list[Person]] = defaultdict(list)
    for row in posted(set(force.line.values()), on=on) if force else ():
        person = Person(
            name=row.name, role=row.role, role_en=row.role_en, lead=row.lead, substitute=row.substitute
        )
        found[row.line].append(person)
    return found


def _totals(layout: Layout) -> Counts:
    held = [cast("Mapping[str, float]", each) for each in layout.held]
    return cast("Counts", {name: sum(each[name] for each in held) for name in Counts.__annotations__})
