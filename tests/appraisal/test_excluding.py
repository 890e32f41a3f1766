"""Leaving a case out of adjusted rates: asked for with evidence, reviewed twice, never by the asker."""

import pytest

from tests.appraisal.conftest import HOUR, by_department
from tests.cast import DAY, MONDAY, PASSWORD, Cast
from wangge.accounts import actions as accounts
from wangge.accounts.models import Role
from wangge.appraisal import actions, periods, queries, units
from wangge.appraisal.errors import (
    AskedAlready,
    EvidenceMissing,
    ExclusionMoved,
    NotItsTurn,
    NotTheAsker,
    OwnExclusion,
    ReasonMissing,
    UnknownGround,
)
from wangge.appraisal.models import Exclusion, Rate
from wangge.cases import actions as loop
from wangge.cases.errors import NotYours
from wangge.cases.models import Case
from wangge.cases.numbering import number_of
from wangge.cases.rulebook import rulebook
from wangge.journal.actor import SYSTEM, Actor
from wangge.journal.models import Entry
from wangge.staffing.queries import actor_of

LATER = MONDAY + 24 * HOUR
CALLED = "17日三次拨打均无人接听,有通话记录"


@pytest.fixture
def unreached(cast: Cast) -> Case:
    case = by_department(cast)
    loop.call_back(case, outcome="unreached", by=cast.zhou, now=LATER)
    return case


def ask(case: Case, by: Actor, ground: str = "unreachable") -> Exclusion:
    return actions.ask(case, ground=ground, evidence=CALLED, by=by, now=LATER)


def figure(cast: Cast, rate: Rate = Rate.RESOLUTION) -> tuple[float | None, float | None, int]:
    book = rulebook()
    unit = units.find("area-990101001", by=cast.zhao, book=book)
    period = periods.read("2026-11")
    found = queries.overview(unit, period, by=cast.zhao, book=book, now=LATER).judged.figure(rate)
    return found.raw, found.adjusted, found.left_out


def another(cast: Cast, role: Role, name: str) -> Actor:
    account = accounts.open_account(name, name=name, password=PASSWORD, keep=True, by=SYSTEM, now=MONDAY)
    accounts.grant(account, role=role, area=cast.street, by=SYSTEM, now=MONDAY)
    return actor_of(account, on=DAY)


def test_two_levels_agree_and_only_the_adjusted_rates_change(cast: Cast, unreached: Case) -> None:
    asked = ask(unreached, cast.sun)
    assert figure(cast) == (0.0, 0.0, 0)
    actions.review(asked, granted=True, by=cast.zhao, now=LATER)
    assert figure(cast) == (0.0, 0.0, 0), "one level alone leaves nothing out"
    actions.review(asked, granted=True, note="记录属实", by=cast.gao, now=LATER)
    assert figure(cast) == (0.0, None, 1)
    assert figure(cast, Rate.ON_TIME) == (1.0, 1.0, 0), "the ground leaves only some rates"
    verbs = Entry.objects.filter(subject_kind="case", subject_id=unreached.pk, verb__startswith="exclusion.")
    assert list(verbs.order_by("id").values_list("verb", flat=True)) == [
        "exclusion.asked", "exclusion.passed", "exclusion.granted",
    ]  # fmt: skip


def test_who_asks_does_not_review_and_nobody_reviews_twice(cast: Cast, unreached: Case) -> None:
    asked = ask(unreached, cast.zhao)
    with pytest.raises(OwnExclusion):
        actions.review(asked, granted=True, by=cast.zhao, now=LATER)
    with pytest.raises(NotItsTurn):
        actions.review(asked, granted=True, by=cast.gao, now=LATER)
    both = another(cast, Role.STREET, "both")
    actions.review(asked, granted=True, by=both, now=LATER)
    accounts.grant(_account(both), role=Role.COMMAND, area=cast.street, by=SYSTEM, now=MONDAY)
    with pytest.raises(OwnExclusion):
        actions.review(asked, granted=True, by=actor_of(_account(both), on=DAY), now=LATER)
    with pytest.raises(NotItsTurn):
        actions.review(asked, granted=True, by=another(cast, Role.STREET, "third"), now=LATER)


