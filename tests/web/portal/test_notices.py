"""The notice board without an account: found, read, said to be read once; shown before a report is sent."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from wangge.cases.models import Category, Report
from wangge.notices import actions, queries
from wangge.notices.models import Notice


@pytest.fixture
def dry(cast) -> Notice:
    """Water has stopped in grid 1 since an hour ago."""
    now = timezone.now()
    words = actions.Words(
        "今日停水", "检修管道，请储水。", now - timedelta(hours=1), now + timedelta(hours=7)
    )
    places = actions.Places(grids=[cast.grids[0]])
    category = Category.objects.get(code="water")
    draft = actions.Draft("water", words, key="k", places=places, category=category)
    return actions.publish(draft, area=cast.community, by=cast.zhou, now=now - timedelta(hours=2))


def test_the_board_is_found_from_the_start_and_by_words(client, cast, dry):
    assert 'href="/notices"' in client.get("/").text
    assert dry.title in client.get("/notices").text
    place = {"area": cast.community.code, "grid": cast.grids[0].code}
    assert dry.title in client.get("/notices", {**place, "q": "储水"}).text
    assert dry.title not in client.get("/notices", {"q": "停电"}).text
    assert dry.title not in client.get("/notices", {**place, "grid": cast.grids[1].code}).text
    assert dry.title not in client.get("/notices", {"past": "1"}).text
    assert client.get("/notices/999").status_code == 404


def test_a_unit_has_read_it_once_for_each_browser(cast, dry):
    unit = {"unit": f"{cast.buildings[0].pk}-1"}
    one, other = Client(), Client()
    for client in (one, one, other):
        assert client.post(f"/notices/{dry.pk}", unit).status_code == 302
    assert queries.readings(dry) == (2, 1)
    wrong = one.post(f"/notices/{dry.pk}", {"unit": "9999-1"}, headers={"Accept-Language": "en"}, follow=True)
    assert "not for that unit" in wrong.text
    assert queries.readings(dry) == (2, 1)


def test_a_withdrawn_notice_says_so(client, cast, dry):
    actions.withdraw(dry, reason="不停了", by=cast.zhou, now=timezone.now())
    page = client.get(f"/notices/{dry.pk}").text
    assert "不停了" in page
    assert 'name="unit"' not in page
    assert dry.title not in client.get("/notices").text


def test_what_may_explain_a_report_is_shown_before_and_never_stops_it(lin, cast, dry):
    lin.tells("家里停水了")
    assert lin.points()["Location"] == "/report/same"
    page = lin.client.get("/report/same").text
    assert "This may be why" in page
    assert f"/notices/{dry.pk}" in page
    assert lin.client.post("/report/same", {"case": ""})["Location"] == "/report/contact"
    assert "sent" in lin.sends()["Location"]
    assert Report.objects.count() == 1


def test_what_it_does_not_explain_goes_straight_on(lin, cast, dry):
    lin.tells("楼道灯不亮")
    assert lin.points()["Location"] == "/report/contact"
