"""The five persons of a case, five visits to one, and the ways by which a case is settled at its level."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.cases.deeds import ESTATE, WHERE, Life, lead, tell
from tests.cast import MONDAY, Cast
from wangge.cases import actions
from wangge.cases.catalogue import enter_catalogue
from wangge.cases.closing import lacks
from wangge.cases.errors import BeyondAuthority, NotApart, NotReady
from wangge.cases.models import Case, SiteVisit
from wangge.cases.persons import apart, five, lacking
from wangge.cases.rulebook import rulebook
from wangge.cases.telling import Telling
from wangge.cases.workflow import STAGES, Stage, State
from wangge.journal.actor import RESIDENT, SYSTEM
from wangge.journal.models import Entry
from wangge.staffing.models import Appointment

RUBBISH = Telling("楼下垃圾三天没有清运", "portal", category="rubbish", **WHERE)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def names(case: Case) -> dict[str, str | None]:
    found = five(case, book=rulebook(), now=MONDAY)
    return {role.value: person and person.name for role, person in found.items()}


@pytest.mark.row("JB-10")
def test_each_case_names_its_five_persons(cast: Cast) -> None:
    """Who patrols, reports, is responsible, solves, supervises; whoever solves never supervises."""
    assert names(lead(cast, State.HANDLED).case) == {
        "patrol": "何楼长",
        "report": "林女士",
        "responsible": "陈网格",
        "solve": "孙水务",
        "supervise": "赵街道",
    }
    settled = tell().case
    actions.accept(settled, by=cast.zhou, now=MONDAY)
    actions.pass_up(settled, reason="请街道办", by=cast.zhou, now=MONDAY)
    actions.settle(settled, note="街道已办", by=cast.zhao, now=MONDAY)
    assert (names(settled)["solve"], names(settled)["supervise"]) == ("赵街道", "周社区")


@pytest.mark.row("JB-10")
def test_a_missing_person_is_an_alert_and_closing_waits_for_it(cast: Cast) -> None:
    life = lead(cast, State.VERIFIED)
    Appointment.objects.filter(account=cast.account["chen"]).update(until=date(2026, 11, 1))
    Appointment.objects.filter(account__in=[cast.account["zhou"], cast.account["zhao"]]).update(
        until=date(2026, 11, 1)
    )
    found = lacks(life.case, book=rulebook(), now=MONDAY)
    assert [lack.facts["role"] for lack in found if lack.code == "person"] == ["responsible", "supervise"]
    with pytest.raises(NotReady, match="person responsible, person supervise"):
        life.take("close", "zhou")
    assert life.case.state == "verified"
    life.take("charge", "zhou", role="responsible", account=cast.account["wu"].pk)
    with pytest.raises(NotReady, match=r"closed yet: person supervise\."):
        life.take("close", "zhou")
    with pytest.raises(NotApart):
        life.take("charge", "zhou", role="supervise", account=cast.account["sun"].pk)
    life.take("charge", "zhou", role="supervise", account=cast.account["gao"].pk)
    life.take("close", "zhou")
    assert life.case.state == "closed"


@pytest.mark.row("JB-10")
def test_who_is_named_to_solve_does_not_supervise(cast: Cast) -> None:
    life = lead(cast, State.SIGNED)
    life.take("charge", "zhou", role="supervise", account=cast.account["zhou"].pk)
    with pytest.raises(NotApart):
        life.take("charge", "zhou", role="solve", account=cast.account["zhou"].pk)
    life.take("charge", "zhou", role="solve", account=cast.account["zhao"].pk)
    persons = five(life.case, book=rulebook(), now=MONDAY)
    assert (apart(persons), lacking(persons)) == (True, [])


@pytest.mark.row("SY-15")
def test_a_shed_that_needs_five_visits_is_one_case(cast: Cast) -> None:
    case = tell(replace(RUBBISH, text="楼道口搭了违建小屋")).case
    actions.sign(case, by=cast.chen, now=MONDAY)
    outcomes = ["nobody", "refused", "refused", "promised", "settled"]
    for day, outcome in enumerate(outcomes):
        actions.visit(case, outcome=outcome, note=f"第{day + 1}趟", by=cast.chen, now=MONDAY + day * DAY)
    actions.handle(case, note="已自行拆除", by=cast.chen, now=MONDAY + 4 * DAY)
    actions.verify(case, note="已拆", by=cast.he, now=MONDAY + 4 * DAY)
    actions.close(case, by=cast.zhou, now=MONDAY + 4 * DAY)
    visits = SiteVisit.objects.filter(case=case).order_by("id")
    assert list(visits.values_list("outcome", flat=True)) == outcomes
    assert Case.objects.count() == 1
    told = Entry.objects.filter(verb="case.visited", subject_id=case.pk).order_by("id")
    assert [entry.payload["note"] for entry in told] == [f"第{n}趟" for n in range(1, 6)]


@pytest.mark.row("ES-05")
def test_a_case_goes_through_the_five_stages_in_their_order(cast: Cast) -> None:
    life = Life(cast)
    stages = [STAGES[State(life.case.state)]]
    for name, who in [("accept", "zhou"), ("dispatch", "zhou"), ("sign", "sun"), ("handle", "sun"),
                      ("verify", "he"), ("close", "zhou")]:  # fmt: skip
        life.take(name, who)
        stages.append(STAGES[State(life.case.state)])
    assert list(dict.fromkeys(stages)) == list(Stage)
    steps = Entry.objects.filter(subject_kind="case", subject_id=life.pk).order_by("id")
    journal = [STAGES[State(entry.payload.get("to") or entry.payload["state"])] for entry in steps]
    assert journal == stages
    assert set(STAGES) == set(State)


def settle_all(cast: Cast) -> dict[str, Case]:
    """A matter for each level: settled on the spot, in the grid, the community, the street, a department."""
    found = {name: tell(RUBBISH).case for name in ("spot", "grid")}
    found |= {name: tell(ESTATE).case for name in ("community", "street", "department")}
    actions.settle(found["spot"], note="随手捡走", by=cast.chen, now=MONDAY)
    actions.sign(found["grid"], by=cast.chen, now=MONDAY + HOUR)
    actions.handle(found["grid"], note="已清运", by=cast.chen, now=MONDAY + 5 * HOUR)
    for name in ("community", "street", "department"):
        actions.accept(found[name], by=cast.zhou, now=MONDAY + HOUR)
    actions.settle(found["community"], note="社区协调", by=cast.zhou, now=MONDAY + DAY)
    actions.pass_up(found["street"], reason="网格内解决不了", by=cast.zhou, now=MONDAY + DAY)
    actions.settle(found["street"], note="街道协调", by=cast.zhao, now=MONDAY + 2 * DAY)
    actions.dispatch(found["department"], post=cast.posts["sun"], by=cast.zhou, now=MONDAY + DAY)
    actions.sign(found["department"], by=cast.sun, now=MONDAY + DAY)
    actions.handle(found["department"], note="部门已办", by=cast.sun, now=MONDAY + 3 * DAY)
    for case in found.values():
        actions.verify(case, note="看过", by=cast.he, now=MONDAY + 3 * DAY)
        actions.close(case, by=cast.zhou, now=MONDAY + 3 * DAY)
    return found


@pytest.mark.row("ZH-21")
def test_at_once_or_in_the_grid_or_passed_to_the_street_and_how_long_each_took(cast: Cast) -> None:
    found = settle_all(cast)
    took = {}
    for name in ("spot", "grid", "street"):
        case = Case.objects.get(pk=found[name].pk)
        took[name] = (
            case.on_the_spot and case.level == "grid",
            case.level,
            case.handled_at - case.reported_at,
        )
    assert took == {
        "spot": (True, "grid", timedelta(0)),
        "grid": (False, "grid", 5 * HOUR),
        "street": (False, "street", 2 * DAY),
    }


@pytest.mark.row("ZH-22", "JB-36")
def test_the_level_at_which_each_was_settled_is_counted_from_what_happened(cast: Cast) -> None:
    """Trifles in the grid, small matters in the community, large ones in the street."""
    settle_all(cast)
    levels = Counter(Case.objects.filter(state="closed").values_list("level", flat=True))
    assert levels == {"grid": 2, "community": 1, "street": 1, "department": 1}
    assert levels["grid"] / levels.total() == 0.4
    written = Entry.objects.filter(verb="case.closed").values_list("payload__level", flat=True)
    assert Counter(written) == levels


@pytest.mark.row("ZH-22", "ES-07")
def test_who_may_settle_what_is_a_matrix_of_matter_and_level(cast: Cast) -> None:
    rows = [{"category": "estate", "tiers": ["community", "street", "department"]}, {"tiers": ["grid"]}]
    enter_catalogue({"authorities": rows}, by=SYSTEM, now=MONDAY)
    case = tell().case
    actions.accept(case, by=cast.zhou, now=MONDAY)
    actions.dispatch(case, post=cast.posts["chen"], by=cast.zhou, now=MONDAY)
    with pytest.raises(BeyondAuthority):
        actions.settle(case, note="我来办", by=cast.chen, now=MONDAY)
    actions.pass_up(case, reason="不在网格权限内", by=cast.chen, now=MONDAY)
    actions.settle(case, note="社区已办", by=cast.zhou, now=MONDAY)
    unclassified = actions.report(Telling("想问问老年大学", "portal", **WHERE), by=RESIDENT, now=MONDAY).case
    actions.accept(unclassified, by=cast.zhou, now=MONDAY)
    with pytest.raises(BeyondAuthority):
        actions.settle(unclassified, note="已答复", by=cast.zhou, now=MONDAY)
