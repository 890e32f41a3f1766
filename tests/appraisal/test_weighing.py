"""Weights are data that add up to 100; anything else is refused with what is missing."""

from datetime import timedelta

import pytest

from tests.cast import MONDAY, Cast
from wangge.appraisal import actions, weighing
from wangge.appraisal.errors import BadWeight, SourceMissing, WeightsOver, WeightsShort
from wangge.appraisal.models import Scheme
from wangge.cases.errors import NotYours

TODAY = MONDAY.date()


def set_weights(cast: Cast, weights: dict[str, int], *, by=None, **more) -> Scheme:
    facts = {"kind": "area", "provenance": "街道考核办法", "since": TODAY, "now": MONDAY} | more
    return actions.set_weights(cast.street, weights=weights, by=by or cast.gao, **facts)


def test_weights_that_add_up_to_seventy_are_refused(cast: Cast) -> None:
    before = Scheme.objects.count()
    with pytest.raises(WeightsShort, match="30 of 100 are missing"):
        set_weights(cast, {"response": 10, "resolution": 20, "satisfaction": 30, "on_time": 10})
    with pytest.raises(WeightsOver, match="20 more than 100"):
        set_weights(cast, {"response": 60, "resolution": 60})
    with pytest.raises(BadWeight):
        set_weights(cast, {"response": 150, "resolution": -50})
    with pytest.raises(BadWeight):
        set_weights(cast, {"reports": 100})
    with pytest.raises(SourceMissing):
        set_weights(cast, {"response": 100}, provenance=" ")
    with pytest.raises(NotYours):
        set_weights(cast, {"response": 100}, by=cast.zhao)
    assert Scheme.objects.count() == before


def test_a_score_keeps_the_weights_of_its_time(cast: Cast) -> None:
    set_weights(cast, {"response": 100})
    set_weights(cast, {"on_time": 100}, since=TODAY + timedelta(days=30))
    known = {
        day: weighing.scheme_for(cast.community.path, weighing.schemes("area", on=day))
        for day in (TODAY - timedelta(days=1), TODAY, TODAY + timedelta(days=30))
    }
    rates = [[weight.rate for weight in scheme.weights.all()] for scheme in known.values() if scheme]
    assert rates[0] == ["response", "resolution", "satisfaction", "on_time", "rework"]
    assert rates[1:] == [["response"], ["on_time"]]
    elsewhere = weighing.scheme_for("88/", weighing.schemes("area", on=TODAY))
    assert elsewhere
    assert elsewhere.area is None


def test_every_scheme_that_comes_with_the_house_adds_up(db) -> None:
    sums = [sum(w.points for w in scheme.weights.all()) for scheme in Scheme.objects.all()]
    assert sums == [100, 100]


def test_the_page_says_what_is_missing_and_keeps_what_was_written(cast: Cast, enter) -> None:
    gao = enter("gao")
    sent = {
        "kind": "area",
        "w-response": "40",
        "w-on_time": "30",
        "provenance": "街道办法",
        "since": str(TODAY),
    }
    page = gao.post("/desk/rates/weights/new", sent)
    told = page.content.decode()
    assert page.status_code == 422
    assert [word for word in ("30 of 100 are missing", 'value="40"') if word not in told] == []
    kept = gao.post("/desk/rates/weights/new", sent | {"w-on_time": "60"})
    assert kept.status_code == 302
    assert "街道办法" in gao.get(kept.url).content.decode()
    assert enter("zhou").get("/desk/rates/weights").context["form"] is None
    assert enter("zhao").post("/desk/rates/weights/new", sent).status_code == 403
    assert gao.post("/desk/rates/weights/new", sent | {"since": "x", "w-response": "-3"}).status_code == 422
