"""One gate: what departments want from the grids is admitted, merged, shortened or refused, and counted."""

from datetime import date, timedelta

import pytest

from tests.cast import MONDAY
from wangge.accounts import actions as accounts
from wangge.accounts.models import Role
from wangge.admission import actions, queries
from wangge.admission.actions import Wish
from wangge.admission.errors import (
    CannotTakeIn,
    FormsUnclear,
    HandedIn,
    NotCollected,
    NotPossibleNow,
    NotYourDepartment,
    NotYourStep,
    OutAlready,
    PeriodTurned,
    TaskMoved,
    Unsaid,
)
from wangge.admission.fields import Sheet, key_of, read, written
from wangge.admission.models import Field, Handout, State, Task
from wangge.admission.workflow import BY_NAME, TABLE, Standing, allowed, diagram
from wangge.admission.workflow import State as Stage
from wangge.journal.actor import SYSTEM
from wangge.journal.models import Entry
from wangge.staffing import actions as staffing
from wangge.staffing.models import Department, PostKind
from wangge.staffing.queries import actor_of

WISH = Wish(
    title="独居老人用水情况",
    purpose="夏季供水保障",
    audience="80岁以上独居老人",
    since=date(2026, 12, 1),
    until=date(2026, 12, 31),
    forms="老人登记表：姓名、联系电话、住址、水表号\n巡查表：巡查日期，巡查结果",
)


def wish(**changes) -> Wish:
    told = {name: getattr(WISH, name) for name in WISH.__slots__}
    return Wish(**told | changes)


def propose(cast, who="sun", *, area=None, **changes) -> Task:
    by = cast.__getattr__(who)
    (department,) = queries.departments_of(by)
    place = area or cast.street
    return actions.propose(wish(**changes), department=department, area=place, by=by, now=MONDAY)


@pytest.fixture
def health(cast):
    """Kong of the health department asks too."""
    department = staffing.found_department("health", name="卫健办", area=cast.street, by=SYSTEM, now=MONDAY)
    account = accounts.open_account(
        "kong", name="孔卫健", password="a-lantern-in-the-lane", keep=True, by=SYSTEM, now=MONDAY
    )
    accounts.grant(account, role=Role.DEPARTMENT, area=cast.street, by=SYSTEM, now=MONDAY)
    kind = PostKind.objects.get(code="department")
    post = staffing.create_post(
        "卫健岗", kind=kind, area=cast.street, department=department, by=SYSTEM, now=MONDAY
    )
    staffing.appoint(post, account=account, since=date(2026, 1, 1), by=SYSTEM, now=MONDAY)
    cast.account["kong"] = account
    return actor_of(account, on=MONDAY.date())


def test_forms_are_read_as_people_write_them():
    assert read("登记表:姓名,电话；住址\n\n 巡查表 ： 日期") == [
        Sheet("登记表", ("姓名", "电话", "住址")),
        Sheet("巡查表", ("日期",)),
    ]
    assert read(written(read(WISH.forms))) == read(WISH.forms)
    for unclear in ("", "登记表", "登记表：", "：姓名"):
        with pytest.raises(FormsUnclear):
            read(unclear)


@pytest.mark.parametrize("other", ["手机号码", "联系方式", " 联系 电话 ", "电话", "手机"])
def test_fields_that_mean_the_same_are_known_by_one_key(other):
    assert key_of(other) == key_of("联系电话") != key_of("住址")


