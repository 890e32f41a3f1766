"""Writing what came of a patrol."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from wangge.cases import actions as cases
from wangge.cases.models import Case
from wangge.cases.photos import Picture
from wangge.cases.telling import Telling
from wangge.foundation.calendar import CHINA_TIME
from wangge.journal import actions as journal
from wangge.journal.actor import Actor
from wangge.outreach.errors import BadTimes, HasResult, LongPast, NotBegun, NotYourGrid, SayWhatWasDone
from wangge.outreach.models import Patrol, Slot
from wangge.outreach.rounds import Round

CHANNEL = "patrol"
OLDEST = timedelta(days=7)  # the longest that a result may wait on a phone
Result = Patrol.Result


@transaction.atomic
def set_slots(rows: Sequence[Mapping[str, Any]], *, by: Actor, now: datetime) -> None:
    """Enter the times of the day at which grids are patrolled; what exists is renewed by its code."""
    for row in rows:
        if row["begins"] >= row["ends"]:
            raise BadTimes(name=row["name"])
        facts = {k: row[k] for k in ("name", "name_en", "begins", "ends") if k in row}
        Slot.objects.update_or_create(code=row["code"], defaults=facts)
    codes = {"slots": [row["code"] for row in rows]}
    journal.append("patrols.planned", subject=("patrols", 1), by=by, now=now, payload=codes)


@transaction.atomic
def find_nothing(walk: Round, *, by: Actor, now: datetime) -> Patrol:
    """Nothing was found; refused where the round has a result already."""
    _expect(walk, by=by, now=now)
    if Patrol.objects.filter(grid=walk.grid, slot=walk.slot, day=walk.day).exists():
        raise HasResult
    return _record(walk, Result.NOTHING, by=by, now=now)


@transaction.atomic
def put_right(walk: Round, *, note: str, by: Actor, now: datetime) -> Patrol:
    """Something small was put right on the spot; it takes nobody else's work, so it is no case."""
    _expect(walk, by=by, now=now)
    if not note.strip():
        raise SayWhatWasDone
    return _record(walk, Result.FIXED, note=note, by=by, now=now)


@transaction.atomic
def find(
    walk: Round, telling: Telling, *, pictures: Sequence[Picture] = (), by: Actor, now: datetime
) -> Patrol:
    """Something was found: a case like any other, which others verify and close."""
    _expect(walk, by=by, now=now)
    told = cases.report(replace(telling, channel=CHANNEL), pictures=pictures, by=by, now=now)
    return _record(walk, Result.FOUND, note=told.case.title, case=told.case, by=by, now=now)


def _expect(walk: Round, *, by: Actor, now: datetime) -> None:
    """The round is of a grid of one's own, has begun, and is not long past."""
    if walk.grid.pk not in by.grids:
        raise NotYourGrid
    if now < walk.begins:
        raise NotBegun(time=f"{walk.begins.astimezone(CHINA_TIME):%Y-%m-%d %H:%M}")
    if now > walk.ends + OLDEST:
        raise LongPast(days=OLDEST.days)


def _record(
    walk: Round, result: Result, *, note: str = "", case: Case | None = None, by: Actor, now: datetime
) -> Patrol:
    made = Patrol.objects.create(
        grid=walk.grid,
        slot=walk.slot,
        day=walk.day,
        result=result,
        note=note.strip()[:500],
        case=case,
        at=now,
        by_id=by.person,
    )
    facts = {"day": walk.day.isoformat(), "slot": walk.slot.code, "result": result.value}
    journal.append("patrol.recorded", subject=("grid", walk.grid.pk), by=by, now=now, payload=facts)
    return made
