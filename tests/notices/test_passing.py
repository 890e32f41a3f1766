"""A notice goes down level by level: receipts, units told and not reached, corrections, who may do what."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.cast import MONDAY
from wangge.journal.models import Entry
from wangge.notices import actions, queries
from wangge.notices.errors import (
    EndsBefore,
    NobodyThere,
    NoSuchKind,
    NoSuchNotice,
    NoSuchUnit,
    NotByUnits,
    NotHere,
    NothingChosen,
    NoticeMoved,
    NotInForce,
    NotYourLevel,
    NotYourPlace,
    SayWhy,
    Unsaid,
)
from wangge.notices.kinds import kind_of, kinds
from wangge.notices.models import Kind, Notice, Reading
from wangge.notices.standing import find
from wangge.places.models import Building, Grid, Home, Membership

LATER = MONDAY + timedelta(hours=1)


def far(notice: Notice, by) -> queries.Far:
    return queries.count(queries.units_of(notice, by))


def test_a_street_s_notice_goes_down_level_by_level(seventeen, publish, at):
    cast, notice = seventeen, publish("zhao", area=seventeen.street)
    assert queries.to_pass_on(cast.chen, now=LATER) == []  # it has not got to the grids
    with pytest.raises(NoSuchNotice):
        find(notice.pk, by=cast.chen)
    (errand,) = queries.to_pass_on(cast.zhou, now=LATER)
    assert errand.notice == notice
    assert actions.pass_on(at(notice, "community"), by=cast.zhou, now=LATER)
    (errand,) = queries.to_pass_on(cast.chen, now=LATER)
    assert errand.units == 9  # those of grid 1 alone
    assert actions.receive(at(notice, "grid"), by=cast.chen, now=LATER)
    found = queries.steps(queries.rows(notice, cast.zhao, now=LATER), far(notice, cast.zhao))
    assert [(each.level, each.all, each.received, each.done) for each in found] == [
        ("street", 1, 1, 1),
        ("community", 1, 1, 1),
        ("grid", 2, 1, 0),
        ("unit", 17, 0, 0),
    ]


def test_an_urgent_one_gets_to_every_level_at_once(seventeen, publish):
    publish("zhao", area=seventeen.street, urgent=True)
    waiting = [queries.to_pass_on(getattr(seventeen, who), now=LATER) for who in ("chen", "wu", "zhou")]
    assert [len(found) for found in waiting] == [1, 1, 1]


def test_units_are_told_in_a_way_or_explained_and_the_rest_is_listed(seventeen, publish, units):
    cast, notice = seventeen, publish()
    mine = units(notice, cast.buildings[0])
    assert actions.tell(mine[:6], way="slip", by=cast.chen, now=LATER) == 6
    assert actions.miss(mine[6:7], reason="单元门锁着", by=cast.chen, now=LATER) == 1
    told = far(notice, cast.zhou)
    assert (told.units, told.told, told.explained, told.waiting, told.unreached) == (17, 6, 1, 10, 11)
    assert (told.homes, told.homes_told) == (9 * 11 + 8 * 12, 66)
    late = queries.sorted_out(queries.units_of(notice, cast.zhou), "explained")
    assert [(u.unit, u.reason) for u in late] == [(7, "单元门锁着")]
    assert actions.tell(mine[6:7], way="knock", by=cast.chen, now=LATER) == 1
    assert far(notice, cast.chen) == queries.Far(9, 7, 0, 99, 77)  # of the grid's own units


def test_doing_it_again_changes_nothing(seventeen, publish, units, at):
    cast, notice = seventeen, publish()
    assert publish().pk == notice.pk
    mine = units(notice, cast.buildings[0])
    actions.tell(mine, way="group", by=cast.chen, now=LATER)
    written = Entry.objects.count()
    assert actions.tell(mine, way="slip", by=cast.chen, now=LATER) == 0
    assert actions.miss(mine, reason="x", by=cast.chen, now=LATER) == 0
    assert not actions.receive(at(notice, "grid"), by=cast.chen, now=LATER)  # telling acknowledged it
    assert not actions.pass_on(at(notice, "community"), by=cast.zhou, now=LATER)
    assert Entry.objects.count() == written
    assert {link.way for link in units(notice, cast.buildings[0])} == {"group"}


def test_a_correction_is_kept_and_may_have_to_be_told_again(seventeen, publish, units):
    cast, notice = seventeen, publish()
    actions.tell(units(notice), way="slip", by=cast.zhou, now=LATER)
    words = actions.Words("改期停水", "改到后天。", notice.begins, notice.ends + timedelta(days=1))
    stale = Notice.objects.get(pk=notice.pk)
    actions.correct(notice, words, reason="日期有变", again=False, by=cast.zhou, now=LATER)
    assert far(notice, cast.zhou).told == 17
    actions.correct(notice, replace(words, title="再改"), reason="改错", again=True, by=cast.zhou, now=LATER)
    assert far(notice, cast.zhou).told == 0
    assert actions.tell(units(notice), way="group", by=cast.zhou, now=LATER) == 17
    assert [w.title for w in notice.wordings.all()] == ["再改", "改期停水", "明日停水"]
    with pytest.raises(NoticeMoved):
        actions.correct(stale, words, reason="旧页", again=False, by=cast.zhou, now=LATER)


def test_a_withdrawn_notice_is_passed_on_no_more(seventeen, publish, units):
    cast, notice = seventeen, publish()
    with pytest.raises(SayWhy):
        actions.withdraw(notice, reason=" ", by=cast.zhou, now=LATER)
    actions.withdraw(notice, reason="不停了", by=cast.zhou, now=LATER)
    with pytest.raises(NotInForce):
        actions.tell(units(notice)[:1], way="slip", by=cast.zhou, now=LATER)
    assert queries.to_pass_on(cast.chen, now=LATER) == []
    with pytest.raises(NoticeMoved):
        actions.withdraw(notice, reason="不停了", by=cast.zhou, now=LATER)


def test_each_acts_within_their_own_place(seventeen, publish, units, at):
    cast, notice = seventeen, publish()
    theirs = units(notice, cast.buildings[1])
    for who in ("chen", "qian", "sun"):
        with pytest.raises(NotYourLevel):
            actions.tell(theirs, way="slip", by=getattr(cast, who), now=LATER)
    assert actions.tell(theirs, way="slip", by=cast.zhou, now=LATER) == 8  # the office stands in
    with pytest.raises(NotYourLevel):
        actions.pass_on(at(notice, "community"), by=cast.chen, now=LATER)
    with pytest.raises(NotYourLevel):
        actions.withdraw(notice, reason="x", by=cast.chen, now=LATER)
    with pytest.raises(NotByUnits):
        actions.pass_on(at(notice, "grid"), by=cast.chen, now=LATER)
    for who, area in (("qian", cast.community), ("zhou", cast.neighbour), ("zhou", cast.street)):
        with pytest.raises(NotYourPlace):
            publish(who, area=area, key="k2")
    assert publish("zhao", area=cast.community, key="k3").issuer == cast.street
    assert not queries.to_pass_on(cast.qian, now=LATER)


def test_places_are_grids_compounds_buildings_or_single_units(seventeen, publish, units):
    cast, places = seventeen, actions.Places
    one, two = cast.buildings
    assert len(units(publish(places=places(grids=[cast.grids[0]]), key="a"))) == 9
    assert len(units(publish(places=places(compounds=[one.compound]), key="b"))) == 17
    some = units(publish(places=places(buildings=[one, two], units=[2, 9]), key="c"))
    assert [(u.building_id, u.unit) for u in some] == [(one.pk, 2), (one.pk, 9), (two.pk, 2)]
    far_off = Building.objects.create(area=cast.neighbour, name="远", lon=116.03, lat=39.005)
    foreign = Grid(pk=99_999, name="外格")
    for wrong in (places(buildings=[far_off]), places(grids=[foreign])):
        with pytest.raises(NotHere):
            publish(places=wrong, key="d")
    with pytest.raises(NobodyThere):
        publish(places=places(buildings=[one], units=[40]), key="e")


def test_homes_and_microgrids_are_known_where_they_are_entered(seventeen, publish, at, units):
    cast = seventeen
    one = cast.buildings[0]
    Home.objects.bulk_create([Home(building=one, unit=1, door=str(door)) for door in (101, 102, 201)])
    grid = cast.grids[0]
    micro = Grid.objects.create(
        division=grid.division, parent=grid, level="microgrid", code="m1", number=1, name="微1",
        outline=b"", lon=116.0, lat=39.0,
    )  # fmt: skip
    part = {"division": grid.division, "level": "microgrid", "building": one, "grid": micro}
    Membership.objects.create(**part, unit_from=1, unit_to=4)
    notice = publish()
    assert at(notice, "unit").homes == 3
    assert sum(u.micro_id == micro.pk for u in units(notice)) == 4
    assert actions.pass_on(at(notice, "grid"), by=cast.chen, now=LATER)
    assert at(notice, "microgrid").given_at == LATER


def test_reading_is_counted_once_for_a_browser_and_a_unit(seventeen, publish):
    notice, building = publish(), seventeen.buildings[0].pk
    read = {"building": building, "unit": 1, "now": LATER}
    assert actions.read(notice, **read, browser="a")
    assert not actions.read(notice, **read, browser="a")
    assert actions.read(notice, **read, browser="b")
    assert actions.read(notice, **{**read, "unit": 2}, browser="a")
    assert queries.readings(notice) == (3, 2)
    assert "a" not in Reading.objects.values_list("browser", flat=True)
    with pytest.raises(NoSuchUnit):
        actions.read(notice, **{**read, "unit": 99}, browser="a")


def test_those_who_have_not_acknowledged_in_time_are_shown(seventeen, publish):
    notice = publish(due_at=LATER)
    late = {row.name for row in queries.rows(notice, seventeen.zhou, now=LATER) if row.late}
    assert late == {"第1网格", "第2网格"}
    (errand,) = queries.to_pass_on(seventeen.chen, now=LATER)
    assert errand.late
    who = {row.name: row.who for row in queries.rows(notice, seventeen.zhou, now=LATER)}
    assert who == {"春和社区": "周社区", "第1网格": "陈网格", "第2网格": "吴网格"}


def test_what_is_not_said_is_refused(seventeen, publish, units):
    notice = publish()
    with pytest.raises(NothingChosen):
        actions.tell([], way="slip", by=seventeen.zhou, now=LATER)
    with pytest.raises(NothingChosen):
        actions.tell(units(notice), way="pigeon", by=seventeen.zhou, now=LATER)
    with pytest.raises(SayWhy):
        actions.miss(units(notice), reason=" ", by=seventeen.zhou, now=LATER)
    for words, wrong in ((("", "x", 1), Unsaid), (("x", "x", -1), EndsBefore)):
        title, text, hours = words
        with pytest.raises(wrong):
            actions.Words(title, text, MONDAY, MONDAY + timedelta(hours=hours)).check()


def test_kinds_are_data_with_a_first_set(seventeen):
    from_the_set = {kind.code for kind in kinds()}
    assert {"water", "heating", "safety", "policy"} <= from_the_set
    actions.set_kinds([{"code": "flood", "name": "防汛"}], by=seventeen.an, now=MONDAY)
    assert [kind.code for kind in kinds()] == ["flood"]
    assert Kind.objects.count() == 1
    with pytest.raises(NoSuchKind):
        kind_of("none")
