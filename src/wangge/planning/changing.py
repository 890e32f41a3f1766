"""Changes to a draft by hand: each at the revision that was looked at, each a new revision."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from wangge.journal.actor import Actor
from wangge.planning.errors import NoSuchBuilding
from wangge.planning.gridrows import checked_rows, expect_listed, rows_of
from wangge.planning.layout import Layout
from wangge.planning.measuring import as_it_stands
from wangge.planning.models import Draft
from wangge.planning.revising import expect_revision, held, renewed
from wangge.planning.sheets import GridRow, MicrogridRow
from wangge.planning.terms import Terms
from wangge.planning.terrain import Terrain, survey


@transaction.atomic
def rearrange(
    draft: Draft,
    *,
    revision: int,
    moves: Mapping[int, int],
    grids: Sequence[GridRow] | None = None,
    pins: Sequence[int] | None = None,
    microgrids: Sequence[MicrogridRow] | None = None,
    key: str = "",
    by: Actor,
    now: datetime,
) -> Draft:
    """Move buildings (id → grid number) and say anew which grids, pins or microgrids there are.

    All or nothing. A change at another revision than the draft's is refused (`DraftMoved`); the same `key`
    again is a repeat and changes nothing. Microgrids of grids that buildings leave or join are dropped.
    """
    found = held(draft)
    if key and found.key == key:
        return found
    expect_revision(found, revision)
    terrain = survey(found.area)
    _expect_buildings(found, terrain, {*moves, *(pins or ())})
    rows = rows_of(found) if grids is None else checked_rows(found, grids)
    before = dict(found.assignment)
    after = {pk: n for pk, n in before.items() if int(pk) in terrain.place} | {
        str(pk): n for pk, n in moves.items()
    }
    expect_listed(rows, after)
    found.grids, found.assignment = rows, after
    found.pins = sorted(set(found.pins if pins is None else pins))
    found.microgrids = _kept(found, before) if microgrids is None else list(microgrids)
    found.figures = as_it_stands(Layout.of(found, terrain), {})
    facts = {"moves": len(moves), "grids": len(rows)}
    return renewed(found, "draft.rearranged", key=key, facts=facts, by=by, now=now)


@transaction.atomic
def set_terms(draft: Draft, *, revision: int, terms: Mapping[str, Any], by: Actor, now: datetime) -> Draft:
    """Change what the draft is drawn by; what is not told stays."""
    found = held(draft)
    expect_revision(found, revision)
    asked = Terms.of({**found.terms, **terms}).json()
    if asked == found.terms:
        return found
    found.terms = asked
    found.figures = as_it_stands(Layout.of(found, survey(found.area)), found.figures) | {
        "ground": found.figures.get("ground", "")
    }
    return renewed(found, "draft.terms_set", facts={"terms": asked}, by=by, now=now)


def _expect_buildings(draft: Draft, terrain: Terrain, asked: set[int]) -> None:
    strange = asked - terrain.place.keys()
    if strange:
        raise NoSuchBuilding(count=len(strange), area=draft.area.name)


def _kept(draft: Draft, before: Mapping[str, int]) -> list[MicrogridRow]:
    """The microgrids of grids whose buildings stayed the same."""
    changed = set()
    for pk in before.keys() | draft.assignment.keys():
        was, now = before.get(pk), draft.assignment.get(pk)
        if was != now:
            changed |= {was, now}
    return [row for row in draft.microgrids if row["grid"] not in changed]
