"""Before and after a deadline: what is left, when to warn, and when each rung of an escalation is reached."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from fractions import Fraction
from math import ceil

from wangge.cases.counting import CIVIL_CODE, Conventions
from wangge.cases.pauses import Pause, Pauses, Span
from wangge.cases.sla import Limit, Unit, deadline
from wangge.foundation.calendar import WorkCalendar, instant_of, local, second_of

ONE_SECOND = timedelta(seconds=1)
WORKING = frozenset({Unit.WORKING_HOUR, Unit.WORKING_DAY})


def warn_at(
    start: datetime,
    due: datetime,
    limit: Limit,
    calendar: WorkCalendar,
    share: float = 0.8,
    *,
    pauses: Iterable[Pause] = (),
) -> datetime:
    """The instant (UTC) at which a share of the time between start and due is gone, as the unit counts time.

    Of working hours and working days that is the time in the calendar's slots, of all others every hour;
    pauses do not count, but in emergency hours. So the warning never falls in a weekend, a night or a pause
    that the limit leaves out. Where no time counts at all it is the deadline itself.
    """
    if not 0 < share <= 1:
        raise ValueError(f"a share lies between 0 and 1: {share}")
    spans = list(_counting(second_of(start), second_of(due), limit.unit, calendar, pauses))
    left = ceil(Fraction(str(share)) * sum(end - begin for begin, end in spans))
    for begin, end in spans:
        if left <= end - begin:
            return instant_of(begin + left)
        left -= end - begin
    return instant_of(second_of(due))


def remaining(
    now: datetime, due: datetime, limit: Limit, calendar: WorkCalendar, *, pauses: Iterable[Pause] = ()
) -> timedelta:
    """The time left as the unit counts it (see `warn_at`); below nought what counted since the deadline."""
    first, last = sorted((second_of(now), second_of(due)))
    time = sum(end - begin for begin, end in _counting(first, last, limit.unit, calendar, pauses))
    return timedelta(seconds=time if now < due else -time)


def rung_at(
    due: datetime,
    after: Limit,
    calendar: WorkCalendar,
    conventions: Conventions = CIVIL_CODE,
    *,
    pauses: Iterable[Pause] = (),
) -> datetime:
    """When a limit (UTC) is up that begins with the deadline: 1 natural day, for "the day after", at its end.

    A pause after the deadline does not count either. The day that the deadline closes is never counted, and
    24:00 belongs to the day that it ends. A limit of 0 is up at the deadline itself.
    """
    if not after.amount:
        return instant_of(second_of(due))
    by_hours = after.unit in {Unit.NATURAL_HOUR, Unit.WORKING_HOUR, Unit.EMERGENCY_HOUR}
    start = due if by_hours else local(due) - ONE_SECOND
    return deadline(start, after, calendar, replace(conventions, start_day_counts=False), pauses=pauses).due


def _counting(
    begin: int, end: int, unit: Unit, calendar: WorkCalendar, pauses: Iterable[Pause]
) -> Iterator[Span]:
    stretches: Iterable[Span] = [(begin, end)]
    if unit in WORKING:
        worked = calendar.working_intervals(instant_of(begin), instant_of(end))
        stretches = ((second_of(opens), second_of(closes)) for opens, closes in worked)
    stops = Pauses.of(() if unit is Unit.EMERGENCY_HOUR else pauses)
    for stretch in stretches:
        yield from stops.leave(*stretch)
