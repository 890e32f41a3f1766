"""Limits and days changed while clocks run: previewed, only what is ticked moves, the rest says so."""

from datetime import date, datetime, timedelta

import pytest

from tests.cast import DAY, MONDAY, Cast
from wangge.cases import actions
from wangge.cases.errors import (
    CoverageUnknown,
    Missing,
    NoSuchLevel,
    NothingChanged,
    NotKeeper,
    OutOfRange,
    UnknownCategory,
    UnknownChoice,
)
from wangge.cases.limits import (
    DayChange,
    LevelChange,
    moved_by_days,
    moved_by_level,
    published,
    set_days,
    set_level,
)
from wangge.cases.models import Case, ClockRun, ServiceLevel
from wangge.cases.moving import older
from wangge.cases.rulebook import rulebook
from wangge.cases.telling import Telling
from wangge.foundation.calendar import CHINA_TIME
from wangge.foundation.errors import HolidaysUnknown
from wangge.journal import actions as journal
from wangge.journal.actor import RESIDENT
from wangge.journal.models import Entry
from wangge.staffing.models import CalendarCoverage, CalendarDay

LATER = MONDAY + timedelta(hours=1)
THREE_DAYS = LevelChange("resolve", "normal", "", 3, "working_day", "社区约定")
CLOSED = DayChange(((date(2026, 11, 18), False, "停办日"),), source="hand")


def tell(text: str = "楼下垃圾") -> Case:
    return actions.report(Telling(text, "portal", lon=116.005, lat=39.005), by=RESIDENT, now=MONDAY).case


def clock(case: Case, kind: str = "resolve") -> ClockRun:
    return ClockRun.objects.get(case=case, kind=kind)


def at(day: int, hour: int = 17, minute: int = 30) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=CHINA_TIME)


def test_a_preview_names_the_deadlines_and_changes_nothing(cast: Cast):
    tell()
    tell("停水了")
    [move] = moved_by_level(THREE_DAYS, by=cast.an, book=rulebook())
    assert (move.run.due_at, move.due) == (at(23), at(19))
    assert [line["kind"] for line in move.lines][:2] == ["level", "start"]
    assert move.lines[0]["provenance"] == "社区约定"
    assert ServiceLevel.objects.get(clock="resolve", urgency="normal").amount == 5


def test_only_what_is_ticked_is_moved_and_the_journal_tells(cast: Cast):
    ticked, left = tell(), tell("三单元电梯停了")
    run = clock(ticked)
    assert set_level(THREE_DAYS, recompute=[run.pk], by=cast.an, now=LATER) == 1
    ticked.refresh_from_db()
    assert clock(ticked).due_at == at(19)
    assert (clock(ticked).amount, clock(ticked).provenance) == (3, "社区约定")
    assert clock(left).due_at == at(23)
    assert ticked.due_at == clock(ticked, "sign").due_at, "the earliest clock still counts"
    entry = Entry.objects.get(verb="level.set")
    assert (entry.payload["before"]["amount"], entry.payload["amount"]) == (5, 3)
    assert entry.payload["recomputed"] == [run.pk]
    told = Entry.objects.get(verb="case.deadline_moved")
    assert (told.subject_id, told.payload["was_due"]) == (ticked.pk, run.due_at.isoformat())
    fresh = tell()
    assert clock(fresh).due_at == at(19)


def test_a_case_that_was_left_says_that_it_rests_on_the_older_rule(cast: Cast):
    case = tell()
    assert older(clock(case), category="estate/rubbish/", urgency="normal", book=rulebook()) is None
    set_level(THREE_DAYS, recompute=[], by=cast.an, now=LATER)
    move = older(clock(case), category="estate/rubbish/", urgency="normal", book=rulebook())
    assert move is not None
    assert (move.due, move.limit.amount) == (at(19), 3)
    set_level(THREE_DAYS, recompute=[clock(case).pk], by=cast.an, now=LATER)
    assert older(clock(case), category="estate/rubbish/", urgency="normal", book=rulebook()) is None


def test_the_nearest_category_decides_whom_a_change_moves(cast: Cast):
    rubbish, lift = tell(), tell("三单元电梯停了")
    own = LevelChange("resolve", "normal", "rubbish", 2, "working_day", "城管标准")
    [move] = moved_by_level(own, by=cast.an, book=rulebook())
    assert move.run.case_id == rubbish.pk
    set_level(own, recompute=[], by=cast.an, now=LATER)
    [move] = moved_by_level(THREE_DAYS, by=cast.an, book=rulebook())
    assert move.run.case_id == lift.pk, "rubbish has a limit of its own now"
    gone = LevelChange("resolve", "normal", "rubbish", None)
    assert set_level(gone, recompute=[], by=cast.an, now=LATER) == 0
    assert not ServiceLevel.objects.filter(category__code="rubbish").exists()