@pytest.mark.row("ES-17")
def test_a_task_is_admitted_and_only_then_goes_out_to_the_grids(cast):
    task = propose(cast)
    assert (task.state, task.grids) == (State.PROPOSED, 2)
    assert queries.waiting(cast.zhao) == 1
    with pytest.raises(NotPossibleNow):
        actions.send_out(task, by=cast.sun, now=MONDAY)
    with pytest.raises(NotYourStep):
        actions.approve(task, by=cast.sun, now=MONDAY)
    with pytest.raises(NotYourStep):
        actions.approve(task, by=cast.zhou, now=MONDAY)
    assert queries.handouts_of(cast.chen) == []
    actions.approve(task, by=cast.zhao, now=MONDAY)
    actions.send_out(task, by=cast.sun, now=MONDAY)
    (mine,) = queries.handouts_of(cast.chen)
    assert (mine.grid, mine.task) == (cast.grids[0], task)
    actions.hand_in(mine, by=cast.chen, now=MONDAY)
    assert queries.handouts_of(cast.chen) == []
    assert queries.progress(task) == (1, 2)
    with pytest.raises(HandedIn):
        actions.hand_in(Handout.objects.get(pk=mine.pk), by=cast.chen, now=MONDAY)
    with pytest.raises(NotYourStep):
        actions.hand_in(Handout.objects.exclude(pk=mine.pk).get(), by=cast.chen, now=MONDAY)
    actions.finish(task, by=cast.sun, now=MONDAY)
    verbs = Entry.objects.filter(subject_kind="gate_task").order_by("id").values_list("verb", flat=True)
    said = ["proposed", "approved", "sent_out", "handed_in", "finished"]
    assert list(verbs) == [f"admission.{verb}" for verb in said]


@pytest.mark.row("ES-17")
def test_what_another_task_collects_is_found_struck_and_counted(cast, health):
    first = propose(cast)
    actions.approve(first, by=cast.zhao, now=MONDAY)
    second = propose(cast, "kong", title="老人健康档案", forms="健康表：名字、手机、血压\n地址表：家庭住址")
    (found,) = queries.alike(second)
    assert (found.task, found.shared, found.part) == (first, ("名字", "手机", "家庭住址"), 0.75)
    assert found.covers
    assert found.admitted
    fields = {field.name: field for field in queries.fields_of(second)}
    with pytest.raises(NotCollected):
        actions.approve(second, strike=[fields["血压"].pk], by=cast.zhao, now=MONDAY)
    strike = [fields[name].pk for name in ("名字", "手机", "家庭住址")]
    actions.approve(second, strike=strike, by=cast.zhao, now=MONDAY)
    assert (second.forms_not_asked, second.fields_not_asked) == (1 * 2, 3 * 2)
    assert queries.saved(cast.zhao) == queries.Saved(1, 2, 6)
    assert Field.objects.get(pk=strike[0]).known_from.form.task == first


@pytest.mark.row("ES-17")
def test_two_that_ask_for_the_same_are_merged_and_the_grids_asked_once(cast, health):
    first = propose(cast)
    second = propose(
        cast, "kong", title="老人健康档案", forms="健康表：姓名、手机号、血压", until=date(2027, 1, 31)
    )
    actions.merge(second, into=first, reason="同一对象", by=cast.zhao, now=MONDAY)
    assert (second.state, second.merged_into) == (State.MERGED, first)
    assert (second.saved_forms, second.saved_fields, second.fields_not_asked) == (0, 2, 4)
    first.refresh_from_db()
    assert first.until == date(2027, 1, 31)
    assert [field.name for field in queries.fields_of(first)][-1] == "血压"
    third = propose(cast, "kong", title="又一张", forms="表：姓名")
    actions.merge(third, into=first, reason="已有", by=cast.zhao, now=MONDAY)
    assert (third.forms_not_asked, third.fields_not_asked) == (2, 2)


def test_what_has_gone_out_takes_in_only_what_it_asks_for(cast, health):
    first = propose(cast, area=cast.community)
    wider = propose(cast, "kong", title="全街", forms="表：姓名")
    with pytest.raises(CannotTakeIn):
        actions.merge(wider, into=first, reason="小的装不下大的", by=cast.zhao, now=MONDAY)
    with pytest.raises(CannotTakeIn):
        actions.merge(first, into=first, reason="自己", by=cast.zhao, now=MONDAY)
    actions.approve(first, by=cast.zhao, now=MONDAY)
    actions.send_out(first, by=cast.zhao, now=MONDAY)
    more = propose(cast, "kong", area=cast.community, title="血压", forms="表：姓名、血压")
    with pytest.raises(OutAlready):
        actions.merge(more, into=first, reason="已下发", by=cast.zhao, now=MONDAY)


