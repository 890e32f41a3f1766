"""Grids, buildings and cases as GeoJSON; where a point lies; how far a case is."""

import json
from datetime import timedelta

import pytest
import shapely
from django.test import Client

from tests.cast import MONDAY, Cast
from wangge.accounts.models import Role
from wangge.cases import actions
from wangge.cases.models import Case, Report
from wangge.cases.numbering import number_of, secret_of
from wangge.cases.telling import Telling
from wangge.journal.actor import RESIDENT, SYSTEM
from wangge.places import actions as places
from wangge.web.access import ACTING, EVERYBODY, STAFF
from wangge.web.api.root import addresses, api
from wangge.web.api.tickets import Token

BACKDROP = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "geometry": {"type": "LineString", "coordinates": [[116.0, 39.0], [116.02, 39.01]]},
            "properties": {"layer": "roads", "name": "柳街", "name_en": "Willow Street"},
        },
        *(
            {
                "type": "Feature",
                "geometry": json.loads(shapely.to_geojson(shapely.box(116 + x, 39, 116.002 + x, 39.002))),
                "properties": {"layer": "facilities", "name": "柳街小学", "name_en": "Willow Primary School"},
            }
            for x in (0.0, 0.004)
        ),
    ],
}


@pytest.fixture
def report(cast: Cast) -> Report:
    telling = Telling(
        "楼下垃圾三天没有清运", "portal", lon=116.005, lat=39.005, name="林女士", phone="13800000000"
    )
    return actions.report(telling, by=RESIDENT, now=MONDAY)


def layers(answer) -> list[tuple[str, str]]:
    return [
        (f["properties"]["layer"], f["properties"].get("name", ""))
        for f in json.loads(answer.content)["features"]
    ]


