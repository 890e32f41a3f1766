"""Deadlines with pauses and extensions: by hand across the holidays of 2026, and against a slow counter."""

from datetime import date, datetime, timedelta
from functools import cache

import chinese_calendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wangge.cases.lines import LineKind
from wangge.cases.pauses import Pause
from wangge.cases.sla import Extension, Limit, Unit, deadline
from wangge.foundation.calendar import CHINA_TIME, WorkCalendar, seed

LAST = date(2026, 12, 31)
CALENDAR = WorkCalendar.of_rows(seed(date(2026, 1, 1), LAST), covered_until=LAST)
NATURAL_HOUR, WORKING_HOUR, EMERGENCY_HOUR, NATURAL_DAY, WORKING_DAY, MONTH = Unit


def at(month, day, hour=0, minute=0):
    return datetime(2026, month, day, hour, minute, tzinfo=CHINA_TIME)


def more(*amounts: int):
    return [Extension(amount, "granted by the street") for amount in amounts]


# Offices: 08:30-12:00 and 14:00-17:30, 3.5 h each. Spring Festival: off Sun 2/15 to Mon 2/23, worked Sat 2/14
# and Sat 2/28. National Day: off Thu 10/1 to Wed 10/7, worked Sun 9/20 and Sat 10/10.
FRIDAY = at(2, 13, 16)  # the last Friday before Spring Festival
EVE = at(9, 30, 15)  # of National Day


@pytest.mark.parametrize(
    ("start", "limit", "pauses", "due"),
    [
        # 2 h to 18:00, then 22 h from Saturday 09:00
        (FRIDAY, Limit(24, NATURAL_HOUR), [(at(2, 13, 18), at(2, 14, 9))], at(2, 15, 7)),
        # two that overlap take 18:00 to 01:00, 7 h, once: Saturday 16:00 + 7 h
        (
            FRIDAY,
            Limit(24, NATURAL_HOUR),
            [(at(2, 13, 20), at(2, 14, 1)), (at(2, 13, 18), at(2, 13, 22))],
            at(2, 14, 23),
        ),
        # paused when it begins: 24 h from Saturday 00:00
        (FRIDAY, Limit(24, NATURAL_HOUR), [(at(2, 13, 9), at(2, 14))], at(2, 15)),
        # Friday 1.5 h, Saturday (worked) 0.5 h to 09:00, 2 h from 10:00
        (FRIDAY, Limit(4, WORKING_HOUR), [(at(2, 14, 9), at(2, 14, 10))], at(2, 14, 12)),
        # Friday 1.5 h, Saturday morning 3.5 h; Tuesday the 24th 2 h from 10:00 to noon, 2 h from 14:00
        (FRIDAY, Limit(9, WORKING_HOUR), [(at(2, 14, 14), at(2, 24, 10))], at(2, 24, 16)),
        # the holiday itself takes nothing: 2.5 h on the eve, 1.5 h on 10/8
        (EVE, Limit(4, WORKING_HOUR), [(at(10, 1), at(10, 8))], at(10, 8, 10)),
        # 1 h on the eve, 3 h on 10/8 from 09:00
        (EVE, Limit(4, WORKING_HOUR), [(at(9, 30, 16), at(10, 8, 9))], at(10, 8, 12)),
        # nothing stops it
        (at(2, 14, 17), Limit(4, EMERGENCY_HOUR), [(at(2, 14, 18), at(2, 14, 20))], at(2, 14, 21)),
        (EVE, Limit(24, EMERGENCY_HOUR), [(at(9, 1), at(11, 1))], at(10, 1, 15)),
        # 14, 15, 16; the 14th closes in the pause, so 15, 16, 17
        (FRIDAY, Limit(3, NATURAL_DAY), [(at(2, 14, 20), at(2, 15, 8))], at(2, 18)),
        # over before the 15th closes: 14, 15, 16
        (FRIDAY, Limit(3, NATURAL_DAY), [(at(2, 15, 8), at(2, 15, 20))], at(2, 17)),
        # the whole 15th, from 00:00 to 24:00, and no other: 14, 16, 17
        (FRIDAY, Limit(3, NATURAL_DAY), [(at(2, 15), at(2, 16))], at(2, 18)),
        # the 14th lost: 24, 25
        (FRIDAY, Limit(2, WORKING_DAY), [(at(2, 14, 10), at(2, 15, 9))], at(2, 25, 17, 30)),
        # nothing but holidays: 14, 24
        (FRIDAY, Limit(2, WORKING_DAY), [(at(2, 15), at(2, 24))], at(2, 24, 17, 30)),
        # 10/8; the 9th and the 10th (worked) lost; 12, 13, 14, 15
        (EVE, Limit(5, WORKING_DAY), [(at(10, 9, 12), at(10, 11, 12))], at(10, 15, 17, 30)),
        # 3/13; the 14th, 15th and 16th of February closed in the pause: 3 days on
        (FRIDAY, Limit(1, MONTH), [(at(2, 14, 20), at(2, 17, 8))], at(3, 17)),
        # 10/30 is lost, and 10/31 that it moves to: 11/1, up at 24:00
        (EVE, Limit(1, MONTH), [(at(10, 30, 12), at(11, 1, 12))], at(11, 2)),
        # to the end of February, one day on
        (at(1, 31, 10), Limit(1, MONTH), [(at(2, 10, 12), at(2, 11, 12))], at(3, 2)),
    ],
)
def test_hand_checked_deadlines_with_pauses(start, limit, pauses, due):
    assert deadline(start, limit, CALENDAR, pauses=[Pause(*pause) for pause in pauses]).due == due


