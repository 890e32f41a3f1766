"""What no workbench sends: huge numbers, wrong kinds, foreign roles; refused in words, and nothing breaks."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import Cast
from wangge.planning import actions
from wangge.planning.models import Draft

Enter = Callable[[str], Client]
CODE = "990101001001"
HUGE = 10**30
PARTS = ("assignment", "terms", "microgrids", "solving", "approval", "adoption", "copy", "name", "removal")
ROWS: tuple[Any, ...] = (
    [{"number": HUGE, "name": "", "kind": "base", "continues": None, "locked": False}],
    [{"number": 1, "name": "x" * 5000, "kind": "base", "continues": None, "locked": False}],
    [{"number": 1, "name": "", "kind": "base", "continues": HUGE, "locked": False}],
    [{"number": 1, "name": {}, "kind": [], "continues": {}, "locked": "no"}],
    [{"number": 1}] * 2000,
    [1, None, "x"],
    "x",
    {"a": 1},
)
MOVES: tuple[Any, ...] = (
    {str(HUGE): 1},
    {"1": HUGE},
    {"1": -1},
    {"1": None},
    {"1": "1e9"},
    {"-1": 1},
    {"x": 1},
    [1],
    {"1": [1]},
)
TERMS: tuple[Any, ...] = (
    {"min": HUGE},
    {"min": -1},
    {"min": 500, "max": 1},
    {"k": HUGE},
    {"k": 0},
    {"seconds": HUGE},
    {"seconds": "long"},
    {"people": {"min": 1}},
    {"people": [1, 2]},
    {"dial": {"evenness": HUGE}},
    {"dial": 3},
    {"work": {"care": "much"}},
    {"micro": {"min": 0, "max": 0}},
    {"micro": {"min": None, "max": []}},
    {"measure": ["people"]},
    {"unknown": 1},
    {"compounds_whole": "yes"},
)
ANSWERS: tuple[Any, ...] = ({}, {"x": {}}, {"x": 1}, {"x": {"held": "yes", "note": 3}}, {"x": None})


@pytest.fixture
def zhou(enter: Enter) -> Client:
    client = enter("zhou")
    client.raise_request_exception = False
    return client


@pytest.fixture
def draft(cast: Cast) -> Draft:
    return actions.open_draft(cast.community, name="一", by=cast.zhou, now=timezone.now())


def send(client: Client, where: str, told: object) -> int:
    """The status; whatever is refused says why."""
    body = told if isinstance(told, str) else json.dumps(told)
    headers = {"accept": "application/json"}
    answer = client.post(f"/desk/plans/{where}", body, content_type="application/json", headers=headers)
    assert answer.status_code < 500, (where, told)
    if answer.status_code >= 400:
        assert answer.json()["message"]
    return answer.status_code


@pytest.mark.parametrize("grids", ROWS)
def test_odd_grids_are_refused(zhou: Client, draft: Draft, grids: Any) -> None:
    sent = {"revision": draft.revision, "moves": {}, "grids": grids, "key": "odd"}
    assert send(zhou, f"drafts/{draft.pk}/assignment", sent) in {200, 422}


@pytest.mark.parametrize("moves", MOVES)
def test_odd_moves_are_refused(zhou: Client, draft: Draft, moves: Any) -> None:
    sent = {"revision": draft.revision, "moves": moves, "grids": None}
    assert send(zhou, f"drafts/{draft.pk}/assignment", sent) in {200, 422}


@pytest.mark.parametrize("pins", [[HUGE], ["x"], [None], "x", {"a": 1}, [[1]], 3])
def test_odd_pins_are_refused(zhou: Client, draft: Draft, pins: Any) -> None:
    sent = {"revision": draft.revision, "moves": {}, "grids": None, "pins": pins}
    assert send(zhou, f"drafts/{draft.pk}/assignment", sent) == 422


@pytest.mark.parametrize("terms", TERMS)
def test_odd_terms_are_refused(zhou: Client, draft: Draft, terms: Any) -> None:
    assert send(zhou, f"drafts/{draft.pk}/terms", {"revision": draft.revision, "terms": terms}) == 422
    assert send(zhou, f"{CODE}/drafts", {"name": "x", "basis": "fresh", "terms": terms}) == 422


@pytest.mark.parametrize("answers", ANSWERS)
def test_odd_answers_are_refused(enter: Enter, draft: Draft, answers: Any) -> None:
    colleague = enter("zhao")
    colleague.raise_request_exception = False
    sent = {"revision": draft.revision, "answers": answers, "decision": "approved"}
    assert send(colleague, f"drafts/{draft.pk}/approval", sent) == 422


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize(
    "told", ["", "{", "[]", "null", '"x"', '{"revision": 1e400}', '{"revision": "1"}', "{}"]
)
def test_what_is_no_message_of_the_workbench_is_refused(
    zhou: Client, draft: Draft, part: str, told: str
) -> None:
    send(zhou, f"drafts/{draft.pk}/{part}", told)


@pytest.mark.parametrize("since", ["", "x", "0001-01-01", "9999-12-31", HUGE, None, ["2026-01-01"]])
def test_odd_days_are_refused(zhou: Client, draft: Draft, since: Any) -> None:
    assert send(zhou, f"drafts/{draft.pk}/adoption", {"since": since}) in {409, 422}


@pytest.mark.parametrize(
    "told", [{"seed": HUGE}, {"seed": -5}, {"seed": "x"}, {"mode": ["fresh"]}, {"mode": "all"}]
)
def test_odd_solvings_are_refused_or_taken_as_usual(zhou: Client, draft: Draft, told: Any) -> None:
    assert send(zhou, f"drafts/{draft.pk}/solving", told) in {200, 422}


@pytest.mark.parametrize("part", [*PARTS])
def test_a_draft_of_a_number_too_large_is_not_there(zhou: Client, part: str) -> None:
    assert send(zhou, f"drafts/{HUGE}/{part}", {"revision": 1}) == 404


@pytest.mark.parametrize(
    "where",
    [
        f"drafts/{HUGE}.json",
        f"drafts/{HUGE}/solving",
        f"{CODE}?draft={HUGE}",
        f"{CODE}/export?draft={HUGE}",
        f"{CODE}/export?division={HUGE}",
        f"{CODE}/export?format=exe",
        f"{CODE}/underlay/picture",
        "99/ground.json",
        "%00/ground.json",
        "?page=99999999999999999999",
        "?page=x",
    ],
)
def test_odd_addresses_break_nothing(zhou: Client, where: str) -> None:
    answer = zhou.get(f"/desk/plans/{where}" if where[0] != "?" else f"/desk/plans{where}")
    assert answer.status_code < 500


def test_a_division_of_a_number_too_large_is_not_there(zhou: Client) -> None:
    assert send(zhou, f"divisions/{HUGE}/withdrawal", {}) == 404


@pytest.mark.parametrize(
    "points", [[{"px": 1e308, "py": 1, "lon": 1, "lat": 1}] * 4, [{"px": "NaN"}], [[]], [None]]
)
def test_odd_control_points_are_refused(zhou: Client, points: Any) -> None:
    assert send(zhou, f"{CODE}/underlay/points", {"points": points}) in {404, 422}


@pytest.mark.parametrize("part", PARTS)
def test_a_grid_worker_changes_nothing_and_is_told_so(enter: Enter, draft: Draft, part: str) -> None:
    assert send(enter("chen"), f"drafts/{draft.pk}/{part}", {"revision": 1}) == 403


def test_a_range_the_wrong_way_round_is_told_in_words(zhou: Client, draft: Draft) -> None:
    headers = {"accept": "application/json"}
    sent = json.dumps({"revision": draft.revision, "terms": {"min": 900, "max": 500}})
    where = f"/desk/plans/drafts/{draft.pk}/terms"
    answer = zhou.post(where, sent, content_type="application/json", headers=headers)
    assert "Write the smaller number" in answer.json()["message"]


def test_microgrids_are_drawn_from_the_workbench(zhou: Client, draft: Draft) -> None:
    headers = {"accept": "application/json"}
    where = f"/desk/plans/drafts/{draft.pk}/microgrids"
    sent = {"revision": draft.revision, "key": "m"}
    answer = zhou.post(where, json.dumps(sent), content_type="application/json", headers=headers).json()
    assert {row["grid"] for row in answer["microgrids"]} == {row["number"] for row in answer["rows"]}
    assert answer["revision"] == draft.revision + 1
    assert send(zhou, f"drafts/{draft.pk}/microgrids", {"revision": draft.revision, "key": "n"}) == 409
