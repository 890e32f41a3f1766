"""Grid planning at the desk: the list, the workbench's page, and what the workbench reads and writes."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation

from tests.cast import Cast
from wangge.places.models import Division
from wangge.planning import actions
from wangge.planning.models import Draft
from wangge.planning.solving import run_next
from wangge.web.desk import plans_words, urls

Enter = Callable[[str], Client]
SCRIPTS = Path(__file__).resolve().parents[3] / "frontend/src/planning"
CODE = "990101001001"


def post(client: Client, where: str, told: object = None, status: int = 200) -> Any:
    """Send JSON as the workbench does; what came back."""
    headers = {"accept": "application/json"}
    answer = client.post(
        f"/desk/plans/{where}", json.dumps(told or {}), content_type="application/json", headers=headers
    )
    assert answer.status_code == status, answer.content
    return answer.json() if answer.content else None


def get(client: Client, where: str) -> Any:
    answer = client.get(f"/desk/plans/{where}", headers={"accept": "application/json"})
    assert answer.status_code == 200, answer.content
    return answer.json()


@pytest.fixture
def zhou(enter: Enter) -> Client:
    """The community's own office."""
    return enter("zhou")


@pytest.fixture
def sheet(zhou: Client) -> dict[str, Any]:
    """A scenario that Zhou has begun from the plan in force."""
    return dict(post(zhou, f"{CODE}/drafts", {"name": "两格", "basis": "in_force"}))


def test_the_list_shows_what_is_in_force_and_what_is_being_drawn(zhou: Client, sheet) -> None:
    page = zhou.get("/desk/plans").content.decode()
    for said in ("春和社区", "version 1, since 2026-01-01", "两格", "周社区", "in range", ">2</span>"):
        assert said in page
    assert "秋实社区" not in page


def test_a_street_sees_all_of_its_communities_in_few_statements(
    enter: Enter, sheet, django_assert_max_num_queries
) -> None:
    zhao = enter("zhao")
    zhao.get("/desk/plans")
    with django_assert_max_num_queries(14):
        page = zhao.get("/desk/plans").content.decode()
    assert "秋实社区" in page
    assert "No division is in force yet." in page


def test_a_neighbour_s_plans_are_not_there_and_grid_workers_have_none(enter: Enter, sheet) -> None:
    assert enter("qian").get(f"/desk/plans/{CODE}").status_code == 404
    assert enter("qian").get(f"/desk/plans/drafts/{sheet['id']}.json").status_code == 404
    assert enter("chen").get("/desk/plans").status_code == 403


def test_a_scenario_is_begun_by_a_plain_form(zhou: Client) -> None:
    told = {"name": "大一点", "basis": "fresh", "measure": "households", "min": 100, "max": 200, "k": ""}
    answer = zhou.post(f"/desk/plans/{CODE}/new", told)
    draft = Draft.objects.get(name="大一点")
    assert answer.headers["Location"] == f"/desk/plans/{CODE}?draft={draft.pk}"
    assert (draft.terms["min"], draft.terms["max"], draft.terms["k"]) == (100, 200, None)
    assert draft.assignment == {}


def test_no_two_addresses_of_the_desk_share_a_name() -> None:
    names = [pattern.name for pattern in urls.urlpatterns]
    assert [name for name in names if names.count(name) > 1] == []


def test_a_form_with_more_at_least_than_at_most_is_told_so(zhou: Client) -> None:
    told = {"name": "", "basis": "fresh", "measure": "households", "min": 500, "max": 300}
    answer = zhou.post(f"/desk/plans/{CODE}/new", told)
    assert answer.status_code == 422
    assert "Write the larger number here" in answer.content.decode()


def test_the_page_tells_the_workbench_its_addresses_and_words(zhou: Client, sheet) -> None:
    answer = zhou.get(f"/desk/plans/{CODE}?draft={sheet['id']}")
    found = re.search(r'data-house="([^"]+)"', answer.content.decode())
    assert found
    house = json.loads(found[1].replace("&quot;", '"').replace("&#x27;", "'").replace("&amp;", "&"))
    assert (house["code"], house["draft"], house["base"]) == (CODE, sheet["id"], "/desk/plans")
    assert house["links"]["export"] == f"/desk/plans/{CODE}/export"
    assert house["words"]["Undo"] == "Undo"


def test_the_ground_is_sent_once(zhou: Client) -> None:
    first = zhou.get(f"/desk/plans/{CODE}/ground.json")
    assert [row["name"] for row in first.json()["buildings"]] == ["1号楼", "2号楼"]
    assert len(first.json()["cells"]) == 2
    again = zhou.get(f"/desk/plans/{CODE}/ground.json", headers={"if-none-match": first.headers["ETag"]})
    assert again.status_code == 304


def test_a_moved_building_is_saved_and_the_figures_follow(zhou: Client, cast: Cast, sheet) -> None:
    first = cast.buildings[0].pk
    told = {"revision": sheet["revision"], "moves": {first: 2}, "grids": None, "key": "one"}
    after = post(zhou, f"drafts/{sheet['id']}/assignment", told)
    assert after["assignment"][str(first)] == 2
    assert [row["counts"]["households"] for row in after["rows"]] == [0, 200]
    assert after["difference"]["households"] == 100
    repeated = post(zhou, f"drafts/{sheet['id']}/assignment", told)
    assert repeated["revision"] == after["revision"]


def test_who_comes_second_is_told_of_the_revision(enter: Enter, zhou: Client, cast: Cast, sheet) -> None:
    first, second = (building.pk for building in cast.buildings)
    told = {"revision": sheet["revision"], "grids": None}
    post(zhou, f"drafts/{sheet['id']}/assignment", told | {"moves": {first: 2}, "key": "zhou"})
    other = told | {"moves": {second: 1}, "key": "zhao"}
    refused = post(enter("zhao"), f"drafts/{sheet['id']}/assignment", other, status=409)
    assert refused["error"] == "draft-moved"
    assert str(sheet["revision"] + 1) in refused["message"]


