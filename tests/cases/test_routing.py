"""Routing: place, matter, time, channel and urgency; ordered or scored; why; what can never match."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import MONDAY, Cast
from wangge.cases import actions
from wangge.cases.models import Assignment, Case
from wangge.cases.routing import Matter, Rule, route, shadowed
from wangge.cases.rulekeeping import set_rules
from wangge.cases.rulesets import RuleRow, RuleSet, rules_now
from wangge.cases.sending import hours_at
from wangge.cases.telling import Telling
from wangge.foundation.calendar import CHINA_TIME, WorkCalendar
from wangge.journal import actions as journal
from wangge.journal.actor import RESIDENT
from wangge.journal.models import Entry
from wangge.places.models import Compound
from wangge.staffing.models import Post

MATTER = Matter("99/9901/", "estate/lift/", "portal", "urgent", 1, "base", "property", "office")
ANY = Rule(1, "community", "", direct=False)


def rule(number: int, **conditions: object) -> Rule:
    return replace(ANY, id=number, **conditions)


@pytest.mark.parametrize(
    ("condition", "fitting", "other"),
    [
        ("area", "99/", "98/"),
        ("category", "estate/", "water/"),
        ("channel", "portal", "12345"),
        ("urgency", "urgent", "normal"),
        ("grid_kind", "base", "special"),
        ("compound_kind", "property", "none"),
        ("hours", "office", "off"),
    ],
)
def test_every_condition_lets_through_or_holds_back(condition, fitting, other):
    assert rule(1, **{condition: fitting}).fits(MATTER)
    assert not rule(1, **{condition: other}).fits(MATTER)
    assert rule(1, **{condition: fitting}).conditions == {condition: fitting}


def test_a_rule_to_the_grid_needs_a_grid():
    assert not rule(1, tier="grid").fits(replace(MATTER, grid=None))


def test_in_order_the_first_that_fits_by_score_the_heaviest():
    general, lift, heavy = rule(1), rule(2, category="estate/lift/"), rule(3, weight=1)
    both = [general, lift, heavy]
    assert route(MATTER, both) == general
    assert route(MATTER, both, "scored") == lift, "a condition weighs as much as the weight"
    assert route(MATTER, [general, replace(heavy, weight=2), lift], "scored").id == 3
    assert route(MATTER, [rule(1, urgency="normal")]) is None


def test_rules_that_can_never_match_are_named():
    rules = [rule(1, category="estate/"), rule(2, category="estate/lift/", urgency="urgent"), rule(3)]
    assert shadowed(rules) == {1: (0,)}
    assert shadowed(rules, "scored") == {}, "more conditions weigh more"
    assert shadowed([rule(1, weight=2), rule(2, hours="off")], "scored") == {1: (0,)}


def test_several_rules_together_can_leave_nothing():
    times = [rule(1, hours="office"), rule(2, hours="off")]
    assert shadowed([*times, rule(3, urgency="normal")]) == {2: (0, 1)}
    urgencies = [rule(n, urgency=u) for n, u in enumerate(("normal", "urgent"))]
    assert shadowed([*urgencies, rule(9)]) == {}, "emergencies are left for it"
    assert shadowed([*urgencies, rule(3, urgency="emergency"), rule(9)]) == {3: (0, 1, 2)}


def test_what_goes_to_grids_leaves_places_without_a_grid():
    grids = rule(1, tier="grid")
    assert shadowed([grids, rule(2)]) == {}
    assert shadowed([grids, rule(2, grid_kind="base")]) == {1: (0,)}
    assert shadowed([rule(1, channel="portal"), rule(2, channel="12345"), rule(3)]) == {}


def at(hour: int, minute: int = 0, *, day: int = 16) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=CHINA_TIME)


def test_office_hours_follow_the_calendar_with_make_up_days():
    made_up = at(0, day=21).date()
    calendar = WorkCalendar.of(exceptions={made_up: (True, "x")}, covered_until=made_up)
    said = {moment: hours_at(moment, calendar) for moment in (at(9), at(12, 30), at(20), at(9, day=22))}
    assert list(said.values()) == ["office", "off", "off", "off"]
    assert hours_at(at(9, day=21), calendar) == "office", "a Saturday worked to make up for a holiday"


def tell(text: str, *, now: datetime = MONDAY, **place: object) -> Case:
    where = place or {"lon": 116.005, "lat": 39.005}
    return actions.report(Telling(text, "portal", **where), by=RESIDENT, now=now).case


def facts(case: Case) -> dict[str, object]:
    return Entry.objects.get(verb="case.reported", subject_id=case.pk).payload


NIGHT = RuleRow(tier="street", direct=True, reason="夜间由街道值守", reason_en="watch by night")


def put_first(cast: Cast, row: RuleRow, method: str = "ordered") -> None:
    current = rules_now()
    wanted = RuleSet((row, *current.rows), method)
    set_rules(wanted, base=current.digest, by=cast.an, now=MONDAY)


def test_outside_office_hours_it_goes_elsewhere(cast: Cast):
    put_first(cast, replace(NIGHT, hours="off"))
    by_day, by_night = tell("楼下垃圾"), tell("楼下垃圾", now=MONDAY + timedelta(hours=12))
    assert (by_day.post_id, by_night.post_id) == (cast.posts["chen"], cast.posts["zhao"])


def test_the_kind_of_compound_is_that_of_the_building_or_of_all_in_the_grid(cast: Cast):
    put_first(cast, replace(NIGHT, compound_kind="none"))
    assert tell("楼下垃圾").post_id == cast.posts["chen"]
    Compound.objects.update(kind="none")
    journal.announce("places")
    assert tell("楼下垃圾").post_id == cast.posts["zhao"]
    assert tell("楼下垃圾", building=cast.buildings[0].pk).post_id == cast.posts["zhao"]


def test_where_rules_are_scored_the_heaviest_sends(cast: Cast):
    put_first(cast, replace(NIGHT, weight=2), "scored")
    assert tell("楼下垃圾").post_id == cast.posts["zhao"], "two against one condition"
    put_first(cast, replace(NIGHT, category="lift", tier="community"), "scored")
    assert rules_now().method == "scored"


def test_every_case_knows_which_rule_sent_it_and_what_held(cast: Cast):
    case = tell("楼下垃圾")
    sent = Assignment.objects.get(case=case).rule
    assert sent is not None
    said = facts(case)
    assert (said["rule"], said["sent_because"]) == (sent.pk, "环境卫生由网格先办")
    assert said["conditions"] == {"category": "estate/rubbish/"}


def test_no_rule_is_never_a_silent_default(cast: Cast):
    case = tell("想问问老年大学怎么报名")
    assert (case.post_id, case.state) == (None, "reported")
    assert facts(case)["rule"] is None


def test_a_rule_whose_post_is_not_filled_is_told_from_none(cast: Cast):
    Post.objects.filter(pk=cast.posts["chen"]).update(kind=Post.objects.get(pk=cast.posts["he"]).kind)
    journal.announce("staffing")
    case = tell("楼下垃圾")
    assert case.post_id is None
    assert facts(case)["rule"] is not None


def test_richer_rules_cost_a_report_no_statement(cast: Cast):
    tell("楼下垃圾")
    with CaptureQueriesContext(connection) as before:
        tell("楼下垃圾")
    put_first(cast, replace(NIGHT, compound_kind="none", hours="off", grid_kind="special"))
    tell("楼下垃圾")
    with CaptureQueriesContext(connection) as after:
        tell("楼下垃圾")
    assert len(after) == len(before) <= 12
