"""Work records in three roles: entered by whoever answers for the grid, read by grid, role and month."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from wangge.accounts.models import Role
from wangge.cases.models import Case
from wangge.foundation.calendar import CHINA_TIME
from wangge.journal import actions as journal
from wangge.journal.actor import Actor
from wangge.outreach.errors import NotYourGrid, RecordAhead, SayWhatWasRecorded
from wangge.outreach.models import Record, RecordKind, WorkRole
from wangge.places.models import Area, Grid

OVERSEERS = (Role.COMMUNITY, Role.STREET, Role.COMMAND, Role.ADMINISTRATOR)
WRITERS = (Role.COMMUNITY, Role.STREET)


@dataclass(frozen=True, slots=True)
class Said:
    """What a record says; `key` is the sender's own, so that what is sent twice is kept once."""

    kind: RecordKind
    what: str
    outcome: str
    day: date
    key: str
    case: Case | None = None


@transaction.atomic
def keep_record(said: Said, *, grid: Grid, by: Actor, now: datetime) -> Record:
    """Keep what was done in a grid; sent again under its key, it is the same record."""
    if grid.pk not in by.grids and not by.holds(*WRITERS, path=grid.division.area.path):
        raise NotYourGrid
    if not said.what.strip() or said.outcome not in Record.Outcome.values:
        raise SayWhatWasRecorded
    if said.day > now.astimezone(CHINA_TIME).date():
        raise RecordAhead
    words = {"what": said.what.strip()[:500], "outcome": said.outcome, "day": said.day}
    try:
        with transaction.atomic():
            made = Record.objects.create(
                grid=grid, kind=said.kind, case=said.case, key=said.key[:40], at=now, by_id=by.person, **words
            )
    except IntegrityError:
        return Record.objects.get(by=by.person, key=said.key[:40])
    facts = {"kind": said.kind.code, "outcome": said.outcome, "day": said.day.isoformat()}
    journal.append("work.recorded", subject=("grid", grid.pk), by=by, now=now, payload=facts)
    return made


@transaction.atomic
def define_record_kinds(rows: Sequence[Mapping[str, Any]], *, by: Actor, now: datetime) -> None:
    """Enter kinds of record, each with its role; what exists is renewed by its code."""
    for position, row in enumerate(rows):
        facts = {"position": position} | {name: value for name, value in row.items() if name != "code"}
        RecordKind.objects.update_or_create(code=row["code"], defaults=facts)
    codes = {"kinds": [row["code"] for row in rows]}
    journal.append("record_kinds.defined", subject=("records", 1), by=by, now=now, payload=codes)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which records: of a month (`2026-11`), a grid's line, a role, an outcome, a kind; empty is all."""

    month: str = ""
    grid: str = ""
    role: str = ""
    outcome: str = ""

    def of(self, rows: QuerySet[Record]) -> QuerySet[Record]:
        """The records wanted."""
        if self.role in WorkRole.values:
            rows = rows.filter(kind__role=self.role)
        if self.outcome in Record.Outcome.values:
            rows = rows.filter(outcome=self.outcome)
        if self.grid:
            rows = rows.filter(grid__code=self.grid)
        year, _, month = self.month.partition("-")
        if len(year) == 4 and (year + month).isascii() and year.isdecimal() and month.isdecimal():
            rows = rows.filter(day__year=int(year), day__month=int(month[:2]))
        return rows


def seen_by(by: Actor) -> QuerySet[Record]:
    """The records of the actor's own grids and of the areas that they answer for."""
    areas = Area.objects.under(by.paths(*OVERSEERS)).values("pk")
    where = Q(grid__in=by.grids) | Q(grid__division__area__in=areas)
    found = Record.objects.filter(where).select_related("kind", "grid", "case", "by")
    return found.defer("grid__outline", "case__text")


@dataclass(frozen=True, slots=True)
class Row:
    """A role with how many of its records came to which outcome."""

    role: WorkRole
    counts: tuple[tuple[str, Any, int], ...]
    total: int


def counts(rows: Iterable[tuple[str, str]]) -> list[Row]:
    """Three roles by all outcomes, from pairs of a record's role and outcome."""
    told = Counter(rows)
    return [
        Row(
            role,
            tuple((each.value, each.label, told[role.value, each.value]) for each in Record.Outcome),
            sum(told[role.value, each.value] for each in Record.Outcome),
        )
        for role in WorkRole
    ]
