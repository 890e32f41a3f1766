"""What the street cannot settle goes to the district's office, which owns it until it sends it on."""

from datetime import timedelta

import pytest

from tests.cast import DAY, MONDAY, PASSWORD, Cast
from wangge.accounts import actions as accounts
from wangge.accounts.models import Role
from wangge.cases import actions
from wangge.cases.board import counts, view
from wangge.cases.errors import NobodyAbove, NotYours
from wangge.cases.inbox import Wanted, found
from wangge.cases.models import Case, State
from wangge.cases.persons import Five, five
from wangge.cases.queries import duties
from wangge.cases.ringing import told_at
from wangge.cases.rulebook import rulebook
from wangge.cases.telling import Telling
from wangge.journal.actor import RESIDENT, SYSTEM
from wangge.staffing import actions as staffing
from wangge.staffing.models import PostKind, Tier

LATER = MONDAY + timedelta(hours=1)


@pytest.fixture
def district(cast: Cast) -> Cast:
    """Fang commands the district, from an office with a post of its own."""
    above = cast.street.parent
    account = accounts.open_account(
        "fang", name="方区长", password=PASSWORD, keep=True, by=SYSTEM, now=MONDAY
    )
    accounts.grant(account, role=Role.COMMAND, area=above, by=SYSTEM, now=MONDAY)
    kind = PostKind.objects.get(code="street")
    post = staffing.create_post("区指挥中心", kind=kind, area=above, by=SYSTEM, now=MONDAY)
    staffing.appoint(post, account=account, since=DAY, by=SYSTEM, now=MONDAY)
    cast.account["fang"], cast.posts["fang"] = account, post.pk
    return cast


def at_the_street(cast: Cast) -> Case:
    telling = Telling("电梯井渗水，要换整段管道", "portal", lon=116.005, lat=39.005)
    case = actions.report(telling, by=RESIDENT, now=MONDAY).case
    actions.accept(case, by=cast.zhou, now=MONDAY)
    actions.pass_up(case, reason="社区办不了", by=cast.zhou, now=MONDAY)
    return case


def test_the_district_has_what_the_street_passes_up_and_sends_it_back(district):
    case = at_the_street(district)
    with pytest.raises(NotYours):
        actions.dispatch(case, post=district.posts["sun"], by=district.fang, now=LATER)
    actions.pass_up(case, reason="要区里协调资金", by=district.zhao, now=LATER)
    assert (case.state, case.post_id) == (State.ACCEPTED, district.posts["fang"])
    assert [(duty.step, duty.case.pk) for duty in duties(district.fang)] == [("dispatch", case.pk)]
    with pytest.raises(NobodyAbove):
        actions.pass_up(case, reason="还要往上", by=district.fang, now=LATER)
    actions.dispatch(case, post=district.posts["zhao"], reason="资金已定", by=district.fang, now=LATER)
    assert (case.state, case.post_id) == (State.DISPATCHED, district.posts["zhao"])
    actions.sign(case, by=district.zhao, now=LATER)
    actions.return_(case, reason="另请他处", by=district.zhao, now=LATER)
    assert case.post_id == district.posts["zhao"]  # what the street returns stays with it


def test_what_the_district_settles_is_settled_above_the_street(district):
    case = at_the_street(district)
    actions.pass_up(case, reason="要区里办", by=district.zhao, now=LATER)
    actions.settle(case, note="区里已换管道", by=district.fang, now=LATER)
    assert (case.state, case.level, case.get_level_display()) == (State.HANDLED, "above", Tier.ABOVE.label)


def test_what_the_district_has_is_found_by_its_level(district):
    case = at_the_street(district)
    actions.pass_up(case, reason="要区里办", by=district.zhao, now=LATER)
    book = rulebook()
    above = view(district.fang, district.street.parent, book=book)
    assert found(Wanted(level="above"), by=district.fang, now=LATER, book=book, most=9) == [case.pk]
    assert found(Wanted(level="street"), by=district.fang, now=LATER, book=book, most=9) == []
    assert counts(above, now=LATER, book=book).tiers == {"above": 1}


def test_the_district_is_told_what_stays_late_and_supervises_only_what_it_has(district):
    case = at_the_street(district)
    assert told_at(case, 1, book=rulebook()) == district.posts["fang"]
    assert five(case, book=rulebook(), now=LATER)[Five.SUPERVISE].name != "方区长"
    actions.pass_up(case, reason="要区里办", by=district.zhao, now=LATER)
    assert five(case, book=rulebook(), now=LATER)[Five.SOLVE].name == "方区长"


def test_where_no_office_is_posted_above_the_street_nothing_is_passed_there(cast):
    with pytest.raises(NobodyAbove):
        actions.pass_up(at_the_street(cast), reason="还要往上", by=cast.zhao, now=LATER)
