"""Writing the list of forces: entered, changed, taken off; always by the office of their place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from wangge.accounts.models import Role
from wangge.foundation.calendar import CHINA_TIME
from wangge.journal import actions as journal
from wangge.journal.actor import Actor
from wangge.places.models import Area, Grid
from wangge.staffing.errors import ForceKnown, NotAForce, NotAForceLevel, NotYourForces
from wangge.staffing.models import Force, ForceKind, Skill

KEEPERS = (Role.COMMUNITY, Role.STREET)
LEVELS = (Area.Level.STREET, Area.Level.COMMUNITY)
MOST_PEOPLE = 10_000


@dataclass(frozen=True, slots=True)
class Draft:
    """What is said of a force besides where it stands."""

    name: str
    kind: ForceKind
    people: int
    contact: str
    phone: str
    skills: Sequence[Skill] = ()
    hours: str = ""
    sent_by: str = ""
    since: date | None = None
    until: date | None = None

    def columns(self, *, now: datetime) -> dict[str, Any]:
        """The columns of its row; refuses what is no force."""
        since = self.since or now.astimezone(CHINA_TIME).date()
        if not self.name.strip() or not self.contact.strip() or not self.phone.strip():
            raise NotAForce
        if not 1 <= self.people <= MOST_PEOPLE or (self.until and self.until < since):
            raise NotAForce
        words = {
            name: getattr(self, name).strip() for name in ("name", "contact", "phone", "hours", "sent_by")
        }
        return words | {"kind": self.kind, "people": self.people, "since": since, "until": self.until}


@transaction.atomic
def enter_force(draft: Draft, *, area: Area, grid: Grid | None = None, by: Actor, now: datetime) -> Force:
    """Put a force on the list; the same kind and name at the same place stands there once."""
    _expect(area, by)
    columns = draft.columns(now=now)
    known = Force.objects.filter(kind=draft.kind, name=columns["name"], until=None)
    if known.filter(**({"grid": grid} if grid else {"area": area, "grid": None})).exists():
        raise ForceKnown(name=columns["name"])
    try:
        with transaction.atomic():
            made = Force.objects.create(area=area, grid=grid, **columns)
    except IntegrityError as twice:
        raise ForceKnown(name=columns["name"]) from twice
    made.skills.set(draft.skills)
    _tell("force.entered", made, by=by, now=now)
    return made


@transaction.atomic
def change_force(force: Force, draft: Draft, *, by: Actor, now: datetime) -> Force:
    """Renew what is said of a force; it stays where it stands."""
    _expect(force.area, by)
    for name, value in draft.columns(now=now).items():
        setattr(force, name, value)
    try:
        with transaction.atomic():
            force.save()
    except IntegrityError as twice:
        raise ForceKnown(name=force.name) from twice
    force.skills.set(draft.skills)
    _tell("force.changed", force, by=by, now=now)
    return force


@transaction.atomic
def end_force(force: Force, *, until: date, by: Actor, now: datetime) -> None:
    """Take a force off the list from a day on; what it helped with stays. Told again, nothing changes."""
    _expect(force.area, by)
    last = max(until, force.since)
    if Force.objects.filter(pk=force.pk, until=None).update(until=last):
        _tell("force.ended", force, by=by, now=now)


@transaction.atomic
def define_force_words(
    *,
    kinds: Sequence[Mapping[str, Any]] = (),
    skills: Sequence[Mapping[str, Any]] = (),
    by: Actor,
    now: datetime,
) -> None:
    """Enter kinds of forces and what forces can do; what exists is renewed by its code."""
    for model, rows in ((ForceKind, kinds), (Skill, skills)):
        for position, row in enumerate(rows):
            facts = {"position": position} | {name: value for name, value in row.items() if name != "code"}
            model.objects.update_or_create(code=row["code"], defaults=facts)
    codes = {"kinds": [row["code"] for row in kinds], "skills": [row["code"] for row in skills]}
    journal.append("force_words.defined", subject=("forces", 1), by=by, now=now, payload=codes)


def _expect(area: Area, by: Actor) -> None:
    if area.level not in LEVELS:
        raise NotAForceLevel
    if not by.holds(*KEEPERS, path=area.path):
        raise NotYourForces


def _tell(verb: str, force: Force, *, by: Actor, now: datetime) -> None:
    facts = {"name": force.name, "kind": force.kind.code, "people": force.people, "grid": force.grid_id}
    journal.append(verb, subject=("force", force.pk), by=by, now=now, payload=facts)
