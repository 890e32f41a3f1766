"""What people with bad intent send: every answer is a clear refusal or a page, never a failure of ours."""

import json
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from tests.cast import Cast
from wangge.cases.models import Case, Report

RUBBISH = {"text": "楼下垃圾三天没有清运", "lon": 116.005, "lat": 39.005}
HUGE = "9" * 30
VAST = "9" * 5000
ANYBODY = [
    "/grids/%00",
    "/grids/990101001001001%00",
    "/grids?area=%00",
    "/grids?building=%00",
    f"/grids?building={quote('%_' * 50)}",
    "/?grid=%00",
    "/cases?area=%00&matter=%00&state=%00",
    f"/cases?page={VAST}",
    "/cases?area=1'--&matter=%ED%A0%80",
    "/cases/export?state=x&page=-1",
    "/figures?area=%00",
    f"/api/v1/published/cases?page={HUGE}",
    "/api/v1/published/cases?matter=%00&area=%00",
    "/api/v1/published/cases.geojson?state=%00",
    f"/api/v1/published/cases.geojson?area={VAST}",
    "/r/00010101-000001/abcdefghjkmn",
    "/r/99991231-999999999999/abcdefghjkmn",
    "/r/20260302-000001/%00",
    "/r/%00/%00",
    "/r/20260302-000001/%ED%A0%80",
    "/r/二〇二六/x",
    "/r/٢٠٢٦٠٣٠٢-٠٠٠٠٠١/abcdefghjkmn",
    f"/report/photos/{HUGE}",
    "/api/v1/areas/%00/grids.geojson",
    "/api/v1/areas/990101001001/grids.geojson?on=%00",
    "/api/v1/areas/990101001001/grids.geojson?on=9999-12-31",
    "/api/v1/areas/..%2F..%2Fetc/grids.geojson",
    "/api/v1/cases/%00?secret=%00",
    "/api/v1/cases/00010101-000001?secret=x",
    "/api/v1/locate?lon=nan&lat=inf",
    "/api/v1/locate?lon=%00&lat=1",
    "/api/v1/locate?lon=1e999&lat=39",
    "/login?next=https://evil.example/",
    "/%ff%fe",
    "/static/../../etc/passwd",
    "/static/%2e%2e/%2e%2e/secret.key",
]
STAFF = [
    "/desk/inbox?grid=٣",
    "/desk/inbox?grid=-1",
    "/desk/inbox?q=%00",
    "/desk/inbox?q=" + "长" * 2000,
    "/desk/inbox?q=%25_%5C'",
    "/desk/inbox?q=999999999999",
    "/desk/inbox?q=00000000-000000000000",
    f"/desk/inbox?page={HUGE}",
    f"/desk/inbox?page={VAST}",
    "/desk/inbox?open=%00",
    "/desk/inbox?open=%22%3E%3Cscript%3E",
    "/desk/inbox?area=%00&category=%00&channel=%00&state=%00&level=%00&view=%00&sort=%00",
    f"/desk/map?grid={HUGE}",
    "/desk/map?grid=%00",
    f"/desk/photos/{HUGE}",
    "/desk/cases/00010101-000001",
    "/desk/cases/20260302-999999999999",
    "/desk/cases/%00",
    f"/api/v1/cases.geojson?grid={HUGE}",
    f"/api/v1/cases.geojson?grid={2**63 - 1}",
    "/api/v1/cases.geojson?area=%00",
    "/command/?area=%00",
    "/command/?area=1'--",
]


DESK = [f"/desk/inbox?grid={HUGE}", f"/desk/inbox?grid={VAST}", "/desk/inbox?open=a/b"]


@pytest.fixture
def stranger() -> Client:
    return Client(raise_request_exception=False)


def test_no_address_of_the_public_fails(cast: Cast, stranger: Client) -> None:
    failed = {address: code for address in ANYBODY if (code := stranger.get(address).status_code) >= 500}
    assert failed == {}


@pytest.mark.parametrize("who", ["zhou", "gao"])
def test_no_address_of_the_staff_fails(cast: Cast, stranger: Client, who: str) -> None:
    stranger.force_login(cast.account[who])
    failed = {address: code for address in STAFF if (code := stranger.get(address).status_code) >= 500}
    assert failed == {}


def post(client: Client, body: str | bytes, **more: Any) -> Any:
    return client.post("/api/v1/cases", body, content_type=more.pop("kind", "application/json"), **more)


