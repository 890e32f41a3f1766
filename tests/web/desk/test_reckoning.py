"""A reckoning in words, as the case page tells it, in both languages."""

from datetime import date, datetime

import pytest
from django.utils import translation

from wangge.cases.lines import LineKind
from wangge.cases.pauses import Pause
from wangge.cases.sla import Extension, Limit, Unit, deadline
from wangge.foundation.calendar import CHINA_TIME, WorkCalendar, seed
from wangge.web.reckoning import TOLD, limit, words

LAST = date(2026, 12, 31)
CALENDAR = WorkCalendar.of_rows(seed(date(2026, 1, 1), LAST), covered_until=LAST)


def at(month, day, hour=0, minute=0):
    return datetime(2026, month, day, hour, minute, tzinfo=CHINA_TIME)


def told(found, language="en"):
    with translation.override(language):
        return [words(line) for line in found.as_json()]


EVE = at(9, 30, 15)
WAITING = Pause(at(10, 9, 12), at(10, 11, 12), "waiting for the key")


def test_a_pause_and_an_extension_of_working_days():
    found = deadline(
        EVE, Limit(3, Unit.WORKING_DAY), CALENDAR, pauses=[WAITING], extensions=[Extension(2, "the street")]
    )
    assert told(found) == [
        "It begins on 9/30 (Wed) 15:00 and may take 3 working days.",
        "Extended by 2 working days: the street.",
        "9/30 (Wed), the day it came in, is not counted.",
        "10/1 (Thu) to 10/7 (Wed): National Day, a holiday, not counted.",
        "10/8 (Thu): 1 day counted.",
        "Paused from 10/9 (Fri) 12:00 to 10/11 (Sun) 12:00 (waiting for the key): 2 days not counted.",
        "10/10 (Sat): worked to make up for National Day.",
        "10/11 (Sun): weekend, not counted.",
        "10/12 (Mon) to 10/15 (Thu): 4 days counted.",
        "So the time is up on 10/15 (Thu) at 17:30.",
    ]


def test_hours_paused_and_hours_that_run_on():
    pause = Pause(at(9, 30, 16), at(9, 30, 17, 30))
    assert told(deadline(EVE, Limit(2, Unit.NATURAL_HOUR), CALENDAR, pauses=[pause]))[1:] == [
        "These hours run day and night, on holidays too.",
        "Paused from 9/30 (Wed) 16:00 to 9/30 (Wed) 17:30 (—): 1.5 h not counted.",
        "So the time is up on 9/30 (Wed) at 18:30.",
    ]
    assert told(deadline(EVE, Limit(2, Unit.EMERGENCY_HOUR), CALENDAR, pauses=[pause])) == [
        "It begins on 9/30 (Wed) 15:00 and may take 2 emergency hours.",
        "These emergency hours run day and night, on holidays too, and no pause stops them.",
        "Paused from 9/30 (Wed) 16:00 to 9/30 (Wed) 17:30 (—), but these hours run on.",
        "So the time is up on 9/30 (Wed) at 17:00.",
    ]


def test_months_and_months_without_the_day():
    assert (
        told(deadline(EVE, Limit(2, Unit.MONTH), CALENDAR))[2]
        == "2 months from 9/30 (Wed) reach to 11/30 (Mon)."
    )
    assert told(deadline(at(1, 31), Limit(1, Unit.MONTH), CALENDAR))[2] == (
        "1 month from 1/31 (Sat) reach to 2/28 (Sat), the end of a month without a day 31."
    )


def test_in_chinese():
    pauses, extensions = [WAITING], [Extension(2, "街道")]
    days = deadline(EVE, Limit(3, Unit.WORKING_DAY), CALENDAR, pauses=pauses, extensions=extensions)
    assert told(days, "zh-hans")[1] == "延期 2 个工作日：街道。"
    assert told(days, "zh-hans")[5] == (
        "10月9日（周五） 12:00 至 10月11日（周日） 12:00 暂停计时（waiting for the key），2 天不计。"
    )
    months = deadline(at(1, 31), Limit(1, Unit.MONTH), CALENDAR)
    assert told(months, "zh-hans")[2] == "自1月31日（周六）起 1 个月，当月没有 31 日，至月末2月28日（周六）。"


@pytest.mark.parametrize("unit", Unit)
def test_every_unit_has_words_of_its_own(unit):
    for language in ("en", "zh-hans"):
        with translation.override(language):
            assert len({limit(2, each) for each in Unit}) == len(Unit)
            assert "2" in limit(2, unit)


def test_every_kind_of_line_has_words():
    assert set(TOLD) == {"level", "set", "sender", *LineKind}
    with translation.override("en"):
        set_by_hand = words({"kind": "set", "at": "2026-10-01T00:30:00+00:00"})
    assert set_by_hand == "The deadline was set by hand: 10/1 (Thu) 08:30."
    assert words({"kind": "never heard of"}) == "{'kind': 'never heard of'}"
