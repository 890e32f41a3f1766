"""The composite score is arithmetic that anybody can follow."""

import pytest

from wangge.appraisal.scoring import composite, gap

LESS = frozenset({"rework"})


def test_each_line_earns_its_share_of_its_weight():
    score = composite([("response", 30), ("rework", 70)], {"response": 0.9, "rework": 0.1}, LESS)
    assert [(line.rate, line.good, line.earned) for line in score.lines] == [
        ("response", pytest.approx(90), pytest.approx(27)),
        ("rework", pytest.approx(90), pytest.approx(63)),
    ]
    assert score.total == pytest.approx(90)
    assert score.whole


def test_a_rate_without_cases_weighs_nothing():
    score = composite([("response", 30), ("satisfaction", 70)], {"response": 0.5, "satisfaction": None}, LESS)
    assert (score.weighed, score.earned, score.total) == (30, pytest.approx(15), pytest.approx(50))
    assert not score.whole
    assert composite([("response", 100)], {}, LESS).total is None


def test_the_gap_says_how_much_is_missing():
    assert gap({"a": 10, "b": 20, "c": 30, "d": 10}) == 30
    assert gap({"a": 60, "b": 60}) == -20
