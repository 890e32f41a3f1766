"""A planner opens scenarios, moves houses, splits, merges and names grids; two planners lose nothing."""

import json
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from tests.cast import MONDAY, Cast
from tests.planning.village import TODAY, build, divided, heads
from wangge.journal.models import Entry
from wangge.places.models import Area
from wangge.planning import actions, queries
from wangge.planning.errors import BadGrids, BadTerms, DraftMoved, NoSuchBuilding, NoSuchDraft, RangeReversed
from wangge.planning.models import Draft


@pytest.fixture
def village(cast: Cast) -> Area:
    build(cast.neighbour)
    return cast.neighbour


@pytest.fixture
def draft(village: Area, cast: Cast) -> Draft:
    divided(village)
    return actions.open_draft(village, name="五个网格", by=cast.qian, now=MONDAY)


def change(draft: Draft, cast: Cast, moves=None, **how: object) -> Draft:
    asked = {"revision": draft.revision, "moves": moves or {}, "by": cast.qian, "now": MONDAY}
    return actions.rearrange(draft, **asked | how)


def members(draft: Draft, number: int) -> list[int]:
    return [int(pk) for pk, n in draft.assignment.items() if n == number]


def told(draft: Draft) -> dict:
    return queries.description(draft, on=TODAY)


def sheet(draft: Draft, number: int) -> dict:
    return next(row for row in told(draft)["rows"] if row["number"] == number)


def test_a_scenario_begins_with_the_grids_in_force(draft, village):
    sheets = told(draft)
    division = village.divisions.get()
    grids = {grid.pk: grid for grid in division.grids.all()}
    assert {row["continues"] for row in sheets["rows"]} == set(grids)
    assert all(grids[row["continues"]].number == row["number"] for row in sheets["rows"])
    assert (sheets["difference"]["households"], sheets["difference"]["dissolved"]) == (0, [])
    assert sum(row["counts"]["households"] for row in sheets["rows"]) == 2400
    assert sheets["totals"]["buildings"] == 40
    assert sheets["approvable"]


def test_what_the_workbench_is_given_is_json(draft, village):
    assert json.loads(json.dumps(told(draft)))["id"] == draft.pk
    ground = json.loads(json.dumps(queries.ground(village)))
    assert [row["name"] for row in ground["buildings"]][:2] == ["1号楼", "2号楼"]
    assert len(ground["cells"]) == 40
    assert {cell["type"] for cell in ground["cells"]} == {"Polygon"}
    assert all(0 <= a < b < 40 or 0 <= b < a < 40 for a, b, *_ in ground["edges"])


def test_a_scenario_may_begin_with_nothing(village, cast):
    fresh = actions.open_draft(village, basis="fresh", by=cast.qian, now=MONDAY)
    sheet = json.loads(json.dumps(told(fresh)))
    assert (sheet["rows"], sheet["difference"], sheet["approvable"]) == ([], None, False)
    assert [check["code"] for check in sheet["checks"]] == ["empty"]
    assert Draft.objects.get(pk=fresh.pk).figures["objective"] is None


def test_houses_move_and_the_difference_names_them(draft, cast):
    first, second = members(draft, 1), members(draft, 2)
    moved = change(draft, cast, {first[0]: 2})
    assert moved.revision == draft.revision + 1
    found = told(moved)["difference"]
    assert (found["buildings"], found["households"], found["people"]) == (1, 60, 150)
    assert found["moved"] == {str(first[0]): [f"{moved.area.code}001", 2]}
    lost, gained = found["grids"][0], found["grids"][1]
    assert (lost["lost"], lost["gained"], gained["gained"]) == (60, 0, 60)
    assert sheet(moved, 2)["counts"]["buildings"] == len(second) + 1


def test_the_people_of_a_grid_that_loses_houses_are_named(draft, cast, village):
    heads(village, village.divisions.get(), cast)
    moved = change(draft, cast, {members(draft, 1)[0]: 2})
    assert [person["name"] for person in sheet(moved, 1)["staff"]] == ["吴网格"]
    assert [each["staff"][0]["name"] for each in told(moved)["difference"]["grids"][:2]] == [
        "吴网格",
        "陈网格",
    ]


def test_two_planners_do_not_overwrite_one_another(draft, cast):
    change(draft, cast, {members(draft, 1)[0]: 2})
    with pytest.raises(DraftMoved, match="revision 2"):
        change(draft, cast, {members(draft, 3)[0]: 2})


def test_a_change_sent_twice_is_one_change(draft, cast):
    key = uuid4().hex
    moves = {members(draft, 1)[0]: 2}
    once = change(draft, cast, moves, key=key)
    again = change(draft, cast, moves, key=key)
    assert (once.revision, again.revision) == (2, 2)
    assert Entry.objects.filter(verb="draft.rearranged").count() == 1