@pytest.mark.parametrize(
    ("start", "limit", "extensions", "pauses", "due"),
    [
        (FRIDAY, Limit(24, NATURAL_HOUR), more(24), [], at(2, 15, 16)),
        # 7 h: 2.5 h on the eve, 3.5 h in the morning of 10/8, 1 h from 14:00
        (EVE, Limit(4, WORKING_HOUR), more(3), [], at(10, 8, 15)),
        (EVE, Limit(2, EMERGENCY_HOUR), more(1, 1), [], at(9, 30, 19)),
        # 14 to 18
        (FRIDAY, Limit(3, NATURAL_DAY), more(2), [], at(2, 19)),
        # 14, 24, 25, 26, 27
        (FRIDAY, Limit(2, WORKING_DAY), more(3), [], at(2, 27, 17, 30)),
        # two months from 1/31, not one from 2/28
        (at(1, 31, 10), Limit(1, MONTH), more(1), [], at(4, 1)),
        # 14 and 24 lost; 25, 26, 27
        (FRIDAY, Limit(2, WORKING_DAY), more(1), [(at(2, 14, 10), at(2, 24, 18))], at(2, 27, 17, 30)),
        # 1 h on the eve, 6 h on 10/8 from 09:00: 3 h to noon, 3 h from 14:00
        (EVE, Limit(4, WORKING_HOUR), more(2, 1), [(at(9, 30, 16), at(10, 8, 9))], at(10, 8, 17)),
        # 3 h + 2 h, the last of them after a pause of an hour
        (EVE, Limit(3, NATURAL_HOUR), more(2), [(at(9, 30, 19), at(9, 30, 20))], at(9, 30, 21)),
        # 14, 16, 17, 18
        (FRIDAY, Limit(3, NATURAL_DAY), more(1), [(at(2, 15), at(2, 16))], at(2, 19)),
        # two months to 4/13, 3 days on
        (FRIDAY, Limit(1, MONTH), more(1), [(at(2, 14, 20), at(2, 17, 8))], at(4, 17)),
    ],
)
def test_hand_checked_deadlines_with_extensions(start, limit, extensions, pauses, due):
    paused = [Pause(*pause) for pause in pauses]
    assert deadline(start, limit, CALENDAR, pauses=paused, extensions=extensions).due == due


