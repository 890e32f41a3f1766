"""Steps of a case over the interface for programs."""

import json
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.cast import Cast
from wangge.cases.models import Case, Report
from wangge.cases.numbering import number_of, secret_of
from wangge.web.api import throttle
from wangge.web.throttle import Buckets


@pytest.fixture(autouse=True)
def no_hurry(monkeypatch) -> None:
    monkeypatch.setattr(throttle.intake, "_buckets", Buckets(0))


def as_(cast: Cast, name: str) -> Client:
    client = Client()
    client.force_login(cast.account[name])
    return client


def take(client: Client, case: Case, step: str, **facts: Any) -> HttpResponse:
    address = f"/api/v1/cases/{number_of(case)}/steps/{step}"
    body = json.dumps(facts)
    return client.post(address, body, content_type="application/json", headers={"Accept-Language": "en"})


def rate(told: Report, secret: str, score: int) -> HttpResponse:
    address = f"/api/v1/cases/{number_of(told.case)}/rating?secret={secret}"
    body = json.dumps({"score": score})
    return Client().post(address, body, content_type="application/json", headers={"Accept-Language": "en"})


def test_a_case_is_led_through_its_life_by_programs(cast: Cast, told: Report) -> None:
    case = told.case
    chen, he, zhou = as_(cast, "chen"), as_(cast, "he"), as_(cast, "zhou")
    assert take(chen, case, "sign").json()["state"] == "signed"
    assert take(chen, case, "handle", note="已清运", lon=116.005, lat=39.005).json()["state"] == "handled"
    assert take(he, case, "verify", note="现场已清").json()["state"] == "verified"
    assert take(zhou, case, "close").json()["state"] == "closed"
    assert rate(told, secret_of(told), 5).status_code == 200
    case.refresh_from_db()
    assert (case.state, case.level, case.ratings.get().score) == ("closed", "grid", 5)
    assert (case.handlings.get().lon, case.handlings.get().lat) == (116.005, 39.005)


def test_the_second_of_two_is_told_how_it_stands(cast: Cast, told: Report) -> None:
    chen = as_(cast, "chen")
    assert take(chen, told.case, "sign").status_code == 200
    again = take(chen, told.case, "sign")
    assert (again.status_code, again.json()["error"]) == (422, "not-now")


def test_nobody_takes_the_steps_of_others(cast: Cast, told: Report) -> None:
    assert take(as_(cast, "wu"), told.case, "sign").status_code == 404
    assert take(as_(cast, "he"), told.case, "sign").status_code == 403
    assert take(Client(), told.case, "sign").status_code == 401
    assert take(as_(cast, "gao"), told.case, "sign").status_code == 403
    assert rate(told, "wrong", 5).status_code == 404


def test_what_a_step_does_not_know_is_refused_by_name(cast: Cast, told: Report) -> None:
    chen = as_(cast, "chen")
    answer = take(chen, told.case, "sign", colour="red")
    assert (answer.status_code, answer.json()["fields"][0]["field"]) == (422, "colour")
    take(chen, told.case, "sign")
    assert take(chen, told.case, "handle").json()["error"] == "missing"
    assert take(chen, told.case, "explode").status_code == 422


def test_a_session_without_the_token_writes_nothing(cast: Cast, told: Report) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.account["chen"])
    assert take(client, told.case, "sign").status_code == 403
    told.case.refresh_from_db()
    assert told.case.state == "dispatched"
