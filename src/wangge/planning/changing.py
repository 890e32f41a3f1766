"""Changes to a draft by hand: each at the revision that was looked at, each a new revision."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from wangge.journal import actions as journal
from wangge.journal.actor import Actor
from wangge.places.models import Grid
from wangge.planning.errors import BadGrids, DraftAdopted, DraftMoved, NoSuchBuilding, NoSuchDraft
from wangge.planning.layout import Layout, rows_of
from wangge.planning.measuring import as_it_stands
from wangge.planning.models import Draft
from wangge.planning.sheets import GridRow, MicrogridRow
from wangge.planning.terms import Terms
from wangge.planning.terrain import Terrain, survey

MOST = 999  # what a 15-digit code has room for


def held(draft: Draft) -> Draft:
    """The draft as it stands, held against others until the transaction ends."""
    rows = Draft.objects.select_for_update(of=("self",)).select_related("area", "adopted", "basis")
    found = rows.filter(pk=draft.pk).first()
    if found is None:
        raise NoSuchDraft
    return found


def expect_open(draft: Draft) -> None:
    """Refuse a draft that is in force: it is history."""
    if draft.adopted:
        raise DraftAdopted(version=draft.adopted.version, since=draft.adopted.since)


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
    _expect(found, revision)
    terrain = survey(found.area)
    _expect_buildings(found, terrain, {*moves, *(pins or ())})
    rows = rows_of(found) if grids is None else _checked(found, grids)
    before = dict(found.assignment)
    after = {pk: n for pk, n in before.items() if int(pk) in terrain.place} | {
        str(pk): n for pk, n in moves.items()
    }
    _expect_rows(rows, after)
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
    _expect(found, revision)
    asked = Terms.of({**found.terms, **terms}).json()
    if asked == found.terms:
        return found
    found.terms = asked
    found.figures = as_it_stands(Layout.of(found, survey(found.area)), found.figures) | {
        "ground": found.figures.get("ground", "")
    }
    return renewed(found, "draft.terms_set", facts={"terms": asked}, by=by, now=now)


def renewed(
    draft: Draft, verb: str, *, key: str = "", facts: Mapping[str, object], by: Actor, now: datetime
) -> Draft:
    """Save a change as the next revision, with its entry."""
    draft.revision += 1
    draft.key, draft.changed_at, draft.changed_by_id = key[:40], now, by.account
    draft.save()
    payload = {"revision": draft.revision, **facts}
    journal.append(verb, subject=("draft", draft.pk), by=by, now=now, payload=payload)
    return draft


def _expect(draft: Draft, revision: int) -> None:
    expect_open(draft)
    if draft.revision != revision:
        raise DraftMoved(revision=draft.revision)


def _expect_buildings(draft: Draft, terrain: Terrain, asked: set[int]) -> None:
    strange = asked - terrain.place.keys()
    if strange:
        raise NoSuchBuilding(count=len(strange), area=draft.area.name)


def _checked(draft: Draft, grids: Sequence[GridRow]) -> list[GridRow]:
    """The rows as they are kept; numbers and continued grids only once, of this community."""
    for name, what in (("number", _("its number is given twice")), ("continues", _("it is continued twice"))):
        found = Counter(row[name] for row in grids if row[name] is not None)  # type: ignore[literal-required]
        twice = next((each for each, times in found.items() if times > 1), None)
        if twice is not None:
            raise BadGrids(number=twice, what=what)
    known = set(
        Grid.objects.filter(
            pk__in=[row["continues"] for row in grids if row["continues"]],
            division__area=draft.area,
            level=Grid.Level.GRID,
        ).values_list("pk", flat=True)
    )
    return [_row(row, known) for row in grids]


def _row(row: GridRow, known: set[int]) -> GridRow:
    number, continues = row["number"], row["continues"]
    if not 1 <= number <= MOST:
        raise BadGrids(number=number, what=_("numbers are 1 to {most}").format(most=MOST))
    if row["kind"] not in Grid.Kind.values:
        raise BadGrids(number=number, what=_("there is no such kind"))
    if continues is not None and continues not in known:
        raise BadGrids(number=number, what=_("it continues no grid of this community"))
    return GridRow(
        number=number,
        name=row["name"].strip()[:60],
        kind=row["kind"],
        continues=continues,
        locked=bool(row["locked"]),
    )


def _expect_rows(rows: Sequence[GridRow], assignment: Mapping[str, int]) -> None:
    missing = set(assignment.values()) - {row["number"] for row in rows}
    if missing:
        raise BadGrids(number=min(missing), what=_("buildings are in it, but it is not among the grids"))


def _kept(draft: Draft, before: Mapping[str, int]) -> list[MicrogridRow]:
    """The microgrids of grids whose buildings stayed the same."""
    changed = set()
    for pk in before.keys() | draft.assignment.keys():
        was, now = before.get(pk), draft.assignment.get(pk)
        if was != now:
            changed |= {was, now}
    return [row for row in draft.microgrids if row["grid"] not in changed]
