"""The working calendar: which days and hours count, and where its knowledge ends."""

from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, timezone
from enum import StrEnum
from itertools import count
from types import MappingProxyType
from typing import Self

import chinese_calendar
from chinese_calendar import constants as published

from wangge.foundation.errors import HolidaysUnknown

# China has kept UTC+8 all year since September 1991; a fixed offset is many times faster than a zone table.
CHINA_TIME = timezone(timedelta(hours=8), "Asia/Shanghai")
ONE_DAY = timedelta(days=1)
DAY_SECONDS = 24 * 60 * 60


class DayKind(StrEnum):
    """Why a day is worked or not."""

    ORDINARY = "ordinary"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    MAKE_UP = "make_up"


@dataclass(frozen=True, slots=True)
class Day:
    """A day as the calendar sees it; `name` is of the holiday, also for the day worked to make up for it.

    `covered` is False where holidays are not known yet, so that only the day of the week decided.
    """

    date: date
    kind: DayKind
    name: str
    covered: bool

    @property
    def working(self) -> bool:
        """Whether offices are open."""
        return self.kind in {DayKind.ORDINARY, DayKind.MAKE_UP}


@dataclass(frozen=True, slots=True)
class Slot:
    """A stretch of a working day, in seconds from midnight."""

    begin: int
    end: int

    @classmethod
    def of(cls, begin: time, end: time) -> Self:
        """From clock times, whole seconds."""
        return cls(*(t.hour * 3600 + t.minute * 60 + t.second for t in (begin, end)))


OFFICE_HOURS = (Slot.of(time(8, 30), time(12)), Slot.of(time(14), time(17, 30)))


@dataclass(frozen=True, slots=True)
class Coverage:
    """A note for screens: something was reckoned with days after the last one whose holidays are known."""

    known_until: date | None
    reckoned_until: date


@dataclass(frozen=True, slots=True, eq=False)
class WorkCalendar:
    """Days that depart from Monday to Friday, the last day for which they are known, and the daily slots.

    `exceptions` says of a day whether it is worked, and the holiday's name. `covered_until` None: nothing is
    known. Past it, days not named fall back to Monday to Friday and are marked; ask `coverage` and tell the
    reader.
    """

    exceptions: Mapping[date, tuple[bool, str]]
    covered_until: date | None
    slots: tuple[Slot, ...] = OFFICE_HOURS
    _days: dict[date, Day] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        edges = [edge for slot in self.slots for edge in (slot.begin, slot.end)]
        if not edges or edges != sorted(set(edges)) or edges[0] < 0 or edges[-1] > DAY_SECONDS:
            raise ValueError(
                f"slots must be in order, apart from each other and within one day: {self.slots}"
            )

    @classmethod
    def of(
        cls,
        *,
        exceptions: Mapping[date, tuple[bool, str]],
        covered_until: date | None,
        slots: tuple[Slot, ...] = OFFICE_HOURS,
    ) -> Self:
        """A calendar with its own copy of the exceptions."""
        return cls(MappingProxyType(dict(exceptions)), covered_until, slots)

    @classmethod
    def of_rows(cls, rows: Iterable[tuple[date, bool, str]], *, covered_until: date | None) -> Self:
        """A calendar from rows as `seed` gives them."""
        return cls.of(
            exceptions={day: (working, name) for day, working, name in rows}, covered_until=covered_until
        )

    def day(self, day: date) -> Day:
        """What the calendar knows of a day."""
        found = self._days.get(day)
        if found is None:
            found = self._days[day] = self._look_up(day)
        return found

    def _look_up(self, day: date) -> Day:
        weekend = day.weekday() >= 5
        working, name = self.exceptions.get(day, (not weekend, ""))
        if working:
            kind = DayKind.MAKE_UP if weekend else DayKind.ORDINARY
        else:
            kind = DayKind.HOLIDAY if name or not weekend else DayKind.WEEKEND
        covered = self.covered_until is not None and day <= self.covered_until
        return Day(day, kind, name, covered)

    def is_working(self, day: date) -> bool:
        """Whether offices are open that day; past the coverage a guess, see `coverage`."""
        return self.day(day).working

    def coverage(self, until: date) -> Coverage | None:
        """The note that belongs on anything reckoned up to this day; None while holidays are known."""
        return None if self.day(until).covered else Coverage(self.covered_until, until)

    def days_from(self, day: date) -> Iterator[Day]:
        """This day and all that follow."""
        return (self.day(day + ONE_DAY * n) for n in count())

    @property
    def closing(self) -> int:
        """When the last slot ends, in seconds from midnight."""
        return self.slots[-1].end

    def add_working_days(self, day: date, number: int) -> date:
        """The working day that comes `number` working days after this day, which is not counted itself."""
        if number < 1:
            raise ValueError(f"at least one working day can be added, not {number}")
        left = number
        for following in self.days_from(day + ONE_DAY):
            left -= following.working
            if not left:
                return following.date
        raise AssertionError

    def segments_from(self, start: datetime) -> Iterator[tuple[Day, int, int]]:
        """What is left of each slot from `start` on: its day, its begin and end in seconds from midnight."""
        first = local(start)
        now = second_of_day(first)
        for day in self.days_from(first.date()):
            if day.working:
                for slot in self.slots:
                    if slot.end > now:
                        yield day, max(slot.begin, now), slot.end
            now = 0

    def add_working_time(self, start: datetime, amount: timedelta) -> datetime:
        """The instant (UTC) when so much working time has passed since `start`; whole seconds."""
        left = int(amount.total_seconds())
        if left <= 0:
            raise ValueError(f"some working time must be added, not {amount}")
        for day, begin, end in self.segments_from(start):
            if left <= end - begin:
                return instant(day.date, begin + left)
            left -= end - begin
        raise AssertionError

    def working_intervals(self, start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The working stretches between two instants, as pairs of instants (UTC), in order; whole seconds."""
        last = local(end).replace(microsecond=0)
        for day, begin, until in self.segments_from(start):
            opening = instant(day.date, begin)
            if opening >= last:
                return
            yield opening, min(instant(day.date, until), last.astimezone(UTC))

    def working_time(self, start: datetime, end: datetime) -> timedelta:
        """How much working time lies between two instants; none if `end` comes first."""
        return sum((until - begin for begin, until in self.working_intervals(start, end)), timedelta())


def local(moment: datetime) -> datetime:
    """The same instant by the clocks of China; a time without a zone is an error of the caller."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone")
    return moment.astimezone(CHINA_TIME)


