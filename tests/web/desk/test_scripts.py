"""Scripts and formulas in what people write are words on the desk, in its record and in its workbooks."""

import io
from zipfile import ZipFile

import pytest
from django.test import Client

from tests.cast import MONDAY, Cast
from wangge.cases import actions
from wangge.cases.models import Case
from wangge.cases.numbering import number_of
from wangge.cases.telling import Telling
from wangge.journal.actor import RESIDENT

EVIL = "<script>alert(1)</script><img src=x onerror=alert(2)>"
FORMULA = '=HYPERLINK("http://127.0.0.1/?"&A1)'


@pytest.fixture
def case(cast: Cast) -> Case:
    """A case with a script in every place where somebody may write."""
    facts = {"name": EVIL[:40], "phone": "<b>1", "address": EVIL, "category": "rubbish"}
    told = actions.report(Telling(EVIL, "portal", lon=116.005, lat=39.005, **facts), by=RESIDENT, now=MONDAY)
    case = told.case
    actions.contact(case, note=EVIL, by=cast.chen, now=MONDAY)
    actions.return_(case, reason=EVIL, by=cast.chen, now=MONDAY)
    actions.dispatch(case, post=cast.posts["chen"], reason=EVIL, by=cast.zhou, now=MONDAY)
    actions.sign(case, by=cast.chen, now=MONDAY)
    actions.handle(case, note=EVIL, by=cast.chen, now=MONDAY)
    actions.verify(case, note=EVIL, by=cast.he, now=MONDAY)
    actions.close(case, by=cast.zhou, now=MONDAY)
    actions.rate(told, score=1, comment=EVIL, now=MONDAY)
    actions.call_back(case, outcome="unsettled", note=EVIL, by=cast.zhou, now=MONDAY)
    actions.reopen(case, reason=EVIL, by=RESIDENT, now=MONDAY, report=told)
    return case


@pytest.mark.parametrize("who", ["chen", "zhou", "gao"])
def test_no_page_of_the_staff_carries_a_script_that_somebody_wrote(
    cast: Cast, case: Case, client: Client, who: str
) -> None:
    client.force_login(cast.account[who])
    number = number_of(case)
    pages = [
        "/desk/",
        "/desk/inbox?view=all",
        f"/desk/cases/{number}",
        f"/desk/cases/{number}?pane",
        "/desk/map",
    ]
    for address in [
        *pages,
        "/command/",
        f"/desk/inbox?q={EVIL}",
        f"/desk/inbox?open={number}&category={EVIL}",
    ]:
        body = client.get(address).content.decode()
        assert "<script>alert" not in body, address
        assert "<img src=x" not in body, address


def test_a_formula_in_a_report_is_text_in_the_workbook(cast: Cast, client: Client) -> None:
    for first in ("=", "+", "-", "@"):
        text = first + FORMULA[1:]
        telling = Telling(text, "portal", lon=116.005, lat=39.005, address=text)
        actions.report(telling, by=RESIDENT, now=MONDAY)
    client.force_login(cast.account["zhou"])
    content = client.post("/desk/inbox/exports", {"view": "all"}).content
    with ZipFile(io.BytesIO(content)) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        assert "HYPERLINK" in book.read("xl/sharedStrings.xml").decode()
    assert "<f>" not in sheet
    assert "<hyperlink" not in sheet