def _account(by: Actor):
    return accounts.Account.objects.get(pk=by.person)


def test_a_refusal_needs_a_reason_and_ends_it(cast: Cast, unreached: Case) -> None:
    asked = ask(unreached, cast.sun)
    with pytest.raises(ReasonMissing):
        actions.review(asked, granted=False, note=" ", by=cast.zhao, now=LATER)
    actions.review(asked, granted=False, note="只拨打一次", by=cast.zhao, now=LATER)
    with pytest.raises(ExclusionMoved):
        actions.review(asked, granted=True, by=cast.gao, now=LATER)
    assert figure(cast) == (0.0, 0.0, 0)
    assert ask(unreached, cast.sun).state == "asked", "with better evidence it may be asked for again"


def test_the_asker_takes_it_back_before_it_is_decided(cast: Cast, unreached: Case) -> None:
    asked = ask(unreached, cast.sun)
    with pytest.raises(NotTheAsker):
        actions.withdraw(asked, by=cast.zhao, now=LATER)
    actions.withdraw(asked, by=cast.sun, now=LATER)
    with pytest.raises(ExclusionMoved):
        actions.withdraw(asked, by=cast.sun, now=LATER)
    with pytest.raises(ExclusionMoved):
        actions.review(asked, granted=True, by=cast.zhao, now=LATER)


def test_what_is_asked_for_is_whole_and_asked_once(cast: Cast, unreached: Case) -> None:
    with pytest.raises(EvidenceMissing):
        actions.ask(unreached, ground="duplicate", evidence="  ", by=cast.sun, now=LATER)
    with pytest.raises(UnknownGround):
        ask(unreached, cast.sun, ground="tired")
    with pytest.raises(NotYours):
        ask(unreached, cast.wu)
    ask(unreached, cast.sun)
    with pytest.raises(AskedAlready):
        ask(unreached, cast.zhou, ground="duplicate")


def test_two_reviewers_at_once_and_the_second_is_told(cast: Cast, unreached: Case) -> None:
    asked = ask(unreached, cast.sun)
    stale = Exclusion.objects.select_related("case__area").get(pk=asked.pk)
    actions.review(asked, granted=True, by=cast.zhao, now=LATER)
    with pytest.raises(ExclusionMoved):
        actions.review(stale, granted=False, note="不同意", by=another(cast, Role.STREET, "late"), now=LATER)


def test_the_pages_lead_from_the_case_to_both_reviews(cast: Cast, unreached: Case, enter) -> None:
    number = number_of(unreached)
    sun = enter("sun")
    assert "Ask to leave it out" in sun.get(f"/desk/cases/{number}").content.decode()
    short = sun.post(f"/desk/cases/{number}/exclusion", {"ground": "unreachable", "evidence": ""})
    assert short.status_code == 422
    sent = {"ground": "unreachable", "evidence": CALLED}
    assert sun.post(f"/desk/cases/{number}/exclusion", sent).status_code == 302
    again = sun.post(f"/desk/cases/{number}/exclusion", sent)
    assert "asked for or granted already" in again.content.decode()
    asked = Exclusion.objects.get()
    zhao, gao = enter("zhao"), enter("gao")
    assert CALLED in zhao.get("/desk/rates/exclusions").content.decode()
    assert CALLED not in gao.get("/desk/rates/exclusions").content.decode()
    assert zhao.post(f"/desk/rates/exclusions/{asked.pk}/review", {"granted": "no"}).status_code == 422
    zhao.post(f"/desk/rates/exclusions/{asked.pk}/review", {"granted": "yes"})
    assert CALLED in gao.get("/desk/rates/exclusions").content.decode()
    gao.post(f"/desk/rates/exclusions/{asked.pk}/review", {"granted": "yes", "note": "属实"})
    asked.refresh_from_db()
    assert asked.state == "granted"
    told = sun.get(f"/desk/cases/{number}").content.decode()
    assert "属实" in told
    assert "left out" in told
    assert "Ask to leave it out" not in told
    assert enter("wu").post(f"/desk/rates/exclusions/{asked.pk}/withdrawal").status_code == 404
