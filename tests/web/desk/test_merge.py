"""Duplicates side by side, merging and parting, and one report that holds several matters."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.cast import Cast
from tests.web.desk.conftest import GRID_1
from tests.web.desk.test_case import address
from wangge.cases import actions
from wangge.cases.models import Case
from wangge.cases.numbering import number_of
from wangge.cases.telling import Telling
from wangge.journal.actor import RESIDENT


@pytest.fixture
def again(cast: Cast, rubbish: Case) -> Case:
    """A neighbour tells of the same rubbish."""
    telling = Telling("楼下垃圾没有清运，已经三天", "portal", **GRID_1, name="周先生", phone="13900009000")
    return actions.report(telling, by=RESIDENT, now=timezone.now()).case


def test_what_may_be_the_same_is_suggested_with_its_reasons(enter, rubbish, again):
    page = enter("zhou").get(address(again, "merging"))
    (other,) = page.context["alike"]
    assert other.case == rubbish
    assert other.percent > 60
    assert {"the same spot", "told on the same day", "the same matter"} <= set(other.reasons)
    assert any(words.startswith("words ") for words in other.reasons)


def test_two_cases_stand_side_by_side_before_they_are_merged(enter, rubbish, again):
    zhou = enter("zhou")
    page = zhou.get(address(again, "merging"), {"into": number_of(rubbish)})
    assert [side.case for side in page.context["sides"]] == [again, rubbish]
    unreasoned = zhou.post(address(again, "merging"), {"into": number_of(rubbish), "reason": ""})
    assert unreasoned.status_code == 422
    done = zhou.post(address(again, "merging"), {"into": number_of(rubbish), "reason": "同一处垃圾"})
    assert done.headers["Location"] == address(rubbish)
    kept = zhou.get(address(rubbish))
    assert [teller.report.name for teller in kept.context["tellers"]] == ["林女士", "周先生"]
    assert f"from {number_of(again)}" in kept.text
    gone = zhou.get(address(again))
    assert "Merged into" in gone.text
    assert [stop.word for stop in gone.context["line"] if stop.here] == ["merged into another"]

    zhou.post(address(again, "parting"), {"reason": "不是同一处"})
    again.refresh_from_db()
    assert (again.state, again.reports.get().name) == ("accepted", "周先生")


def test_nothing_is_merged_into_itself_or_into_what_one_may_not_see(enter, rubbish, again):
    zhou = enter("zhou")
    own = zhou.post(address(again, "merging"), {"into": number_of(again), "reason": "x"})
    assert "A case cannot be merged with itself." in own.text
    none = zhou.post(address(again, "merging"), {"into": "20200101-000001", "reason": "x"})
    assert "No case can be found under this number." in none.text
    assert "No case can be found" in zhou.get(address(again, "merging"), {"into": "何处"}).text
    assert not Case.objects.filter(state="merged").exists()


def test_without_suggestions_the_page_says_what_to_do(enter, lift):
    page = enter("zhou").get(address(lift, "merging")).text
    assert "Nothing looks alike" in page
    assert "Number of another case" in page


def test_one_report_with_two_matters_becomes_two_parts_with_their_own_clocks(enter, lift):
    zhou = enter("zhou")
    one = {"rows": "2", "title-0": "电梯停运", "text-0": "", "category-0": "lift"}
    few = zhou.post(address(lift, "splitting"), one | {"title-1": "", "text-1": "", "category-1": ""})
    assert "Say at least two parts." in few.text
    two = one | {"title-1": "楼下漏水", "text-1": "地下室", "category-1": "water"}
    zhou.post(address(lift, "splitting"), two)
    parts = Case.objects.filter(parent=lift).order_by("id")
    assert [part.title for part in parts] == ["电梯停运", "楼下漏水"]
    assert parts[1].clocks.get(kind="resolve").due_at - timezone.now() < timedelta(hours=25)
    page = zhou.get(address(lift)).text
    assert number_of(parts[0]) in page
    assert "A part of" in zhou.get(address(parts[0])).text