BODIES: dict[str, str | bytes] = {
    "nothing": "",
    "not JSON": "{",
    "a list": "[]",
    "null": "null",
    "deep lists": "[" * 100_000,
    "deep objects": '{"a":' * 50_000 + "1" + "}" * 50_000,
    "NUL in the text": json.dumps(RUBBISH | {"text": "楼下\0垃圾"}),
    "NUL in the name": json.dumps(RUBBISH | {"name": "a\0b"}),
    "NUL in the telephone": json.dumps(RUBBISH | {"phone": "\0"}),
    "NUL in the address": json.dumps(RUBBISH | {"address": "3\0号"}),
    "NUL in the area": json.dumps({"text": "x", "area": "\0", "address": "x"}),
    "NUL in the channel": json.dumps(RUBBISH | {"channel": "\0"}),
    "NUL in the category": json.dumps(RUBBISH | {"category": "\0"}),
    "half a sign in the text": '{"text": "a\\ud800b", "lon": 116.005, "lat": 39.005}',
    "half a sign as a field": '{"\\ud800": 1, "text": "x", "lon": 116.005, "lat": 39.005}',
    "half a sign in the channel": '{"text": "x", "channel": "\\udfff", "lon": 116.005, "lat": 39.005}',
    "no number": '{"text": "x", "lon": NaN, "lat": 39.005}',
    "no numbers": '{"text": "x", "lon": NaN, "lat": NaN}',
    "endless": '{"text": "x", "lon": Infinity, "lat": -Infinity}',
    "too large a number": '{"text": "x", "lon": 1e999, "lat": 39}',
    "a very long number": '{"text": "x", "building": ' + VAST + "}",
    "a building out of range": '{"text": "x", "building": 9223372036854775808}',
    "a building nobody has": '{"text": "x", "building": 9223372036854775807}',
    "a negative building": '{"text": "x", "building": -1}',
    "true for a number": '{"text": "x", "lon": true, "lat": true}',
    "a time without zone": json.dumps(RUBBISH | {"told_at": "2026-03-02T16:20:00"}),
    "the first year": json.dumps(RUBBISH | {"told_at": "0001-01-01T00:00:00+14:00"}),
    "the last year": json.dumps(RUBBISH | {"told_at": "9999-12-31T23:59:59-14:00"}),
    "a time as a number": json.dumps(RUBBISH | {"told_at": 1e300}),
    "a time long past": json.dumps(RUBBISH | {"told_at": "1970-01-01T00:00:00Z"}),
    "GB18030": json.dumps(RUBBISH, ensure_ascii=False).encode("gb18030"),
    "no UTF-8": b'{"text": "\xff\xfe"}',
    "only what is invisible": json.dumps(RUBBISH | {"text": "\u200b\u200f\u2060\ufeff"}),
}


@pytest.mark.parametrize("name", BODIES)
def test_no_body_makes_the_intake_fail(cast: Cast, stranger: Client, name: str) -> None:
    answer = post(stranger, BODIES[name])
    assert 400 <= answer.status_code < 500, answer.content
    assert answer.json()["error"]
    assert answer.json()["message"]
    assert not Case.objects.exists()
    assert not Report.objects.exists()


def test_a_body_of_ten_megabytes_is_refused_with_what_to_do(cast: Cast, stranger: Client) -> None:
    answer = post(stranger, json.dumps(RUBBISH | {"text": "x" * 10_000_000}))
    assert (answer.status_code, answer.json()["error"]) == (413, "too-large")


@pytest.mark.parametrize("kind", ["text/plain", "application/xml", "multipart/form-data", "", "\x7f"])
def test_another_content_type_does_not_fail(cast: Cast, stranger: Client, kind: str) -> None:
    assert post(stranger, json.dumps(RUBBISH), kind=kind).status_code < 500


@pytest.mark.parametrize("key", ["x" * 81, "\0", "a\0b", "\xff", "  "])
def test_no_key_makes_the_intake_fail(cast: Cast, stranger: Client, key: str) -> None:
    answer = post(stranger, json.dumps(RUBBISH), headers={"Idempotency-Key": key})
    assert answer.status_code < 500


def test_signs_of_every_kind_are_kept_as_they_are(cast: Cast, client: Client) -> None:
    text = "🚮👨‍👩‍👧 <script>alert(1)</script> مرحبا \u202eabc\u202c 𠀀 ‘’ = + - @"
    assert post(client, json.dumps(RUBBISH | {"text": text})).status_code == 201
    assert Case.objects.get().text == text


def test_a_form_too_long_gets_a_page_that_says_so(cast: Cast, stranger: Client) -> None:
    answer = stranger.post("/report", {"text": "x" * 3_000_000})
    assert answer.status_code == 400
    assert "<h1>" in answer.content.decode()
    assert "Content-Security-Policy" in answer.headers


def test_what_is_far_too_large_is_turned_away_unread(cast: Cast, stranger: Client) -> None:
    answer = stranger.post("/report", {"text": "x"}, headers={"Content-Length": str(100 << 20)})
    assert answer.status_code == 413


@pytest.mark.parametrize("field", ["text", "grid", "key", "remove", "\0"])
def test_a_nul_in_a_form_is_refused(cast: Cast, stranger: Client, field: str) -> None:
    told = {"text": "灯坏了", field: "a\0b"}
    assert stranger.post("/report", told).status_code == 400
    assert stranger.get("/report/place").status_code == 302


@pytest.mark.parametrize("address", DESK)
def test_no_address_of_the_inbox_fails(cast: Cast, stranger: Client, address: str) -> None:
    stranger.force_login(cast.account["zhou"])
    assert stranger.get(address).status_code < 500