def test_anybody_may_see_the_grids(cast: Cast, client: Client, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(3):
        answer = client.get(f"/api/v1/areas/{cast.street.code}/grids.geojson")
    first = json.loads(answer.content)["features"][0]
    assert layers(answer) == [("grid", "第1网格"), ("grid", "第2网格")]
    assert first["properties"]["number"] == "1"
    assert (first["properties"]["lon"], first["properties"]["lat"]) == (116.005, 39.005)
    assert first["geometry"]["type"] == "Polygon"
    assert layers(client.get(f"/api/v1/areas/{cast.street.code}/grids.geojson?on=2025-12-31")) == []


def test_an_unchanged_map_is_not_sent_again(cast: Cast, client: Client, django_assert_num_queries) -> None:
    address = f"/api/v1/areas/{cast.community.code}/grids.geojson"
    tag = client.get(address)["ETag"]
    with django_assert_num_queries(1):
        again = client.get(address, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    places.set_backdrop(cast.community, features=BACKDROP, by=SYSTEM, now=MONDAY)
    places.found_area(
        "990101001003", name="冬藏社区", level="community", parent=cast.street, by=SYSTEM, now=MONDAY
    )
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 200


def test_what_lies_under_and_around_the_grids(cast: Cast, client: Client) -> None:
    places.set_backdrop(cast.community, features=BACKDROP, by=SYSTEM, now=MONDAY)
    under = client.get(
        f"/api/v1/areas/{cast.community.code}/backdrop.geojson", headers={"Accept-Language": "en"}
    )
    assert layers(under) == [
        ("road", "Willow Street"),
        ("court", ""),
        ("place", "Willow Primary School"),
        ("court", ""),
        ("area", ""),
    ]
    houses = client.get(f"/api/v1/areas/{cast.community.code}/buildings.geojson")
    assert layers(houses) == [("building", "1号楼"), ("building", "2号楼")]
    around = client.get(f"/api/v1/areas/{cast.street.code}/areas.geojson")
    assert layers(around) == [("grid", "春和社区"), ("grid", "秋实社区")]
    assert client.get("/api/v1/areas/77/grids.geojson").json()["error"] == "no-such-area"


def test_where_a_point_lies(cast: Cast, client: Client) -> None:
    inside = client.get("/api/v1/locate?lon=116.005&lat=39.005").json()
    assert inside == {
        "area": {"code": "990101001001", "name": "春和社区"},
        "grid": {"code": "990101001001001", "name": "第1网格"},
    }
    assert client.get("/api/v1/locate?lon=116.03&lat=39.005").json()["grid"] is None
    outside = client.get("/api/v1/locate?lon=10&lat=10")
    assert (outside.status_code, outside.json()["error"]) == (422, "outside-area")
    assert client.get("/api/v1/locate?lon=ten&lat=10").json()["fields"][0]["field"] == "lon"


def test_a_reporter_follows_without_anything_about_a_person(
    cast: Cast, client: Client, report: Report
) -> None:
    actions.sign(report.case, by=cast.chen, now=MONDAY + timedelta(hours=1))
    address = f"/api/v1/cases/{number_of(report.case)}"
    answer = client.get(f"{address}?secret={secret_of(report)}")
    told = answer.json()
    assert (told["state"], told["grid"], told["holder"]["level"]) == ("signed", "第1网格", "grid")
    assert [step["what"] for step in told["steps"]] == ["case.reported", "case.signed"]
    for private in ("林女士", "13800000000", '陈网格"', "清运"):
        assert private not in answer.content.decode()
    assert client.get(f"{address}?secret=wrong").status_code == 404
    assert client.get(address).status_code == 422


def test_cases_on_the_map_are_for_the_staff_and_in_their_scope(
    cast: Cast, client: Client, report: Report
) -> None:
    assert client.get("/api/v1/cases.geojson").status_code == 401
    seen = {}
    for name in ("chen", "wu", "zhou", "qian", "gao"):
        client.force_login(cast.account[name])
        answer = client.get("/api/v1/cases.geojson")
        seen[name] = len(json.loads(answer.content)["features"])
    assert seen == {"chen": 1, "wu": 0, "zhou": 1, "qian": 0, "gao": 1}


def test_cases_on_the_map_by_what_is_asked(
    cast: Cast, client: Client, report: Report, django_assert_max_num_queries
) -> None:
    client.force_login(cast.account["gao"])
    with django_assert_max_num_queries(7):
        answer = client.get(f"/api/v1/cases.geojson?grid={cast.grids[0].pk}&late=true")
    pin = json.loads(answer.content)["features"][0]["properties"]
    assert (pin["tone"], pin["url"]) == ("late", f"/desk/cases/{number_of(report.case)}")
    again = client.get(
        f"/api/v1/cases.geojson?grid={cast.grids[0].pk}&late=true", headers={"If-None-Match": answer["ETag"]}
    )
    assert again.status_code == 304
    assert layers(client.get(f"/api/v1/cases.geojson?grid={cast.grids[1].pk}")) == []
    assert layers(client.get(f"/api/v1/cases.geojson?area={cast.neighbour.code}")) == []
    Case.objects.update(state="closed")
    assert layers(client.get("/api/v1/cases.geojson")) == []
    assert len(layers(client.get("/api/v1/cases.geojson?open=false"))) == 1


def test_every_operation_says_who_may_call_it() -> None:
    roles = {pattern.name: pattern.callback.roles for pattern in addresses[0]}
    assert roles.pop("cases-map") == STAFF == frozenset(Role)
    assert roles.pop("deed") == frozenset(ACTING)
    exchange = ("tickets", "ticket-photos", "answers", "answer-photo", "answers-receipt")
    assert {roles.pop(name) for name in exchange} == {Token.roles}
    assert set(roles.values()) == {EVERYBODY}


def test_a_form_in_place_of_json_cannot_be_read(cast: Cast, report: Report) -> None:
    client = Client()
    client.force_login(cast.account["chen"])
    answer = client.post(f"/api/v1/cases/{number_of(report.case)}/steps/sign", {"note": "x"})
    assert (answer.status_code, answer.json()["error"]) == (400, "unreadable")


def test_the_description_tells_every_refusal() -> None:
    paths = api.get_openapi_schema()["paths"]
    intake = paths["/api/v1/cases"]["post"]
    assert {201, 200, 400, 403, 404, 422, 429} <= {int(code) for code in intake["responses"]}
    assert any(p["name"] == "Idempotency-Key" for p in intake["parameters"])
    asking = [
        op for path in paths.values() for op in path.values() if op.get("parameters") or "requestBody" in op
    ]
    assert [op["operationId"] for op in asking if 422 not in map(int, op["responses"])] == []
