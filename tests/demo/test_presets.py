from collections import Counter
from itertools import islice, product

import pytest
from shapely.geometry import Point, Polygon

from wangge.demo.estate import generate
from wangge.demo.people import people
from wangge.demo.presets import load
from wangge.demo.texts import requests
from wangge.foundation.codes import level_of, parent_of


def codes(part: str) -> set[str]:
    return {row["code"] for row in load("jiabei", part)[part]}


def test_areas_carry_the_code_of_their_parent() -> None:
    for row in load("jiabei", "areas")["areas"]:
        assert level_of(row["code"]) == row["level"]
        assert parent_of(row["code"]) == row["parent"]


def test_service_levels_and_rules_speak_of_what_exists() -> None:
    levels = load("jiabei", "service_levels")["service_levels"]
    rules = load("jiabei", "routing_rules")["routing_rules"]
    assert {row["category"] for row in levels} - {None} <= codes("categories")
    assert all(row["provenance"] for row in levels)
    assert {row["category"] for row in rules if "category" in row} <= codes("categories")
    assert {row["channel"] for row in rules if "channel" in row} <= codes("channels")
    assert {row["department"] for row in rules if "department" in row} <= codes("departments")
    assert all(row["reason"] and row["reason_en"] and len(row["reason"]) <= 120 for row in rules)
    assert "category" not in rules[-1], "the last rule takes whatever is left"


def test_each_urgency_has_its_clocks() -> None:
    general = {
        (r["urgency"], r["clock"])
        for r in load("jiabei", "service_levels")["service_levels"]
        if not r["category"]
    }
    clocks = ("sign", "contact", "resolve", "rule", "verify", "close", "rectify")
    assert general == set(product(("normal", "urgent", "emergency"), clocks))


def test_powers_and_rungs_speak_of_what_exists() -> None:
    powers = load("jiabei", "authorities")["authorities"]
    assert {row["category"] for row in powers} - {None} <= codes("categories")
    assert powers[0]["category"] is None, "of every matter somebody says who settles it"
    said = {row["category"]: set(row["tiers"]) for row in powers}
    assert all("street" in tiers for tiers in said.values()), "what comes up to the street ends there"
    for rule in load("jiabei", "routing_rules")["routing_rules"]:
        if rule["direct"] and "category" in rule:
            assert rule["tier"] in said.get(rule["category"], said[None]), rule["reason"]
    for clock in ("sign", "resolve"):
        rungs = [row for row in load("jiabei", "rungs")["rungs"] if row["clock"] == clock]
        assert [row["kind"] for row in rungs] == ["urge", "escalation", "circular"]
        assert (rungs[0]["amount"], rungs[0]["unit"]) == (1, "natural_day")
        assert (rungs[-1]["amount"], rungs[-1]["unit"]) == (5, "working_day")
        assert all(row["provenance"] for row in rungs)


@pytest.mark.parametrize("origin", ["ordered", "found", "sent"])
def test_people_bring_workers_find_and_others_send(origin: str) -> None:
    assert any(row["origin"] == origin for row in load("jiabei", "channels")["channels"])


def test_categories_are_two_levels_with_keywords_at_the_leaves() -> None:
    rows = load("jiabei", "categories")["categories"]
    leaves = [row for row in rows if "parent" in row]
    assert len(leaves) >= 45
    assert {row["parent"] for row in leaves} == {row["code"] for row in rows if "parent" not in row}
    assert all(row["keywords"] and row["name_en"] for row in leaves)
    assert set(load("jiabei", "texts")["texts"]) == {row["code"] for row in leaves}


def test_posts_stand_on_four_levels() -> None:
    assert sorted(row["level"] for row in load("jiabei", "posts")["kinds"] if row["level"]) == [1, 2, 3, 4]


def test_nobody_shares_a_name_or_a_phone() -> None:
    crowd = list(islice(people(seed=1), 500))
    assert len({person.name for person in crowd}) == len({person.phone for person in crowd}) == 500
    assert all(person.phone.startswith("1990000") and len(person.phone) == 11 for person in crowd)
    assert crowd == list(islice(people(seed=1), 500))


def test_requests_are_filled_in_and_varied() -> None:
    estate = generate("jiabei")
    told = list(islice(requests(estate, seed=3), 400))
    assert told == list(islice(requests(estate, seed=3), 400))
    assert not any("{" in request.text or "}" in request.text for request in told)
    assert len(Counter(request.truth for request in told)) > 40
    assert {request.channel for request in told} >= {"portal", "hotline-12345", "grid-worker", "opinion-box"}
    community = Polygon([estate.ground.degrees(point) for point in estate.boundary])
    assert all(community.contains(Point(request.at)) for request in told)
    lifts = [request for request in told if request.truth == "lift"]
    assert lifts
    assert all(estate.house(request.house or 0).lift for request in lifts)
    assert sum(
        any(word in request.text for word in keywords()[request.truth]) for request in told
    ) > 0.75 * len(told)


def keywords() -> dict[str, list[str]]:
    return {row["code"]: row.get("keywords", []) for row in load("jiabei", "categories")["categories"]}
