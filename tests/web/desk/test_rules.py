"""The page of routing rules: changed aside, tried on past cases, saved, taken back; and why on every case."""

import io
from datetime import timedelta

import pytest
from django.utils import timezone
from python_calamine import CalamineWorkbook

from wangge.cases import actions
from wangge.cases.models import RoutingRule
from wangge.cases.numbering import number_of
from wangge.cases.rulesets import rules_now
from wangge.cases.telling import Telling
from wangge.journal.actor import RESIDENT
from wangge.journal.models import Entry

NEW = {"tier": "street", "reason": "夜间由街道值守", "direct": "on", "hours": "off", "position": "1"}


def reasons() -> list[str]:
    return [row.reason for row in rules_now().rows]


def test_nothing_is_saved_before_it_is_saved(enter, rubbish, lift):
    an, before = enter("an"), reasons()
    assert an.post("/desk/rules/draft", {"do": "down", "place": "1"}).headers["Location"] == (
        "/desk/rules?at=2&done=down#rule-2"
    )
    page = an.get("/desk/rules?at=2&done=down")
    assert [line.row.reason for line in page.context["lines"]] == [before[0], before[2], before[1]]
    assert "autofocus" in page.content.decode(), "the arrow that was pressed can be pressed again"
    assert page.context["lines"][2].never == [2]
    assert reasons() == before
    trial = an.get("/desk/rules/trial")
    assert trial.context["sentence"] == "Of the 2 cases of this time these 1 would have gone elsewhere."
    [row] = trial.context["rows"]
    assert (row.number, row.before, row.after) == (number_of(rubbish), "陈网格岗", "周社区岗")
    assert "Rules that can never send any" in trial.content.decode()
    an.post("/desk/rules/edition")
    assert reasons() == [before[0], before[2], before[1]]
    assert "rules" not in an.session
    an.post("/desk/rules/restoration", {"base": rules_now().digest})
    assert reasons() == before


def test_a_rule_is_added_changed_and_taken_out(enter):
    an = enter("an")
    assert an.get("/desk/rules/draft/new").status_code == 200
    assert an.post("/desk/rules/draft/new", NEW).status_code == 302
    shown = an.get("/desk/rules").context["lines"][0]
    assert (shown.asks, shown.goes, shown.fresh) == (["outside office hours"], "straight to: street", True)
    an.post("/desk/rules/draft/0", {**NEW, "urgency": "urgent", "position": "2"})
    assert an.get("/desk/rules").context["lines"][1].asks == ["urgent", "outside office hours"]
    an.post("/desk/rules/edition")
    assert RoutingRule.objects.get(order=20).urgency == "urgent"
    an.post("/desk/rules/draft", {"do": "remove", "place": "1"})
    an.post("/desk/rules/edition")
    assert len(reasons()) == 3


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"reason": ""}, "This field is required"),
        ({"tier": "department"}, "Choose the department"),
        ({"category": "moon"}, "Select a valid choice"),
        ({"weight": "500"}, "less than or equal to 100"),
    ],
)
def test_what_is_wrong_with_a_rule_is_said_at_its_form(enter, change, said):
    answer = enter("an").post("/desk/rules/draft/new", {**NEW, **change})
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_changes_can_be_dropped_and_foreign_ones_make_them_stale(enter):
    an, other = enter("an"), enter("an")
    an.post("/desk/rules/draft", {"do": "remove", "place": "0"})
    other.post("/desk/rules/draft", {"do": "remove", "place": "2"})
    other.post("/desk/rules/edition")
    assert "Somebody else has saved" in an.get("/desk/rules").content.decode()
    assert an.post("/desk/rules/edition").status_code == 422
    an.post("/desk/rules/draft", {"do": "discard"})
    assert not an.get("/desk/rules").context["draft"].begun
    assert an.post("/desk/rules/restoration").status_code == 422


def test_a_street_moves_its_own_rules_only(enter, cast):
    zhao = enter("zhao")
    assert zhao.post("/desk/rules/draft", {"do": "up", "place": "1"}).status_code == 422
    assert zhao.post("/desk/rules/draft/new", NEW).status_code == 422, "a street names a place of its own"
    assert zhao.post("/desk/rules/draft/new", {**NEW, "area": cast.community.code}).status_code == 302
    zhao.post("/desk/rules/edition")
    assert reasons()[0] == "夜间由街道值守"
    lines = zhao.get("/desk/rules").context["lines"]
    assert [line.mine for line in lines] == [True, False, False, False]


def test_the_way_they_are_used_is_tried_and_saved_with_them(enter):
    an = enter("an")
    an.post("/desk/rules/draft", {"do": "method", "method": "scored"})
    assert "weighs 1" in an.get("/desk/rules").content.decode()
    assert an.get("/desk/rules/trial").status_code == 200
    an.post("/desk/rules/edition")
    assert rules_now().method == "scored"


def test_a_period_that_cannot_be_and_one_without_cases(enter):
    an = enter("an")
    assert an.get("/desk/rules/trial", {"since": "2026-02-01", "until": "2026-01-01"}).status_code == 422
    assert an.get("/desk/rules/trial", {"since": "2024-01-01", "until": "2026-01-01"}).status_code == 422
    empty = an.get("/desk/rules/trial", {"since": "2020-01-01", "until": "2020-02-01"})
    assert "No case came in" in empty.content.decode()


def test_the_list_goes_to_excel_and_the_journal_knows(enter, rubbish):
    an = enter("an")
    an.post("/desk/rules/draft", {"do": "remove", "place": "1"})
    answer = an.post("/desk/rules/trial/exports")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert [row[0] for row in sheet[2:]] == [number_of(rubbish)]
    assert Entry.objects.filter(verb="cases.exported", payload__what="rules_trial").count() == 1


def test_every_case_shows_which_rule_sent_it_and_why(enter, rubbish):
    page = enter("zhou").get(f"/desk/cases/{number_of(rubbish)}").content.decode()
    assert "sent by the rule: cleanliness is first settled in the grid" in page
    assert "what held: rubbish" in page


def test_what_no_rule_fits_waits_in_sight(enter, cast):
    telling = Telling("想问问老年大学怎么报名", "portal", lon=116.005, lat=39.005)
    lost = actions.report(telling, by=RESIDENT, now=timezone.now() - timedelta(minutes=5)).case
    an = enter("an")
    assert "1 open case has nobody" in an.get("/desk/rules").content.decode()
    assert [case for case, _ in an.get("/desk/inbox?view=queue").context["rows"]] == [lost]
    assert "no rule fits" in enter("zhou").get(f"/desk/cases/{number_of(lost)}").content.decode()


def test_a_rule_that_is_not_there(enter):
    an = enter("an")
    assert an.get("/desk/rules/draft/9").status_code == 422
    assert an.post("/desk/rules/draft", {"do": "up", "place": "9"}).status_code == 422
    assert an.post("/desk/rules/draft", {"do": "remove", "place": "x"}).status_code == 422


@pytest.mark.parametrize(("page", "first"), [("rules", 3), ("levels", 21)])
def test_the_rules_and_the_limits_go_to_excel(enter, page, first):
    answer = enter("zhao").get(f"/desk/{page}?sheet=1")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert len(sheet[2:]) == first
