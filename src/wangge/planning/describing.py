"""One draft with everything that the workbench shows: figures by grid, checks, difference, who and what."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, cast

import numpy as np

from wangge.partition.outline import colours
from wangge.places.models import Compound, Facility
from wangge.planning.checks import Subject, checks
from wangge.planning.difference import difference
from wangge.planning.force import Force, in_force
from wangge.planning.ground import holding
from wangge.planning.layout import NOWHERE, Layout
from wangge.planning.listing import approval_sheet, checklist, job_sheet, line_of
from wangge.planning.measuring import as_it_stands, whole
from wangge.planning.models import Draft
from wangge.planning.reasons import told_reason
from wangge.planning.score import score
from wangge.planning.sheets import Counts, DraftSheet, GridSheet, Person
from wangge.planning.terrain import survey
from wangge.staffing.queries import carried, posted

THINGS = (Facility.Kind.COMPONENT, Facility.Kind.STATION)
Staff = Mapping[int, Sequence[Person]]


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
        rows=_sheets(layout, force, staff, events or {}),
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


def _sheets(layout: Layout, force: Force | None, staff: Staff, events: Mapping[int, int]) -> list[GridSheet]:
    base = layout.base
    weight, load = layout.weight, layout.load
    mean = float(weight[base].mean()) if base.any() else 0.0
    burden = float(load[base].mean()) if base.any() else 0.0
    compounds, elements, units = _compounds(layout), _elements(layout, events), _units(layout)
    colour, points = _colours(layout), _points(layout)
    codes = {grid.lineage_id: grid.code for grid in force.grids} if force else {}
    line = force.line if force else {}
    within = layout.within().tolist()
    made = []
    for i, row in enumerate(layout.rows):
        follows = line.get(row["continues"] or 0, 0)
        made.append(
            GridSheet(
                **row,
                counts=layout.held[i],
                weight=int(weight[i]),
                deviation=round(float(weight[i]) / mean - 1, 4) if mean else 0.0,
                burden=round(float(load[i]) / burden - 1, 4) if burden else 0.0,
                within=within[i],
                branch=layout.branches[i],
                pieces=int(layout.pieces[i]),
                compounds=compounds[i],
                elements=elements[i] | {"organisations": len(units[i][0]), "things": len(units[i][1])},
                facilities=[*units[i][0], *units[i][1]],
                staff=list(staff.get(follows, ())),
                code=codes.get(follows, ""),
                colour=colour[i],
                lon=points[i][0],
                lat=points[i][1],
            )
        )
    return made


def _compounds(layout: Layout) -> list[dict[str, int]]:
    """How many compounds of each kind every grid has something of."""
    kinds = dict(Compound.objects.filter(area=layout.terrain.rows[0].area_id).values_list("pk", "kind"))
    compound = layout.terrain.buildings.compound
    pairs = {(g, c) for g, c in zip(layout.place.tolist(), compound.tolist(), strict=True) if c in kinds}
    found = Counter((g, kinds[c]) for g, c in pairs)
    return [
        {kind: found[i, kind] for kind in Compound.Kind.values if found[i, kind]}
        for i in range(len(layout.rows))
    ]


def _elements(layout: Layout, events: Mapping[int, int]) -> list[dict[str, int]]:
    """People, places and events of every grid; units and things are added where they are counted."""
    told = np.array([events.get(pk, 0) for pk in layout.terrain.buildings.id.tolist()])
    happened = layout.sums(told).tolist()
    return [
        {"people": held["people"], "places": held["buildings"], "events": int(count)}
        for held, count in zip(layout.held, happened, strict=True)
    ]


def _units(layout: Layout) -> list[tuple[list[str], list[str]]]:
    """The names of units and of things in each grid."""
    rows = list(Facility.objects.filter(area=layout.terrain.rows[0].area_id).order_by("kind", "name"))
    found: list[tuple[list[str], list[str]]] = [([], []) for _ in layout.rows]
    for row, building in zip(rows, holding(layout.terrain, rows), strict=True):
        if (place := int(layout.place[building])) != NOWHERE:
            found[place][row.kind in THINGS].append(row.name)
    return found


def _colours(layout: Layout) -> list[int]:
    """A colour for each grid, unlike its neighbours': by the edges between their buildings."""
    a, b = layout.place[layout.graph.a], layout.place[layout.graph.b]
    apart = (a != b) & (a != NOWHERE) & (b != NOWHERE)
    pairs = np.unique(np.sort(np.stack([a[apart], b[apart]], axis=1), axis=1), axis=0)
    found: list[int] = colours(pairs, len(layout.rows)).tolist()
    return found


def _points(layout: Layout) -> list[tuple[float, float]]:
    """Where each grid's number stands: at the building nearest to its middle."""
    points = layout.terrain.points
    count = np.maximum(layout.sums(np.ones(len(points))), 1)
    middle = np.stack([layout.sums(points[:, axis]) / count for axis in (0, 1)], axis=1)
    found = []
    for i in range(len(layout.rows)):
        inside = np.flatnonzero(layout.place == i)
        off = np.hypot(*(points[inside] - middle[i]).T)
        row = layout.terrain.rows[int(inside[off.argmin()])] if len(inside) else None
        found.append((row.lon, row.lat) if row else (0.0, 0.0))
    return found


def _totals(layout: Layout) -> Counts:
    held = [cast("Mapping[str, float]", each) for each in layout.held]
    return cast("Counts", {name: sum(each[name] for each in held) for name in Counts.__annotations__})
