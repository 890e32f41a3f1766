"""Periods over which figures are taken: a month, a quarter, a year, or any days; in China's time."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from wangge.appraisal.errors import BadPeriod
from wangge.foundation.calendar import CHINA_TIME, ONE_DAY

NAMED = re.compile(r"(?P<year>(?:19|20)\d\d)(?:-(?:Q(?P<quarter>[1-4])|(?P<month>0[1-9]|1[0-2])))?")
DAYS = re.compile(r"(\d{4}-\d\d-\d\d)[~/](\d{4}-\d\d-\d\d)")
LONGEST = 366 * 5


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `first` to `last`, both inside. `months`: how many whole months it is, else 0."""

    first: date
    last: date
    months: int = 0

    @property
    def since(self) -> datetime:
        """The first instant inside."""
        return midnight(self.first)

    @property
    def until(self) -> datetime:
        """The first instant after."""
        return midnight(self.last + ONE_DAY)

    @property
    def code(self) -> str:
        """As addresses have it: 2026-11, 2026-Q4, 2026, or two days with a tilde."""
        match self.months:
            case 1:
                return f"{self.first:%Y-%m}"
            case 3:
                return f"{self.first.year}-Q{(self.first.month + 2) // 3}"
            case 12 if self.first.month == 1:
                return f"{self.first.year}"
        return f"{self.first}~{self.last}"

    def before(self, months: int | None = None) -> "Period":
        """The period just before, or so many months earlier."""
        if not self.months:
            return self._days_before(months)
        start = shift(self.first, -(self.months if months is None else months))
        return Period(start, shift(start, self.months) - ONE_DAY, self.months)

    def _days_before(self, months: int | None) -> "Period":
        if months is not None:
            return Period(shift(self.first, -months), shift(self.last, -months))
        length = self.last - self.first + ONE_DAY
        return Period(self.first - length, self.last - length)

    def after(self) -> "Period":
        """The period just after."""
        if not self.months:
            length = self.last - self.first + ONE_DAY
            return Period(self.first + length, self.last + length)
        start = shift(self.first, self.months)
        return Period(start, shift(start, self.months) - ONE_DAY, self.months)

    def year_before(self) -> "Period":
        """The same days a year earlier."""
        return self.before(12)


def midnight(day: date) -> datetime:
    """The first instant of a day in China."""
    return datetime.combine(day, time.min, CHINA_TIME)


def shift(day: date, months: int) -> date:
    """The same day so many months on; the last day of a shorter month."""
    index = day.year * 12 + day.month - 1 + months
    first = date(index // 12, index % 12 + 1, 1)
    following = date((index + 1) // 12, (index + 1) % 12 + 1, 1)
    return min(first + timedelta(days=day.day - 1), following - ONE_DAY)


def month_of(now: datetime) -> Period:
    """The month in which a moment lies."""
    first = now.astimezone(CHINA_TIME).date().replace(day=1)
    return Period(first, shift(first, 1) - ONE_DAY, 1)


def year_up_to(period: Period) -> Period:
    """The twelve whole months that end with the month in which a period ends."""
    first = period.last.replace(day=1)
    return Period(shift(first, -11), shift(first, 1) - ONE_DAY, 12)


def read(text: str) -> Period:
    """The period of this code, or a refusal."""
    if found := NAMED.fullmatch(text):
        year = int(found["year"])
        if found["month"]:
            first, months = date(year, int(found["month"]), 1), 1
        elif found["quarter"]:
            first, months = date(year, int(found["quarter"]) * 3 - 2, 1), 3
        else:
            first, months = date(year, 1, 1), 12
        return Period(first, shift(first, months) - ONE_DAY, months)
    return _days(text)


def _days(text: str) -> Period:
    found = DAYS.fullmatch(text)
    try:
        first, last = (date.fromisoformat(part) for part in found.groups()) if found else (None, None)
    except ValueError as trouble:
        raise BadPeriod from trouble
    if first is None or last is None or last < first or first.year < 1950 or last.year > 2200:
        raise BadPeriod
    if (last - first).days > LONGEST:
        raise BadPeriod
    return Period(first, last)
