"""The lines of a reckoning: what each kind tells, as facts that are stored and put into words later."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby
from operator import attrgetter

from wangge.foundation.calendar import Day, DayKind, WorkCalendar, on_scale


class LineKind(StrEnum):
    """What a line of a reckoning tells; the facts that come with it (days and instants in ISO 8601, +08:00).

    `start`: at, amount, unit. `extension`: amount, unit, label, who granted it.
    `round_the_clock`, `emergency`: hours. `not_counted`: day, the day of the start.
    `months`: from, to, months, missing: the day of the month that the last month lacks (or null).
    `segment`: day, from, to, seconds. `days`: from, to, number.
    `weekend`, `holiday` (name): from, to, skipped. `make_up` (name): from, to, worked instead of a holiday.
    `pause`: from, to (instants), reason, and what it took: seconds or days; where pauses overlap, what the
    earlier one did not take. `runs_on`: from, to, reason of a pause that does not stop emergency hours.
    `unknown`: known_until (or null), from: the first day judged by its weekday alone, for want of a calendar.
    `due`: at, day, time (which may be 24:00).
    """

    START = "start"
    EXTENSION = "extension"
    ROUND_THE_CLOCK = "round_the_clock"
    EMERGENCY = "emergency"
    NOT_COUNTED = "not_counted"
    MONTHS = "months"
    SEGMENT = "segment"
    DAYS = "days"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    MAKE_UP = "make_up"
    PAUSE = "pause"
    RUNS_ON = "runs_on"
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


Placed = tuple[int, Line]  # a line and the second (see `on_scale`) at which what it tells begins


def in_order(lines: Iterable[Placed]) -> list[Line]:
    """The lines by the time of what they tell; those of one second stay as they come."""
    return [line for _second, line in sorted(lines, key=lambda placed: placed[0])]


def through(
    days: list[Day], calendar: WorkCalendar, counted: Callable[[list[Day]], Iterable[Placed]]
) -> Iterator[Placed]:
    """Lines for a stretch of days, run by run of equal ones: what was skipped or odd, what was counted."""
    warned = False
    for (kind, name, covered), equal in groupby(days, key=attrgetter("kind", "name", "covered")):
        run = list(equal)
        at = on_scale(run[0].date)
        span: Facts = {"from": run[0].date.isoformat(), "to": run[-1].date.isoformat()}
        if not covered and not warned:
            warned = True
            known = calendar.covered_until.isoformat() if calendar.covered_until else None
            yield at, Line(LineKind.UNKNOWN, {"known_until": known, "from": span["from"]})
        if kind is DayKind.WEEKEND:
            yield at, Line(LineKind.WEEKEND, span)
        elif kind is not DayKind.ORDINARY:
            yield at, Line(LineKind(kind.value), {**span, "name": name})
        if run[0].working:
            yield from counted(run)


def segment(day: date, begin: int, end: int) -> Placed:
    """Seconds that counted on a day, from and to in seconds after its midnight."""
    facts: Facts = {"day": day.isoformat(), "from": clock_face(begin), "to": clock_face(end)}
    return on_scale(day, begin), Line(LineKind.SEGMENT, {**facts, "seconds": end - begin})


def run_of_days(first: date, last: date) -> Placed:
    """Days that counted, one after the other."""
    number = (last - first).days + 1
    facts: Facts = {"from": first.isoformat(), "to": last.isoformat(), "number": number}
    return on_scale(first), Line(LineKind.DAYS, facts)


def clock_face(second: int) -> str:
    """Seconds after midnight as a clock shows them; 24:00 for the end of the day."""
    minutes, seconds = divmod(second, 60)
    face = f"{minutes // 60:02d}:{minutes % 60:02d}"
    return f"{face}:{seconds:02d}" if seconds else face
