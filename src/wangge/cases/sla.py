"""Service levels: which one applies, when its time is up, and how that was reckoned, line by line."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import groupby
from operator import attrgetter

from wangge.foundation.calendar import (
    DAY_SECONDS,
    ONE_DAY,
    Day,
    DayKind,
    WorkCalendar,
    instant,
    local,
    second_of_day,
)


class Clock(StrEnum):
    """The three clocks of a case."""

    SIGN = "sign"
    CONTACT = "contact"
    RESOLVE = "resolve"


class Unit(StrEnum):
    """What a limit is counted in."""

    NATURAL_HOUR = "natural_hour"
    WORKING_HOUR = "working_hour"
    NATURAL_DAY = "natural_day"
    WORKING_DAY = "working_day"


@dataclass(frozen=True, slots=True)
class Limit:
    """So many of a unit; 0 days means by the end of the day itself."""

    amount: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.amount < 0:
            raise ValueError(f"no limit lies before its start: {self.amount}")


@dataclass(frozen=True, slots=True)
class ServiceLevel:
    """A limit for a clock and an urgency, in a category (its path) and all below it; None is any."""

    clock: Clock
    category: str | None
    urgency: str
    limit: Limit
    provenance: str


@dataclass(frozen=True, slots=True)
class Conventions:
    """What cities settle differently when limits run by the day; by default the Civil Code, art. 201–203.

    `start_day_counts`: whether the day of the start is day one (default: day one is the day after).
    `natural_day_closes` and `working_day_closes`: seconds from midnight at which the last day is over; for
    working days None means the end of the calendar's last slot.
    """

    start_day_counts: bool = False
    natural_day_closes: int = DAY_SECONDS
    working_day_closes: int | None = None


CIVIL_CODE = Conventions()


class LineKind(StrEnum):
    """What a line of a reckoning tells; the facts that come with it (days and instants in ISO 8601, +08:00).

    `start`: at, amount, unit. `round_the_clock`: hours. `not_counted`: day, the day of the start.
    `segment`: day, from, to, seconds. `days`: from, to, number.
    `weekend`, `holiday` (name): from, to, skipped. `make_up` (name): from, to, worked instead of a holiday.
    `unknown`: known_until (or null), from: the first day judged by its weekday alone, for want of a calendar.
    `due`: at, day, time (which may be 24:00).
    """

    START = "start"
    ROUND_THE_CLOCK = "round_the_clock"
    NOT_COUNTED = "not_counted"
    SEGMENT = "segment"
    DAYS = "days"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    MAKE_UP = "make_up"
    UNKNOWN = "unknown"
    DUE = "due"


Facts = dict[str, str | int | None]


@dataclass(frozen=True, slots=True)
class Line:
    """One step of a reckoning: its kind and its facts, no prose."""

    kind: LineKind
    facts: Facts

    def as_json(self) -> Facts:
        """As stored: the kind among its facts."""
        return {"kind": self.kind.value, **self.facts}


@dataclass(frozen=True, slots=True)
class Deadline:
    """When time is up (UTC, whole seconds) and why."""

    due: datetime
    lines: tuple[Line, ...]

    def as_json(self) -> list[Facts]:
        """The lines as stored with the clock and rendered later."""
        return [line.as_json() for line in self.lines]

    @property
    def beyond_coverage(self) -> bool:
        """Whether it rests on days whose holidays are not known yet: say so wherever it is shown."""
        return any(line.kind is LineKind.UNKNOWN for line in self.lines)


def deadline(
    start: datetime, limit: Limit, calendar: WorkCalendar, conventions: Conventions = CIVIL_CODE
) -> Deadline:
    """When the limit that begins at `start` (aware) is up; fractions of a second of the start are dropped.

    Natural hours run round the clock. Working hours run in the calendar's slots alone and may be up at the
    very end of one. Natural days are up at 24:00 of the Nth day after the start's. Working days are up at
    the end of the last slot of the Nth working day after the start's; 0 of them at the end of the start's
    own day, or of the next working day when that one is over or not worked. Where days end, and whether the
    start's own day counts, are `conventions`.
    """
    here = local(start).replace(microsecond=0)
    last, second, lines = _RECKONINGS[limit.unit](here, limit.amount, calendar, conventions)
    due = instant(last, second)
    opening: Facts = {"at": here.isoformat(), "amount": limit.amount, "unit": limit.unit.value}
    closing: Facts = {"at": local(due).isoformat(), "day": last.isoformat(), "time": _clock_face(second)}
    return Deadline(due, (Line(LineKind.START, opening), *lines, Line(LineKind.DUE, closing)))


Reckoned = tuple[
    date, int, list[Line]
]  # the last day, the second of it at which time is up, and the lines between


def _natural_hours(
    here: datetime, amount: int, _calendar: WorkCalendar, _conventions: Conventions
) -> Reckoned:
    due = here + timedelta(hours=amount)
    return due.date(), second_of_day(due), [Line(LineKind.ROUND_THE_CLOCK, {"hours": amount})]


def _natural_days(here: datetime, amount: int, _calendar: WorkCalendar, conventions: Conventions) -> Reckoned:
    closes = conventions.natural_day_closes
    first, lines = _first_day(here, amount, closes, conventions)
    last = first + timedelta(days=max(amount, 1) - 1)
    return last, closes, [*lines, _days(first, last, max(amount, 1))]


def _working_days(here: datetime, amount: int, calendar: WorkCalendar, conventions: Conventions) -> Reckoned:
    closes = conventions.working_day_closes
    closes = calendar.closing if closes is None else closes
    first, lines = _first_day(here, amount, closes, conventions)
    days: list[Day] = []
    left = max(amount, 1)
    for day in calendar.days_from(first):
        days.append(day)
        left -= day.working
        if not left:
            break
    told = _tell(days, calendar, lambda run: [_days(run[0].date, run[-1].date, len(run))])
    return days[-1].date, closes, [*lines, *told]


def _first_day(here: datetime, amount: int, closes: int, conventions: Conventions) -> tuple[date, list[Line]]:
    today = here.date()
    if (conventions.start_day_counts or amount == 0) and second_of_day(here) < closes:
        return today, []
    return today + ONE_DAY, [Line(LineKind.NOT_COUNTED, {"day": today.isoformat()})]


def _working_hours(
    here: datetime, amount: int, calendar: WorkCalendar, _conventions: Conventions
) -> Reckoned:
    last, second = here.date(), second_of_day(here)
    segments: dict[date, list[Line]] = {}
    left = amount * 3600
    for day, begin, end in calendar.segments_from(here):
        if not left:
            break
        last, second = day.date, min(end, begin + left)
        left -= second - begin
        segments.setdefault(last, []).append(_segment(last, begin, second))
    days = [calendar.day(here.date() + ONE_DAY * n) for n in range((last - here.date()).days + 1)]
    told = _tell(days, calendar, lambda run: [line for day in run for line in segments.get(day.date, ())])
    return last, second, list(told)


_RECKONINGS: dict[Unit, Callable[[datetime, int, WorkCalendar, Conventions], Reckoned]] = {
    Unit.NATURAL_HOUR: _natural_hours,
    Unit.WORKING_HOUR: _working_hours,
    Unit.NATURAL_DAY: _natural_days,
    Unit.WORKING_DAY: _working_days,
}


def _tell(
    days: list[Day], calendar: WorkCalendar, counted: Callable[[list[Day]], Iterable[Line]]
) -> Iterator[Line]:
    """Lines for a stretch of days, run by run of equal ones: what was skipped or odd, what was counted."""
    warned = False
    for (kind, name, covered), equal in groupby(days, key=attrgetter("kind", "name", "covered")):
        run = list(equal)
        span: Facts = {"from": run[0].date.isoformat(), "to": run[-1].date.isoformat()}
        if not covered and not warned:
            warned = True
            known = calendar.covered_until.isoformat() if calendar.covered_until else None
            yield Line(LineKind.UNKNOWN, {"known_until": known, "from": span["from"]})
        if kind is DayKind.WEEKEND:
            yield Line(LineKind.WEEKEND, span)
        elif kind is not DayKind.ORDINARY:
            yield Line(LineKind(kind.value), {**span, "name": name})
        if run[0].working:
            yield from counted(run)


def _segment(day: date, begin: int, end: int) -> Line:
    facts: Facts = {"day": day.isoformat(), "from": _clock_face(begin), "to": _clock_face(end)}
    return Line(LineKind.SEGMENT, {**facts, "seconds": end - begin})


def _days(first: date, last: date, number: int) -> Line:
    return Line(LineKind.DAYS, {"from": first.isoformat(), "to": last.isoformat(), "number": number})


def _clock_face(second: int) -> str:
    minutes, seconds = divmod(second, 60)
    face = f"{minutes // 60:02d}:{minutes % 60:02d}"
    return f"{face}:{seconds:02d}" if seconds else face


def pick(
    levels: Iterable[ServiceLevel], category_path: str, urgency: str, clock: Clock
) -> ServiceLevel | None:
    """The level for a clock and an urgency whose category is nearest: its own, an ancestor's, then none's.

    Paths are chains of codes, each closed by a slash, as `Category.path` has them; "" for no category. None
    where no level is set for the urgency: then nothing limits the clock.
    """
    fitting = (
        level
        for level in levels
        if level.clock is clock
        and level.urgency == urgency
        and category_path.startswith(level.category or "")
    )
    return max(fitting, key=lambda level: len(level.category or ""), default=None)
