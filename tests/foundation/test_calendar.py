"""The working calendar over holidays, make-up days and the end of what is known."""

from datetime import UTC, date, datetime, time, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wangge.foundation.calendar import (
    CHINA_TIME,
    Coverage,
    DayKind,
    Slot,
    WorkCalendar,
    chinese_name,
    instant,
    local,
    published_range,
    seed,
)
from wangge.foundation.errors import HolidaysUnknown

LAST = date(2026, 12, 31)
CALENDAR = WorkCalendar.of_rows(seed(date(2025, 1, 1), LAST), covered_until=LAST)
HOUR = timedelta(hours=1)


def at(month, day, hour=0, minute=0):
    return datetime(2026, month, day, hour, minute, tzinfo=CHINA_TIME)


def test_spring_festival_2026_and_the_saturdays_worked_for_it():
    kinds = {day: CALENDAR.day(date(2026, 2, day)).kind for day in (13, 14, 15, 17, 23, 24, 28)}
    assert kinds == {
        13: DayKind.ORDINARY,
        14: DayKind.MAKE_UP,
        15: DayKind.HOLIDAY,
        17: DayKind.HOLIDAY,
        23: DayKind.HOLIDAY,
        24: DayKind.ORDINARY,
        28: DayKind.MAKE_UP,
    }
    assert CALENDAR.day(date(2026, 2, 28)).name == "Spring Festival"
    assert chinese_name("Spring Festival") == "春节"
    assert chinese_name("厂庆") == "厂庆"


@given(st.dates(date(2025, 1, 1), LAST))
def test_the_seeded_calendar_works_when_the_package_says_so(day):
    assert CALENDAR.is_working(day) == chinese_calendar.is_workday(day)


def test_past_the_coverage_monday_to_friday_is_assumed_and_said():
    new_year, saturday = date(2027, 1, 1), date(2027, 1, 2)
    assert CALENDAR.is_working(new_year)
    assert not CALENDAR.is_working(saturday)
    assert not CALENDAR.day(new_year).covered
    assert CALENDAR.coverage(LAST) is None
    assert CALENDAR.coverage(new_year) == Coverage(known_until=LAST, reckoned_until=new_year)


def test_an_empty_calendar_knows_nothing_and_says_so_of_every_day():
    empty = WorkCalendar.of(exceptions={}, covered_until=None)
    assert empty.is_working(date(2026, 10, 1))
    assert empty.coverage(date(2026, 10, 1)) == Coverage(None, date(2026, 10, 1))


def test_a_day_off_of_the_citys_own_is_a_holiday_even_without_a_name():
    calendar = WorkCalendar.of(exceptions={date(2026, 3, 4): (False, "")}, covered_until=LAST)
    assert calendar.day(date(2026, 3, 4)).kind is DayKind.HOLIDAY
    assert calendar.day(date(2026, 3, 7)).kind is DayKind.WEEKEND


def test_seeding_past_what_is_published_is_refused():
    first, last = published_range()
    assert first == date(2004, 1, 1)
    with pytest.raises(HolidaysUnknown) as refused:
        seed(date(2026, 1, 1), last + timedelta(days=1))
    assert str(last) in str(refused.value)


def test_seeding_gives_only_days_that_depart_from_the_week():
    rows = list(seed(date(2026, 9, 18), date(2026, 10, 11)))
    assert rows[0] == (date(2026, 9, 20), True, "National Day")
    assert rows[-1] == (date(2026, 10, 10), True, "National Day")
    assert len(rows) == 1 + 3 + 7 + 1


def test_working_days_are_added_across_national_day():
    assert CALENDAR.add_working_days(date(2026, 9, 30), 1) == date(2026, 10, 8)
    assert CALENDAR.add_working_days(date(2026, 9, 30), 3) == date(2026, 10, 10)
    assert CALENDAR.add_working_days(date(2026, 10, 3), 4) == date(2026, 10, 12)


def test_working_time_runs_in_the_slots_alone():
    assert CALENDAR.add_working_time(at(3, 3, 11), 1 * HOUR) == at(3, 3, 12)
    assert CALENDAR.add_working_time(at(3, 3, 11), 2 * HOUR) == at(3, 3, 15)
    assert CALENDAR.add_working_time(at(3, 3, 3), 7 * HOUR) == at(3, 3, 17, 30)
    assert CALENDAR.add_working_time(at(2, 14, 17), 1 * HOUR) == at(2, 24, 9)


def test_instants_come_back_in_utc():
    assert CALENDAR.add_working_time(at(3, 3, 9), HOUR).tzinfo is UTC
    assert instant(date(2026, 3, 3), 86_400) == datetime(2026, 3, 3, 16, tzinfo=UTC)


def test_working_intervals_between_two_instants():
    found = list(CALENDAR.working_intervals(at(2, 13, 16), at(2, 24, 9)))
    assert found == [
        (at(2, 13, 16), at(2, 13, 17, 30)),
        (at(2, 14, 8, 30), at(2, 14, 12)),
        (at(2, 14, 14), at(2, 14, 17, 30)),
        (at(2, 24, 8, 30), at(2, 24, 9)),
    ]
    assert CALENDAR.working_time(at(2, 13, 16), at(2, 24, 9)) == 9 * HOUR
    assert CALENDAR.working_time(at(2, 24, 9), at(2, 13, 16)) == 0 * HOUR


@given(st.integers(0, 300 * 86_400), st.integers(1, 100_000))
def test_working_time_added_is_the_working_time_that_lies_between(start, seconds):
    begin = at(1, 1) + timedelta(seconds=start)
    end = CALENDAR.add_working_time(begin, timedelta(seconds=seconds))
    assert CALENDAR.working_time(begin, end) == timedelta(seconds=seconds)


def test_a_time_without_a_zone_is_the_callers_mistake():
    with pytest.raises(ValueError, match="time zone"):
        local(datetime(2026, 3, 3, 9))  # noqa: DTZ001 - the mistake itself


def test_nothing_cannot_be_added():
    with pytest.raises(ValueError, match="working day"):
        CALENDAR.add_working_days(date(2026, 3, 3), 0)
    with pytest.raises(ValueError, match="working time"):
        CALENDAR.add_working_time(at(3, 3), timedelta())


@pytest.mark.parametrize(
    "slots", [(), (Slot(10, 10),), (Slot(10, 5),), (Slot(0, 20), Slot(10, 30)), (Slot(0, 90_000),)]
)
def test_slots_that_overlap_or_leave_the_day_are_the_callers_mistake(slots):
    with pytest.raises(ValueError, match="slots"):
        WorkCalendar.of(exceptions={}, covered_until=None, slots=slots)


def test_a_calendar_may_have_other_hours():
    late = WorkCalendar.of(exceptions={}, covered_until=LAST, slots=(Slot.of(time(12), time(20)),))
    assert late.add_working_time(at(3, 3, 9), 9 * HOUR) == at(3, 4, 13)
