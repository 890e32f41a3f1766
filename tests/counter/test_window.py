"""One window: what to bring is told once, each step has its limit, and the right level decides."""

from datetime import timedelta

import pytest

from tests.cast import MONDAY
from wangge.counter import actions, queries
from wangge.counter.errors import (
    BadTail,
    HandedOverAlready,
    KeyTaken,
    NoSuchApplication,
    NotAtYourWindow,
    NothingLacking,
    NoticeStillRuns,
    NotNowHere,
    NotTheDecision,
    NotYourStepHere,
    SayWhat,
    StillLacking,
    TheDecision,
)
from wangge.counter.filing import Applicant
from wangge.counter.models import Application, Lack, State
from wangge.counter.numbering import application_of, is_number, number_of, secret_of
from wangge.foundation.calendar import CHINA_TIME
from wangge.journal.actor import RESIDENT
from wangge.journal.models import Entry

LIN = Applicant("林大妈", "13800008000", "002x", "1号楼2单元301")


def filed(cast, item, *, by=None, key="k-1", **more) -> Application:
    return actions.file(item, LIN, area=cast.community, key=key, by=by or RESIDENT, now=MONDAY, **more)


def under_way(cast, relief) -> Application:
    """Accepted with all papers: the visit at home begins."""
    found = filed(cast, relief, by=cast.zhou, brought=[0, 1, 2])
    actions.accept(found, by=cast.zhou, now=MONDAY)
    return found


def day(moment) -> str:
    return f"{moment.astimezone(CHINA_TIME):%m-%d %H:%M}"


@pytest.mark.row("JB-25")
def test_all_that_is_missing_is_told_once_and_the_clock_waits(window, relief):
    found = filed(window, relief, brought=[0])
    assert day(found.due_at) == "11-17 17:30"  # looked through within one working day
    with pytest.raises(StillLacking, match="收入证明、家庭经济状况核对授权书"):
        actions.accept(found, by=window.zhou, now=MONDAY)
    with pytest.raises(NothingLacking):
        actions.tell(found, {}, by=window.zhou, now=MONDAY)
    sheet = actions.tell(found, {1: "没有带", 2: ""}, by=window.zhou, now=MONDAY)
    assert (found.state, found.due_at) == (State.LACKING, None)
    progress = queries.progress(found)
    assert [row.paper.name for row in progress.sheet.missing.all()] == ["收入证明", "家庭经济状况核对授权书"]
    assert (sheet.by.name, sheet.at, progress.told_late) == ("周社区", MONDAY, 0)
    later = MONDAY + timedelta(days=2)
    actions.receive(found, [1], unneeded=[2], by=window.zhou, now=later)
    actions.accept(found, by=window.zhou, now=later)
    assert day(found.due_at) == "11-25 17:30"  # five working days from Wednesday


@pytest.mark.row("JB-25")
def test_what_the_first_sheet_should_have_named_is_counted_as_told_too_late(window, relief):
    found = filed(window, relief, brought=[0, 2])
    actions.tell(found, {1: ""}, by=window.zhou, now=MONDAY)
    actions.tell(found, {1: "仍缺公章"}, by=window.zhou, now=MONDAY)
    assert not Lack.objects.filter(late=True).exists()  # told the first time already
    actions.tell(found, {1: "", 2: "签名不全"}, by=window.zhou, now=MONDAY)
    (late,) = Lack.objects.filter(late=True)
    assert (late.paper.name, late.sheet.round) == ("家庭经济状况核对授权书", 3)
    assert queries.standings(window.zhou, now=MONDAY).told_late == 1
    assert list(queries.listed(window.zhou, states=["lacking"], late=True)) == [found]
    assert queries.standings(window.qian, now=MONDAY).told_late == 0


@pytest.mark.row("JB-25")
def test_from_the_window_to_the_result_in_one_place(window):
    permit = queries.item_of("residence-permit")
    found = filed(window, permit, by=window.zhou, brought=[0])
    assert filed(window, permit, by=window.zhou).pk == found.pk  # sent twice, there once
    with pytest.raises(KeyTaken):
        actions.file(permit, Applicant("别人"), area=window.community, key="k-1", by=RESIDENT, now=MONDAY)
    actions.accept(found, by=window.zhou, now=MONDAY)
    actions.grant(found, note="符合条件", by=window.zhou, now=MONDAY)
    assert (found.state, found.due_at) == (State.GRANTED, None)
    actions.hand_over(found, to="本人", by=window.zhou, now=MONDAY)
    with pytest.raises(HandedOverAlready):
        actions.hand_over(found, to="别人", by=window.zhou, now=MONDAY)
    told = Entry.objects.filter(subject_kind="application", subject_id=found.pk).order_by("id")
    verbs = [entry.verb for entry in told]
    assert verbs == [f"counter.{verb}" for verb in ("filed", "accepted", "granted", "handed_over")]
    assert not any(word in str([e.payload for e in told]) for word in ("林", "1380000", "002X"))


