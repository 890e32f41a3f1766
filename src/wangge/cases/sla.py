"""Service levels: which one applies, when its time is up, and how that was reckoned, line by line."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from wangge.cases import counting
from wangge.cases.counting import CIVIL_CODE, Conventions, Counting, Reckoned
from wangge.cases.lines import Facts, Line, LineKind, clock_face, in_order
from wangge.cases.pauses import Pause, Pauses
from wangge.foundation.calendar import WorkCalendar, instant, local


class Clock(StrEnum):
    """The three clocks that a reporter sees, and those of the steps behind them."""

    SIGN = "sign"
    CONTACT = "contact"
    RESOLVE = "resolve"
    RULE = "rule"
    REVIEW = "review"
    VERIFY = "verify"
    CLOSE = "close"
    TASK = "task"
    RECTIFY = "rectify"


class Unit(StrEnum):
    """What a limit is counted in; emergency hours are natural hours that no pause stops."""

    NATURAL_HOUR = "natural_hour"
    WORKING_HOUR = "working_hour"
    EMERGENCY_HOUR = "emergency_hour"
    NATURAL_DAY = "natural_day"
    WORKING_DAY = "working_day"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Limit:
    """So many of a unit; 0 days means by the end of the day itself."""

    amount: int
    unit: Unit

    def __post_init__(self) -> None:
        if self.amount < 0:
            raise ValueError(f"no limit lies before its start: {self.amount}")


@dataclass(frozen=True, slots=True)
class Extension:
    """More time that was granted, in the unit of the limit it lengthens, and by whom or why."""

    amount: int
    label: str

    def __post_init__(self) -> None:
        if self.amount < 1:
            raise ValueError(f"an extension adds something, not {self.amount}")


@dataclass(frozen=True, slots=True)
class ServiceLevel:
    """A limit for a clock and an urgency, in a category (its path) and all below it; None is any."""

    clock: Clock
    category: str | None
    urgency: str
    limit: Limit
    provenance: str


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
    start: datetime,
    limit: Limit,
    calendar: WorkCalendar,
    conventions: Conventions = CIVIL_CODE,
    *,
    pauses: Iterable[Pause] = (),
    extensions: Iterable[Extension] = (),
) -> Deadline:
    """When the limit that begins at `start` (aware) is up; fractions of seconds are dropped.

    Natural and emergency hours run round the clock. Working hours run in the calendar's slots alone and may
    be up at the very end of one. Natural days are up at 24:00 of the Nth day after the start's. Working days
    are up at the end of the last slot of the Nth working day after the start's; 0 of them at the end of the
    start's own day, or of the next working day when that one is over or not worked. Months are up at the end
    of the day with the start's number in the Nth month after, or of that month's last day (Civil Code,
    art. 202), worked or not. Where days end, and whether the start's own day counts, are `conventions`.

    `pauses` are those that are over. Hours do not run in them, but emergency hours do. A day, also each of
    the days that months come to, does not count if its last second is paused. Extensions add to the limit.
    """
    here = local(start).replace(microsecond=0)
    granted = list(extensions)
    amount = limit.amount + sum(extension.amount for extension in granted)
    asked = Counting(here, amount, calendar, conventions, Pauses.of(pauses))
    last, second, lines = _RECKONINGS[limit.unit](asked)
    due = instant(last, second)
    opening: Facts = {"at": here.isoformat(), "amount": limit.amount, "unit": limit.unit.value}
    closing: Facts = {"at": local(due).isoformat(), "day": last.isoformat(), "time": clock_face(second)}
    more: list[Facts] = [{"amount": e.amount, "unit": limit.unit.value, "label": e.label} for e in granted]
    return Deadline(
        due,
        (
            Line(LineKind.START, opening),
            *(Line(LineKind.EXTENSION, facts) for facts in more),
            *in_order(lines),
            Line(LineKind.DUE, closing),
        ),
    )


_RECKONINGS: dict[Unit, Callable[[Counting], Reckoned]] = {
    Unit.NATURAL_HOUR: counting.natural_hours,
    Unit.WORKING_HOUR: counting.working_hours,
    Unit.EMERGENCY_HOUR: counting.emergency_hours,
    Unit.NATURAL_DAY: counting.natural_days,
    Unit.WORKING_DAY: counting.working_days,
    Unit.MONTH: counting.months,
}


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
