"""Publishing a notice, correcting its wording, withdrawing it; each version is kept."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from wangge.accounts.models import Role
from wangge.cases.models import Category
from wangge.foundation.calendar import CHINA_TIME
from wangge.journal import actions as journal
from wangge.journal.actor import Actor
from wangge.notices.errors import EndsBefore, NoticeMoved, NotYourLevel, NotYourPlace, SayWhy, Unsaid
from wangge.notices.kinds import kind_of
from wangge.notices.models import Level, Link, Notice, Spot, State, Wording
from wangge.notices.reach import Places, links
from wangge.notices.standing import keeps
from wangge.places.models import Area

PASS_ON = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Words:
    """What a notice says, and the time of what it announces."""

    title: str
    text: str
    begins: datetime
    ends: datetime

    def check(self) -> "Words":
        """Without blanks around; refuses what is not said and an end before the beginning."""
        title, text = self.title.strip()[:80], self.text.strip()[:4000]
        if not (title and text):
            raise Unsaid
        if self.ends <= self.begins:
            raise EndsBefore
        return Words(title, text, self.begins, self.ends)

    def as_columns(self) -> dict[str, object]:
        """The columns of a notice and of a wording that say it."""
        return {"title": self.title, "text": self.text, "begins": self.begins, "ends": self.ends}


@dataclass(frozen=True, slots=True)
class Draft:
    """A notice to be published; `key` makes a repeat harmless, `days` is how long after it tickets count."""

    kind: str
    words: Words
    key: str
    places: Places = field(default_factory=Places)
    category: Category | None = None
    due_at: datetime | None = None
    days: int = 3
    urgent: bool = False


@transaction.atomic
def publish(draft: Draft, *, area: Area, by: Actor, now: datetime) -> Notice:
    """Announce it for an area or places in it; the office's own link is passed on with it.

    An urgent one is given to every level at once. Sent again under its key it is the same notice.
    """
    words, issuer = draft.words.check(), _issuer(area, by)
    kind = kind_of(draft.kind)
    chain = links(area, draft.places, on=now.astimezone(CHINA_TIME).date())
    try:
        with transaction.atomic():
            notice = Notice.objects.create(
                kind=kind,
                area=area,
                issuer=issuer,
                category=draft.category,
                whole=draft.places.whole,
                due_at=draft.due_at or min(now + PASS_ON, max(now + PASS_ON / 12, words.begins)),
                days=draft.days,
                urgent=draft.urgent,
                key=draft.key,
                published_at=now,
                published_by_id=by.person,
                **words.as_columns(),
            )
    except IntegrityError:
        return Notice.objects.get(published_by=by.person, key=draft.key)
    _lay(notice, chain, by=by, now=now)
    _keep(notice, by=by, now=now)
    _place(notice, draft.places)
    units = sum(link.level == Level.UNIT for link in chain)
    facts = {"area": area.code, "kind": kind.code, "units": units, "urgent": draft.urgent}
    _noted("published", notice, facts, by=by, now=now)
    return notice


@transaction.atomic
def correct(notice: Notice, words: Words, *, reason: str, again: bool, by: Actor, now: datetime) -> None:
    """Put another wording in force; with `again` every unit must be told anew."""
    said = words.check()
    _expect_keeper(notice, reason, by)
    changes = said.as_columns() | {"version": notice.version + 1}
    if again:
        changes["again"] = notice.version + 1
    _change(notice, changes)
    _keep(notice, reason=reason, by=by, now=now)
    _noted("corrected", notice, {"version": notice.version, "again": again}, by=by, now=now)


@transaction.atomic
def withdraw(notice: Notice, *, reason: str, by: Actor, now: datetime) -> None:
    """It does not hold any more; what was told and by whom stays."""
    _expect_keeper(notice, reason, by)
    _change(notice, {"state": State.WITHDRAWN.value, "reason": reason.strip()[:200]})
    _noted("withdrawn", notice, {"reason": reason}, by=by, now=now)


def _issuer(area: Area, by: Actor) -> Area:
    """The area of the office that speaks: the community's for its own, else the street's."""
    if area.level == Area.Level.COMMUNITY and by.holds(Role.COMMUNITY, path=area.path):
        return area
    street = area.parent if area.level == Area.Level.COMMUNITY else area
    if street is None or street.level != Area.Level.STREET or not by.holds(Role.STREET, path=street.path):
        raise NotYourPlace
    return street


def _lay(notice: Notice, chain: list[Link], *, by: Actor, now: datetime) -> None:
    """Save the links: the issuer's is passed on already, the level below has it now."""
    street = notice.issuer.level == Area.Level.STREET
    first = Level.COMMUNITY if street else Level.GRID
    passed = {"given_at": now, "received_at": now, "done_at": now}
    mine = {**passed, "received_by_id": by.person, "done_by_id": by.person}
    if street:
        chain = [Link(level=Level.STREET, area=notice.issuer), *chain]
    own = Level.STREET if street else Level.COMMUNITY
    for link in chain:
        link.notice = notice
        if link.level == own:
            for column, value in mine.items():
                setattr(link, column, value)
        elif link.level == first or notice.urgent:
            link.given_at = now
    Link.objects.bulk_create(chain, batch_size=500)


def _keep(notice: Notice, *, reason: str = "", by: Actor, now: datetime) -> None:
    said = {name: getattr(notice, name) for name in ("version", "title", "text", "begins", "ends")}
    Wording.objects.create(notice=notice, at=now, by_id=by.person, reason=reason.strip()[:200], **said)


def _place(notice: Notice, places: Places) -> None:
    spots = [Spot(notice=notice, grid=grid) for grid in places.grids]
    spots += [Spot(notice=notice, compound=compound) for compound in places.compounds]
    spots += [
        Spot(notice=notice, building=building, unit=unit)
        for building in places.buildings
        for unit in places.units or (0,)
    ]
    Spot.objects.bulk_create(spots)


def _expect_keeper(notice: Notice, reason: str, by: Actor) -> None:
    if not keeps(notice, by):
        raise NotYourLevel
    if not reason.strip():
        raise SayWhy


def _change(notice: Notice, changes: dict[str, object]) -> None:
    """By conditional update, so that of two corrections one wins and the other is told."""
    stands = {"pk": notice.pk, "version": notice.version, "state": State.PUBLISHED.value}
    if not Notice.objects.filter(**stands).update(**changes):
        raise NoticeMoved
    for column, value in changes.items():
        setattr(notice, column, value)


def _noted(verb: str, notice: Notice, facts: dict[str, object], *, by: Actor, now: datetime) -> None:
    journal.append(f"notice.{verb}", subject=("notice", notice.pk), by=by, now=now, payload=facts)
