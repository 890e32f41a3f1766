"""Taking a request in over HTTP."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.cast import Cast
from wangge.cases.models import Case, Report
from wangge.web.api import throttle
from wangge.web.throttle import Buckets

RUBBISH = {"text": "楼下垃圾三天没有清运", "lon": 116.005, "lat": 39.005}
Send = Callable[..., HttpResponse]


@pytest.fixture(autouse=True)
def no_hurry(monkeypatch) -> None:
    monkeypatch.setattr(throttle.intake, "_buckets", Buckets(0))


@pytest.fixture
def send(cast: Cast, client: Client) -> Send:
    def _send(
        client: Client = client, language: str = "en", key: str | None = None, **told: Any
    ) -> HttpResponse:
        headers = {"Accept-Language": language} | ({"Idempotency-Key": key} if key else {})
        return client.post(
            "/api/v1/cases", json.dumps(told), content_type="application/json", headers=headers
        )

    return _send


def test_a_neighbour_reports_and_is_told_who_will_look_and_by_when(cast: Cast, send: Send) -> None:
    answer = send(**RUBBISH)
    told = answer.json()
    case = Case.objects.get()
    assert answer.status_code == 201
    assert told["number"].endswith(f"{case.pk:06d}")
    assert told["holder"] == {"name": "陈网格岗", "level": "grid"}
    assert told["due_at"] is not None
    assert (case.grid, case.state) == (cast.grids[0], "dispatched")


def test_the_same_key_is_the_same_receipt(send: Send) -> None:
    first, second = send(key="k-1", **RUBBISH), send(key="k-1", **RUBBISH)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert Report.objects.count() == 1
    other = send(key="k-1", text="另一件事", lon=116.005, lat=39.005)
    assert (other.status_code, other.json()["error"]) == (422, "key-reused")


def test_an_address_without_a_point_is_taken_in_its_community(cast: Cast, send: Send) -> None:
    answer = send(text="楼道灯坏了", area=cast.community.code, address="3号楼2单元")
    assert answer.status_code == 201
    assert Case.objects.get().area == cast.community
    assert send(text="楼道灯坏了", area="1234", address="x").json()["error"] == "no-such-area"


@pytest.mark.parametrize(
    ("told", "status", "code", "field"),
    [
        ({"lon": 116.005, "lat": 39.005}, 422, "invalid", "text"),
        (RUBBISH | {"lon": "east"}, 422, "invalid", "lon"),
        (RUBBISH | {"lat": 139}, 422, "invalid", "lat"),
        (RUBBISH | {"urgency": "now!"}, 422, "invalid", "urgency"),
        (RUBBISH | {"colour": "red"}, 422, "invalid", "colour"),
        (RUBBISH | {"channel": "pigeon"}, 422, "unknown-channel", None),
        (RUBBISH | {"channel": "patrol"}, 403, "not-yours", None),
        (RUBBISH | {"text": "  "}, 422, "nothing-told", None),
        (RUBBISH | {"lon": 39.005, "lat": 80}, 422, "outside-area", None),
        ({"text": "有事"}, 422, "no-place", None),
    ],
)
def test_what_cannot_be_taken_is_said_clearly(send: Send, told, status, code, field) -> None:
    answer = send(**told)
    body = answer.json()
    assert (answer.status_code, body["error"]) == (status, code)
    assert body["message"]
    assert [row["field"] for row in body.get("fields", [])] == ([field] if field else [])
    assert not Case.objects.exists()


def test_broken_json_is_told_apart(cast: Cast, client: Client) -> None:
    answer = client.post("/api/v1/cases", "{not json", content_type="application/json")
    assert (answer.status_code, answer.json()["error"]) == (400, "unreadable")


def test_refusals_speak_the_language_of_whoever_asked(send: Send) -> None:
    chinese, english = (
        send(language=lang, text=" ", lon=116.005, lat=39.005).json() for lang in ("zh-Hans", "en")
    )
    assert chinese["error"] == english["error"] == "nothing-told"
    assert english["message"] == "Please say what happened, in a few words."
    assert chinese["message"] != english["message"]


def test_a_grid_worker_reports_from_patrol(cast: Cast, client: Client, send: Send) -> None:
    client.force_login(cast.account["chen"])
    assert send(channel="patrol", **RUBBISH).status_code == 201
    assert Report.objects.get().account == cast.account["chen"]


def test_a_session_without_its_token_writes_nothing(cast: Cast, send: Send) -> None:
    careful = Client(enforce_csrf_checks=True)
    assert send(client=careful, **RUBBISH).status_code == 201
    careful.force_login(cast.account["chen"])
    answer = send(client=careful, **RUBBISH)
    assert (answer.status_code, answer.json()["error"]) == (403, "csrf")
    assert Case.objects.count() == 1


def test_a_flood_from_one_address_is_slowed_down(send: Send, monkeypatch) -> None:
    monkeypatch.setattr(throttle.intake, "_buckets", Buckets(3))
    answers = [send(**RUBBISH) for _ in range(4)]
    assert [a.status_code for a in answers] == [201, 201, 201, 429]
    assert answers[3].json()["error"] == "too-many"
    assert 1 <= int(answers[3]["Retry-After"]) <= 20


def test_a_bucket_fills_again_and_forgets_the_oldest() -> None:
    buckets = Buckets(60)
    assert [buckets.take("a", now=0) for _ in range(60)] == [True] * 60
    assert not buckets.take("a", now=0.5)
    assert buckets.take("a", now=1.1)


def test_taking_a_request_over_http_costs_few_statements(
    cast: Cast, send: Send, django_assert_max_num_queries
) -> None:
    send(key="warm", **RUBBISH)
    with django_assert_max_num_queries(12):
        assert send(key="cold", **RUBBISH).status_code == 201
