"""Seventeen units are told of a stoppage and no ticket comes in; then one does, and the count tells it."""

from datetime import timedelta

import pytest

from tests.cast import MONDAY
from wangge.cases import actions as cases
from wangge.cases.siting import Site
from wangge.cases.telling import Telling
from wangge.journal.actor import RESIDENT, SYSTEM
from wangge.journal.models import Entry
from wangge.notices import actions, queries
from wangge.notices.board import board, explaining
from wangge.notices.errors import NotYourLevel
from wangge.notices.tickets import cases_about, dropped, tickets

DRY = MONDAY + timedelta(hours=21)


def tell(cast, text="家里停水了", *, channel="portal", now=DRY, lon=None, **more):
    place = {"lon": lon, "lat": 39.005} if lon else {"building": cast.buildings[0].pk}
    by = SYSTEM if channel == "12345" else RESIDENT
    return cases.report(Telling(text, channel, **place, **more), by=by, now=now).case


@pytest.mark.row("JB-12")
def test_seventeen_units_told_no_ticket_and_then_one(seventeen, publish, units):
    cast, notice = seventeen, publish()
    for building, who in zip(cast.buildings, (cast.chen, cast.wu), strict=True):
        actions.tell(units(notice, building), way="slip", by=who, now=MONDAY)
    told = queries.count(queries.units_of(notice, cast.zhou))
    assert (told.units, told.told, told.unreached) == (17, 17, 0)
    assert tickets(notice, by=cast.zhou).total == 0
    case = tell(cast, channel="12345")
    counted = tickets(notice, by=cast.zhou)
    assert (counted.total, [(c.code, n) for c, n in counted.channels]) == (1, [("12345", 1)])
    assert list(cases_about(notice, by=cast.zhou)) == [case]


def test_only_its_matter_its_places_and_its_time_count(seventeen, publish):
    cast = seventeen
    notice = publish(places=actions.Places(buildings=[cast.buildings[0]]), days=2)
    tell(cast, "垃圾三天没有清运")
    tell(cast, now=notice.ends + timedelta(days=2, minutes=1))
    tell(cast, now=MONDAY - timedelta(minutes=1))
    tell(cast, lon=116.015)  # the other grid
    cases.report(Telling("停水了", "patrol", building=cast.buildings[0].pk), by=cast.chen, now=DRY)
    assert tickets(notice, by=cast.zhou).total == 0
    tell(cast, lon=116.005)  # a point in a grid that it reaches, without a building
    tell(cast, now=notice.ends + timedelta(days=2))
    assert tickets(notice, by=cast.zhou).total == 2
    assert tickets(notice, by=cast.wu).total == 0  # they see nothing of grid 1


def test_each_reporter_of_one_case_is_a_ticket(seventeen, publish):
    cast, notice = seventeen, publish()
    first, second = tell(cast), tell(cast, channel="12345", now=DRY + timedelta(minutes=9))
    cases.merge(second, into=first, reason="同一件事", by=cast.zhou, now=DRY + timedelta(hours=1))
    assert tickets(notice, by=cast.zhou).total == 2
    assert cases_about(notice, by=cast.zhou).count() == 1


def test_somebody_may_say_otherwise_and_the_journal_keeps_it(seventeen, publish):
    cast, notice = seventeen, publish()
    case, other = tell(cast), tell(cast, "垃圾桶满了")
    assert actions.relate(notice, case, about=False, reason="自家水表坏", by=cast.zhou, now=DRY)
    assert tickets(notice, by=cast.zhou).total == 0
    assert [row.reason for row in dropped(notice)] == ["自家水表坏"]
    assert actions.relate(notice, other, about=True, by=cast.zhou, now=DRY)
    assert not actions.relate(notice, other, about=True, by=cast.zhou, now=DRY)
    assert tickets(notice, by=cast.zhou).total == 1
    assert actions.relate(notice, case, about=True, by=cast.zhou, now=DRY)
    assert tickets(notice, by=cast.zhou).total == 2
    verbs = Entry.objects.filter(subject_kind="notice", subject_id=notice.pk).values_list("verb", flat=True)
    assert list(verbs.order_by("pk"))[1:] == ["notice.unlinked", "notice.linked", "notice.linked"]
    with pytest.raises(NotYourLevel):
        actions.relate(notice, case, about=False, by=cast.qian, now=DRY)


def test_a_notice_in_force_explains_a_report_from_its_places(seventeen, publish):
    cast = seventeen
    notice = publish(places=actions.Places(grids=[cast.grids[0]]))
    here = Site(cast.community.pk, cast.grids[0].pk, cast.buildings[0].pk)
    there = Site(cast.community.pk, cast.grids[1].pk)
    told = {"category": "utilities/water/", "now": DRY}
    assert explaining("没水", here, **told) == [notice]
    assert explaining("怎么停水了", here, category="", now=DRY) == [notice]
    assert explaining("电梯停了", here, category="estate/lift/", now=DRY) == []
    assert explaining("没水", there, **told) == []
    assert explaining("没水", here, category="utilities/water/", now=MONDAY) == []  # it has not begun


def test_the_board_finds_by_place_and_words(seventeen, publish):
    cast = seventeen
    notice = publish(places=actions.Places(grids=[cast.grids[0]]))
    place = {"area": cast.community.code, "grid": cast.grids[0].code}
    assert list(board(now=MONDAY, **place, words="停水 储水")) == [notice]
    assert not board(now=MONDAY, grid=cast.grids[1].code)
    assert not board(now=MONDAY, words="停电")
    after = notice.ends + timedelta(days=1)
    assert not board(now=after)
    assert list(board(now=after, past=True)) == [notice]
