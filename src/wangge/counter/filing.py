"""Filing an application: by the applicant on the portal, or by whoever keeps the window."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from wangge.cases.sla import Limit, Unit, deadline
from wangge.counter import journalling
from wangge.counter.errors import BadTail, KeyTaken, NoSuchItem, NotAtYourWindow, SayWhat
from wangge.counter.models import Application, Item, Paper, Stage
from wangge.counter.standing import WINDOWS
from wangge.journal.actor import Actor
from wangge.places.models import Area
from wangge.staffing.directory import work_calendar


@dataclass(frozen=True, slots=True)
class Applicant:
    """Who it is for. `tail` is the last four signs of the identity number, or nothing."""

    name: str
    phone: str = ""
    tail: str = ""
    address: str = ""

    def as_columns(self) -> dict[str, str]:
        """The columns that say it; refuses a nameless one and more of the number than its end."""
        tail = self.tail.strip().upper()
        if not self.name.strip():
            raise SayWhat(what="name")
        if tail and not (len(tail) == 4 and tail[:3].isdecimal() and (tail[3].isdecimal() or tail[3] == "X")):
            raise BadTail
        return {
            "name": self.name.strip()[:40],
            "phone": self.phone.strip()[:20],
            "tail": tail,
            "address": self.address.strip()[:120],
        }


def due(start: datetime, days: int) -> datetime:
    """When so many working days of the house's calendar are up."""
    return deadline(start, Limit(days, Unit.WORKING_DAY), work_calendar()).due


def file(
    item: Item,
    applicant: Applicant,
    *,
    area: Area,
    key: str,
    words: str = "",
    brought: Collection[int] = (),
    by: Actor,
    now: datetime,
) -> Application:
    """Take an application in; the same key again gives the same application back.

    `brought` are the positions of the papers that are here; its clock until they are looked through begins.
    """
    if not item.offered:
        raise NoSuchItem
    if by.account is not None and not by.holds(*WINDOWS, path=area.path):
        raise NotAtYourWindow
    person = applicant.as_columns()
    try:
        with transaction.atomic():
            return _filed(item, person, area, key, words, brought, by=by, now=now)
    except IntegrityError:
        found = Application.objects.filter(key=key).select_related("item", "area").first()
        if found is None:
            raise
        if (found.item_id, found.name, found.area_id) != (item.pk, person["name"], area.pk):
            raise KeyTaken from None
        return found


def _filed(
    item: Item,
    person: dict[str, str],
    area: Area,
    key: str,
    words: str,
    brought: Collection[int],
    *,
    by: Actor,
    now: datetime,
) -> Application:
    made = Application.objects.create(
        item=item,
        area=area,
        words=words.strip()[:500],
        filed_at=now,
        filed_by_id=by.account,
        due_at=due(now, item.check_days),
        key=key,
        **person,
    )
    Stage.objects.bulk_create(
        [Stage(application=made, position=n, **step) for n, step in enumerate(item.steps)]
    )
    papers = [
        Paper(application=made, position=n, here_at=now if n in brought else None, **material)
        for n, material in enumerate(item.materials)
    ]
    Paper.objects.bulk_create(papers)
    facts = {"item": item.code, "area": area.code, "brought": len(set(brought))}
    journalling.noted("filed", made, facts, by=by, now=now)
    return made
