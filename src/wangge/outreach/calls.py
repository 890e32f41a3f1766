"""Calling forces to a case: which are near and fit, who may call, whether they came and what they did."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Count, Q

from wangge.cases.models import Case
from wangge.cases.workflow import OPEN
from wangge.foundation.calendar import CHINA_TIME
from wangge.journal import actions as journal
from wangge.journal.actor import Actor
from wangge.outreach.errors import (
    CalledAlready,
    CaseOver,
    ForceNotNear,
    NotYourCall,
    SayWhatItDid,
    ToldAlready,
)
from wangge.outreach.models import Call
from wangge.staffing.force_list import CALLERS
from wangge.staffing.models import Force, Level

ANYTHING = "*"
NEAREST = (Level.GRID, Level.COMMUNITY, Level.STREET)


@dataclass(frozen=True, slots=True)
class Near:
    """A force that stands near a case; `fits` where it can help with the matter."""

    force: Force
    level: Level
    fits: bool


def may_call(case: Case, by: Actor) -> bool:
    """Whether somebody calls forces to a case: whoever answers for its grid, its community or its street."""
    return case.grid_id in by.grids or by.holds(*CALLERS[1:], path=case.area.path)


def near(case: Case, *, on: date) -> list[Near]:
    """The forces of its grid, then its community, then its street, those that fit first: two statements."""
    place = Q(grid=None, area=case.area_id) | Q(grid=None, area=case.area.parent_id)
    if case.grid:
        place |= Q(grid__lineage=case.grid.lineage_id or case.grid_id)
    rows = Force.objects.on(on).filter(place).select_related("kind", "area").defer("area__outline")
    about = {ANYTHING, *(case.category.path.rstrip("/").split("/") if case.category else ())}
    found = [
        Near(force, force.level, any(about.intersection(skill.matters) for skill in force.skills.all()))
        for force in rows.prefetch_related("skills")
    ]
    return sorted(found, key=lambda each: (not each.fits, NEAREST.index(each.level), each.force.pk))


@transaction.atomic
def call(case: Case, force: Force, *, matter: str = "", by: Actor, now: datetime) -> Call:
    """Call a force to a case; it is on the case's record."""
    if not may_call(case, by):
        raise NotYourCall
    if case.state not in OPEN:
        raise CaseOver
    if force.pk not in {each.force.pk for each in near(case, on=now.astimezone(CHINA_TIME).date())}:
        raise ForceNotNear(name=force.name)
    try:
        with transaction.atomic():
            made = Call.objects.create(
                case=case, force=force, matter=matter.strip()[:200], at=now, by_id=by.person
            )
    except IntegrityError as twice:
        raise CalledAlready(name=force.name) from twice
    facts = {"force": force.name, "note": made.matter}
    journal.append("case.force_called", subject=("case", case.pk), by=by, now=now, payload=facts)
    return made


@transaction.atomic
def tell(made: Call, *, came: bool, did: str = "", by: Actor, now: datetime) -> Call:
    """Whether a force came, and what it did; said once."""
    if not may_call(made.case, by):
        raise NotYourCall
    if came and not did.strip():
        raise SayWhatItDid
    told = {"came": came, "did": did.strip()[:500], "told_at": now, "told_by_id": by.person}
    if not Call.objects.filter(pk=made.pk, came=None).update(**told):
        raise ToldAlready
    for name, value in told.items():
        setattr(made, name, value)
    verb = "case.force_came" if came else "case.force_absent"
    facts = {"force": made.force.name, "note": made.did}
    journal.append(verb, subject=("case", made.case_id), by=by, now=now, payload=facts)
    return made


def calls_of(case: Case) -> list[Call]:
    """The forces called to a case, first first: one statement."""
    rows = Call.objects.filter(case=case).select_related("force__kind", "force__area", "by", "told_by")
    return list(rows.defer("force__area__outline"))


def find(pk: int, *, case: Case) -> Call:
    """A call of a case."""
    found = Call.objects.filter(pk=pk, case=case).select_related("force", "case__area").first()
    if found is None:
        raise ForceNotNear(name="—")
    return found


def helped(forces: Iterable[Force]) -> dict[int, int]:
    """With how many cases each force helped, by its id; a case counts once: one statement."""
    came = Call.objects.filter(force__in=[force.pk for force in forces], came=True).order_by()
    return dict(came.values_list("force").annotate(Count("case", distinct=True)))


def cases_helped(force: Force, *, by: Actor, most: int = 200) -> list[Call]:
    """What a force did in the cases that the actor may see, the last first: one statement."""
    seen = Case.objects.seen_by(by).values("pk")
    rows = Call.objects.filter(force=force, case__in=seen).select_related("case").order_by("-id")
    return list(rows[:most])