def test_working_days_with_a_pause_and_an_extension_are_told_line_by_line():
    asked = Pause(at(10, 9, 12), at(10, 11, 12), "waiting for the key")
    found = deadline(EVE, Limit(3, WORKING_DAY), CALENDAR, pauses=[asked], extensions=more(2))
    assert found.as_json() == [
        {"kind": "start", "at": "2026-09-30T15:00:00+08:00", "amount": 3, "unit": "working_day"},
        {"kind": "extension", "amount": 2, "unit": "working_day", "label": "granted by the street"},
        {"kind": "not_counted", "day": "2026-09-30"},
        {"kind": "holiday", "from": "2026-10-01", "to": "2026-10-07", "name": "National Day"},
        {"kind": "days", "from": "2026-10-08", "to": "2026-10-08", "number": 1},
        {
            "kind": "pause",
            "from": "2026-10-09T12:00:00+08:00",
            "to": "2026-10-11T12:00:00+08:00",
            "reason": "waiting for the key",
            "days": 2,
        },
        {"kind": "make_up", "from": "2026-10-10", "to": "2026-10-10", "name": "National Day"},
        {"kind": "weekend", "from": "2026-10-11", "to": "2026-10-11"},
        {"kind": "days", "from": "2026-10-12", "to": "2026-10-15", "number": 4},
        {"kind": "due", "at": "2026-10-15T17:30:00+08:00", "day": "2026-10-15", "time": "17:30"},
    ]


def test_working_hours_with_overlapping_pauses_are_told_line_by_line():
    pauses = [Pause(at(2, 14, 9), at(2, 14, 11), "shelved"), Pause(at(2, 14, 10), at(2, 14, 15), "waiting")]
    assert deadline(FRIDAY, Limit(4, WORKING_HOUR), CALENDAR, pauses=pauses).as_json()[1:] == [
        {"kind": "segment", "day": "2026-02-13", "from": "16:00", "to": "17:30", "seconds": 5400},
        {"kind": "make_up", "from": "2026-02-14", "to": "2026-02-14", "name": "Spring Festival"},
        {"kind": "segment", "day": "2026-02-14", "from": "08:30", "to": "09:00", "seconds": 1800},
        {
            "kind": "pause",
            "from": "2026-02-14T09:00:00+08:00",
            "to": "2026-02-14T11:00:00+08:00",
            "reason": "shelved",
            "seconds": 7200,
        },
        {
            "kind": "pause",
            "from": "2026-02-14T10:00:00+08:00",
            "to": "2026-02-14T15:00:00+08:00",
            "reason": "waiting",
            "seconds": 7200,  # 11:00-12:00 and 14:00-15:00, what the first had not taken
        },
        {"kind": "segment", "day": "2026-02-14", "from": "15:00", "to": "17:00", "seconds": 7200},
        {"kind": "due", "at": "2026-02-14T17:00:00+08:00", "day": "2026-02-14", "time": "17:00"},
    ]


def taken(found, unit):
    return [line.facts[unit] for line in found.lines if line.kind is LineKind.PAUSE]


def test_what_one_pause_took_no_other_takes_again():
    long, within, across = (
        (at(2, 13, 17), at(2, 13, 22)),
        (at(2, 13, 18), at(2, 13, 19)),
        (at(2, 13, 20), at(2, 14)),
    )
    pauses = [Pause(*each) for each in (across, within, long)]
    found = deadline(FRIDAY, Limit(24, NATURAL_HOUR), CALENDAR, pauses=pauses)
    assert taken(found, "seconds") == [5 * 3600, 0, 2 * 3600]


def test_a_whole_day_paused_is_one_day_in_the_lines_too():
    pauses = [Pause(at(2, 15), at(2, 16)), Pause(at(2, 16), at(2, 17))]
    assert taken(deadline(FRIDAY, Limit(3, NATURAL_DAY), CALENDAR, pauses=pauses), "days") == [1, 1]
    assert taken(deadline(FRIDAY, Limit(3, NATURAL_DAY), CALENDAR, pauses=pauses[1:]), "days") == [1]


def test_months_say_where_they_end_and_that_a_day_is_missing():
    assert deadline(at(1, 31, 10), Limit(1, MONTH), CALENDAR).as_json()[1:] == [
        {"kind": "not_counted", "day": "2026-01-31"},
        {"kind": "months", "from": "2026-01-31", "to": "2026-02-28", "months": 1, "missing": 31},
        {"kind": "days", "from": "2026-02-01", "to": "2026-02-28", "number": 28},
        {"kind": "due", "at": "2026-03-01T00:00:00+08:00", "day": "2026-02-28", "time": "24:00"},
    ]


