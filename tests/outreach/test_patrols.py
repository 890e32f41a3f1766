"""Two patrols a day in every grid: tasks with results, nothing about who walked where or for how long."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from tests.cast import Cast
from wangge.cases import actions as cases
from wangge.cases.errors import NotYours, OwnWork
from wangge.cases.telling import Telling
from wangge.journal.actor import SYSTEM
from wangge.outreach import actions
from wangge.outreach.errors import (
    BadTimes,
    HasResult,
    LongPast,
    NoSuchRound,
    NotBegun,
    NotYourGrid,
    SayWhatWasDone,
)
from wangge.outreach.mine import kept, mine, walk_of
from wangge.outreach.models import Patrol, Slot
from wangge.outreach.rounds import Stage, rounds

DAY = date(2026, 11, 16)
TEN = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)  # ten in the morning in Peking
THREE = TEN + timedelta(hours=5)
NIGHT = TEN + timedelta(hours=12)
GRID_1 = {"lon": 116.005, "lat": 39.005}


def walk(cast: Cast, slot: str = "morning", day: date = DAY):
    return walk_of(f"{cast.grids[0].pk}.{slot}.{day}", by=cast.chen)


def stages(cast: Cast, now: datetime) -> list[Stage]:
    return [each.stage(now=now) for each in rounds(cast.grids[:1], since=DAY, until=DAY)]


@pytest.mark.row("ZH-31")
def test_two_patrols_a_day_stand_in_today_until_they_have_a_result(cast):
    assert [(p.step, p.walk.slot.code) for p in mine(cast.chen, now=TEN)] == [("patrol", "morning")]
    actions.find_nothing(walk(cast), by=cast.chen, now=TEN)
    assert mine(cast.chen, now=TEN) == []
    [afternoon] = mine(cast.chen, now=THREE)
    assert afternoon.walk.slot.code == "afternoon"
    actions.put_right(walk(cast, "afternoon"), note="扶正了倒地的共享单车", by=cast.chen, now=THREE)
    assert stages(cast, THREE) == [Stage.DONE, Stage.DONE]


@pytest.mark.row("ZH-31")
def test_what_was_not_done_is_simply_shown_to_worker_and_office(cast):
    assert stages(cast, TEN) == [Stage.NOW, Stage.AHEAD]
    assert stages(cast, NIGHT) == [Stage.OPEN, Stage.OPEN]
    assert [p.walk.slot.code for p in mine(cast.chen, now=NIGHT)] == ["morning", "afternoon"]
    office = [w for w in kept(cast.zhou, now=NIGHT) if w.day == DAY]
    assert {(w.grid.number, w.stage(now=NIGHT)) for w in office} == {(1, Stage.OPEN), (2, Stage.OPEN)}


def test_nothing_is_kept_of_ways_hours_or_persons_beyond_who_answers_for_the_result():
    fields = {field.name for field in Patrol._meta.get_fields()}
    assert fields == {"id", "grid", "slot", "day", "result", "note", "case", "at", "by"}


def test_the_other_pair_of_eyes_in_the_grid_may_do_it_as_well(cast):
    actions.find_nothing(walk(cast), by=cast.he, now=TEN)
    assert mine(cast.chen, now=TEN) == []


@pytest.mark.row("ES-01")
def test_what_a_patrol_finds_is_verified_and_closed_by_others_than_its_handler(cast):
    telling = Telling("北门垃圾桶满了", "patrol", **GRID_1)
    found = actions.find(walk(cast), telling, by=cast.chen, now=TEN)
    case = found.case
    assert (case.channel.code, case.state, case.post_id) == ("patrol", "dispatched", cast.posts["chen"])
    cases.sign(case, by=cast.chen, now=TEN)
    cases.contact(case, note="本人巡查发现", by=cast.chen, now=TEN)
    cases.handle(case, note="已清运", by=cast.chen, now=TEN)
    with pytest.raises(OwnWork):
        cases.verify(case, note="看过了", by=cast.chen, now=TEN)
    cases.verify(case, note="现场已清", by=cast.he, now=TEN)
    with pytest.raises(NotYours):
        cases.close(case, by=cast.chen, now=TEN)
    cases.close(case, by=cast.zhou, now=TEN)
    assert case.state == "closed"


def test_several_things_may_be_found_on_one_patrol_but_then_not_nothing(cast):
    for text in ("北门垃圾桶满了", "楼道垃圾没清"):
        actions.find(walk(cast), Telling(text, "patrol", **GRID_1), by=cast.chen, now=TEN)
    assert Patrol.objects.filter(result="found").count() == 2
    with pytest.raises(HasResult):
        actions.find_nothing(walk(cast), by=cast.chen, now=TEN)


def test_a_result_belongs_to_ones_own_grid_and_to_a_patrol_that_has_begun(cast):
    with pytest.raises(NoSuchRound):
        walk_of(f"{cast.grids[1].pk}.morning.{DAY}", by=cast.chen)
    [_, foreign] = [each for each in rounds(cast.grids, since=DAY, until=DAY) if each.slot.code == "morning"]
    with pytest.raises(NotYourGrid):
        actions.find_nothing(foreign, by=cast.chen, now=TEN)
    with pytest.raises(NotBegun):
        actions.find_nothing(walk(cast, "afternoon"), by=cast.chen, now=TEN)
    with pytest.raises(LongPast):
        actions.find_nothing(walk(cast), by=cast.chen, now=TEN + timedelta(days=9))
    with pytest.raises(SayWhatWasDone):
        actions.put_right(walk(cast), note=" ", by=cast.chen, now=TEN)


@pytest.mark.parametrize(
    "name", ["", "1", "1.morning", "x.morning.2026-11-16", "1.morning.tomorrow", "1.2.3.4"]
)
def test_a_name_that_means_no_patrol_is_refused(cast, name):
    with pytest.raises(NoSuchRound):
        walk_of(name, by=cast.chen)


def test_the_times_of_patrols_are_data(cast):
    rows = [{"code": "evening", "name": "夜巡", "begins": time(19), "ends": time(21)}]
    actions.set_slots(rows, by=SYSTEM, now=TEN)
    assert list(Slot.objects.values_list("code", flat=True)) == ["morning", "afternoon", "evening"]
    with pytest.raises(BadTimes):
        actions.set_slots([{**rows[0], "ends": time(18)}], by=SYSTEM, now=TEN)
