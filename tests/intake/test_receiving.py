"""The reception log: every visitor is noted, and what came of it."""

import pytest

from tests.cast import MONDAY
from wangge.cases.errors import NotYours
from wangge.cases.models import Case
from wangge.cases.numbering import number_of
from wangge.intake import actions
from wangge.intake.errors import WordsMissing
from wangge.intake.models import Reception
from wangge.intake.receiving import Visit


def told(house, key: str, **more: object) -> dict[str, object]:
    facts = {"key": key, "area": house.community.pk, "visitor": "马大爷", "matter": "楼道堆物", "people": 1}
    return facts | {"outcome": "case"} | more


@pytest.mark.row("JB-34")
def test_a_visitor_is_received_noted_and_the_matter_becomes_a_case(enter, house):
    zhou = enter("zhou")
    zhou.post("/desk/receptions", told(house, "v1", people=3, building=house.buildings[0].pk))
    zhou.post("/desk/receptions", told(house, "v2", outcome="talked", words="已说明办理流程"))
    made, talked = Reception.objects.order_by("id")
    case = Case.objects.get()
    assert (made.report.case, made.by, made.people) == (case, house.account["zhou"], 3)
    assert (case.channel.code, case.grid) == ("walk-in", house.grids[0])
    assert talked.report is None
    page = zhou.get("/desk/receptions").text
    assert number_of(case) in page
    assert "已说明办理流程" in page
    assert zhou.get("/desk/receptions?excel=1").headers["Content-Disposition"].endswith('.xlsx"')


def test_sent_twice_it_is_one_visit(enter, house):
    for _ in range(2):
        enter("zhou").post("/desk/receptions", told(house, "v1"))
    assert (Reception.objects.count(), Case.objects.count()) == (1, 1)


def test_a_referral_says_where_to(enter, house):
    page = enter("zhou").post("/desk/receptions", told(house, "v1", outcome="referred"))
    assert page.status_code == 422
    assert str(WordsMissing()) in page.text
    assert not Reception.objects.exists()


def test_an_office_receives_only_in_its_own_area(house):
    visit = Visit("马大爷", "楼道堆物", "talked", "已说明")
    with pytest.raises(NotYours):
        actions.receive(house.community, visit, key="k", by=house.qian, now=MONDAY)


def test_the_log_of_another_area_is_not_shown(enter, house):
    enter("zhou").post("/desk/receptions", told(house, "v1"))
    assert "马大爷" not in enter("qian").get("/desk/receptions").text
    assert enter("chen").get("/desk/receptions").status_code == 403
