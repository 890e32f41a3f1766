"""The closed loop as stories."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.cast import MONDAY, Cast
from wangge.cases import actions
from wangge.cases.errors import (
    CaseMoved,
    ClockAhead,
    KeyReused,
    Missing,
    NobodyAbove,
    NoPlace,
    NothingTold,
    NotNow,
    NotYours,
    OutsideArea,
    OwnWork,
    RatedAlready,
    UnknownChannel,
)
from wangge.cases.models import Assignment, Case, ClockRun, Report
from wangge.cases.numbering import number_of, opens, secret_of, serial_of
from wangge.cases.telling import Telling
from wangge.journal.actor import RESIDENT
from wangge.journal.models import Entry

GRID_1 = {"lon": 116.005, "lat": 39.005}
RUBBISH = Telling("楼下垃圾三天没有清运", "portal", **GRID_1)
LIFT = Telling("三单元电梯停了", "portal", **GRID_1)
LATER = MONDAY + timedelta(hours=1)


def told(telling: Telling = RUBBISH) -> Report:
    return actions.report(telling, by=RESIDENT, now=MONDAY)


def settled(cast: Cast) -> Report:
    """A case that went the whole way."""
    report = told()
    case = report.case
    actions.sign(case, by=cast.chen, now=LATER)
    actions.contact(case, note="已电话联系", by=cast.chen, now=LATER)
    actions.handle(case, note="已清运", by=cast.chen, now=LATER)
    actions.verify(case, note="现场已清", by=cast.he, now=LATER)
    actions.close(case, by=cast.zhou, now=LATER)
    return report


def test_a_trifle_is_settled_in_the_grid(cast: Cast) -> None:
    report = settled(cast)
    case = Case.objects.get(pk=report.case_id)
    assert (case.state, case.level, case.grid) == ("closed", "grid", cast.grids[0])
    assert case.due_at is None
    assert not ClockRun.objects.filter(case=case, stopped_at=None).exists()
    verbs = list(
        Entry.objects.filter(subject_kind="case", subject_id=case.pk)
        .order_by("id")
        .values_list("verb", flat=True)
    )
    assert verbs == [
        "case.reported", "case.signed", "case.contacted", "case.handled", "case.verified", "case.closed",
    ]  # fmt: skip


def test_both_sides_rate_and_each_only_once(cast: Cast) -> None:
    report = settled(cast)
    actions.rate(report, score=5, comment="很快", now=LATER)
    actions.rate_reporter(report.case, score=4, by=cast.chen, now=LATER)
    with pytest.raises(RatedAlready):
        actions.rate(report, score=1, now=LATER)
    with pytest.raises(RatedAlready):
        actions.rate_reporter(report.case, score=1, by=cast.chen, now=LATER)
    with pytest.raises(NotYours):
        actions.rate_reporter(report.case, score=1, by=cast.zhou, now=LATER)
    assert sorted(report.case.ratings.values_list("side", "score")) == [("handler", 4), ("reporter", 5)]


def test_the_rule_that_routed_a_case_is_kept_with_it(cast: Cast) -> None:
    given = Assignment.objects.get(case=told().case)
    assert given.post_id == cast.posts["chen"]
    assert given.rule.reason == "环境卫生由网格先办"


def test_an_estate_matter_waits_for_triage_in_the_community(cast: Cast) -> None:
    case = told(LIFT).case
    assert (case.state, case.post_id) == ("reported", cast.posts["zhou"])
    actions.accept(case, by=cast.zhou, now=LATER)
    actions.dispatch(case, post=cast.posts["chen"], reason="请先到现场", by=cast.zhou, now=LATER)
    assert Case.objects.get(pk=case.pk).state == "dispatched"


def test_a_matter_no_rule_fits_is_left_visible_and_unrouted(cast: Cast) -> None:
    case = told(Telling("想问问老年大学怎么报名", "portal", **GRID_1)).case
    assert (case.post_id, case.category_id, case.state) == (None, None, "reported")
    assert case in Case.objects.seen_by(cast.zhou)


def test_whoever_handled_a_case_cannot_verify_it(cast: Cast) -> None:
    case = told().case
    actions.sign(case, by=cast.chen, now=LATER)
    actions.handle(case, note="已清运", by=cast.chen, now=LATER)
    with pytest.raises(OwnWork):
        actions.verify(case, note="我看过了", by=cast.chen, now=LATER)
    with pytest.raises(NotYours):
        actions.verify(case, note="隔壁看过了", by=cast.wu, now=LATER)
    assert Case.objects.get(pk=case.pk).state == "handled"


def test_work_found_wanting_goes_back_and_its_clock_runs_on(cast: Cast) -> None:
    case = told().case
    due = ClockRun.objects.get(case=case, kind="resolve").due_at
    actions.sign(case, by=cast.chen, now=LATER)
    actions.handle(case, note="已清运", by=cast.chen, now=LATER)
    actions.rework(case, reason="桶后还有一堆", by=cast.he, now=LATER)
    run = ClockRun.objects.get(case=case, kind="resolve")
    assert (run.due_at, run.stopped_at) == (due, None)
    assert Case.objects.get(pk=case.pk).state == "signed"


def test_a_wrong_assignment_is_returned_and_a_hard_one_passed_up(cast: Cast) -> None:
    case = told().case
    actions.return_(case, reason="不是我的网格", by=cast.chen, now=LATER)
    assert (case.state, case.post_id) == ("accepted", cast.posts["zhou"])
    actions.pass_up(case, reason="需要街道协调", by=cast.zhou, now=LATER)
    assert case.post_id == cast.posts["zhao"]
    with pytest.raises(NobodyAbove):
        actions.pass_up(case, reason="还要往上", by=cast.zhao, now=LATER)
    actions.dispatch(case, post=cast.posts["zhao"], by=cast.zhao, now=LATER)
    actions.return_(case, reason="还是应由水务局办", by=cast.zhao, now=LATER)
    assert (case.state, case.post_id) == ("accepted", cast.posts["zhao"])
    actions.dispatch(case, post=cast.posts["sun"], by=cast.zhao, now=LATER)
    assert case in Case.objects.seen_by(cast.sun)


def test_a_refusal_names_the_reason_and_where_to_go(cast: Cast) -> None:
    case = told(LIFT).case
    with pytest.raises(Missing):
        actions.refuse(case, reason="不归社区", referral="", by=cast.zhou, now=LATER)
    actions.refuse(case, reason="属于商业纠纷", referral="市场监管 12315", by=cast.zhou, now=LATER)
    entry = Entry.objects.get(verb="case.refused", subject_id=case.pk)
    assert entry.payload["referral"] == "市场监管 12315"


def test_a_reporter_reopens_what_is_closed_but_not_settled(cast: Cast) -> None:
    report = settled(cast)
    actions.reopen(report.case, reason="又堆起来了", by=RESIDENT, now=LATER, report=report)
    case = Case.objects.get(pk=report.case_id)
    assert (case.state, case.reopened, case.post_id) == ("accepted", 1, cast.posts["zhou"])
    assert ClockRun.objects.filter(case=case, kind="resolve", stopped_at=None).count() == 1


def test_a_secret_opens_its_own_report_only(cast: Cast) -> None:
    mine, other = told(), told(LIFT)
    assert opens(secret_of(mine), mine)
    assert not opens(secret_of(other), mine)
    assert serial_of(number_of(mine.case))[1] == mine.case_id
    with pytest.raises(NotYours):
        actions.reopen(settled(cast).case, reason="不是我的", by=RESIDENT, now=LATER, report=other)


def test_the_same_key_twice_is_one_report(cast: Cast) -> None:
    keyed = Telling("楼下垃圾三天没有清运", "portal", **GRID_1, key="a1")
    first, second = told(keyed), told(keyed)
    assert first.pk == second.pk
    assert Case.objects.count() == 1
    with pytest.raises(KeyReused):
        told(Telling("另一件事", "portal", **GRID_1, key="a1"))


def test_a_case_moved_meanwhile_is_not_moved_twice(cast: Cast) -> None:
    case = told().case
    stale = Case.objects.get(pk=case.pk)
    actions.sign(case, by=cast.chen, now=LATER)
    with pytest.raises(CaseMoved):
        actions.sign(stale, by=cast.chen, now=LATER)
    assert Entry.objects.filter(verb="case.signed").count() == 1


def test_only_steps_of_the_table_are_taken(cast: Cast) -> None:
    case = told().case
    with pytest.raises(NotNow):
        actions.close(case, by=cast.zhou, now=LATER)
    with pytest.raises(NotYours):
        actions.sign(case, by=cast.wu, now=LATER)


@pytest.mark.parametrize(
    ("telling", "refusal"),
    [
        (Telling("  ", "portal", **GRID_1), NothingTold),
        (Telling("有事", "pigeon", **GRID_1), UnknownChannel),
        (Telling("有事", "portal"), NoPlace),
        (Telling("有事", "portal", lon=39.005, lat=116.005), OutsideArea),
        (Telling("有事", "portal", **GRID_1, told_at=MONDAY + timedelta(hours=2)), ClockAhead),
    ],
)
def test_what_cannot_be_taken_is_refused_and_leaves_nothing(cast: Cast, telling: Telling, refusal) -> None:
    entries = Entry.objects.count()
    with pytest.raises(refusal):
        told(telling)
    assert (Case.objects.count(), Entry.objects.count()) == (0, entries)


def test_neighbours_see_nothing_of_each_other(cast: Cast) -> None:
    case = told().case
    seen = {
        name for name in cast.account if Case.objects.seen_by(getattr(cast, name)).filter(pk=case.pk).exists()
    }
    assert seen == {"chen", "he", "zhou", "zhao", "gao", "an"}


def test_taking_a_report_costs_few_statements(cast: Cast, django_assert_max_num_queries) -> None:
    told()
    with django_assert_max_num_queries(12):
        told(LIFT)


def test_a_department_does_not_verify_its_own_work_through_a_colleague(cast: Cast) -> None:
    case = told(Telling("地下室水管爆裂漏水", "portal", **GRID_1)).case
    assert case.post_id == cast.posts["sun"]
    actions.sign(case, by=cast.sun, now=LATER)
    actions.handle(case, note="已抢修", by=cast.sun, now=LATER)
    colleague = replace(cast.sun, account=cast.account["gao"].pk, label="同事")
    with pytest.raises(NotYours):
        actions.verify(case, note="没问题", by=colleague, now=LATER)
    actions.verify(case, note="已恢复供水", by=cast.chen, now=LATER)


def test_who_oversees_one_area_and_works_a_grid_in_another_sees_both(cast: Cast) -> None:
    case = told().case
    both = replace(cast.qian, grids=frozenset({cast.grids[0].pk}))
    assert case in Case.objects.seen_by(both)
    assert case not in Case.objects.seen_by(cast.qian)
