"""Letter boxes: hung, opened, their letters made into cases."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from wangge.accounts.models import Account, Role
from wangge.cases import actions
from wangge.cases.errors import NotYours
from wangge.cases.models import Report
from wangge.cases.telling import Telling
from wangge.intake.errors import BoxRetired, BoxThere, Nameless, NoLetterLeft
from wangge.intake.models import Box, Letter, Opening
from wangge.journal import actions as journal
from wangge.journal.actor import Actor
from wangge.places.models import Area, Grid

LETTERS = "opinion-box"  # the channel of letters, whatever its name
OFFICES = (Role.COMMUNITY, Role.STREET)


@transaction.atomic
def hang_box(
    area: Area,
    *,
    name: str,
    place: str,
    grid: Grid | None,
    keeper: Account | None,
    every_days: int = 7,
    since: date,
    by: Actor,
    now: datetime,
) -> Box:
    """A box hangs from a day on, in a grid, with somebody who has its key."""
    if not by.holds(*OFFICES, path=area.path):
        raise NotYours
    if not name.strip() or not place.strip():
        raise Nameless
    facts = {"name": name.strip()[:60], "place": place.strip()[:200], "every_days": every_days}
    try:
        with transaction.atomic():
            box = Box.objects.create(area=area, grid=grid, keeper=keeper, since=since, **facts)
    except IntegrityError as trouble:
        raise BoxThere(name=facts["name"]) from trouble
    told = {**facts, "grid": box.grid_id, "keeper": box.keeper_id, "since": f"{since}"}
    journal.append("box.hung", subject=("box", box.pk), by=by, now=now, payload=told)
    return box


@transaction.atomic
def keep_box(
    box: Box, *, keeper: Account | None, place: str, every_days: int, by: Actor, now: datetime
) -> None:
    """Somebody else has the key, or it hangs elsewhere, or is opened more often."""
    _expect_office(box, by)
    if not place.strip():
        raise Nameless
    box.keeper, box.place, box.every_days = keeper, place.strip()[:200], every_days
    box.save(update_fields=["keeper", "place", "every_days"])
    told = {"keeper": box.keeper_id, "place": box.place, "every_days": every_days}
    journal.append("box.kept", subject=("box", box.pk), by=by, now=now, payload=told)


@transaction.atomic
def take_box_down(box: Box, *, until: date, by: Actor, now: datetime) -> None:
    """The box hangs no more from this day on."""
    _expect_office(box, by)
    Box.objects.filter(pk=box.pk, until=None).update(until=until)
    journal.append("box.taken_down", subject=("box", box.pk), by=by, now=now, payload={"until": f"{until}"})


def _expect_office(box: Box, by: Actor) -> None:
    if not by.holds(*OFFICES, path=box.area.path):
        raise NotYours


def may_open(box: Box, by: Actor) -> bool:
    """Whether somebody has the key, keeps the grid or the office."""
    office = by.holds(*OFFICES, path=box.area.path)
    return office or by.account == box.keeper_id or (box.grid_id is not None and box.grid_id in by.grids)


@transaction.atomic
def open_box(box: Box, *, letters: int, note: str = "", key: str, by: Actor, now: datetime) -> Opening:
    """The box was opened and so many letters lay in it; the same key again is the same opening."""
    if found := Opening.objects.filter(box=box, key=key).first():
        return found
    if not may_open(box, by):
        raise NotYours
    if box.until:
        raise BoxRetired(until=box.until)
    opening = Opening.objects.create(
        box=box, at=now, by_id=by.person, letters=letters, note=note.strip()[:200], key=key
    )
    told = {"opening": opening.pk, "letters": letters}
    journal.append("box.opened", subject=("box", box.pk), by=by, now=now, payload=told)
    return opening


@transaction.atomic
def enter_letter(
    opening: Opening,
    *,
    text: str,
    name: str = "",
    phone: str = "",
    building: int | None = None,
    key: str,
    by: Actor,
    now: datetime,
) -> Report:
    """A letter becomes a case: at the building it speaks of, else where the box hangs."""
    box = opening.box
    if not may_open(box, by):
        raise NotYours
    if (
        found := Letter.objects.filter(opening=opening, report__key=key)
        .select_related("report__case")
        .first()
    ):
        return found.report
    if Letter.objects.filter(opening=opening).count() >= opening.letters:
        raise NoLetterLeft
    telling = Telling(
        text,
        LETTERS,
        name=name,
        phone=phone,
        key=key,
        **_place(box, building),  # type: ignore[arg-type]
    )
    told = actions.report(telling, by=by, now=now)
    Letter.objects.create(opening=opening, report=told)
    facts = {"opening": opening.pk, "report": told.pk, "case": told.case_id}
    journal.append("box.letter_entered", subject=("box", box.pk), by=by, now=now, payload=facts)
    return told


def _place(box: Box, building: int | None) -> dict[str, object]:
    if building:
        return {"building": building}
    if box.grid:
        return {"lon": box.grid.lon, "lat": box.grid.lat, "address": box.place}
    return {"area": box.area_id, "address": box.place}