def test_emergency_hours_say_that_they_run_on():
    pause = Pause(at(9, 30, 16), at(9, 30, 18), "shelved")
    assert deadline(EVE, Limit(2, EMERGENCY_HOUR), CALENDAR, pauses=[pause]).as_json()[1:3] == [
        {"kind": "emergency", "hours": 2},
        {
            "kind": "runs_on",
            "from": "2026-09-30T16:00:00+08:00",
            "to": "2026-09-30T18:00:00+08:00",
            "reason": "shelved",
        },
    ]


def test_mistakes_of_the_caller():
    with pytest.raises(ValueError, match="ends before it begins"):
        Pause(at(3, 3, 10), at(3, 3, 9))
    with pytest.raises(ValueError, match="time zone"):
        Pause(datetime(2026, 3, 3, 9), at(3, 3, 10))  # noqa: DTZ001 - the mistake itself
    with pytest.raises(ValueError, match="adds something"):
        Extension(0, "nobody")


MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
worked = cache(chinese_calendar.is_workday)


def is_paused(minute, pauses):
    return any(pause.begin <= minute < pause.end for pause in pauses)


def runs(minute, unit, pauses):
    """Whether a minute counts towards hours."""
    if unit is EMERGENCY_HOUR:
        return True
    if is_paused(minute, pauses):
        return False
    clock = minute.hour * 60 + minute.minute
    in_slots = 8 * 60 + 30 <= clock < 12 * 60 or 14 * 60 <= clock < 17 * 60 + 30
    return unit is NATURAL_HOUR or (in_slots and worked(minute.date()))


def slow_hours(start, amount, unit, pauses):
    """Tick minute by minute until so many minutes have counted."""
    left, now = amount * 60, start
    while left:
        left -= runs(now, unit, pauses)
        now += MINUTE
    return now


def slow_days(start, amount, unit, pauses):
    """Tick minute by minute until so many days have closed whose last minute is not paused."""
    last_minute = (17, 29) if unit is WORKING_DAY else (23, 59)
    left, now = amount, (start + DAY).replace(hour=0, minute=0)
    while True:
        if (now.hour, now.minute) == last_minute and not is_paused(now, pauses):
            left -= unit is not WORKING_DAY or worked(now.date())
            if not left:
                return now + MINUTE
        now += MINUTE


def slow_months(start, amount, pauses):
    """Walk to the first day of the month asked for, on to the day of the start's number if there is one."""
    day, months = start.date(), amount
    while months:
        day += DAY
        months -= day.day == 1
    while day.day < start.day and (day + DAY).day > 1:
        day += DAY
    return slow_days(start, (day - start.date()).days, MONTH, pauses)


def slow(start, amount, unit, pauses):
    if unit is MONTH:
        return slow_months(start, amount, pauses)
    reckon = slow_days if unit in {NATURAL_DAY, WORKING_DAY} else slow_hours
    return reckon(start, amount, unit, pauses)


minutes_of_the_year = st.integers(0, 300 * 24 * 60).map(lambda n: at(1, 1) + n * MINUTE)
amounts = st.integers(1, 9)
units = st.sampled_from(Unit)
# A pause as minutes from the start to its begin, and from there to its end.
few_minutes = st.tuples(st.integers(-3_000, 15_000), st.integers(0, 6_000))
whole_days = st.tuples(st.integers(-2, 9).map(lambda n: n * 1440), st.integers(0, 4).map(lambda n: n * 1440))
some_pauses = st.lists(few_minutes | whole_days, max_size=4)


def paused(start, minutes):
    return [Pause(start + begin * MINUTE, start + (begin + length) * MINUTE) for begin, length in minutes]


@pytest.mark.parametrize("unit", Unit)
@settings(max_examples=50, deadline=None)
@given(minutes_of_the_year, st.data())
def test_every_unit_agrees_with_a_slow_counter(unit, start, data):
    amount = data.draw(st.integers(1, 2 if unit is MONTH else 9))
    extra = data.draw(st.integers(0, 1 if unit is MONTH else 3))
    extensions = more(*[extra] * (extra > 0))
    at_midnight = data.draw(st.booleans())
    start = start.replace(hour=0, minute=0) if at_midnight else start
    pauses = paused(start, data.draw(some_pauses))
    found = deadline(start, Limit(amount, unit), CALENDAR, pauses=pauses, extensions=extensions)
    assert found.due == slow(start, amount + extra, unit, pauses)


