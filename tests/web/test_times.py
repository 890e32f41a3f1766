"""Times as people say them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from wangge.web import times

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)  # 10:00 in the place


@pytest.mark.parametrize(
    ("delta", "english", "chinese"),
    [
        (timedelta(seconds=-30), "just now", "刚刚"),
        (timedelta(minutes=-12), "12 minutes ago", "12 分钟前"),
        (timedelta(hours=-3), "today 07:00", "今天 07:00"),
        (timedelta(hours=-18), "yesterday 16:00", "昨天 16:00"),
        (timedelta(hours=23), "tomorrow 09:00", "明天 09:00"),
        (timedelta(days=-20), "2/10 10:00", "2月10日 10:00"),
        (timedelta(days=-400), "2025/1/26", "2025年1月26日"),
    ],
)
def test_a_moment_is_said_as_people_say_it(delta: timedelta, english: str, chinese: str) -> None:
    with translation.override("en"):
        assert times.ago(NOW + delta, now=NOW) == english
    with translation.override("zh-hans"):
        assert times.ago(NOW + delta, now=NOW) == chinese


@pytest.mark.parametrize(
    ("days", "english", "chinese"),
    [
        (0, "yesterday 24:00", "昨天 24:00"),
        (1, "today 24:00", "今天 24:00"),
        (9, "3/10 24:00", "3月10日 24:00"),
        (-60, "2025/12/31", "2025年12月31日"),
    ],
)
def test_midnight_ends_the_day_before(days: int, english: str, chinese: str) -> None:
    midnight = datetime(2026, 3, 1, 16, 0, tzinfo=UTC) + timedelta(days=days)
    with translation.override("en"):
        assert times.moment(midnight, now=NOW) == english
    with translation.override("zh-hans"):
        assert times.moment(midnight, now=NOW) == chinese
    assert times.exact(midnight).endswith(" 24:00")


@pytest.mark.parametrize(
    ("delta", "words"),
    [
        (timedelta(hours=30), ("还剩 30 小时", "plain")),
        (timedelta(hours=3), ("还剩 3 小时", "soon")),
        (timedelta(0), ("已超 1 分钟", "late")),
        (timedelta(days=-3), ("已超 3 天", "late")),
    ],
)
def test_what_is_left_has_words_and_a_tone(delta: timedelta, words: tuple[str, str]) -> None:
    with translation.override("zh-hans"):
        assert times.left(NOW + delta, now=NOW) == words
