"""A draft put in force from a day, with its approval; and taken back before that day."""

from collections.abc import Sequence
from datetime import date, datetime

import numpy as np
import shapely
from django.db import transaction

from wangge.foundation.calendar import CHINA_TIME
from wangge.journal import actions as journal
from wangge.journal.actor import Actor
from wangge.places import actions as places
from wangge.places.models import Area, Division, Grid
from wangge.planning.errors import (
    DayPast,
    DraftAdopted,
    DraftOutdated,
    GridEmpty,
    NotApproved,
    Unassigned,
)
from wangge.planning.force import Force, in_force
from wangge.planning.layout import Layout
from wangge.planning.models import Approval, Draft
from wangge.planning.numbering import numbered
from wangge.planning.shapes import Drawn, Title, by_grid, shapes
from wangge.planning.sheets import GridRow
from wangge.planning.succession import microgrids_of, successors
from wangge.planning.terrain import Terrain, survey

NAMING = "第{number}网格"


@transaction.atomic
def adopt(
    draft: Draft, *, since: date, naming: str = NAMING, renumber: bool = False, by: Actor, now: datetime
) -> Division:
    """Put an approved draft in force from a day: grids with numbers, 15-digit codes, names and outlines.

    Grids that go on keep number, code and name, so that posts follow; new ones take free numbers from west to
    east. An area without an outline gets the one that the grids were drawn in, so that its points are found.
    """
    held = Draft.objects.select_for_update(of=("self",)).select_related("area", "adopted").get(pk=draft.pk)
    _expect_ready(held, since=since, today=now.astimezone(CHINA_TIME).date())
    area, terrain = held.area, survey(held.area)
    if held.figures.get("ground") != terrain.stamp:
        raise DraftOutdated(area=area.name)
    layout = Layout.of(held, terrain)
    _expect_whole(layout)
    drawn = Drawn.of(terrain, layout.place, len(layout.rows))
    named = _titles(held, layout.rows, drawn.order, naming=naming, renumber=renumber, on=since)
    grids = shapes(terrain, drawn, community=area.code, titles=named)
    _outline(area, terrain, by=by, now=now)
    note = (held.name or f"draft {held.pk}")[:200]
    division = places.divide(area, grids=grids, since=since, note=note, by=by, now=now)
    draft.adopted = division
    draft.save(update_fields=["adopted"])
    facts = {"division": division.pk, "revision": held.revision, "since": since.isoformat()}
    journal.append("draft.adopted", subject=("draft", draft.pk), by=by, now=now, payload=facts)
    return division


@transaction.atomic
def withdraw(division: Division, *, by: Actor, now: datetime) -> None:
    """Take a division back before its first day: its draft is a draft again, the one before is open again."""
    Draft.objects.filter(adopted=division).update(adopted=None)
    places.withdraw(division, on=now.astimezone(CHINA_TIME).date(), by=by, now=now)


def _expect_ready(draft: Draft, *, since: date, today: date) -> None:
    """Not in force yet, approved as it is, and from a day that rewrites nobody's past."""
    if draft.adopted:
        raise DraftAdopted(version=draft.adopted.version, since=draft.adopted.since)
    last = Approval.objects.filter(draft=draft, revision=draft.revision).order_by("-pk").first()
    if last is None or last.decision != Approval.Decision.APPROVED:
        raise NotApproved(revision=draft.revision)
    if since < today and Division.objects.filter(area=draft.area, since__lt=since).exists():
        raise DayPast(since=since)


def _expect_whole(layout: Layout) -> None:
    if len(layout.lost):
        raise Unassigned(count=len(layout.lost))
    empty = np.setdiff1d(np.arange(len(layout.rows)), layout.place)
    if len(empty):
        raise GridEmpty(number=layout.rows[int(empty[0])]["number"])


def _outline(area: Area, terrain: Terrain, *, by: Actor, now: datetime) -> None:
    if not terrain.given:
        places.set_outline(area, outline=shapely.to_wkb(terrain.boundary), by=by, now=now)


def _titles(
    draft: Draft, rows: Sequence[GridRow], order: Sequence[int], *, naming: str, renumber: bool, on: date
) -> list[Title]:
    asked = [row["continues"] for row in rows if row["continues"]]
    force = in_force(draft.area, on=on, asked=asked)
    succeeded = _succeeded(rows, force)
    kept = {i: grid.number for i, grid in enumerate(succeeded) if grid}
    given = Grid.objects.filter(division__area=draft.area, level=Grid.Level.GRID)
    used = set(given.values_list("number", flat=True))
    numbers = numbered(order, kept=kept, used=used, renumber=renumber)
    small = by_grid(draft.microgrids)
    old = microgrids_of(force.division) if force and small else []
    return [
        Title(
            number=number,
            name=(row["name"] or (grid.name if grid else "") or naming.format(number=number))[:60],
            kind=row["kind"],
            succeeds=grid.pk if grid else None,
            microgrids=small.get(row["number"], ()),
            followed=successors(
                small.get(row["number"], ()), [each for each in old if grid and each.grid == grid.pk]
            ),
        )
        for row, grid, number in zip(rows, succeeded, numbers, strict=True)
    ]


def _succeeded(rows: Sequence[GridRow], force: Force | None) -> list[Grid | None]:
    """The grid in force that each row goes on from."""
    if force is None:
        return [None for _ in rows]
    return [force.grids[i] if i >= 0 else None for i in force.continued(rows)]