@pytest.mark.row("SY-18")
def test_relief_goes_from_the_community_over_its_notice_to_the_bureau(window, relief, bureau):
    found = under_way(window, relief)
    assert queries.mine(window.zhou) == [found]
    assert queries.mine(bureau) == []
    actions.pass_on(found, note="家庭四口，情况属实", by=window.zhou, now=MONDAY)
    assert [stage.application for stage in queries.on_notice(relief)] == [found]
    with pytest.raises(NoticeStillRuns, match="2026-11-19"):
        actions.pass_on(found, by=window.zhou, now=MONDAY + timedelta(days=1))
    after = MONDAY + timedelta(days=4)
    actions.pass_on(found, by=window.zhou, now=after)
    assert queries.on_notice() == []
    with pytest.raises(NotYourStepHere, match="街道"):
        actions.pass_on(found, by=window.zhou, now=after)
    actions.pass_on(found, by=window.zhao, now=after)
    assert queries.mine(bureau) == [found]
    for somebody in (window.zhou, window.zhao, window.sun):  # nobody but the bureau decides
        with pytest.raises(NotYourStepHere, match="部门"):
            actions.grant(found, by=somebody, now=after)
        with pytest.raises(NotYourStepHere):
            actions.refuse(found, reason="不符合", by=somebody, now=after)
    with pytest.raises(TheDecision):
        actions.pass_on(found, by=bureau, now=after)
    actions.grant(found, note="每月享受差额救助", by=bureau, now=after)
    assert found.state == State.GRANTED
    assert [(s.name, s.by.name) for s in queries.progress(found).stages] == [
        ("入户调查", "周社区"),
        ("社区公示", "周社区"),
        ("街道审核", "赵街道"),
        ("区民政部门审批", "闵民政"),
    ]


@pytest.mark.row("SY-18")
def test_the_bureau_refuses_with_a_reason_or_asks_for_what_is_missing(window, relief, bureau):
    found = under_way(window, relief)
    with pytest.raises(NotTheDecision):
        actions.refuse(found, reason="不符合", by=window.zhou, now=MONDAY)
    actions.pass_on(found, by=window.zhou, now=MONDAY)
    actions.pass_on(found, by=window.zhou, now=MONDAY + timedelta(days=7))
    actions.pass_on(found, by=window.zhao, now=MONDAY + timedelta(days=7))
    actions.tell(found, {1: "过期"}, by=bureau, now=MONDAY + timedelta(days=8))
    assert queries.standings(bureau, now=MONDAY).told_late == 0  # the first sheet of all
    actions.receive(found, [1], by=window.zhou, now=MONDAY + timedelta(days=9))
    actions.accept(found, by=window.zhou, now=MONDAY + timedelta(days=9))
    assert queries.progress(found).stage.name == "区民政部门审批"
    with pytest.raises(SayWhat):
        actions.refuse(found, reason=" ", by=bureau, now=MONDAY + timedelta(days=9))
    actions.refuse(found, reason="人均收入高于标准", by=bureau, now=MONDAY + timedelta(days=9))
    assert (found.state, found.reason) == (State.REFUSED, "人均收入高于标准")


def test_applicants_follow_correct_and_withdraw_by_number_and_secret(window, relief):
    found = filed(window, relief)
    number, secret = number_of(found), secret_of(found)
    assert number == f"BM20261116-{found.pk:06d}"
    assert is_number(number)
    assert not is_number("20261116-000001")
    assert application_of(number.lower(), secret.upper()) == found
    for wrong in ((number, "x" * 12), ("BM20261117-000001", secret), ("20261116-000001", secret)):
        with pytest.raises(NoSuchApplication):
            application_of(*wrong)
    person = Applicant("林桂芳", "13800008001", "", "")
    actions.correct(found, person, applicant=True, by=RESIDENT, now=MONDAY)
    assert (found.name, found.phone, found.tail) == ("林桂芳", "13800008001", "")
    actions.withdraw(found, reason="不办了", applicant=True, by=RESIDENT, now=MONDAY)
    with pytest.raises(NotNowHere):
        actions.accept(found, by=window.zhou, now=MONDAY)
    with pytest.raises(NotYourStepHere):
        actions.withdraw(filed(window, relief, key="k-2"), reason="x", by=RESIDENT, now=MONDAY)


@pytest.mark.parametrize("tail", ["110101199001010029", "12", "abcd", "X123"])
def test_no_more_of_an_identity_number_than_its_end_is_taken(window, relief, tail):
    with pytest.raises(BadTail):
        actions.file(
            relief, Applicant("林", tail=tail), area=window.community, key="k", by=RESIDENT, now=MONDAY
        )


def test_a_window_serves_its_own_area_alone(window, relief):
    found = filed(window, relief)
    with pytest.raises(NotAtYourWindow):
        filed(window, relief, by=window.qian, key="k-2")
    for other in (window.qian, window.sun, window.chen):
        with pytest.raises(NoSuchApplication):
            queries.find(found.pk, by=other)
    assert queries.find(found.pk, by=window.zhao) == found