def test_a_day_moves_what_counts_working_time_over_it(cast: Cast):
    case, emergency = tell(), tell("停水了")
    [move] = moved_by_days(CLOSED, by=cast.an, book=rulebook())
    assert (move.run.case_id, move.run.kind, move.due) == (case.pk, "resolve", at(24))
    assert any(line.get("name") == "停办日" for line in move.lines)
    set_days(CLOSED, recompute=[], by=cast.an, now=LATER)
    assert clock(case).due_at == at(23)
    assert older(clock(case), category="", urgency="normal", book=rulebook()) is not None
    back = DayChange(((date(2026, 11, 18), True, ""),), source="hand")
    assert moved_by_days(back, by=cast.an, book=rulebook()) == [], "the old deadline is right again"
    assert clock(emergency).unit == "natural_hour"


def test_days_are_entered_and_the_ticked_deadlines_moved_in_one_go(cast: Cast):
    case = tell()
    assert set_days(CLOSED, recompute=[clock(case).pk], by=cast.an, now=LATER) == 1
    assert clock(case).due_at == at(24)
    kept = CalendarDay.objects.get(day=date(2026, 11, 18))
    assert (kept.working, kept.name, kept.source) == (False, "停办日", "hand")
    assert Entry.objects.filter(verb="calendar.set", payload__source="hand").exists()


def test_published_holidays_join_on_to_what_is_known(cast: Cast):
    change = published(2026, rulebook().calendar)
    assert change.until == date(2026, 12, 31)
    assert (date(2026, 10, 1), False, "国庆节") in change.days
    set_days(change, recompute=[], by=cast.an, now=LATER)
    assert CalendarCoverage.objects.get().until == date(2040, 12, 31), "what was known further stays known"
    with pytest.raises(HolidaysUnknown):
        published(2190, rulebook().calendar)


def test_the_pause_of_a_case_is_kept_when_its_deadline_moves(cast: Cast):
    case = tell()
    actions.sign(case, by=cast.chen, now=MONDAY)
    actions.wait(case, reason="等待反映人回家", until=LATER + timedelta(days=9), by=cast.chen, now=MONDAY)
    assert moved_by_level(THREE_DAYS, by=cast.an, book=rulebook()) == [], "it waits"
    actions.resume(case, by=cast.chen, now=MONDAY + timedelta(days=2))
    [move] = moved_by_level(THREE_DAYS, by=cast.an, book=rulebook())
    assert move.due == at(20), "Tuesday does not count"
    set_level(THREE_DAYS, recompute=[move.run.pk], by=cast.an, now=LATER)
    assert clock(case).due_at == at(20)


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        (LevelChange("noon", "normal", "", 3, "working_day", "x"), UnknownChoice),
        (LevelChange("task", "normal", "", 3, "working_day", "x"), UnknownChoice),
        (LevelChange("resolve", "soon", "", 3, "working_day", "x"), UnknownChoice),
        (LevelChange("resolve", "normal", "", 3, "moons", "x"), UnknownChoice),
        (LevelChange("resolve", "normal", "moon", 3, "working_day", "x"), UnknownCategory),
        (LevelChange("resolve", "normal", "", 0, "working_hour", "x"), OutOfRange),
        (LevelChange("resolve", "normal", "", 1000, "working_day", "x"), OutOfRange),
        (LevelChange("resolve", "normal", "", 3, "working_day", " "), Missing),
        (LevelChange("resolve", "normal", "lift", None), NoSuchLevel),
        (LevelChange("resolve", "normal", "", 5, "working_day", "test"), NothingChanged),
    ],
)
def test_a_limit_that_cannot_be_is_refused(cast: Cast, change: LevelChange, refusal: type[Exception]):
    with pytest.raises(refusal):
        set_level(change, recompute=[], by=cast.an, now=LATER)


def test_only_the_keeper_of_the_house_changes_limits_and_days(cast: Cast):
    with pytest.raises(NotKeeper):
        set_level(THREE_DAYS, recompute=[], by=cast.zhao, now=LATER)
    with pytest.raises(NotKeeper):
        set_days(CLOSED, recompute=[], by=cast.zhao, now=LATER)


def test_days_that_change_nothing_or_of_which_nothing_is_known(cast: Cast):
    set_days(CLOSED, recompute=[], by=cast.an, now=LATER)
    with pytest.raises(NothingChanged):
        set_days(CLOSED, recompute=[], by=cast.an, now=LATER)
    CalendarCoverage.objects.all().delete()
    journal.announce("calendar")
    with pytest.raises(CoverageUnknown):
        set_days(CLOSED, recompute=[], by=cast.an, now=LATER)
    assert MONDAY.date() > DAY
