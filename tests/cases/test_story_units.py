"""Several units on one case: the lift of building 140, the whistle, and whose matter it is."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.cases.deeds import WHERE, tell
from tests.cast import DAY, MONDAY, PASSWORD, Cast
from wangge.accounts import actions as accounts
from wangge.accounts.models import Role
from wangge.cases import actions
from wangge.cases.errors import (
    DisputedAlready,
    ExplainWhy,
    NotCalled,
    NothingRuled,
    NotReady,
    NotYours,
    NoWhistle,
    TasksOpen,
    TasksUnderWay,
    WhistleSounds,
)
from wangge.cases.models import Assignment, Case, Dispute, Summons
from wangge.cases.sla import Unit
from wangge.cases.standing import standing
from wangge.cases.tasking import Planned
from wangge.cases.telling import Telling
from wangge.cases.workflow import Standing
from wangge.journal.actor import SYSTEM
from wangge.journal.models import Entry
from wangge.staffing import actions as staffing
from wangge.staffing.models import PostKind

LIFT = Telling("140号楼电梯停了，老人下不了楼", "portal", category="lift", name="楼门长", **WHERE)
HOUR = timedelta(hours=1)
EVENING = datetime(2026, 11, 16, 16, 0, tzinfo=UTC)  # midnight of that Monday in Peking


def unit(cast: Cast, code: str, name: str) -> None:
    """A department or company of the street, with somebody in its post."""
    department = staffing.found_department(code, name=name, area=cast.street, by=SYSTEM, now=MONDAY)
    kind = PostKind.objects.get(code="department")
    post = staffing.create_post(
        f"{name}岗", kind=kind, area=cast.street, department=department, by=SYSTEM, now=MONDAY
    )
    person = accounts.open_account(
        code, name=f"{name}的人", password=PASSWORD, keep=True, by=SYSTEM, now=MONDAY
    )
    accounts.grant(person, role=Role.DEPARTMENT, area=cast.street, by=SYSTEM, now=MONDAY)
    staffing.appoint(post, account=person, since=DAY, by=SYSTEM, now=MONDAY)
    cast.account[code], cast.posts[code] = person, post.pk


@pytest.fixture
def units(cast: Cast) -> Cast:
    for code, name in [("bureau", "镇物业办"), ("estate", "物业公司"), ("lifts", "电梯公司")]:
        unit(cast, code, name)
    return cast


def again(case: Case) -> Case:
    return Case.objects.select_related("area").get(pk=case.pk)


@pytest.mark.row("JB-13", "ZH-36")
def test_the_lift_of_building_140_is_assessed_and_then_repaired_on_the_same_day(units: Cast) -> None:
    cast, case = units, tell(LIFT).case
    actions.accept(case, by=cast.zhou, now=MONDAY)
    actions.pass_up(case, reason="要几家单位一起", by=cast.zhou, now=MONDAY)
    called = [cast.posts["bureau"], cast.posts["estate"], cast.posts["lifts"]]
    actions.whistle(
        again(case), posts=called, leads=cast.posts["bureau"], place="140号楼下", meet_at=MONDAY + HOUR,
        by=cast.zhao, now=MONDAY,
    )  # fmt: skip
    for name in ("bureau", "estate", "lifts"):
        assert again(case) in Case.objects.seen_by(getattr(cast, name))
        actions.respond(again(case), answer="coming", by=getattr(cast, name), now=MONDAY)
    for post in called:
        actions.attend(again(case), post=post, by=cast.zhao, now=MONDAY + HOUR)
    actions.conclude(again(case), note="先鉴定，再维修，当天完成", by=cast.zhao, now=MONDAY + HOUR)
    assess, repair = actions.plan(
        again(case),
        tasks=[
            Planned("鉴定", cast.posts["lifts"], 0, Unit.NATURAL_DAY),
            Planned("维修", cast.posts["estate"], 0, Unit.NATURAL_DAY),
        ],
        by=cast.zhao,
        now=MONDAY + HOUR,
    )
    lead = actions.dispatch(again(case), post=cast.posts["bureau"], by=cast.zhao, now=MONDAY + HOUR)
    actions.sign(again(case), by=cast.bureau, now=MONDAY + HOUR)

    assert assess.clock.due_at == EVENING
    assert repair.clock is None
    with pytest.raises(NotYours):  # the repair waits for the assessment
        actions.perform(again(case), note="已修", by=cast.estate, now=MONDAY + 2 * HOUR)
    with pytest.raises(TasksOpen):
        actions.handle(again(case), note="已修", by=cast.bureau, now=MONDAY + 2 * HOUR)
    actions.perform(again(case), note="曳引机损坏", by=cast.lifts, now=MONDAY + 2 * HOUR)
    repair.refresh_from_db()
    assert (repair.started_at, repair.clock.due_at) == (MONDAY + 2 * HOUR, EVENING)
    actions.perform(again(case), note="已更换", by=cast.estate, now=MONDAY + 6 * HOUR)
    actions.handle(again(case), note="电梯恢复", by=cast.bureau, now=MONDAY + 6 * HOUR)
    assert standing(again(case), cast.estate) >= {Standing.HANDLER}

    helpers = Assignment.objects.filter(case=case, assists=True, ended_at=None)
    assert set(helpers.values_list("post", flat=True)) == {cast.posts["estate"], cast.posts["lifts"]}
    assert (lead.assists, lead.post_id) == (False, cast.posts["bureau"])
    actions.verify(again(case), note="电梯能用", by=cast.chen, now=MONDAY + 7 * HOUR)
    actions.close(again(case), by=cast.zhao, now=MONDAY + 7 * HOUR)
    closed = again(case)
    assert (closed.state, closed.level, closed.closed_at.date()) == ("closed", "department", MONDAY.date())
    assert not Assignment.objects.filter(case=case, ended_at=None).exists()


@pytest.mark.row("ZH-36")
def test_who_is_whistled_for_comes_or_says_why_and_it_is_seen(units: Cast) -> None:
    cast, case = units, tell(LIFT).case
    actions.accept(case, by=cast.zhou, now=MONDAY)
    call = {"place": "楼下", "meet_at": MONDAY + HOUR, "now": MONDAY}
    posts = [cast.posts["bureau"], cast.posts["estate"], cast.posts["lifts"]]
    with pytest.raises(NotYours):  # the whistle is the street's
        actions.whistle(case, posts=posts, by=cast.zhou, **call)
    actions.whistle(case, posts=posts, leads=posts[0], by=cast.zhao, **call)
    with pytest.raises(WhistleSounds):
        actions.whistle(case, posts=posts, by=cast.zhao, **call)
    with pytest.raises(ExplainWhy):
        actions.respond(case, answer="explained", by=cast.estate, now=MONDAY)
    actions.respond(case, answer="explained", note="当天在别处抢修", by=cast.estate, now=MONDAY)
    actions.respond(case, answer="coming", by=cast.bureau, now=MONDAY)
    with pytest.raises(NotYours):
        actions.respond(case, answer="coming", by=cast.sun, now=MONDAY)
    actions.attend(case, post=posts[0], by=cast.zhao, now=MONDAY + HOUR)
    with pytest.raises(NotCalled):
        actions.attend(case, post=cast.posts["sun"], by=cast.zhao, now=MONDAY + HOUR)
    actions.conclude(case, note="由物业办牵头", by=cast.zhao, now=MONDAY + 2 * HOUR)
    with pytest.raises(NoWhistle):
        actions.conclude(case, note="再来一次", by=cast.zhao, now=MONDAY + 2 * HOUR)
    seen = Summons.objects.filter(whistle__case=case).order_by("id").values_list("leads", "answer", "came")
    assert list(seen) == [(True, "coming", True), (False, "explained", False), (False, "", False)]


def test_a_case_is_not_closed_while_its_whistle_sounds(units: Cast) -> None:
    cast, case = units, tell(LIFT).case
    actions.accept(case, by=cast.zhou, now=MONDAY)
    actions.whistle(
        case, posts=[cast.posts["lifts"]], place="楼下", meet_at=MONDAY + HOUR, by=cast.zhao, now=MONDAY
    )
    actions.settle(case, note="自己恢复了", by=cast.zhou, now=MONDAY + HOUR)
    actions.verify(case, note="看过", by=cast.he, now=MONDAY + HOUR)
    with pytest.raises(NotReady, match="whistle"):
        actions.close(case, by=cast.zhou, now=MONDAY + HOUR)
    actions.conclude(case, note="不必再来", by=cast.zhao, now=MONDAY + HOUR)
    actions.close(case, by=cast.zhou, now=MONDAY + HOUR)


def test_steps_are_planned_one_plan_at_a_time_and_dropped_where_they_are_not_needed(units: Cast) -> None:
    cast, case = units, tell(LIFT).case
    actions.accept(case, by=cast.zhou, now=MONDAY)
    steps = [Planned(name, cast.posts["lifts"], 1, Unit.WORKING_DAY) for name in ("鉴定", "维修")]
    actions.plan(case, tasks=steps, by=cast.zhou, now=MONDAY)
    with pytest.raises(TasksUnderWay):
        actions.plan(case, tasks=steps, by=cast.zhou, now=MONDAY)
    actions.perform(case, note="只是跳闸", by=cast.lifts, now=MONDAY + HOUR)
    dropped = actions.drop(case, reason="不用修了", by=cast.zhou, now=MONDAY + HOUR)
    assert (dropped.title, dropped.done) == ("维修", False)
    assert [task.order for task in actions.plan(case, tasks=steps, by=cast.zhou, now=MONDAY + HOUR)] == [3, 4]


@pytest.mark.row("ES-07")
def test_whose_matter_it_is_disputed_ruled_appealed_and_refused_against(units: Cast) -> None:
    """The street sorts and sends; the unit signs in its time or says why not; above it somebody rules."""
    cast, case = units, tell(LIFT).case
    actions.accept(case, by=cast.zhou, now=MONDAY)
    actions.pass_up(case, reason="不在社区权限内", by=cast.zhou, now=MONDAY)
    actions.dispatch(again(case), post=cast.posts["estate"], by=cast.zhao, now=MONDAY)
    assert case.clocks.filter(kind="sign", stopped_at=None).get().started_at == MONDAY
    actions.return_(again(case), reason="电梯不在物业合同里", by=cast.estate, now=MONDAY)
    assert Entry.objects.get(verb="case.returned").payload["reason"] == "电梯不在物业合同里"
    actions.dispatch(again(case), post=cast.posts["lifts"], by=cast.zhao, now=MONDAY)
    with pytest.raises(NothingRuled):
        actions.appeal(again(case), reason="不归我们", by=cast.lifts, now=MONDAY)
    actions.dispute(again(case), reason="保修期已过", proposed="物业公司", by=cast.lifts, now=MONDAY)
    held = again(case)
    assert (held.state, held.post_id) == ("disputed", cast.posts["zhao"])
    assert {"rule", "resolve"} <= set(held.clocks.filter(stopped_at=None).values_list("kind", flat=True))
    ruled = actions.rule(held, post=cast.posts["lifts"], reason="合同还在有效期", by=cast.zhao, now=MONDAY)
    assert ruled.upheld is False
    with pytest.raises(DisputedAlready):
        actions.dispute(again(case), reason="还是不归我们", by=cast.lifts, now=MONDAY)
    refusal = actions.appeal(again(case), reason="合同上月到期", by=cast.lifts, now=MONDAY)
    assert refusal.kind == Dispute.Kind.APPEAL
    with pytest.raises(NotYours):  # neither whoever ruled nor whoever appeals decides
        actions.dismiss(again(case), reason="维持", by=cast.zhao, now=MONDAY)
    upheld = actions.uphold(again(case), reason="合同确已到期", by=cast.gao, now=MONDAY + HOUR)
    assert upheld.upheld is True
    back = again(case)
    assert (back.state, back.post_id) == ("accepted", cast.posts["zhao"])


def test_an_appeal_that_is_wrong_counts_and_is_decided_before_closing(units: Cast) -> None:
    cast, case = units, tell(LIFT).case
    actions.accept(case, by=cast.zhou, now=MONDAY)
    actions.dispatch(case, post=cast.posts["lifts"], by=cast.zhou, now=MONDAY)
    actions.dispute(again(case), reason="不归我们", by=cast.lifts, now=MONDAY)
    actions.rule(again(case), post=cast.posts["lifts"], reason="就是你们", by=cast.zhao, now=MONDAY)
    actions.appeal(again(case), reason="不服", by=cast.lifts, now=MONDAY)
    actions.sign(again(case), by=cast.lifts, now=MONDAY)
    actions.handle(again(case), note="修好了", by=cast.lifts, now=MONDAY)
    actions.verify(again(case), note="看过", by=cast.he, now=MONDAY)
    with pytest.raises(NotReady, match="appeal"):
        actions.close(again(case), by=cast.zhou, now=MONDAY)
    assert actions.dismiss(again(case), reason="裁定正确", by=cast.gao, now=MONDAY).upheld is False
    actions.close(again(case), by=cast.zhou, now=MONDAY)


def test_an_appeal_upheld_while_the_case_is_on_hold_lets_its_clock_run_on(units: Cast) -> None:
    cast, case = units, tell(LIFT).case
    actions.accept(case, by=cast.zhou, now=MONDAY)
    actions.dispatch(case, post=cast.posts["lifts"], by=cast.zhou, now=MONDAY)
    actions.dispute(again(case), reason="不归我们", by=cast.lifts, now=MONDAY)
    actions.rule(again(case), post=cast.posts["lifts"], reason="就是你们", by=cast.zhao, now=MONDAY)
    actions.appeal(again(case), reason="不服", by=cast.lifts, now=MONDAY)
    actions.sign(again(case), by=cast.lifts, now=MONDAY)
    due = case.clocks.get(kind="resolve").due_at
    actions.wait(again(case), reason="等住户在家", until=MONDAY + 72 * HOUR, by=cast.lifts, now=MONDAY)
    actions.uphold(again(case), reason="确实不归", by=cast.gao, now=MONDAY + 48 * HOUR)
    run = case.clocks.get(kind="resolve")
    assert (run.paused_at, run.stopped_at) == (None, None)
    assert run.due_at == due + 24 * HOUR  # one working day began and ended in the hold
    assert not case.holds.filter(granted=True, ended_at=None).exists()
    assert not case.clocks.filter(kind="review", stopped_at=None).exists()