@pytest.mark.parametrize(
    "told", ["[]", "{", '{"revision": "1", "moves": {}}', '{"revision": 1, "moves": []}']
)
def test_what_cannot_be_read_is_refused_with_a_word(zhou: Client, sheet, told: str) -> None:
    where = f"/desk/plans/drafts/{sheet['id']}/assignment"
    headers = {"accept": "application/json"}
    answer = zhou.post(where, told, content_type="application/json", headers=headers)
    assert answer.status_code == 422
    assert "Load the page again" in answer.json()["message"]


def test_terms_are_changed_in_part_and_bad_ones_refused(zhou: Client, sheet) -> None:
    where = f"drafts/{sheet['id']}/terms"
    after = post(zhou, where, {"revision": sheet["revision"], "terms": {"min": 50, "max": 150}})
    assert (after["terms"]["min"], after["terms"]["k"]) == (50, sheet["terms"]["k"])
    bad = {"revision": after["revision"], "terms": {"min": 500, "max": 150}}
    assert post(zhou, where, bad, status=422)["error"] == "range-reversed"


def test_a_scenario_is_solved_in_the_background_and_can_be_cancelled(zhou: Client, sheet) -> None:
    where = f"drafts/{sheet['id']}/solving"
    terms = {"min": 50, "max": 150, "seconds": 0.2}
    post(zhou, f"drafts/{sheet['id']}/terms", {"revision": sheet["revision"], "terms": terms})
    assert post(zhou, where, {"mode": "fresh"})["job"]["state"] == "waiting"
    assert post(zhou, where, {"mode": "fresh"}, status=409)["error"] == "still-solving"
    assert zhou.delete(f"/desk/plans/{where}").json()["job"]["state"] == "cancelled"
    post(zhou, where, {"mode": "fresh"})
    run_next(clock=timezone.now)
    assert get(zhou, where)["job"]["state"] == "done"
    assert all(row["within"] for row in get(zhou, f"drafts/{sheet['id']}.json")["rows"])


def answers(sheet: dict[str, Any]) -> dict[str, Any]:
    return {question["code"]: {"held": True, "note": ""} for question in sheet["checklist"]}


def test_somebody_else_approves_then_it_is_adopted_and_taken_back(enter: Enter, zhou: Client, sheet) -> None:
    where, told = f"drafts/{sheet['id']}", {"revision": sheet["revision"], "answers": answers(sheet)}
    assert post(zhou, f"{where}/approval", told, status=403)["error"] == "own-draft"
    zhao = enter("zhao")
    assert get(zhao, f"{where}.json")["own"] is False
    assert get(zhou, f"{where}.json")["own"] is True
    assert post(zhao, f"{where}/approval", told)["approval"]["decision"] == "approved"
    since = (timezone.now() + timezone.timedelta(days=30)).date().isoformat()
    division = post(zhou, f"{where}/adoption", {"since": since})["adopted"]
    versions = get(zhou, f"{CODE}/history.json")["versions"]
    assert [(each["version"], each["force"]) for each in versions] == [(1, "present"), (2, "future")]
    back = post(zhao, f"divisions/{division}/withdrawal")
    assert [each["version"] for each in back["versions"]] == [1]
    assert Division.objects.count() == 1


def test_copies_names_and_what_is_put_away(zhou: Client, sheet) -> None:
    copy = post(zhou, f"drafts/{sheet['id']}/copy", {"name": "再试"})
    assert copy["assignment"] == sheet["assignment"]
    assert post(zhou, f"drafts/{copy['id']}/name", {"name": "三试", "note": "少动"})["name"] == "三试"
    post(zhou, f"drafts/{copy['id']}/removal")
    assert [line["id"] for line in get(zhou, f"{CODE}/drafts")["drafts"]] == [sheet["id"]]


def test_a_division_elsewhere_cannot_be_taken_back(enter: Enter, cast: Cast) -> None:
    division = cast.grids[0].division_id
    assert post(enter("qian"), f"divisions/{division}/withdrawal", status=404)["error"] == "no-such-draft"


def test_a_community_without_buildings_says_so_instead_of_a_map(enter: Enter, cast: Cast) -> None:
    where = f"/desk/plans/{cast.neighbour.code}/ground.json"
    answer = enter("qian").get(where, headers={"accept": "application/json"})
    assert answer.status_code == 422
    assert "has no buildings yet" in answer.json()["message"]


def test_every_word_of_the_scripts_is_sent_and_said_in_chinese() -> None:
    said: set[str] = set()
    for script in SCRIPTS.rglob("*.ts"):
        if not script.name.endswith(".test.ts"):
            said |= set(re.findall(r'\b[tw]\("((?:[^"\\]|\\.)*)"', script.read_text(encoding="utf-8")))
    assert said == set(plans_words.WORDS)
    with translation.override("zh-hans"):
        untold = [
            word
            for word, chinese in plans_words.words().items()
            if re.search(r"[A-Za-z]{3}", word) and not re.search("[\u4e00-\u9fff]", chinese)
        ]
    assert untold == []


def test_a_scenario_of_another_community_is_never_opened(cast: Cast, enter: Enter) -> None:
    now = timezone.now()
    mine = actions.open_draft(cast.community, by=cast.zhou, now=now)
    for part in ("assignment", "terms", "approval", "adoption", "copy", "name", "removal"):
        post(enter("qian"), f"drafts/{mine.pk}/{part}", status=404)
