"""Months, quarters, years and any days."""

from datetime import date

import pytest

from wangge.appraisal import periods
from wangge.appraisal.errors import BadPeriod
from wangge.appraisal.periods import Period, read, shift, year_up_to


@pytest.mark.parametrize(
    ("code", "first", "last"),
    [
        ("2026-02", "2026-02-01", "2026-02-28"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2026-Q4", "2026-10-01", "2026-12-31"),
        ("2026", "2026-01-01", "2026-12-31"),
        ("2026-11-03~2026-11-09", "2026-11-03", "2026-11-09"),
    ],
)
def test_a_code_is_a_period_and_back(code, first, last):
    period = read(code)
    assert (str(period.first), str(period.last), period.code) == (first, last, code)


@pytest.mark.parametrize(
    "code",
    [
        "",
        "2026-13",
        "2026-Q5",
        "26-01",
        "2026-11-09~2026-11-03",
        "2026-02-30~2026-03-01",
        "1900-01-01~2020-01-01",
    ],
)
def test_nonsense_is_refused(code):
    with pytest.raises(BadPeriod):
        read(code)


def test_before_after_and_the_year_before():
    march = read("2026-03")
    assert (march.before().code, march.after().code) == ("2026-02", "2026-04")
    assert march.year_before().code == "2025-03"
    assert read("2026-Q1").before().code == "2025-Q4"
    assert read("2026-11-03~2026-11-09").before().code == "2026-10-27~2026-11-02"
    assert read("2024-02-29~2024-02-29").year_before().code == "2023-02-28~2023-02-28"


def test_twelve_months_end_with_the_month_of_the_period():
    year = year_up_to(read("2026-03"))
    assert (year.first, year.last) == (date(2025, 4, 1), date(2026, 3, 31))
    assert shift(date(2026, 1, 31), 1) == date(2026, 2, 28)


def test_days_begin_at_midnight_in_china():
    period = Period(date(2026, 11, 1), date(2026, 11, 30), 1)
    assert period.since.isoformat() == "2026-11-01T00:00:00+08:00"
    assert periods.month_of(period.since) == period
    assert periods.month_of(period.until) == read("2026-12")
