"""How time is counted, unit by unit: the last day of a limit, the second it is up, and the lines between."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from itertools import count, groupby

from wangge.cases.lines import Facts, Line, LineKind, Placed, run_of_days, segment, through
from wangge.cases.pauses import Pauses
from wangge.foundation.calendar import (
    DAY_SECONDS,
    ONE_DAY,
    Day,
    WorkCalendar,
    instant_of,
    months_on,
    on_scale,
    second_of_day,
)


@dataclass(frozen=True, slots=True)
class Conventions:
    """What cities settle differently when limits run by the day; by default the Civil Code, art. 201–203.

    `start_day_counts`: whether the day of the start is day one (default: day one is the day after).
    `natural_day_closes` and `working_day_closes`: seconds from midnight at which the last day is over; for
    working days None means the end of the calendar's last slot. Months end as natural days do.
    """

    start_day_counts: bool = False
    natural_day_closes: int = DAY_SECONDS
    working_day_closes: int | None = None


CIVIL_CODE = Conventions()


@dataclass(frozen=True, slots=True)
class Counting:
    """What is to be reckoned, extensions added; `here` is the start by the clocks of China."""

    here: datetime
    amount: int
    calendar: WorkCalendar
    conventions: Conventions
    pauses: Pauses

    @property
    def start(self) -> int:
        """The start as a second of the running count."""
        return on_scale(self.here.date(), second_of_day(self.here))


# The last day, the second of it at which time is up, and the lines between.
Reckoned = tuple[date, int, list[Placed]]


def natural_hours(counting: Counting) -> Reckoned:
    """Round the clock, but for pauses."""
    due = counting.start + counting.amount * 3600
    for begin, end in counting.pauses.gaps:
        if max(begin, counting.start) < due and end > counting.start:
            due += end - max(begin, counting.start)
    told = counting.pauses.told(counting.start, due, "seconds", lambda begin, end: end - begin)
    return _up_at(due, [(counting.start, Line(LineKind.ROUND_THE_CLOCK, {"hours": counting.amount})), *told])


def emergency_hours(counting: Counting) -> Reckoned:
    """Round the clock, pauses or not."""
    due = counting.start + counting.amount * 3600
    told = counting.pauses.told_in_vain(counting.start, due)
    return _up_at(due, [(counting.start, Line(LineKind.EMERGENCY, {"hours": counting.amount})), *told])


def _up_at(due: int, lines: list[Placed]) -> Reckoned:
    days, second = divmod(due, DAY_SECONDS)
    return date.fromordinal(days), second, lines


def working_hours(counting: Counting) -> Reckoned:
    """In the calendar's slots, but for pauses."""
    today = counting.here.date()
    last, second = today, second_of_day(counting.here)
    segments: dict[date, list[Placed]] = defaultdict(list)
    left = counting.amount * 3600
    for day, begin, end in _working_segments(counting):
        if not left:
            break
        last, second = day, min(end, begin + left)
        left -= second - begin
        segments[last].append(segment(last, begin, second))
    days = [counting.calendar.day(today + ONE_DAY * n) for n in range((last - today).days + 1)]
    told = through(days, counting.calendar, lambda run: [line for day in run for line in segments[day.date]])
    paused = counting.pauses.told(
        counting.start, on_scale(last, second), "seconds", partial(_working_seconds, counting)
    )
    return last, second, [*told, *paused]


def _working_segments(counting: Counting) -> Iterator[tuple[date, int, int]]:
    for day, begin, end in counting.calendar.segments_from(counting.here):
        midnight = on_scale(day.date)
        for opens, closes in counting.pauses.leave(midnight + begin, midnight + end):
            yield day.date, opens - midnight, closes - midnight


def _working_seconds(counting: Counting, begin: int, end: int) -> int:
    return int(counting.calendar.working_time(instant_of(begin), instant_of(end)).total_seconds())


def natural_days(counting: Counting) -> Reckoned:
    """Every day that does not close in a pause."""
    first, lines = _first_day(counting, counting.conventions.natural_day_closes)
    return _so_many_days(counting, first, max(counting.amount, 1), lines)


def months(counting: Counting) -> Reckoned:
    """The days up to the same day of a later month; those that close in a pause are made up for after it."""
    today = counting.here.date()
    first, lines = _first_day(counting, counting.conventions.natural_day_closes)
    last = first
    if counting.amount:
        same = months_on(today, counting.amount)
        missing = today.day if same.day != today.day else None
        last = same if first > today or missing else same - ONE_DAY
        facts: Facts = {"from": today.isoformat(), "to": last.isoformat()}
        facts |= {"months": counting.amount, "missing": missing}
        lines.append((on_scale(today), Line(LineKind.MONTHS, facts)))
    return _so_many_days(counting, first, (last - first).days + 1, lines)


def _so_many_days(counting: Counting, first: date, number: int, lines: list[Placed]) -> Reckoned:
    closes = counting.conventions.natural_day_closes
    days: list[date] = []
    for day in (first + ONE_DAY * n for n in count()):
        days.append(day)
        number -= not counting.pauses.close(on_scale(day, closes))
        if not number:
            break
    told = _counted_days(counting, days, closes)
    return days[-1], closes, [*lines, *told, *_paused_days(counting, days, closes)]


def working_days(counting: Counting) -> Reckoned:
    """Every working day that does not close in a pause."""
    closes = counting.conventions.working_day_closes
    closes = counting.calendar.closing if closes is None else closes
    first, lines = _first_day(counting, closes)
    days: list[Day] = []
    left = max(counting.amount, 1)
    for day in counting.calendar.days_from(first):
        days.append(day)
        left -= day.working and not counting.pauses.close(on_scale(day.date, closes))
        if not left:
            break
    told = through(
        days, counting.calendar, lambda run: _counted_days(counting, [day.date for day in run], closes)
    )
    worked = [day.date for day in days if day.working]
    return days[-1].date, closes, [*lines, *told, *_paused_days(counting, worked, closes)]


def _first_day(counting: Counting, closes: int) -> tuple[date, list[Placed]]:
    today = counting.here.date()
    counts = counting.conventions.start_day_counts or counting.amount == 0
    if counts and second_of_day(counting.here) < closes:
        return today, []
    return today + ONE_DAY, [(on_scale(today), Line(LineKind.NOT_COUNTED, {"day": today.isoformat()}))]


def _counted_days(counting: Counting, days: list[date], closes: int) -> Iterator[Placed]:
    for paused, equal in groupby(days, key=lambda day: counting.pauses.close(on_scale(day, closes))):
        run = list(equal)
        if not paused:
            yield run_of_days(run[0], run[-1])


def _paused_days(counting: Counting, days: list[date], closes: int) -> Iterator[Placed]:
    closings = [on_scale(day, closes) for day in days]
    return counting.pauses.told(
        counting.start, closings[-1], "days", lambda begin, end: sum(begin < at <= end for at in closings)
    )
