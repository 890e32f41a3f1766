"""Many reporters, one case: seventeen households, matters that turn out to be the same or several."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.cases.deeds import ESTATE, WHERE, lead, tell
from tests.cast import MONDAY, Cast
from wangge.cases import actions
from wangge.cases.errors import CannotTakeMore, HasParts, NotReady, NotYours, SameCase, UnderWay
from wangge.cases.following import follow, report_of
from wangge.cases.joining import Part, Signer
from wangge.cases.models import Case, ClockRun, Report
from wangge.cases.numbering import number_of, secret_of
from wangge.cases.telling import Telling
from wangge.cases.workflow import State
from wangge.journal.actor import RESIDENT
from wangge.journal.models import Entry

SEWER = Telling(
    "3号楼下水道堵塞，十七户联名反映", "portal", category="estate", name="赵代表", key="sewer", **WHERE
)
HOUR = timedelta(hours=1)


def again(case: Case) -> Case:
    return Case.objects.select_related("area").get(pk=case.pk)


def to_closing(cast: Cast, case: Case, *, now=MONDAY) -> None:
    actions.dispatch(again(case), post=cast.posts["chen"], by=cast.zhou, now=now)
    actions.sign(again(case), by=cast.chen, now=now)
    actions.handle(again(case), note="办好了", by=cast.chen, now=now)
    actions.verify(again(case), note="看过了", by=cast.he, now=now)
    actions.close(again(case), by=cast.zhou, now=now)


@pytest.mark.row("SY-16")
def test_seventeen_households_with_one_sewer_are_one_case(cast: Cast) -> None:
    told = actions.report(SEWER, by=RESIDENT, now=MONDAY)
    signers = [Signer(f"住户{n}", f"1390000{n:04d}", f"3号楼{n}室") for n in range(2, 18)]
    others = actions.petition(told, SEWER, signers, by=RESIDENT, now=MONDAY)
    case = again(told.case)
    assert Case.objects.count() == 1
    assert Report.objects.filter(case=case).count() == 17
    assert case.representative == told
    repeat = actions.petition(told, SEWER, signers, by=RESIDENT, now=MONDAY)
    assert [report.pk for report in repeat] == [report.pk for report in others]
    actions.accept(case, by=cast.zhou, now=MONDAY)
    to_closing(cast, case)
    for number, report in enumerate([told, *others]):
        mine = report_of(number_of(case), secret_of(report))
        assert [step.verb for step in follow(mine).steps][-1] == "case.closed"
        actions.rate(mine, score=1 if number == 3 else 5, now=MONDAY)
    ratings = again(case).ratings
    assert (ratings.count(), ratings.filter(score=5).count()) == (17, 16)
    assert ratings.get(score=1).rectification.clock.kind == "rectify"
    assert ClockRun.objects.filter(case=case, kind="resolve").count() == 1


def test_a_neighbour_joins_and_joins_once(cast: Cast) -> None:
    case = tell().case
    keyed = replace(ESTATE, key="n-1", name="王女士")
    joined = actions.join(case, keyed, home="2单元", by=RESIDENT, now=MONDAY)
    assert actions.join(case, keyed, by=RESIDENT, now=MONDAY).pk == joined.pk
    assert (joined.case_id, joined.home, case.reports.count()) == (case.pk, "2单元", 2)
    to_closing_from_start(cast, case)
    with pytest.raises(CannotTakeMore):
        actions.join(again(case), ESTATE, by=RESIDENT, now=MONDAY)
    with pytest.raises(CannotTakeMore):
        actions.petition(joined, ESTATE, [Signer("李")], by=RESIDENT, now=MONDAY)


def to_closing_from_start(cast: Cast, case: Case) -> None:
    actions.accept(again(case), by=cast.zhou, now=MONDAY)
    to_closing(cast, case)


def test_petitions_under_long_keys_have_keys_of_their_own(cast: Cast) -> None:
    long = replace(SEWER, key="k" * 80)
    told = actions.report(long, by=RESIDENT, now=MONDAY)
    others = actions.petition(told, long, [Signer("甲"), Signer("乙")], by=RESIDENT, now=MONDAY)
    keys = {report.key for report in others}
    assert len(keys) == 2
    assert max(map(len, keys)) <= 80


def test_merging_keeps_every_reporter_and_parting_brings_them_back(cast: Cast) -> None:
    first, second, third = tell(), tell(), tell()
    actions.join(second.case, ESTATE, by=RESIDENT, now=MONDAY)
    due = ClockRun.objects.get(case=second.case, kind="resolve").due_at
    actions.merge(second.case, into=first.case, reason="同一盏灯", by=cast.zhou, now=MONDAY)
    assert Report.objects.filter(case=first.case).count() == 3
    actions.merge(again(first.case), into=third.case, reason="同一处", by=cast.zhou, now=MONDAY)
    assert Report.objects.filter(case=third.case).count() == 4
    joined = actions.join(again(second.case), ESTATE, by=RESIDENT, now=MONDAY)
    assert joined.case_id == third.case_id

    actions.part(again(first.case), reason="不是一处", by=cast.zhou, now=MONDAY + HOUR)
    assert Report.objects.filter(case=first.case).count() == 3  # with those that came to it before
    assert Report.objects.filter(case=third.case).count() == 2
    actions.part(again(second.case), reason="不是一盏", by=cast.zhou, now=MONDAY + HOUR)
    assert Report.objects.filter(case=second.case).count() == 2
    run = ClockRun.objects.get(case=second.case, kind="resolve")
    assert (run.due_at, run.stopped_at) == (due, None)
    assert ClockRun.objects.get(case=second.case, kind="contact").stopped_at is None
    assert not Report.objects.exclude(first_case=None).filter(case=second.case).exists()


def test_each_reporter_of_a_merged_case_rates_and_may_rate_again_where_it_was_parted(cast: Cast) -> None:
    first, second = tell(), tell()
    actions.merge(second.case, into=first.case, reason="同一盏灯", by=cast.zhou, now=MONDAY)
    to_closing_from_start(cast, first.case)
    moved = Report.objects.get(pk=second.pk)
    assert moved.case_id == first.case_id
    actions.rate(moved, score=5, now=MONDAY)
    actions.part(again(second.case), reason="还有另一盏", by=cast.zhou, now=MONDAY)
    to_closing(cast, second.case)
    actions.rate(Report.objects.get(pk=second.pk), score=4, now=MONDAY)
    assert sorted(second.ratings.values_list("case", "score")) == [(first.case_id, 5), (second.case_id, 4)]


def test_what_cannot_be_merged(cast: Cast) -> None:
    case, other = tell().case, tell().case
    merge = {"reason": "同一件", "by": cast.zhou, "now": MONDAY}
    with pytest.raises(SameCase):
        actions.merge(case, into=case, **merge)
    beyond = actions.report(replace(ESTATE, lon=116.03), by=RESIDENT, now=MONDAY).case
    with pytest.raises(NotYours):
        actions.merge(case, into=beyond, **merge)
    with pytest.raises(CannotTakeMore):
        actions.merge(case, into=lead(cast, State.CLOSED).case, **merge)
    actions.supervise(case, opinion="限期", due=MONDAY + HOUR, by=cast.gao, now=MONDAY)
    with pytest.raises(UnderWay):  # a supervision is not escaped by merging
        actions.merge(case, into=other, **merge)
    actions.split(other, parts=[Part("甲"), Part("乙")], by=cast.zhou, now=MONDAY)
    with pytest.raises(HasParts):
        actions.merge(other, into=case, **merge)


def test_splitting_gives_each_part_its_clock_and_the_parent_closes_last(cast: Cast) -> None:
    told = tell()
    case = told.case
    matters = [Part("清理楼道", category="rubbish"), Part("修水管", category="water")]
    parts = actions.split(case, parts=matters, by=cast.zhou, now=MONDAY)
    assert [part.post_id for part in parts] == [cast.posts["chen"], cast.posts["sun"]]
    dues = [part.clocks.get(kind="resolve").due_at for part in parts]
    assert dues[1] == MONDAY + 24 * HOUR < dues[0]
    assert [Entry.objects.get(verb="case.split_off", subject_id=p.pk).payload["parent"] for p in parts] == [
        case.pk
    ] * 2
    actions.settle(again(case), note="其余已解释", by=cast.zhou, now=MONDAY)
    actions.verify(again(case), note="看过", by=cast.he, now=MONDAY)
    with pytest.raises(NotReady) as refused:
        actions.close(again(case), by=cast.zhou, now=MONDAY)
    assert all(number_of(part) in str(refused.value) for part in parts)
    for part, who in zip(parts, ("chen", "sun"), strict=True):
        actions.sign(again(part), by=getattr(cast, who), now=MONDAY)
        actions.handle(again(part), note="好了", by=getattr(cast, who), now=MONDAY)
        actions.verify(again(part), note="看过", by=cast.he, now=MONDAY)
        actions.close(again(part), by=cast.zhou, now=MONDAY)
    actions.close(again(case), by=cast.zhou, now=MONDAY)
    assert again(case).reports.get() == told
