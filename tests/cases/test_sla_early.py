"""Warnings before a deadline and rungs after it, by hand across weekends, holidays and pauses."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wangge.cases.counting import Conventions
from wangge.cases.early import remaining, rung_at, warn_at
from wangge.cases.pauses import Pause
from wangge.cases.sla import Limit, Unit, deadline
from wangge.foundation.calendar import CHINA_TIME, WorkCalendar, seed

LAST = date(2026, 12, 31)
CALENDAR = WorkCalendar.of_rows(seed(date(2026, 1, 1), LAST), covered_until=LAST)
NATURAL_HOUR, WORKING_HOUR, EMERGENCY_HOUR, NATURAL_DAY, WORKING_DAY, MONTH = Unit


def at(month, day, hour=0, minute=0):
    return datetime(2026, month, day, hour, minute, tzinfo=CHINA_TIME)


FRIDAY = at(2, 13, 16)
EVENING = [Pause(at(2, 13, 18), at(2, 14, 9))]


@pytest.mark.parametrize(
    ("start", "limit", "pauses", "due", "warning"),
    [
        # an ordinary weekend: 4 h of 5: Friday 1.5 h, Monday 2.5 h from 08:30
        (at(3, 13, 16), Limit(5, WORKING_HOUR), [], at(3, 16, 12), at(3, 16, 11)),
        # a Sunday worked: 8 h of 10: Friday 3.5 h, Sunday 3.5 h + 1 h
        (at(9, 18, 14), Limit(10, WORKING_HOUR), [], at(9, 20, 17), at(9, 20, 15)),
        # 4 h of 5: Friday 1.5 h; paused until 10:00; 2 h to noon, 0.5 h from 14:00
        (
            FRIDAY,
            Limit(5, WORKING_HOUR),
            [Pause(at(2, 13, 18), at(2, 14, 10))],
            at(2, 14, 15, 30),
            at(2, 14, 14, 30),
        ),
        # 30 h of 2.5 h on the eve and 35 h: 2.5 h; 10/8, 9, 10 (worked) 21 h; on the 12th 6.5 h
        (at(9, 30, 15), Limit(5, WORKING_DAY), [], at(10, 13, 17, 30), at(10, 12, 17)),
        # 8 h of 10
        (FRIDAY, Limit(10, NATURAL_HOUR), [], at(2, 14, 2), at(2, 14)),
        # 8 h of 10: 2 h to 18:00, 6 h from 09:00
        (FRIDAY, Limit(10, NATURAL_HOUR), EVENING, at(2, 14, 17), at(2, 14, 15)),
        # no pause stops it
        (FRIDAY, Limit(10, EMERGENCY_HOUR), EVENING, at(2, 14, 2), at(2, 14)),
        # 80 h to the end of the 16th; 64 h
        (FRIDAY, Limit(3, NATURAL_DAY), [], at(2, 17), at(2, 16, 8)),
        # 28 days 8 h are 680 h; 544 h are 22 days 16 h
        (FRIDAY, Limit(1, MONTH), [], at(3, 14), at(3, 8, 8)),
        (FRIDAY, Limit(0, WORKING_HOUR), [], FRIDAY, FRIDAY),
    ],
)
def test_the_warning_comes_when_four_fifths_of_the_counted_time_are_gone(start, limit, pauses, due, warning):
    assert deadline(start, limit, CALENDAR, pauses=pauses).due == due
    assert warn_at(start, due, limit, CALENDAR, pauses=pauses) == warning


def test_a_share_is_a_share():
    due = at(3, 16, 12)
    assert warn_at(at(3, 13, 16), due, Limit(5, WORKING_HOUR), CALENDAR, 0.3) == at(3, 13, 17, 30)
    assert warn_at(at(3, 13, 16), due, Limit(5, WORKING_HOUR), CALENDAR, 1) == due
    for share in (0, 1.5):
        with pytest.raises(ValueError, match="between 0 and 1"):
            warn_at(at(3, 13, 16), due, Limit(5, WORKING_HOUR), CALENDAR, share)


def test_what_remains_is_counted_as_the_unit_counts():
    due, limit = at(3, 16, 12), Limit(5, WORKING_HOUR)
    assert remaining(at(3, 13, 17), due, limit, CALENDAR) == timedelta(hours=4)
    assert remaining(at(3, 14, 17), due, limit, CALENDAR) == timedelta(hours=3, minutes=30)
    assert remaining(due, due, limit, CALENDAR) == timedelta(0)
    assert remaining(at(3, 16, 15), due, limit, CALENDAR) == timedelta(hours=-1)
    assert remaining(FRIDAY, at(2, 14, 17), Limit(10, NATURAL_HOUR), CALENDAR, pauses=EVENING) == timedelta(
        hours=10
    )


@pytest.mark.parametrize(
    ("due", "after", "rung"),
    [
        # the day after, at its end; when time is up at 24:00, the day after the one that then ends
        (at(2, 14, 17, 30), Limit(1, NATURAL_DAY), at(2, 16)),
        (at(2, 17), Limit(1, NATURAL_DAY), at(2, 18)),
        # the working day after: Saturday the 14th is worked, then the festival
        (at(2, 13, 17, 30), Limit(1, WORKING_DAY), at(2, 14, 17, 30)),
        (at(2, 14, 17, 30), Limit(1, WORKING_DAY), at(2, 24, 17, 30)),
        (at(10, 9), Limit(1, WORKING_DAY), at(10, 9, 17, 30)),
        # five working days: 10/8, 9, 10 (worked), 12, 13
        (at(9, 30, 17, 30), Limit(5, WORKING_DAY), at(10, 13, 17, 30)),
        (at(2, 14, 11), Limit(24, NATURAL_HOUR), at(2, 15, 11)),
        (at(2, 14, 17, 30), Limit(2, WORKING_HOUR), at(2, 24, 10, 30)),
        (at(2, 17), Limit(2, EMERGENCY_HOUR), at(2, 17, 2)),
        (at(3, 1), Limit(1, MONTH), at(3, 29)),
        (at(2, 14, 17, 30), Limit(0, WORKING_DAY), at(2, 14, 17, 30)),
    ],
)
def test_rungs_of_an_escalation(due, after, rung):
    assert rung_at(due, after, CALENDAR) == rung
    assert rung_at(due, after, CALENDAR, Conventions(start_day_counts=True)) == rung


minutes_of_the_year = st.integers(0, 300 * 24 * 60).map(lambda n: at(1, 1) + n * timedelta(minutes=1))
some_pauses = st.lists(st.tuples(st.integers(-50, 250), st.integers(0, 100)), max_size=4)


@settings(max_examples=200, deadline=None)
@given(minutes_of_the_year, st.integers(1, 9), st.sampled_from(Unit), some_pauses)
def test_a_fifth_of_the_time_is_left_when_it_warns(start, amount, unit, hours):
    pauses = [
        Pause(start + timedelta(hours=begin), start + timedelta(hours=begin + length))
        for begin, length in hours
    ]
    limit = Limit(amount, unit)
    due = deadline(start, limit, CALENDAR, pauses=pauses).due
    warning = warn_at(start, due, limit, CALENDAR, pauses=pauses)
    assert start <= warning <= due
    total = remaining(start, due, limit, CALENDAR, pauses=pauses)
    left = remaining(warning, due, limit, CALENDAR, pauses=pauses)
    assert total * 0.2 - timedelta(seconds=1) <= left <= total * 0.2
