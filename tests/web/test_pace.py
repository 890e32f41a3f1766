"""Whoever sends too much without logging in is slowed down, kindly; so is whoever guesses secrets."""

import pytest
from django.test import Client

from tests.cast import Cast
from wangge.web import throttle
from wangge.web.throttle import Buckets

SECRET = "aaaaaaaaaaaa"


@pytest.fixture
def visitor(cast: Cast) -> Client:
    return Client(headers={"Accept-Language": "en"})


def test_a_flood_of_reports_is_told_to_wait(visitor, monkeypatch) -> None:
    monkeypatch.setattr(throttle, "reports", Buckets(2))
    answers = [visitor.post("/report", {"text": "灯坏了"}) for _ in range(3)]
    assert [a.status_code for a in answers] == [302, 302, 429]
    assert "wait 30 seconds" in answers[2].content.decode()
    assert answers[2]["Retry-After"] == "30"
    assert visitor.get("/report").status_code == 200


def test_guessing_secrets_is_slowed_down_even_where_one_is_right(visitor, monkeypatch) -> None:
    monkeypatch.setattr(throttle, "guesses", Buckets(3))
    missing = f"/r/20261122-000017/{SECRET}"
    found = [visitor.get(missing).status_code for _ in range(2)]
    found += [visitor.post("/follow", {"number": "20261122-000017", "secret": SECRET}).status_code]
    assert found == [404, 404, 404]
    assert visitor.get(missing).status_code == 429
    assert visitor.post("/follow", {"number": "20261122-000017", "secret": SECRET}).status_code == 429
    assert visitor.get("/follow").status_code == 200
    assert visitor.get(f"/api/v1/cases/20261122-000017?secret={SECRET}").status_code == 429


def test_guesses_through_the_interface_count_like_those_on_the_pages(visitor, monkeypatch) -> None:
    monkeypatch.setattr(throttle, "guesses", Buckets(1))
    wrong = f"/api/v1/cases/20261122-000017?secret={SECRET}"
    assert [visitor.get(wrong).status_code for _ in range(2)] == [404, 429]


def test_staff_and_other_addresses_are_not_held_up(visitor, cast: Cast, monkeypatch) -> None:
    monkeypatch.setattr(throttle, "reports", Buckets(1))
    assert [visitor.post("/report", {"text": "灯坏了"}).status_code for _ in range(2)] == [302, 429]
    elsewhere = Client(REMOTE_ADDR="10.9.8.7")
    assert elsewhere.post("/report", {"text": "灯坏了"}).status_code == 302
    visitor.force_login(cast.account["chen"], backend="wangge.web.known.KnownBackend")
    assert visitor.post("/report", {"text": "灯坏了"}).status_code == 302


def test_a_page_that_grew_old_says_so_and_leads_back(cast: Cast) -> None:
    careful = Client(enforce_csrf_checks=True, headers={"Accept-Language": "en"})
    page = "http://testserver/report"
    answer = careful.post("/report", {"text": "灯坏了"}, headers={"Referer": page})
    told = answer.content.decode()
    assert answer.status_code == 403
    assert "open for too long" in told
    assert f'href="{page}"' in told
    away = careful.post("/report", {"text": "x"}, headers={"Referer": "https://elsewhere.example/"})
    assert "elsewhere" not in away.content.decode()
    program = careful.post("/report", {"text": "x"}, headers={"Accept": "application/json"})
    assert program.json()["error"] == "csrf"