@pytest.mark.row("ES-17")
def test_a_refusal_says_why_and_spares_the_grids_everything(cast):
    task = propose(cast)
    with pytest.raises(Unsaid):
        actions.refuse(task, reason=" ", by=cast.zhao, now=MONDAY)
    actions.refuse(task, reason="系统中已有数据", by=cast.zhao, now=MONDAY)
    assert (task.forms_not_asked, task.fields_not_asked) == (4, 12)
    assert Entry.objects.get(verb="admission.refused").payload["reason"] == "系统中已有数据"
    with pytest.raises(NotPossibleNow):
        actions.send_out(task, by=cast.zhao, now=MONDAY)


def test_a_returned_task_is_changed_and_asked_for_again(cast):
    task = propose(cast)
    actions.return_(task, reason="字段太多", by=cast.zhao, now=MONDAY)
    actions.amend(task, wish(forms="登记表：姓名"), by=cast.sun, now=MONDAY)
    assert (task.state, [field.name for field in queries.fields_of(task)]) == (State.PROPOSED, ["姓名"])
    actions.withdraw(task, reason="不需要了", by=cast.sun, now=MONDAY)
    assert task.state == State.WITHDRAWN


def test_what_makes_no_sense_is_refused(cast, health):
    with pytest.raises(PeriodTurned):
        propose(cast, until=WISH.since - timedelta(days=1))
    with pytest.raises(Unsaid):
        propose(cast, purpose=" ")
    water = Department.objects.get(code="water")
    with pytest.raises(NotYourDepartment):
        actions.propose(WISH, department=water, area=cast.street, by=health, now=MONDAY)
    with pytest.raises(NotYourDepartment):
        actions.propose(WISH, department=water, area=cast.street.parent, by=cast.sun, now=MONDAY)


def test_of_two_who_decide_at_once_one_is_told(cast):
    task = propose(cast)
    other = queries.find(task.pk, by=cast.zhao)
    actions.approve(task, by=cast.zhao, now=MONDAY)
    with pytest.raises(TaskMoved):
        actions.refuse(other, reason="不同意", by=cast.zhao, now=MONDAY)
    assert Entry.objects.filter(subject_kind="gate_task").count() == 2


def test_whoever_has_no_part_in_it_sees_nothing(cast, health):
    task = propose(cast, area=cast.community)
    seen = {name: task in queries.seen_by(cast.__getattr__(name)) for name in cast.account}
    assert seen == {
        **dict.fromkeys(["zhou", "zhao", "sun", "gao", "an"], True),
        **dict.fromkeys(["chen", "he", "wu", "qian", "kong"], False),
    }


@pytest.mark.parametrize("state", list(Stage))
def test_every_state_and_step_moves_as_the_table_says_or_refuses(cast, state):
    task, other = propose(cast), propose(cast, title="另一件")
    for name, row in BY_NAME.items():
        Task.objects.filter(pk=task.pk).update(state=state.value)
        task.refresh_from_db()
        said = {need: other if need == "into" else "理由" for need in row.needs}
        more = {"wish": WISH} if name == "amend" else {}
        act = getattr(actions, "return_" if name == "return" else name)
        who = cast.sun if Standing.DEPARTMENT in row.who else cast.zhao
        if state not in row.sources:
            with pytest.raises(NotPossibleNow):
                act(task, by=who, now=MONDAY, **said, **more)
            continue
        act(task, by=who, now=MONDAY, **said, **more)
        task.refresh_from_db()
        assert task.state == row.target


def test_the_table_names_known_states_and_can_be_drawn():
    assert {state.value for state in Stage} == set(State.values)
    assert {row.name for row in allowed(Stage.PROPOSED, [Standing.STREET])} == {
        "approve",
        "merge",
        "return",
        "refuse",
    }
    assert diagram().count("-->") == 1 + sum(len(row.sources) for row in TABLE)
