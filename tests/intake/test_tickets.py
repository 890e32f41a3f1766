"""Tickets of other systems: once each, their own limit where it is earlier, answers on the way back."""

from datetime import timedelta
from functools import partial

import pytest

from tests.cast import MONDAY
from wangge.cases import actions as cases
from wangge.cases.models import Case, ClockRun, Report
from wangge.cases.moving import move, moves_of
from wangge.cases.rulebook import rulebook
from wangge.cases.sla import Limit, Unit
from wangge.config.work import work
from wangge.intake import actions
from wangge.intake.answers import seen_by
from wangge.intake.errors import CommunityUnknown, DueBeforeReceived, NumberMissing
from wangge.intake.incoming import Incoming
from wangge.intake.models import Answer, Ticket
from wangge.intake.placing import place_of
from wangge.intake.tickets import Fate
from wangge.journal.actor import SYSTEM
from wangge.places import addresses
from wangge.web.desk.older_rules import older_rules

PHONE = "13800008000"


def sent(number="GD-1", **more) -> Incoming:
    told = {"text": "春和苑1号楼垃圾三天没人清运", "received_at": MONDAY, "phone": PHONE, "caller": "林女士"}
    return Incoming(number=number, **told | {"address": "春和苑1号楼2单元"} | more)


def take(desk, ticket: Incoming, now=MONDAY):
    return actions.take_ticket(ticket, desk=desk, by=SYSTEM, now=now)


def settle(house, case: Case, now=MONDAY) -> None:
    cases.sign(case, by=house.chen, now=now)
    cases.handle(case, note="已清运", unseen="试验", by=house.chen, now=now)
    cases.verify(case, note="干净", unseen="试验", by=house.he, now=now)
    for role, name in [("patrol", "he"), ("supervise", "zhao")]:
        cases.charge(case, role=role, account=house.account[name].pk, by=house.zhou, now=now)
    cases.close(case, by=house.zhou, now=now)


def run(case: Case) -> ClockRun:
    return ClockRun.objects.get(case=case, kind="resolve")


def test_a_ticket_becomes_a_case_at_the_building_that_its_address_names(house, hotline):
    ticket, fate = take(hotline, sent())
    case = ticket.report.case
    assert fate == Fate.NEW
    assert (case.building, case.grid, case.channel.code) == (house.buildings[0], house.grids[0], "12345")
    assert (ticket.report.name, ticket.report.phone) == ("林女士", PHONE)


def test_the_same_number_again_changes_nothing(hotline):
    first, _ = take(hotline, sent())
    again, fate = take(hotline, sent(), MONDAY + timedelta(hours=1))
    assert (again, fate) == (first, Fate.SAME)
    assert (Ticket.objects.count(), Case.objects.count(), Report.objects.count()) == (1, 1, 1)


def test_the_senders_limit_wins_where_it_is_earlier_and_both_are_told(hotline):
    due = MONDAY + timedelta(days=1)
    case = take(hotline, sent(due_at=due))[0].report.case
    line = run(case).lines[-1]
    assert (run(case).due_at, line["kind"], line["number"]) == (due, "sender", "GD-1")
    assert line["ours"] > line["at"], "ours stays beside it"
    later = take(hotline, sent("GD-2", phone="", due_at=MONDAY + timedelta(days=90)))[0].report.case
    assert run(later).lines[-1]["kind"] != "sender"


def test_the_senders_limit_stays_when_ours_is_reckoned_anew(house, hotline):
    due = MONDAY + timedelta(hours=30)
    case = take(hotline, sent(due_at=due))[0].report.case
    cases.classify(case, category="lift", by=house.zhou, now=MONDAY)
    work(now=MONDAY)
    assert run(case).due_at == due
    assert Case.objects.get(pk=case.pk).due_at <= due
    work(now=MONDAY)
    assert [line["kind"] for line in run(case).lines].count("sender") == 1


