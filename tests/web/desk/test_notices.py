"""Notices from page to page: published, passed on from a phone, who was not reached, the tickets about it."""

import io
from datetime import timedelta

import pytest
from django.utils import timezone
from python_calamine import CalamineWorkbook

from wangge.cases import actions as cases
from wangge.cases.numbering import number_of
from wangge.cases.telling import Telling
from wangge.journal.actor import SYSTEM
from wangge.notices.models import Link, Notice
from wangge.places.models import Building


@pytest.fixture
def asked(cast) -> dict[str, object]:
    """What Zhou writes: water stops from an hour ago, in nine units of one building and eight of another."""
    for building, units in zip(cast.buildings, (9, 8), strict=True):
        Building.objects.filter(pk=building.pk).update(units=units)
    now = timezone.localtime(timezone.now())
    at = {"begins": now - timedelta(hours=1), "ends": now + timedelta(hours=7)}
    said = {name: f"{when:%Y-%m-%dT%H:%M}" for name, when in at.items()}
    return said | {
        "kind": "water",
        "title": "今日停水",
        "text": "检修管道，请提前储水。",
        "category": "water",
        "days": "3",
        "key": "k",
    }


@pytest.fixture
def published(enter, asked) -> str:
    return enter("zhou").post("/desk/notices/new", asked)["Location"]


@pytest.mark.row("JB-12")
def test_seventeen_units_are_told_and_the_tickets_are_counted(enter, cast, published):
    zhou = enter("zhou")
    for who, building in (("chen", cast.buildings[0]), ("wu", cast.buildings[1])):
        client = enter(who)
        assert published in client.get("/desk/").text
        told = {"building": building.pk, "way": "slip", "deed": "told", "show": "waiting"}
        assert client.post(f"{published}/units", told, follow=True).status_code == 200
        assert published not in client.get("/desk/").text
    page = zhou.get(published).context
    assert (page["total"].told, page["total"].unreached, page["tickets"].total) == (17, 0, 0)
    assert "17 units told, 0 tickets" in zhou.get(f"{published}/tickets").text
    telling = Telling("停水了", "12345", building=cast.buildings[0].pk)
    case = cases.report(telling, by=SYSTEM, now=timezone.now()).case
    shown = zhou.get(f"{published}/tickets").text
    assert "17 units told, 1 ticket<" in shown
    assert number_of(case) in shown
    zhou.post(f"{published}/tickets", {"case": number_of(case), "reason": "自家阀门"})
    assert "17 units told, 0 tickets" in zhou.get(f"{published}/tickets").text
    zhou.post(f"{published}/tickets", {"case": number_of(case), "about": "1"})
    assert zhou.get(published).context["tickets"].total == 1


def test_who_was_not_reached_is_listed_with_the_reason_and_taken_as_excel(enter, cast, published):
    chen = enter("chen")
    unit = Link.objects.filter(level="unit", building=cast.buildings[0]).first()
    missed = {"unit": unit.pk, "deed": "missed", "reason": "单元门锁着", "show": "waiting"}
    said = chen.post(f"{published}/units", missed, follow=True).text
    assert "Noted for 1 unit." in said
    assert "单元门锁着" in enter("zhou").get(published, {"show": "explained"}).text
    answer = enter("zhou").post(f"{published}/exports", {"show": "unreached"})
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert len(rows) == 2 + 17
    assert [row[8] for row in rows[2:] if row[8]] == ["单元门锁着"]
    listed = enter("zhou").post("/desk/notices/exports", {"view": "force"})
    cells = CalamineWorkbook.from_filelike(io.BytesIO(listed.content)).get_sheet_by_index(0).to_python()
    assert (cells[2][0], cells[2][6:]) == ("今日停水", [17, 0, 17, 0])


def test_a_street_publishes_and_each_level_passes_on(enter, cast, asked):
    where = enter("zhao").post("/desk/notices/new", asked | {"area": cast.street.code})["Location"]
    chen, zhou = enter("chen"), enter("zhou")
    assert chen.get(where).status_code == 404
    community = Link.objects.get(level="community")
    zhou.post(f"{where}/links/{community.pk}", {"deed": "pass"})
    grid = Link.objects.get(level="grid", grid=cast.grids[0])
    assert "Acknowledge" in chen.get(where).text
    chen.post(f"{where}/links/{grid.pk}", {"deed": "receive"})
    grid.refresh_from_db()
    assert grid.received_by == cast.account["chen"]
    assert chen.post(f"{where}/links/{community.pk}").status_code == 404  # beyond the grid


def test_only_some_units_of_a_building_and_what_is_wrong_is_said(enter, cast, asked):
    zhou = enter("zhou")
    some = asked | {"buildings": cast.buildings[0].pk, "units": "1-2、5单元"}
    where = zhou.post("/desk/notices/new", some)["Location"]
    assert list(Link.objects.filter(level="unit").values_list("unit", flat=True)) == [1, 2, 5]
    assert enter("wu").get(where).status_code == 404
    answer = zhou.post("/desk/notices/new", some | {"units": "all", "title": "", "key": "z"})
    assert answer.status_code == 422
    assert "such as 1-3, 5" in answer.text
    turned = zhou.post("/desk/notices/new", asked | {"ends": asked["begins"], "key": "y"})
    assert "ends before it begins" in turned.text
    assert Notice.objects.count() == 1


def test_a_correction_and_a_withdrawal_are_made_on_pages(enter, asked, published):
    zhou = enter("zhou")
    assert asked["title"] in zhou.get(f"{published}/wording").text
    better = {**asked, "title": "停水改期", "reason": "日期有变", "again": "on"}
    assert zhou.post(f"{published}/wording", better).status_code == 302
    assert "2 wordings" in zhou.get(published).text
    assert "why" in zhou.post(f"{published}/withdrawal", {"reason": ""}, follow=True).text
    zhou.post(f"{published}/withdrawal", {"reason": "不停了"})
    assert Notice.objects.get().state == "withdrawn"
    assert "停水改期" in zhou.get("/desk/notices", {"view": "withdrawn"}).text


def test_the_list_costs_the_same_however_long_it_is(enter, asked, published, django_assert_max_num_queries):
    zhou = enter("zhou")
    for n in range(5):
        zhou.post("/desk/notices/new", asked | {"key": f"n{n}"})
    with django_assert_max_num_queries(10):
        zhou.get("/desk/notices", {"view": "force"})
    with django_assert_max_num_queries(22):
        zhou.get(published)
