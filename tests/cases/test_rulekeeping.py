"""Rules saved as a whole: tried on past cases first, kept apart by area, taken back, or refused."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.cast import MONDAY, PASSWORD, Cast
from wangge.accounts import actions as accounts
from wangge.accounts.models import Role
from wangge.cases import actions
from wangge.cases.catalogue import enter_catalogue
from wangge.cases.errors import (
    EndBeforeBegin,
    Missing,
    NothingChanged,
    NothingToUndo,
    NotYourRules,
    OutOfRange,
    RulesMoved,
    TooLongAgo,
    UnknownArea,
    UnknownCategory,
    UnknownChannel,
    UnknownChoice,
    UnknownDepartment,
)
from wangge.cases.models import Assignment, RoutingRule
from wangge.cases.rulebook import rulebook
from wangge.cases.rulekeeping import restore_rules, set_rules
from wangge.cases.rulesets import RuleRow, RuleSet, rules_now
from wangge.cases.telling import Telling
from wangge.cases.trials import Trial, try_rules
from wangge.journal.actor import RESIDENT, SYSTEM, Actor
from wangge.journal.models import Entry
from wangge.staffing.queries import actor_of

NEW = RuleRow(tier="community", reason="先由社区分派")
LATER = MONDAY + timedelta(hours=1)


def save(by: Actor, *rows: RuleRow, method: str = "ordered") -> None:
    set_rules(RuleSet(rows, method), base=rules_now().digest, by=by, now=LATER)


def tried(cast: Cast, *rows: RuleRow, method: str = "ordered") -> Trial:
    span = {"since": MONDAY - timedelta(days=1), "until": MONDAY + timedelta(days=1)}
    return try_rules(RuleSet(rows, method), **span, by=cast.an, book=rulebook())


def tell(text: str, **more: object) -> int:
    telling = Telling(text, "portal", lon=116.005, lat=39.005, **more)
    return actions.report(telling, by=RESIDENT, now=MONDAY).case.pk


def test_a_trial_says_what_would_have_gone_elsewhere(cast: Cast):
    rubbish, lift, lost = tell("楼下垃圾"), tell("三单元电梯停了"), tell("想问问老年大学")
    utilities, cleaning, estate = rules_now().rows
    found = tried(cast, utilities, estate, cleaning)
    assert found.total == 3
    [moved] = found.elsewhere
    assert (moved.case.pk, moved.before.post, moved.after.post) == (
        rubbish,
        cast.posts["chen"],
        cast.posts["zhou"],
    )
    assert moved.after.rule is not None
    assert moved.after.rule.reason == estate.reason
    assert found.shadowed == {2: (1,)}, "what the estate rule takes never reaches the one for rubbish"
    assert ([case.pk for case in found.unrouted], found.unrouted_before) == ([lost], 1)
    assert found.uses == {1: 2}
    assert {case.case.pk for case in tried(cast, cleaning).elsewhere} == {lift}, "now nothing would fit it"
    assert [case.pk for case in tried(cast, utilities, cleaning, estate, NEW).unrouted] == []


def test_a_trial_takes_each_case_as_it_was_when_it_came(cast: Cast):
    pk = tell("想问问老年大学")
    case = Assignment._meta.get_field("case").related_model.objects.get(pk=pk)
    actions.classify(case, category="rubbish", by=cast.zhou, now=LATER)
    rows = rules_now().rows
    assert tried(cast, *rows).elsewhere == []
    assert tried(cast, *rows).unrouted_before == 1


def test_saving_keeps_the_ids_so_that_cases_know_their_rule(cast: Cast):
    pk = tell("楼下垃圾")
    before = Assignment.objects.get(case=pk).rule_id
    utilities, cleaning, estate = rules_now().rows
    save(cast.an, estate, replace(cleaning, reason="保洁由网格先办"), NEW, utilities)
    assert Assignment.objects.get(case=pk).rule_id == before == cleaning.id
    assert [row.reason for row in rules_now().rows][1] == "保洁由网格先办"
    entry = Entry.objects.get(verb="rules.set")
    assert len(entry.payload["before"]["rows"]) == 3
    assert len(entry.payload["after"]["rows"]) == 4


def test_the_last_save_is_undone_and_the_undoing_too(cast: Cast):
    before = rules_now()
    save(cast.an, *before.rows[1:], method="scored")
    after = rules_now()
    restore_rules(base=after.digest, by=cast.an, now=LATER)
    back = rules_now()
    assert [replace(row, id=None) for row in back.rows] == [replace(row, id=None) for row in before.rows]
    assert back.method == "ordered"
    assert Entry.objects.filter(verb="rules.set").count() == 2
    restore_rules(base=back.digest, by=cast.an, now=LATER)
    assert rules_now() == after


def test_nothing_to_undo(cast: Cast):
    with pytest.raises(NothingToUndo):
        restore_rules(base=rules_now().digest, by=cast.an, now=LATER)
    save(cast.an, NEW)
    enter_catalogue({"routing_rules": [{"tier": "street", "reason": "重新录入"}]}, by=SYSTEM, now=LATER)
    with pytest.raises(NothingToUndo):
        restore_rules(base=rules_now().digest, by=cast.an, now=LATER)


def test_two_at_once(cast: Cast):
    base = rules_now().digest
    save(cast.an, NEW)
    with pytest.raises(RulesMoved):
        set_rules(RuleSet((), "ordered"), base=base, by=cast.an, now=LATER)
    assert RoutingRule.objects.count() == 1


def test_a_street_keeps_its_own_rules_and_no_others(cast: Cast):
    rows = rules_now().rows
    own = replace(NEW, area=cast.community.code, tier="grid", direct=True)
    save(cast.zhao, own, *rows)
    save(cast.zhao, *rules_now().rows[1:2], rules_now().rows[0], *rules_now().rows[2:])
    save(cast.zhao, *(row for row in rules_now().rows if not row.area))
    assert rules_now().rows == rows
    wrong = [
        (*rows, NEW),
        rows[1:],
        (rows[1], rows[0], *rows[2:]),
        (replace(rows[0], direct=False), *rows[1:]),
        (*rows, replace(NEW, area="99")),
    ]
    for each in wrong:
        with pytest.raises(NotYourRules):
            save(cast.zhao, *each)
    with pytest.raises(NotYourRules):
        save(cast.zhao, *rows, method="scored")


def test_an_administrator_of_one_community_keeps_not_the_house(cast: Cast):
    account = accounts.open_account("lu", name="陆管理", password=PASSWORD, keep=True, by=SYSTEM, now=MONDAY)
    accounts.grant(account, role=Role.ADMINISTRATOR, area=cast.neighbour, by=SYSTEM, now=MONDAY)
    with pytest.raises(NotYourRules):
        save(actor_of(account, on=MONDAY.date()), *rules_now().rows, NEW)


@pytest.mark.parametrize(
    ("row", "refusal"),
    [
        (replace(NEW, reason=" "), Missing),
        (replace(NEW, area="77"), UnknownArea),
        (replace(NEW, category="moon"), UnknownCategory),
        (replace(NEW, channel="drum"), UnknownChannel),
        (replace(NEW, tier="department", department="moon"), UnknownDepartment),
        (replace(NEW, tier="member"), UnknownChoice),
        (replace(NEW, urgency="soon"), UnknownChoice),
        (replace(NEW, hours="noon"), UnknownChoice),
        (replace(NEW, weight=101), OutOfRange),
    ],
)
def test_a_rule_that_cannot_be_is_refused(cast: Cast, row: RuleRow, refusal: type[Exception]):
    with pytest.raises(refusal):
        save(cast.an, row)
    assert RoutingRule.objects.count() == 3


def test_an_unknown_way_and_an_empty_change(cast: Cast):
    with pytest.raises(UnknownChoice):
        save(cast.an, *rules_now().rows, method="by lot")
    with pytest.raises(NothingChanged):
        save(cast.an, *rules_now().rows)


def test_a_trial_needs_a_period_of_at_most_a_year(cast: Cast):
    book, rules = rulebook(), rules_now()
    with pytest.raises(EndBeforeBegin):
        try_rules(rules, since=LATER, until=MONDAY, by=cast.an, book=book)
    with pytest.raises(TooLongAgo):
        try_rules(rules, since=MONDAY - timedelta(days=400), until=MONDAY, by=cast.an, book=book)


def test_a_trial_shows_only_what_one_may_see(cast: Cast):
    tell("楼下垃圾")
    span = {"since": MONDAY - timedelta(days=1), "until": LATER}
    assert try_rules(RuleSet((), "ordered"), **span, by=cast.qian, book=rulebook()).total == 0


def test_a_trial_costs_the_same_however_many_cases(cast: Cast, django_assert_num_queries):
    for _ in range(5):
        tell("楼下垃圾")
    an, rows, book = cast.an, rules_now().rows, rulebook()
    wanted = RuleSet((replace(NEW, compound_kind="none"), *rows), "ordered")
    span = {"since": MONDAY - timedelta(days=1), "until": LATER}
    with django_assert_num_queries(5):  # rules, practice, cases, what was told of them, compounds
        try_rules(wanted, **span, by=an, book=book)