@pytest.mark.parametrize("unit", [unit for unit in Unit if unit is not EMERGENCY_HOUR])
@settings(max_examples=30, deadline=None)
@given(minutes_of_the_year, amounts, st.integers(0, 9_000), st.integers(1, 9_000))
def test_what_ends_during_a_pause_is_late_only_if_it_was_late_before_it(unit, start, amount, wait, length):
    held = start + wait * MINUTE
    ended = held + length * MINUTE
    amount = 1 if unit is MONTH else amount
    found = deadline(start, Limit(amount, unit), CALENDAR, pauses=[Pause(held, ended)])
    assert found.due == slow(start, amount, unit, [Pause(held, ended)])
    assert (ended > found.due) == (held >= slow(start, amount, unit, []))


@settings(max_examples=200, deadline=None)
@given(minutes_of_the_year, amounts, units, some_pauses, few_minutes)
def test_a_pause_never_makes_a_deadline_earlier(start, amount, unit, pauses, another):
    before = deadline(start, Limit(amount, unit), CALENDAR, pauses=paused(start, pauses))
    after = deadline(start, Limit(amount, unit), CALENDAR, pauses=paused(start, [another, *pauses]))
    assert after.due >= before.due


@settings(max_examples=200, deadline=None)
@given(minutes_of_the_year, amounts, units, some_pauses, st.integers(0, 3_000), st.integers(0, 3_000))
def test_a_pause_from_the_deadline_on_changes_nothing(start, amount, unit, pauses, later, length):
    pauses = paused(start, pauses)
    before = deadline(start, Limit(amount, unit), CALENDAR, pauses=pauses)
    begin = before.due + later * MINUTE
    after = deadline(
        start, Limit(amount, unit), CALENDAR, pauses=[*pauses, Pause(begin, begin + length * MINUTE)]
    )
    assert after == before


@settings(max_examples=200, deadline=None)
@given(minutes_of_the_year, amounts, units, some_pauses, st.randoms(use_true_random=False))
def test_splitting_and_shuffling_pauses_changes_nothing(start, amount, unit, pauses, random):
    whole = paused(start, pauses)
    parts = []
    for pause in whole:
        cut = pause.begin + random.random() * (pause.end - pause.begin)
        parts += [Pause(pause.begin, cut), Pause(cut, pause.end)]
    random.shuffle(parts)
    limit = Limit(amount, unit)
    assert (
        deadline(start, limit, CALENDAR, pauses=parts).due
        == deadline(start, limit, CALENDAR, pauses=whole).due
    )


@settings(max_examples=200, deadline=None)
@given(minutes_of_the_year, amounts, units, some_pauses)
def test_the_lines_add_up(start, amount, unit, pauses):
    found = deadline(start, Limit(amount, unit), CALENDAR, pauses=paused(start, pauses))
    lines = found.as_json()
    lost = [line for line in lines if line["kind"] == LineKind.PAUSE]
    days = sum(line["number"] for line in lines if line["kind"] == LineKind.DAYS)
    if unit is NATURAL_HOUR:
        hours = timedelta(hours=amount, seconds=sum(line["seconds"] for line in lost))
        assert found.due == start + hours
    if unit is WORKING_HOUR:
        counted = sum(line["seconds"] for line in lines if line["kind"] == LineKind.SEGMENT)
        assert counted == amount * 3600
        taken = timedelta(seconds=sum(line["seconds"] for line in lost))
        assert CALENDAR.working_time(start, found.due) == timedelta(hours=amount) + taken
    if unit in {NATURAL_DAY, WORKING_DAY}:
        assert days == amount
    if unit in {NATURAL_DAY, MONTH}:
        last = date.fromisoformat(lines[-1]["day"])
        assert days + sum(line["days"] for line in lost) == (last - start.date()).days
