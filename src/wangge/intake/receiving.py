"""Receiving people who come in person (接访): every visit is noted, whatever came of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from wangge.accounts.models import Role
from wangge.cases import actions
from wangge.cases.errors import NothingTold, NotYours
from wangge.cases.models import Report
from wangge.cases.telling import Telling
from wangge.intake.errors import Nameless, WordsMissing
from wangge.intake.models import Reception
from wangge.journal import actions as journal
from wangge.journal.actor import Actor
from wangge.places.models import Area

WALK_IN = "walk-in"  # the channel of visitors, whatever its name
OFFICES = (Role.COMMUNITY, Role.STREET)


@dataclass(frozen=True, slots=True)
class Visit:
    """Who came, about what, and what came of it; `words` say what was said, or where they were sent."""

    visitor: str
    matter: str
    outcome: str
    words: str = ""
    phone: str = ""
    people: int = 1
    building: int | None = None


@transaction.atomic
def receive(area: Area, visit: Visit, *, key: str, by: Actor, now: datetime) -> Reception:
    """Note a visit: settled in talk, referred elsewhere, or made a case through the channel of visitors.

    The same key again is the same visit.
    """
    if found := Reception.objects.filter(key=key, by=by.person).select_related("report__case").first():
        return found
    if not by.holds(*OFFICES, path=area.path):
        raise NotYours
    if not visit.visitor.strip():
        raise Nameless
    if not visit.matter.strip():
        raise NothingTold
    if visit.outcome != Reception.Outcome.CASE and not visit.words.strip():
        raise WordsMissing
    report = (
        _report(area, visit, key=key, by=by, now=now) if visit.outcome == Reception.Outcome.CASE else None
    )
    noted = Reception.objects.create(
        area=area,
        at=now,
        by_id=by.person,
        visitor=visit.visitor.strip()[:40],
        phone=visit.phone.strip()[:20],
        people=visit.people,
        matter=visit.matter.strip(),
        outcome=visit.outcome,
        words=visit.words.strip(),
        report=report,
        key=key,
    )
    facts = {"outcome": noted.outcome, "people": noted.people, "case": report.case_id if report else None}
    journal.append("reception.noted", subject=("reception", noted.pk), by=by, now=now, payload=facts)
    return noted


def _report(area: Area, visit: Visit, *, key: str, by: Actor, now: datetime) -> Report:
    where: dict[str, Any] = {"area": area.pk, "address": area.name}
    if visit.building:
        where = {"building": visit.building}
    said = Telling(visit.matter, WALK_IN, name=visit.visitor, phone=visit.phone, key=key, **where)
    return actions.report(said, by=by, now=now)