def second_of_day(moment: datetime) -> int:
    """Whole seconds since midnight of its own clock."""
    return moment.hour * 3600 + moment.minute * 60 + moment.second


def instant(day: date, second: int) -> datetime:
    """The instant (UTC) so many seconds after midnight in China; 86,400 is 24:00."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(hours=-8, seconds=second)


def on_scale(day: date, second: int = 0) -> int:
    """A second of a day in China on one running count of seconds, so that spans are plain numbers."""
    return day.toordinal() * DAY_SECONDS + second


def second_of(moment: datetime) -> int:
    """Where an instant lies on the running count of `on_scale`; fractions are dropped."""
    here = local(moment)
    return on_scale(here.date(), second_of_day(here))


def instant_of(second: int) -> datetime:
    """The instant (UTC) of a second of the running count of `on_scale`."""
    days, rest = divmod(second, DAY_SECONDS)
    return instant(date.fromordinal(days), rest)


def months_on(day: date, number: int) -> date:
    """The same day so many months later, or the last of that month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + number, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def seed(start: date, end: date) -> Iterator[tuple[date, bool, str]]:
    """Rows (day, worked?, holiday's English name) for the published holidays and make-up days of a range.

    Ordinary days have no row. Refuses a range that reaches past what has been published (see
    `published_range`).
    """
    first, last = published_range()
    for edge in (start, end):
        if not first <= edge <= last:
            raise HolidaysUnknown(first=first, last=last, asked=edge)
    return _published(start, end)


def _published(start: date, end: date) -> Iterator[tuple[date, bool, str]]:
    for offset in range((end - start).days + 1):
        day = start + ONE_DAY * offset
        off, name = chinese_calendar.get_holiday_detail(day)
        if name:
            yield day, not off, name


def published_range() -> tuple[date, date]:
    """The first and the last day for which the package knows the State Council's arrangement: whole years."""
    return date(min(published.holidays).year, 1, 1), date(max(published.holidays).year, 12, 31)


def chinese_name(holiday: str) -> str:
    """The Chinese name of a holiday that `seed` named; any other name comes back as it is."""
    return _CHINESE_NAMES.get(holiday, holiday)


_CHINESE_NAMES: Mapping[str, str] = {holiday.value: holiday.chinese for holiday in published.Holiday}
