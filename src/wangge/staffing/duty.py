"""Writes to the rota of day and night: numbers, shifts, a month by turns, cover and swaps."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from django.db import transaction
from django.utils import timezone

from wangge.accounts.models import Account, Role
from wangge.journal import actions as journal
from wangge.journal.actor import Actor
from wangge.places.models import Area
from wangge.staffing import rota
from wangge.staffing.errors import (
    AnsweredAlready,
    AskedAlready,
    NotOnTheStaff,
    NoTurns,
    NotYourOffice,
    NotYourShift,
    OddLink,
    OddTime,
    ShiftOver,
    ShiftsOverlap,
    ShiftTooLong,
)
from wangge.staffing.models import Handover, Office, Shift

KEEPERS = (Role.COMMUNITY, Role.STREET)
LONGEST = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Numbers:
    """How an office is reached."""

    phone: str = ""
    mobile: str = ""
    day_and_night: str = ""
    account_name: str = ""
    account_link: str = ""


@transaction.atomic
def keep_numbers(area: Area, numbers: Numbers, *, by: Actor, now: datetime) -> Office:
    """Enter or change the numbers of an area's office; they are the office's, so the journal keeps them."""
    expect_keeper(area, by)
    if numbers.account_link and not numbers.account_link.startswith(("http://", "https://")):
        raise OddLink
    facts = {name: getattr(numbers, name).strip() for name in Numbers.__slots__}
    office, _ = Office.objects.update_or_create(area=area, defaults=facts)
    _log("office.reached", area, by=by, now=now, **facts)
    return office


@transaction.atomic
def keep_turns(
    area: Area, *, starts: Sequence[str], turns: Sequence[int], since: date, by: Actor, now: datetime
) -> Office:
    """Say at which times shifts begin, and who takes turns from which day on."""
    expect_keeper(area, by)
    begins = sorted({_clock(each) for each in starts})
    if not begins or not turns:
        raise NoTurns
    _expect_crew(area, turns)
    facts = {"starts": begins, "turns": list(turns), "since": since}
    office, _ = Office.objects.update_or_create(area=area, defaults=facts)
    _log("rota.turns_kept", area, by=by, now=now, **{**facts, "since": since.isoformat()})
    return office


@transaction.atomic
def fill_month(area: Area, *, first: date, by: Actor, now: datetime) -> int:
    """Make the shifts of a month by turns; what stands already stays, what is over too. How many were made.

    Once more makes none.
    """
    expect_keeper(area, by)
    office = _locked(area)
    if not office.starts or not office.turns:
        raise NoTurns
    _expect_crew(area, office.turns)
    last = (first.replace(day=28) + timedelta(days=4)).replace(day=1)
    planned = [
        Shift(area=area, account_id=rota.turn(office, day, place), since=since, until=until)
        for day in (first + n * rota.DAY for n in range((last - first).days))
        for place, (since, until) in enumerate(rota.moments(day, office.starts))
    ]
    there = list(rota.shifts(area, planned[0].since, planned[-1].until))
    wanted = [
        row
        for row in planned
        if row.until > now and not any(t.since < row.until and t.until > row.since for t in there)
    ]
    Shift.objects.bulk_create(wanted)
    _log("rota.month_made", area, by=by, now=now, month=f"{first:%Y-%m}", shifts=len(wanted))
    return len(wanted)


@dataclass(frozen=True, slots=True)
class Planned:
    """A shift to be."""

    account: int
    since: datetime
    until: datetime


@transaction.atomic
def enter_shifts(area: Area, rows: Iterable[Planned], *, by: Actor, now: datetime) -> list[Shift]:
    """Enter shifts that are not over; all or none. None may overlap another."""
    expect_keeper(area, by)
    _locked(area)
    wanted = sorted(rows, key=lambda row: row.since)
    _expect_crew(area, [row.account for row in wanted])
    for row in wanted:
        if not timedelta() < row.until - row.since <= LONGEST:
            raise ShiftTooLong(most=24)
        if row.until <= now:
            raise ShiftOver
    for one, other in pairwise(wanted):
        if other.since < one.until:
            raise _overlap(one.since, one.until)
    for row in wanted:
        if there := rota.shifts(area, row.since, row.until).first():
            raise _overlap(there.since, there.until)
    made = Shift.objects.bulk_create(
        Shift(area=area, account_id=row.account, since=row.since, until=row.until) for row in wanted
    )
    _log("rota.shifts_entered", area, by=by, now=now, shifts=[shift.pk for shift in made])
    return made


@transaction.atomic
def drop_shift(shift: Shift, *, by: Actor, now: datetime) -> None:
    """Take a shift off the rota, unless it is over."""
    expect_keeper(shift.area, by)
    shift = _open(shift, now)
    facts = {"account": shift.account_id, "from": shift.since.isoformat()}
    shift.delete()
    _log("rota.shift_dropped", shift.area, by=by, now=now, **facts)


@transaction.atomic
def give_shift(shift: Shift, *, account: int, by: Actor, now: datetime) -> Shift:
    """The office lets somebody else cover a shift; what a colleague was asked is void."""
    expect_keeper(shift.area, by)
    _expect_crew(shift.area, [account])
    shift = _open(shift, now)
    Handover.objects.filter(shift=shift, answered_at=None).update(answered_at=now, agreed=False)
    _pass(shift, account)
    _log("rota.shift_given", shift.area, by=by, now=now, shift=shift.pk, account=account)
    return shift


@transaction.atomic
def ask_colleague(shift: Shift, *, to: int, back: Shift | None = None, by: Actor, now: datetime) -> Handover:
    """Whoever has a shift asks a colleague to take it, for one of the colleague's (`back`) or for none."""
    shift = _open(shift, now)
    if shift.account_id != by.account or to == by.account:
        raise NotYourShift
    _expect_crew(shift.area, [to])
    if back is not None and (back.account_id != to or back.area_id != shift.area_id or back.until <= now):
        raise NotYourShift
    if Handover.objects.filter(shift=shift, answered_at=None).exists():
        raise AskedAlready
    asked = Handover.objects.create(shift=shift, asked_by_id=by.person, asked_at=now, to_id=to, back=back)
    facts = {"shift": shift.pk, "to": to, "back": back.pk if back else None}
    _log("rota.colleague_asked", shift.area, by=by, now=now, **facts)
    return asked


