"""Who settles what, the rungs of the escalation, and local numbers: set, told to the journal, refused."""

from dataclasses import replace

import pytest

from tests.cast import MONDAY, Cast
from wangge.cases.errors import Missing, NothingChanged, NotKeeper, OutOfRange, UnknownCategory, UnknownChoice
from wangge.cases.models import Authority, Category, Practice, Rung
from wangge.cases.rulebook import rulebook
from wangge.cases.rungs import RungRow, rung_rows, set_rungs
from wangge.cases.steering import set_authorities, set_practice
from wangge.journal.models import Entry

ROW = RungRow("sign", 1, "natural_day", 0, "urge", "公开做法")
POWERS = {"": {"grid", "community"}, "lift": {"department"}}


def test_the_nearest_line_says_who_settles(cast: Cast):
    set_authorities(POWERS, by=cast.an, now=MONDAY)
    book, lift = rulebook(), Category.objects.get(code="lift").pk
    assert book.may_settle("grid", None)
    assert not book.may_settle("grid", lift)
    assert book.may_settle("department", lift)
    told = Entry.objects.get(verb="authorities.set").payload
    assert told == {"before": {}, "after": {"": ["community", "grid"], "lift": ["department"]}}
    with pytest.raises(NothingChanged):
        set_authorities(POWERS, by=cast.an, now=MONDAY)
    set_authorities({}, by=cast.an, now=MONDAY)
    assert not Authority.objects.exists()
    assert rulebook().may_settle("grid", lift)


@pytest.mark.parametrize(
    ("powers", "refusal"), [({"": {"mayor"}}, UnknownChoice), ({"moon": {"grid"}}, UnknownCategory)]
)
def test_powers_that_cannot_be(cast: Cast, powers: dict[str, set[str]], refusal: type[Exception]):
    with pytest.raises(refusal):
        set_authorities(powers, by=cast.an, now=MONDAY)


def test_rungs_stand_in_order_of_their_time(cast: Cast):
    late = replace(ROW, amount=5, unit="working_day", up=2, kind="circular")
    set_rungs([late, *rung_rows(), ROW], by=cast.an, now=MONDAY)
    assert list(Rung.objects.filter(clock="sign").values_list("kind", flat=True)) == ["urge", "circular"]
    steps = rulebook().escalation.rungs
    assert [rung.kind for rung in next(v for k, v in steps.items() if k == "sign")] == ["urge", "circular"]
    with pytest.raises(NothingChanged):
        set_rungs(rung_rows(), by=cast.an, now=MONDAY)


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"clock": "moon"}, UnknownChoice),
        ({"unit": "moons"}, UnknownChoice),
        ({"kind": "ring"}, UnknownChoice),
        ({"amount": 0}, OutOfRange),
        ({"up": 6}, OutOfRange),
        ({"provenance": " "}, Missing),
    ],
)
def test_rungs_that_cannot_be(cast: Cast, change: dict[str, object], refusal: type[Exception]):
    with pytest.raises(refusal):
        set_rungs([replace(ROW, **change)], by=cast.an, now=MONDAY)


def test_local_numbers(cast: Cast):
    set_practice({"bad_score": 3, "warn_share": 0.5}, by=cast.an, now=MONDAY)
    assert (rulebook().practice.bad_score, rulebook().escalation.warn_share) == (3, 0.5)
    assert Entry.objects.get(verb="practice.set").payload["before"] == {"bad_score": 2, "warn_share": 0.8}
    with pytest.raises(NothingChanged):
        set_practice({"bad_score": 3}, by=cast.an, now=MONDAY)
    with pytest.raises(OutOfRange):
        set_practice({"duplicate_days": 0}, by=cast.an, now=MONDAY)
    assert Practice.objects.get().duplicate_days == 60


def test_none_of_it_by_a_street(cast: Cast):
    for act in (
        lambda: set_authorities(POWERS, by=cast.zhao, now=MONDAY),
        lambda: set_rungs([ROW], by=cast.zhao, now=MONDAY),
        lambda: set_practice({"bad_score": 3}, by=cast.zhao, now=MONDAY),
    ):
        with pytest.raises(NotKeeper):
            act()
