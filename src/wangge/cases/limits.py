"""Limits and working days changed while clocks run: each change previewed, saved, moving what is ticked."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from wangge.cases.clocks import OWN
from wangge.cases.errors import (
    CoverageUnknown,
    Missing,
    NoSuchLevel,
    NothingChanged,
    OutOfRange,
    UnknownChoice,
)
from wangge.cases.models import ClockKind, ServiceLevel, Urgency
from wangge.cases.moving import Move, move, moves_of, running
from wangge.cases.rulebook import Rulebook, rulebook
from wangge.cases.sla import Clock, Limit, Unit, pick
from wangge.cases.sla import ServiceLevel as Level
from wangge.cases.steering import CATALOGUE, expect_keeper
from wangge.foundation.calendar import ONE_DAY, WorkCalendar, chinese_name, instant, seed
from wangge.journal import actions as journal
from wangge.journal.actor import Actor
from wangge.staffing.actions import set_calendar
from wangge.staffing.models import CalendarCoverage

BY_CALENDAR = (Unit.WORKING_HOUR.value, Unit.WORKING_DAY.value)
MOST_AMOUNT = 999


@dataclass(frozen=True, slots=True)
class LevelChange:
    """A limit to set for a clock, a category ("" for all) and an urgency; `amount` None takes it away."""

    clock: str
    urgency: str
    category: str
    amount: int | None
    unit: str = ""
    provenance: str = ""

    def check(self) -> None:
        """Refuse what no limit can be."""
        choices: dict[str, Collection[str]] = {"clock": ClockKind.values, "urgency": Urgency.values}
        if self.amount is not None:
            choices["unit"] = [unit.value for unit in Unit]
        for what, known in choices.items():
            if getattr(self, what) not in known or (what == "clock" and Clock(self.clock) in OWN):
                raise UnknownChoice(value=getattr(self, what), what=what)
        if self.amount is None:
            return
        least = 0 if self.unit in {Unit.NATURAL_DAY, Unit.WORKING_DAY} else 1
        if not least <= self.amount <= MOST_AMOUNT:
            raise OutOfRange(what="amount", least=least, most=MOST_AMOUNT)
        if not self.provenance.strip():
            raise Missing(what="provenance")


@dataclass(frozen=True, slots=True)
class DayChange:
    """Days (worked or not, and the holiday's name) to enter in the calendar; `until` moves its coverage."""

    days: tuple[tuple[date, bool, str], ...]
    source: str
    until: date | None = None


def levels_with(change: LevelChange, book: Rulebook) -> tuple[Level, ...]:
    """The service levels as they would be."""
    path = book.category(change.category).path if change.category else None
    same = (change.clock, change.urgency, path)
    rest = tuple(each for each in book.levels if (each.clock.value, each.urgency, each.category) != same)
    if change.amount is None:
        return rest
    limit = Limit(change.amount, Unit(change.unit))
    return (*rest, Level(Clock(change.clock), path, change.urgency, limit, change.provenance.strip()))


def calendar_with(change: DayChange, calendar: WorkCalendar) -> WorkCalendar:
    """The calendar as it would be."""
    exceptions = {**calendar.exceptions, **{day: (working, name) for day, working, name in change.days}}
    until = max(filter(None, (change.until, calendar.covered_until)), default=None)
    return WorkCalendar.of(exceptions=exceptions, covered_until=until, slots=calendar.slots)


def moved_by_level(change: LevelChange, *, by: Actor, book: Rulebook) -> list[Move]:
    """The running clocks that a changed limit is for and whose deadline it would move: three statements."""
    change.check()
    levels = levels_with(change, book)
    path = book.category(change.category).path if change.category else ""
    runs = running(by).filter(kind=change.clock, case__urgency=change.urgency)
    if path:
        below = [pk for pk, category in book.categories.items() if category.path.startswith(path)]
        runs = runs.filter(case__category__in=below)
    chosen = []
    for run in runs:
        about = book.categories.get(run.case.category_id or 0)
        asked = (about.path if about else "", run.case.urgency, Clock(run.kind))
        before, after = pick(book.levels, *asked), pick(levels, *asked)
        if after and path in {each.category or "" for each in (before, after) if each}:
            chosen.append((run, after.limit, after.provenance))
    return moves_of(chosen, calendar=book.calendar)


def moved_by_days(change: DayChange, *, by: Actor, book: Rulebook) -> list[Move]:
    """The running clocks that count working time over a changed day: three statements."""
    days = [day for day, working, _name in change.days if book.calendar.is_working(day) != working]
    if not days:
        return []
    runs = running(by).filter(
        unit__in=BY_CALENDAR, due_at__gt=instant(min(days), 0), started_at__lt=instant(max(days), 86400)
    )
    chosen = [(run, Limit(run.amount, Unit(run.unit)), run.provenance) for run in runs]
    return moves_of(chosen, calendar=calendar_with(change, book.calendar))


@transaction.atomic
def set_level(change: LevelChange, *, recompute: Collection[int], by: Actor, now: datetime) -> int:
    """Set or take away a limit, and move the deadlines of the clocks named; returns how many were moved.

    All other running clocks keep the deadlines they have.
    """
    change.check()
    book = rulebook()
    expect_keeper(by, book)
    category = book.category(change.category) if change.category else None
    kept = ServiceLevel.objects.filter(clock=change.clock, urgency=change.urgency, category=category)
    row = kept.first()
    before = {"amount": row.amount, "unit": row.unit, "provenance": row.provenance} if row else None
    after = {"amount": change.amount, "unit": change.unit, "provenance": change.provenance.strip()}
    if change.amount is None and row is None:
        raise NoSuchLevel
    if before == after and not recompute:
        raise NothingChanged
    wanted = set(recompute)
    chosen = [each for each in moved_by_level(change, by=by, book=book) if each.run.pk in wanted]
    if change.amount is None:
        kept.delete()
    else:
        key: dict[str, Any] = {"clock": change.clock, "urgency": change.urgency, "category": category}
        ServiceLevel.objects.update_or_create(**key, defaults=after)
    journal.announce("rules")
    facts = {**asdict(change), "before": before, "recomputed": [each.run.pk for each in chosen]}
    journal.append("level.set", subject=CATALOGUE, by=by, now=now, payload=facts)
    move(chosen, by=by, now=now, reason="level")
    return len(chosen)


@transaction.atomic
def set_days(change: DayChange, *, recompute: Collection[int], by: Actor, now: datetime) -> int:
    """Enter days in the working calendar and move the deadlines of the clocks named; returns how many."""
    book = rulebook()
    expect_keeper(by, book)
    coverage = CalendarCoverage.objects.first()
    until = max(filter(None, (change.until, coverage.until if coverage else None)), default=None)
    if until is None:
        raise CoverageUnknown
    known = book.calendar.exceptions
    same = all(known.get(day) == (working, name) for day, working, name in change.days)
    if same and coverage and coverage.until == until and not recompute:
        raise NothingChanged
    wanted = set(recompute)
    chosen = [each for each in moved_by_days(change, by=by, book=book) if each.run.pk in wanted]
    set_calendar(change.days, until=until, source=change.source, by=by, now=now)
    move(chosen, by=by, now=now, reason="calendar")
    return len(chosen)


def published(year: int, calendar: WorkCalendar) -> DayChange:
    """The published holidays of a year, and of those between it and what is known so far.

    Refuses a year that nothing has been published for (`HolidaysUnknown`).
    """
    first, last = date(year, 1, 1), date(year, 12, 31)
    known = calendar.covered_until
    if known is not None and known < first:
        first = known + ONE_DAY
    days = tuple((day, working, chinese_name(name)) for day, working, name in seed(first, last))
    return DayChange(days, source="chinesecalendar", until=last)