@transaction.atomic
def answer_colleague(asked: Handover, *, agreed: bool, by: Actor, now: datetime) -> Handover:
    """Whoever was asked agrees, and the shifts change hands, or does not."""
    if asked.to_id != by.account:
        raise NotYourShift
    shift = _open(asked.shift, now)
    waiting = Handover.objects.filter(pk=asked.pk, answered_at=None, shift__account=asked.asked_by_id)
    if not waiting.update(answered_at=now, agreed=agreed):
        raise AnsweredAlready
    if agreed:
        back = asked.back
        if back is not None:
            back = _open(back, now)
            if back.account_id != asked.to_id:
                raise AnsweredAlready
            _pass(back, asked.asked_by_id)
        _pass(shift, asked.to_id)
    _log("rota.colleague_answered", shift.area, by=by, now=now, shift=shift.pk, agreed=agreed)
    asked.agreed, asked.answered_at = agreed, now
    return asked


def expect_keeper(area: Area, by: Actor) -> None:
    """Only the office of the area or above keeps its rota."""
    if not by.holds(*KEEPERS, path=area.path):
        raise NotYourOffice


def _locked(area: Area) -> Office:
    """The office of the area, kept to this transaction: nobody else writes its rota meanwhile."""
    office, _ = Office.objects.get_or_create(area=area)
    return Office.objects.select_for_update().get(pk=office.pk)


def _open(shift: Shift, now: datetime) -> Shift:
    """The shift as it stands now, unless it is over or gone."""
    _locked(shift.area)
    found = Shift.objects.filter(pk=shift.pk, until__gt=now).select_related("area").first()
    if found is None:
        raise ShiftOver
    return found


def _pass(shift: Shift, account: int) -> None:
    first = shift.instead_of_id or shift.account_id
    shift.instead_of_id = None if first == account else first
    shift.account_id = account
    shift.save(update_fields=["account", "instead_of"])


def _expect_crew(area: Area, accounts: Iterable[int]) -> None:
    known = set(rota.crew(area).values_list("pk", flat=True))
    if strangers := [pk for pk in accounts if pk not in known]:
        name = Account.objects.filter(pk=strangers[0]).values_list("name", flat=True).first()
        raise NotOnTheStaff(name=name or "?")


def _clock(said: str) -> str:
    try:
        return f"{time.fromisoformat(said.strip()):%H:%M}"
    except ValueError as trouble:
        raise OddTime(said=said.strip()[:20]) from trouble


def _overlap(since: datetime, until: datetime) -> ShiftsOverlap:
    told = [f"{timezone.localtime(at):%m-%d %H:%M}" for at in (since, until)]
    return ShiftsOverlap(since=told[0], until=told[1])


def _log(verb: str, area: Area, *, by: Actor, now: datetime, **facts: object) -> None:
    journal.append(verb, subject=("area", area.pk), by=by, now=now, payload=facts)
    journal.announce("duty")
