"""Passing a notice on: acknowledged, passed on, told to units or explained; and read by residents."""

import hashlib
from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q, QuerySet

from wangge.journal import actions as journal
from wangge.journal.actor import Actor
from wangge.notices.errors import NoSuchUnit, NotByUnits, NothingChosen, NotInForce, SayWhy
from wangge.notices.models import Level, Link, Notice, Reading, State, Way
from wangge.notices.standing import answers_for, expect_answers

BELOW = {
    Level.STREET: (Level.COMMUNITY,),
    Level.COMMUNITY: (Level.GRID,),
    Level.GRID: (Level.MICROGRID,),
}


@transaction.atomic
def receive(link: Link, *, by: Actor, now: datetime) -> bool:
    """Acknowledge it at one's own level; a second time changes nothing."""
    _expect(link, by)
    return _received(link, by=by, now=now)


@transaction.atomic
def pass_on(link: Link, *, by: Actor, now: datetime) -> bool:
    """Give it to the level below; that acknowledges it too. A second time changes nothing."""
    _expect(link, by)
    below = _below(link)
    if not below.exists():
        raise NotByUnits
    _received(link, by=by, now=now)
    if not Link.objects.filter(pk=link.pk, done_at=None).update(done_at=now, done_by=by.person):
        return False
    given = below.filter(given_at=None).update(given_at=now)
    facts = {"link": link.pk, "level": link.level, "given": given}
    journal.append("notice.passed_on", subject=("notice", link.notice_id), by=by, now=now, payload=facts)
    return True


@transaction.atomic
def tell(units: Collection[Link], *, way: str, by: Actor, now: datetime) -> int:
    """These units have been told, in this way; how many that is news of. What is told stays as it was."""
    if not units or way not in Way.values:
        raise NothingChosen
    for link in units:
        _expect(link, by)
    notice = next(iter(units)).notice
    told = {"done_at": now, "done_by": by.person, "way": way, "reason": "", "version": notice.version}
    return _noted("told", notice, _untold(units).update(**told), units, {"way": way}, by=by, now=now)


@transaction.atomic
def miss(units: Collection[Link], *, reason: str, by: Actor, now: datetime) -> int:
    """These units could not be reached yet, and why; how many that is news of."""
    if not units:
        raise NothingChosen
    why = reason.strip()[:200]
    if not why:
        raise SayWhy
    for link in units:
        _expect(link, by)
    fresh = _untold(units).exclude(reason=why).update(reason=why, done_by=by.person)
    return _noted("missed", next(iter(units)).notice, fresh, units, {"reason": why}, by=by, now=now)


@transaction.atomic
def read(notice: Notice, *, building: int, unit: int, browser: str, now: datetime) -> bool:
    """Somebody there has read it: counted once for a browser and a unit; whether this is the first time."""
    link = Link.objects.filter(notice=notice, level=Level.UNIT, building=building, unit=unit).first()
    if link is None:
        raise NoSuchUnit
    sign = hashlib.sha256(f"{link.pk}:{browser}".encode()).hexdigest()
    return Reading.objects.get_or_create(link=link, browser=sign, defaults={"at": now})[1]


def _expect(link: Link, by: Actor) -> None:
    expect_answers(link, by)
    if link.notice.state != State.PUBLISHED.value:
        raise NotInForce


def _received(link: Link, *, by: Actor, now: datetime) -> bool:
    fresh = Link.objects.filter(pk=link.pk, received_at=None)
    if not fresh.update(received_at=now, received_by=by.person, given_at=_given(link, now)):
        return False
    facts = {"link": link.pk, "level": link.level}
    journal.append("notice.received", subject=("notice", link.notice_id), by=by, now=now, payload=facts)
    return True


def _given(link: Link, now: datetime) -> datetime:
    return link.given_at or now


def _below(link: Link) -> QuerySet[Link]:
    """The links that a level hands it to."""
    levels = BELOW.get(Level(link.level), ())
    found = Link.objects.filter(notice=link.notice_id, level__in=levels)
    if link.level == Level.COMMUNITY:
        return found.filter(area=link.area_id)
    return found.filter(grid=link.grid_id) if link.level == Level.GRID else found


def _untold(units: Collection[Link]) -> QuerySet[Link]:
    waits = Q(done_at=None) | Q(version__lt=F("notice__again"))
    return Link.objects.filter(waits, level=Level.UNIT, pk__in=[link.pk for link in units])


def _noted(
    verb: str,
    notice: Notice,
    fresh: int,
    units: Collection[Link],
    facts: dict[str, object],
    *,
    by: Actor,
    now: datetime,
) -> int:
    """One entry for all the units, and their grids have acknowledged it; nothing where nothing is new."""
    if not fresh:
        return 0
    told = {**facts, "units": sorted(link.pk for link in units)}
    journal.append(f"notice.{verb}", subject=("notice", notice.pk), by=by, now=now, payload=told)
    above = Q(level=Level.GRID, grid__in={link.grid_id for link in units})
    above |= Q(level=Level.MICROGRID, micro__in={link.micro_id for link in units})
    for link in Link.objects.filter(above, notice=notice, received_at=None).select_related("area"):
        if answers_for(link, by):
            _received(link, by=by, now=now)
    return fresh