def test_the_senders_limit_stays_when_our_rules_change_and_is_not_taken_for_an_older_rule(house, hotline):
    due = MONDAY + timedelta(hours=30)
    case = take(hotline, sent(due_at=due))[0].report.case
    assert older_rules([run(case)], case, rulebook()) == []
    longer = [(run(case), Limit(9, Unit.WORKING_DAY), "试行")]
    moves = moves_of(longer, calendar=rulebook().calendar)
    move(moves, by=house.an, now=MONDAY, reason="试行")
    assert run(case).due_at > due
    work(now=MONDAY)
    assert (run(case).due_at, Case.objects.get(pk=case.pk).due_at <= due) == (due, True)


def test_a_changed_limit_is_followed(hotline):
    case = take(hotline, sent(due_at=MONDAY + timedelta(days=2)))[0].report.case
    ticket, fate = take(hotline, sent(due_at=MONDAY + timedelta(days=1)))
    assert (fate, run(case).due_at) == (Fate.CHANGED, MONDAY + timedelta(days=1))
    assert ticket.due_at == MONDAY + timedelta(days=1)


def test_the_same_caller_with_the_same_matter_joins_the_case(hotline):
    first = take(hotline, sent())[0]
    second, fate = take(hotline, sent("GD-2", text="春和苑1号楼的垃圾三天了还没人清运"))
    assert (fate, second.joined) == (Fate.JOINED, True)
    assert second.report.case == first.report.case
    other = take(hotline, sent("GD-3", text="楼上半夜装修太吵"))[0]
    assert other.report.case != first.report.case, "another matter from the same telephone is another case"


def test_a_ticket_that_names_an_earlier_one_joins_it(hotline):
    first = take(hotline, sent())[0]
    second = take(hotline, sent("GD-2", phone="", text="催办", repeats="GD-1"))[0]
    assert second.report.case == first.report.case


@pytest.mark.row("JB-16")
def test_when_the_case_is_closed_every_ticket_of_it_is_owed_one_answer(house, hotline):
    first = take(hotline, sent())[0]
    take(hotline, sent("GD-2", phone="", text="催办", repeats="GD-1"))
    settle(house, first.report.case)
    work(now=MONDAY)
    work(now=MONDAY)
    assert [(a.ticket.number, a.kind, a.text) for a in Answer.objects.all()] == [
        ("GD-1", "settled", "已清运"),
        ("GD-2", "settled", "已清运"),
    ]
    assert seen_by(house.zhou).count() == 2
    assert seen_by(house.qian).count() == 0


def test_a_refusal_goes_back_with_its_reason_and_where_to_go(house, hotline):
    case = take(hotline, sent(text="三单元电梯停了", phone=""))[0].report.case
    cases.refuse(case, reason="不在辖区", referral="河西街道", by=house.zhou, now=MONDAY)
    work(now=MONDAY)
    answer = Answer.objects.get()
    assert (answer.kind, answer.text) == ("refused", "不在辖区\n河西街道")


def test_opened_again_and_closed_again_it_is_answered_again(house, hotline):
    case = take(hotline, sent())[0].report.case
    settle(house, case)
    work(now=MONDAY)
    cases.reopen(case, reason="又堆起来了", by=house.zhou, now=MONDAY)
    cases.dispatch(case, post=house.posts["chen"], by=house.zhou, now=MONDAY)
    settle(house, case)
    work(now=MONDAY)
    assert [answer.round for answer in Answer.objects.all()] == [0, 1]


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [({"number": " "}, NumberMissing), ({"due_at": MONDAY - timedelta(days=1)}, DueBeforeReceived)],
)
def test_what_is_no_ticket_is_refused(hotline, wrong, reason):
    told = {"number": "GD-1"} | wrong
    with pytest.raises(reason):
        take(hotline, sent(**told))
    assert not Ticket.objects.exists()


def test_the_place_is_the_building_the_community_or_a_refusal(house):
    find = partial(place_of, within=house.street, book=addresses.book())
    assert find("春和苑 2号楼 3单元") == (house.buildings[1].pk, house.community.pk)
    assert find("秋实社区菜市场旁") == (None, house.neighbour.pk)
    assert find("菜市场", community="春和居委会") == (None, house.community.pk)
    assert find("菜市场", community=house.neighbour.code) == (None, house.neighbour.pk)
    with pytest.raises(CommunityUnknown):
        find("菜市场", community="夏荷社区")