def test_a_grid_is_split_and_named(draft, cast):
    half = members(draft, 1)[:3]
    rows = [*draft.grids, {"number": 7, "name": "东门", "kind": "base", "continues": None, "locked": False}]
    split = change(draft, cast, dict.fromkeys(half, 7), grids=rows)
    assert sorted(members(split, 7)) == sorted(half)
    assert sheet(split, 7)["name"] == "东门"
    assert told(split)["difference"]["added"] == [7]


def test_two_grids_are_merged_and_one_goes_out(draft, cast, village):
    heads(village, village.divisions.get(), cast)
    rows = [row for row in draft.grids if row["number"] != 2]
    merged = change(draft, cast, dict.fromkeys(members(draft, 2), 1), grids=rows)
    found = told(merged)["difference"]
    assert [each["number"] for each in found["dissolved"]] == [2]
    assert found["dissolved"][0]["staff"][0]["name"] == "陈网格"
    assert found["households"] >= found["unavoidable"] >= 0


@pytest.mark.parametrize(
    ("rows", "what"),
    [
        (lambda rows: rows[1:], "not among the grids"),
        (lambda rows: [*rows, rows[0]], "twice"),
        (lambda rows: [*rows, {**rows[0], "number": 9}], "continued twice"),
        (lambda rows: [{**rows[0], "kind": "odd"}, *rows[1:]], "no such kind"),
        (lambda rows: [{**rows[0], "continues": 10**9}, *rows[1:]], "continues no grid"),
        (lambda rows: [*rows, {**rows[0], "number": 1000, "continues": None}], "numbers are"),
    ],
)
def test_grids_that_do_not_fit_together_change_nothing(draft, cast, rows, what):
    with translation.override("en"), pytest.raises(BadGrids, match=what):
        change(draft, cast, grids=rows(draft.grids))
    assert Draft.objects.get(pk=draft.pk).revision == 1


def test_houses_of_another_community_stay_out(draft, cast):
    with pytest.raises(NoSuchBuilding):
        change(draft, cast, {cast.buildings[0].pk: 1})


def test_terms_are_changed_in_part_and_nonsense_is_refused(draft, cast):
    with_people = actions.set_terms(
        draft, revision=1, terms={"people": {"min": 900, "max": 1100}}, by=cast.qian, now=MONDAY
    )
    assert (with_people.terms["min"], with_people.terms["people"]["max"]) == (300, 1100)
    for nonsense in (
        {"measure": "cats"}, {"k": 0}, {"dial": {"x": 1}}, {"colour": 1}, {"min": "3"},
        {"work": {"area": -1}}, {"people": {"min": 1}}, {"compounds_whole": 1}, {"seconds": 1e9},
    ):  # fmt: skip
        with pytest.raises(BadTerms):
            actions.set_terms(with_people, revision=2, terms=nonsense, by=cast.qian, now=MONDAY)
    with pytest.raises(RangeReversed):
        actions.set_terms(with_people, revision=2, terms={"min": 900}, by=cast.qian, now=MONDAY)
    assert Draft.objects.get(pk=draft.pk).terms == with_people.terms


def test_scenarios_stand_side_by_side(draft, cast, village):
    other = actions.copy(draft, name="另一个方案", by=cast.zhao, now=MONDAY)
    moved = change(other, cast, {members(other, 1)[0]: 2})
    found = queries.compare(Draft.objects.get(pk=draft.pk), moved)
    assert (len(found["moved"]), found["households"]) == (1, 60)
    listed = queries.drafts(village)
    assert [line["name"] for line in listed][:2] == ["另一个方案", "五个网格"]
    assert (listed[0]["parent"], listed[0]["revision"], listed[0]["within"]) == (draft.pk, 2, 6)
    actions.discard(other, by=cast.zhao, now=MONDAY)
    assert queries.drafts(village)[0]["name"] == "五个网格"
    with pytest.raises(NoSuchDraft):
        queries.find(other.pk, by=cast.zhao)


def test_only_planners_of_the_place_find_a_draft(draft, cast):
    assert queries.find(draft.pk, by=cast.qian) == draft
    assert queries.find(draft.pk, by=cast.zhao) == draft
    for stranger in (cast.zhou, cast.chen, cast.gao, cast.an, cast.sun):
        with pytest.raises(NoSuchDraft):
            queries.find(draft.pk, by=stranger)


def test_reading_a_draft_takes_few_statements(draft, cast, village):
    heads(village, village.divisions.get(), cast)
    found = queries.find(draft.pk, by=cast.qian)
    with CaptureQueriesContext(connection) as sent:
        queries.description(found, on=TODAY)
    assert len(sent) == 12
    with CaptureQueriesContext(connection) as sent:
        queries.drafts(village)
    assert len(sent) == 3
    with CaptureQueriesContext(connection) as sent:
        queries.ground(village)
    assert len(sent) == 4
