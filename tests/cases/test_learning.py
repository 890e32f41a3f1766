"""The classifier: cold start by keywords, then by a model trained from the place's own cases."""

from pathlib import Path

import pytest

from tests.cast import MONDAY, Cast
from wangge.cases import actions
from wangge.cases.learning import adopt_model, closed_examples, model_file
from wangge.cases.models import Case
from wangge.cases.telling import Telling
from wangge.classification.training import train
from wangge.journal.actor import RESIDENT, SYSTEM

PLACE = {"lon": 116.005, "lat": 39.005}
WHAT = {
    "lift": "电梯{}又停了，困在里面",
    "rubbish": "垃圾{}没有清运，味道很大",
    "water": "水管{}漏水，家里停水",
}
WHEN = ["今天", "昨天", "早上", "傍晚", "周末", "上周", "三天", "一直", "刚才", "夜里"]


@pytest.fixture(autouse=True)
def data(settings, tmp_path: Path) -> None:
    settings.DATA = tmp_path


def told(text: str, **more: str) -> Case:
    return actions.report(Telling(text, "portal", **PLACE, **more), by=RESIDENT, now=MONDAY).case


def test_keywords_classify_before_there_is_a_model(cast: Cast) -> None:
    case = told("楼下垃圾没有清运")
    assert (case.category.code, case.guess.code, case.guess_model) == ("rubbish", "rubbish", "keywords")
    assert case.guess_margin == 4


def test_what_is_not_known_is_left_to_a_person(cast: Cast) -> None:
    case = told("想打听一下合唱团")
    assert (case.category, case.guess, case.guess_margin) == (None, None, 0)


def test_what_the_reporter_chose_stands_beside_the_guess(cast: Cast) -> None:
    case = told("楼下垃圾没有清运", category="lift")
    assert (case.category.code, case.guess.code) == ("lift", "rubbish")


def test_the_place_learns_from_its_closed_cases(cast: Cast) -> None:
    for code, words in WHAT.items():
        for when in WHEN:
            Case.objects.filter(pk=told(words.format(when), category=code).pk).update(state="closed")
    texts, labels = closed_examples()
    model = train(texts, labels, trained_on="2026-11-16")
    adopt_model(model, by=SYSTEM, now=MONDAY)
    assert model_file().exists()
    case = told("电梯中午又停了，困在里面出不来")
    assert (case.guess.code, case.guess_model) == ("lift", model.version)
    assert case.category is None or case.category.code == "lift"
