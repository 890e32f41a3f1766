"""Deadlines checked by hand across Spring Festival and National Day 2026, and against a slow counter."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wangge.cases.counting import Conventions
from wangge.cases.lines import LineKind
from wangge.cases.sla import Clock, Limit, ServiceLevel, Unit, deadline, pick
from wangge.foundation.calendar import CHINA_TIME, WorkCalendar, seed

LAST = date(2026, 12, 31)
CALENDAR = WorkCalendar.of_rows(seed(date(2026, 1, 1), LAST), covered_until=LAST)
NATURAL_HOUR, WORKING_HOUR, EMERGENCY_HOUR, NATURAL_DAY, WORKING_DAY, MONTH = Unit


def at(month, day, hour=0, minute=0, *, year=2026):
    return datetime(year, month, day, hour, minute, tzinfo=CHINA_TIME)


FRIDAY_BEFORE_SPRING_FESTIVAL = at(2, 13, 16)
SATURDAY_WORKED = at(2, 14, 17)
NEW_YEARS_DAY = at(2, 17, 10)
EVE_OF_NATIONAL_DAY = at(9, 30, 15)


@pytest.mark.parametrize(
    ("start", "limit", "due"),
    [
        (FRIDAY_BEFORE_SPRING_FESTIVAL, Limit(24, NATURAL_HOUR), at(2, 14, 16)),
        (NEW_YEARS_DAY, Limit(2, NATURAL_HOUR), at(2, 17, 12)),
        (FRIDAY_BEFORE_SPRING_FESTIVAL, Limit(1, WORKING_HOUR), at(2, 13, 17)),
        (FRIDAY_BEFORE_SPRING_FESTIVAL, Limit(4, WORKING_HOUR), at(2, 14, 11)),
        (SATURDAY_WORKED, Limit(1, WORKING_HOUR), at(2, 24, 9)),
        (NEW_YEARS_DAY, Limit(2, WORKING_HOUR), at(2, 24, 10, 30)),
        (FRIDAY_BEFORE_SPRING_FESTIVAL, Limit(3, NATURAL_DAY), at(2, 17)),
        (FRIDAY_BEFORE_SPRING_FESTIVAL, Limit(1, WORKING_DAY), at(2, 14, 17, 30)),
        (FRIDAY_BEFORE_SPRING_FESTIVAL, Limit(2, WORKING_DAY), at(2, 24, 17, 30)),
        (FRIDAY_BEFORE_SPRING_FESTIVAL, Limit(6, WORKING_DAY), at(2, 28, 17, 30)),
        (FRIDAY_BEFORE_SPRING_FESTIVAL, Limit(7, WORKING_DAY), at(3, 2, 17, 30)),
        (NEW_YEARS_DAY, Limit(1, WORKING_DAY), at(2, 24, 17, 30)),
        (EVE_OF_NATIONAL_DAY, Limit(4, WORKING_HOUR), at(10, 8, 10)),
        (EVE_OF_NATIONAL_DAY, Limit(3, WORKING_DAY), at(10, 10, 17, 30)),
        (EVE_OF_NATIONAL_DAY, Limit(5, WORKING_DAY), at(10, 13, 17, 30)),
        (at(9, 18, 18), Limit(1, WORKING_HOUR), at(9, 20, 9, 30)),
        (at(9, 18, 18), Limit(5, WORKING_DAY), at(9, 24, 17, 30)),
        (at(9, 18, 18), Limit(6, WORKING_DAY), at(9, 28, 17, 30)),
        (SATURDAY_WORKED, Limit(4, EMERGENCY_HOUR), at(2, 14, 21)),
        (EVE_OF_NATIONAL_DAY, Limit(72, EMERGENCY_HOUR), at(10, 3, 15)),
        (FRIDAY_BEFORE_SPRING_FESTIVAL, Limit(1, MONTH), at(3, 14)),
        (EVE_OF_NATIONAL_DAY, Limit(3, MONTH), at(12, 31)),
        (at(1, 31, 10), Limit(1, MONTH), at(3, 1)),
        (at(1, 31, 10), Limit(2, MONTH), at(4, 1)),
        (at(2, 29, 10, year=2024), Limit(12, MONTH), at(3, 1, year=2025)),
        (at(12, 31, 23), Limit(2, MONTH), at(3, 1, year=2027)),
    ],
)
def test_hand_checked_deadlines(start, limit, due):
    found = deadline(start, limit, CALENDAR)
    assert found.due == due
    assert found.due.tzinfo is UTC
    assert not found.beyond_coverage


def test_the_reckoning_of_working_hours_is_told_line_by_line():
    assert deadline(FRIDAY_BEFORE_SPRING_FESTIVAL, Limit(9, WORKING_HOUR), CALENDAR).as_json() == [
        {"kind": "start", "at": "2026-02-13T16:00:00+08:00", "amount": 9, "unit": "working_hour"},
        {"kind": "segment", "day": "2026-02-13", "from": "16:00", "to": "17:30", "seconds": 5400},
        {"kind": "make_up", "from": "2026-02-14", "to": "2026-02-14", "name": "Spring Festival"},
        {"kind": "segment", "day": "2026-02-14", "from": "08:30", "to": "12:00", "seconds": 12600},
        {"kind": "segment", "day": "2026-02-14", "from": "14:00", "to": "17:30", "seconds": 12600},
        {"kind": "holiday", "from": "2026-02-15", "to": "2026-02-23", "name": "Spring Festival"},
        {"kind": "segment", "day": "2026-02-24", "from": "08:30", "to": "09:00", "seconds": 1800},
        {"kind": "due", "at": "2026-02-24T09:00:00+08:00", "day": "2026-02-24", "time": "09:00"},
    ]


def test_the_reckoning_of_working_days_is_told_line_by_line():
    assert deadline(EVE_OF_NATIONAL_DAY, Limit(5, WORKING_DAY), CALENDAR).as_json() == [
        {"kind": "start", "at": "2026-09-30T15:00:00+08:00", "amount": 5, "unit": "working_day"},
        {"kind": "not_counted", "day": "2026-09-30"},
        {"kind": "holiday", "from": "2026-10-01", "to": "2026-10-07", "name": "National Day"},
        {"kind": "days", "from": "2026-10-08", "to": "2026-10-09", "number": 2},
        {"kind": "make_up", "from": "2026-10-10", "to": "2026-10-10", "name": "National Day"},
        {"kind": "days", "from": "2026-10-10", "to": "2026-10-10", "number": 1},
        {"kind": "weekend", "from": "2026-10-11", "to": "2026-10-11"},
        {"kind": "days", "from": "2026-10-12", "to": "2026-10-13", "number": 2},
        {"kind": "due", "at": "2026-10-13T17:30:00+08:00", "day": "2026-10-13", "time": "17:30"},
    ]


def test_natural_limits_take_no_notice_of_the_calendar():
    assert deadline(NEW_YEARS_DAY, Limit(1, NATURAL_DAY), CALENDAR).as_json()[1:] == [
        {"kind": "not_counted", "day": "2026-02-17"},
        {"kind": "days", "from": "2026-02-18", "to": "2026-02-18", "number": 1},
        {"kind": "due", "at": "2026-02-19T00:00:00+08:00", "day": "2026-02-18", "time": "24:00"},
    ]
    assert deadline(at(12, 31, 23, year=2030), Limit(2, NATURAL_HOUR), CALENDAR).as_json()[1:] == [
        {"kind": "round_the_clock", "hours": 2},
        {"kind": "due", "at": "2031-01-01T01:00:00+08:00", "day": "2031-01-01", "time": "01:00"},
    ]


def test_past_the_calendars_coverage_the_reckoning_warns_once():
    found = deadline(at(12, 30, 15), Limit(6, WORKING_DAY), CALENDAR)
    assert found.beyond_coverage
    assert [line.facts for line in found.lines if line.kind is LineKind.UNKNOWN] == [
        {"known_until": "2026-12-31", "from": "2027-01-01"}
    ]
    assert found.due == at(1, 7, 17, 30, year=2027)


def test_an_empty_calendar_warns_from_the_first_day():
    empty = WorkCalendar.of(exceptions={}, covered_until=None)
    found = deadline(EVE_OF_NATIONAL_DAY, Limit(1, WORKING_HOUR), empty)
    assert found.lines[1].as_json() == {"kind": "unknown", "known_until": None, "from": "2026-09-30"}


@pytest.mark.parametrize(
    ("start", "due"),
    [
        (at(3, 3, 9), at(3, 3, 17, 30)),
        (at(3, 3, 17, 30), at(3, 4, 17, 30)),
        (at(3, 7, 9), at(3, 9, 17, 30)),
    ],
)
def test_no_working_days_means_by_the_end_of_the_day_or_of_the_next_worked_one(start, due):
    assert deadline(start, Limit(0, WORKING_DAY), CALENDAR).due == due


def test_no_hours_and_no_natural_days():
    assert deadline(at(3, 3, 9), Limit(0, WORKING_HOUR), CALENDAR).due == at(3, 3, 9)
    assert deadline(at(3, 3, 9), Limit(0, EMERGENCY_HOUR), CALENDAR).due == at(3, 3, 9)
    assert deadline(at(3, 3, 9), Limit(0, NATURAL_DAY), CALENDAR).due == at(3, 4)
    assert deadline(at(3, 3, 9), Limit(0, MONTH), CALENDAR).due == at(3, 4)


def test_a_city_may_count_the_first_day_and_close_at_another_hour():
    own = Conventions(start_day_counts=True, natural_day_closes=17 * 3600, working_day_closes=24 * 3600)
    assert deadline(at(3, 3, 9), Limit(2, WORKING_DAY), CALENDAR, own).due == at(3, 5)
    assert deadline(at(3, 7, 9), Limit(2, WORKING_DAY), CALENDAR, own).due == at(3, 11)
    assert deadline(at(3, 3, 9), Limit(2, NATURAL_DAY), CALENDAR, own).due == at(3, 4, 17)
    assert deadline(at(3, 3, 18), Limit(1, NATURAL_DAY), CALENDAR, own).due == at(3, 4, 17)
    assert deadline(at(3, 1, 9), Limit(1, MONTH), CALENDAR, own).due == at(3, 31, 17)
    assert deadline(at(1, 31, 9), Limit(1, MONTH), CALENDAR, own).due == at(2, 28, 17)
    assert deadline(at(3, 1, 18), Limit(1, MONTH), CALENDAR, own).due == at(4, 1, 17)


def test_the_same_instant_in_another_zone_has_the_same_deadline():
    for unit in Unit:
        here = deadline(FRIDAY_BEFORE_SPRING_FESTIVAL, Limit(3, unit), CALENDAR)
        assert deadline(FRIDAY_BEFORE_SPRING_FESTIVAL.astimezone(UTC), Limit(3, unit), CALENDAR) == here


def test_mistakes_of_the_caller():
    with pytest.raises(ValueError, match="before its start"):
        Limit(-1, WORKING_DAY)
    with pytest.raises(ValueError, match="time zone"):
        deadline(datetime(2026, 3, 3, 9), Limit(1, WORKING_DAY), CALENDAR)  # noqa: DTZ001 - the mistake itself


seconds_of_two_years = st.integers(0, 2 * 365 * 86_400).map(
    lambda n: at(6, 1, year=2025) + timedelta(seconds=n)
)


@settings(deadline=None)
@given(seconds_of_two_years, st.integers(0, 60), st.sampled_from(Unit))
def test_every_reckoning_adds_up_and_can_be_stored(start, amount, unit):
    found = deadline(start, Limit(amount, unit), CALENDAR)
    lines = found.as_json()
    assert json.loads(json.dumps(lines)) == lines
    assert datetime.fromisoformat(lines[-1]["at"]) == found.due >= start
    if unit is WORKING_HOUR:
        assert sum(line["seconds"] for line in lines if line["kind"] == "segment") == amount * 3600
    if unit in {WORKING_DAY, NATURAL_DAY}:
        assert sum(line["number"] for line in lines if line["kind"] == "days") == max(amount, 1)


def level(category, amount, *, urgency="normal", clock=Clock.SIGN):
    return ServiceLevel(clock, category, urgency, Limit(amount, NATURAL_HOUR), "invented")


LEVELS = (
    level(None, 24),
    level("env/", 12),
    level("env/env-rubbish/", 4),
    level(None, 2, urgency="urgent"),
    level("env/", 1, clock=Clock.CONTACT),
)


@pytest.mark.parametrize(
    ("path", "urgency", "clock", "amount"),
    [
        ("env/env-rubbish/", "normal", Clock.SIGN, 4),
        ("env/env-rubbish/bulky/", "normal", Clock.SIGN, 4),
        ("env/env-noise/", "normal", Clock.SIGN, 12),
        ("environs/", "normal", Clock.SIGN, 24),
        ("", "normal", Clock.SIGN, 24),
        ("env/env-rubbish/", "urgent", Clock.SIGN, 2),
        ("env/env-rubbish/", "normal", Clock.CONTACT, 1),
    ],
)
def test_the_nearest_category_decides(path, urgency, clock, amount):
    found = pick(LEVELS, path, urgency, clock)
    assert found is not None
    assert found.limit.amount == amount


def test_without_a_level_there_is_no_limit():
    assert pick(LEVELS, "env/", "emergency", Clock.SIGN) is None
    assert pick(LEVELS, "traffic/", "normal", Clock.CONTACT) is None
    assert pick((), "env/", "normal", Clock.SIGN) is None
