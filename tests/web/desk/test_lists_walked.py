"""Every list of the desk offers itself as a workbook; a new list without one fails here."""

import html
import io
import re

import pytest
from django.utils import timezone
from python_calamine import CalamineWorkbook

from tests.web.addresses import addresses
from tests.web.conftest import arguments_for, tell_of_rubbish
from wangge.appraisal import actions as appraisal
from wangge.appraisal.models import Rate
from wangge.cases import actions as cases
from wangge.cases.models import Channel
from wangge.cases.numbering import number_of, secret_of
from wangge.cases.telling import Telling
from wangge.counter.models import Item
from wangge.intake import actions as intake
from wangge.intake.models import Box
from wangge.web.desk.sheets import EXCEL

TOLD = Telling("楼道灯坏了", "portal", lon=116.005, lat=39.005, name="李师傅", phone="13800008001")

LIST = re.compile(r'<ul class="rows|<table')
OFFERED = re.compile(r'href="([^"]*[?&;]excel=1[^"]*)"')
ELSEWHERE = re.compile(r'exports?["/?]|/export\b|/sheet\b|\.xlsx\b|[?]sheet=1')
# Pages whose lists are no lists of things kept, or whose lists are taken at another page.
NOT_LISTS = {
    "": "what to do now; each case of it is in the inbox, whose list is taken there",
    "cases/<str:number>": "one case, with its record",
    "cases/<str:number>/merging": "two cases side by side",
    "cases/<str:number>/steps": "what can be done with one case",
    "counter/applications/<int:application>": "one application",
    "report": "a form",
    "counter/new": "what to apply for",
    "map": "the cases of the map are in the inbox",
    "records": "none yet: figures of nothing",
    "rules/trial": "nothing tried yet",
}


def cells_of(content: bytes) -> list[list[object]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def pages(cast, report):
    """Every page of the desk that can be asked for, with its route below `desk/`."""
    arguments = arguments_for(cast, report)
    for address in addresses():
        if address.route.startswith("desk/") and "photos/" not in address.route:
            yield address.route.removeprefix("desk/"), address.path(arguments)


@pytest.mark.parametrize("who", ["zhou", "an"])
def test_every_list_is_offered_as_a_workbook(enter, cast, who):
    report = tell_of_rubbish()
    client, bare = enter(who), []
    for route, page in pages(cast, report):
        answer = client.get(page)
        if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
            continue
        text = answer.content.decode()
        main = text.partition("<main")[2] or text
        if route in NOT_LISTS or not LIST.search(main):
            continue
        if not OFFERED.search(main) and not ELSEWHERE.search(main):
            bare.append(route)
    assert not bare, " ".join(bare)


def test_a_workbook_has_the_lines_of_its_page(enter, cast):
    report, now = tell_of_rubbish(), timezone.now()
    client = enter("zhou")
    arguments = arguments_for(cast, report)
    box = Box.objects.get(pk=arguments["box"])
    for n in (0, 2):
        intake.open_box(box, letters=n, note=f"第{n}次", key=f"o{n}", by=cast.chen, now=now)
    mine = cases.report(TOLD, by=cast.zhou, now=now).case
    today = now.date()
    weights = {rate.value: 100 * (rate is Rate.RESPONSE) for rate in Rate}
    appraisal.set_weights(
        cast.street, kind="area", weights=weights, provenance="街道规定", since=today, by=cast.an, now=now
    )
    pages = {
        f"/desk/boxes/{box.pk}": {"第0次", "第2次"},
        f"/desk/receipts/{number_of(mine)}": {"李师傅"},
        f"/desk/forces/{arguments['force']}": {number_of(report.case)},
        "/desk/counter/items": {arguments["item"] and Item.objects.get(code=arguments["item"]).name},
        "/desk/plans": {cast.community.name},
        "/desk/intake": {"portal"},
        "/desk/rates/weights?kind=area": {"街道规定"},
    }
    for page, told in pages.items():
        shown = html.unescape(client.get(page).content.decode())
        asked = client.get(f"{page}{'&' if '?' in page else '?'}excel=1")
        assert asked["Content-Type"] == EXCEL, page
        lines = cells_of(asked.content)[2:]
        assert told <= {str(cell) for line in lines for cell in line}, page
        assert all(
            any(isinstance(cell, str) and cell and cell in shown for cell in line) for line in lines
        ), page
    assert len(cells_of(client.get(f"/desk/boxes/{box.pk}?excel=1").content)) == 2 + 2


def test_the_receipts_of_a_workbook_keep_the_secrets_on_paper(enter, cast):
    made = cases.report(TOLD, by=cast.zhou, now=timezone.now())
    client = enter("zhou")
    page = f"/desk/receipts/{number_of(made.case)}"
    assert secret_of(made) in client.get(page).text
    told = cells_of(client.get(f"{page}?excel=1").content)
    assert secret_of(made) not in str(told)


def test_what_came_of_bulk_work_goes_to_excel_with_its_reasons(enter, lift, rubbish):
    client, key = enter("zhou"), "0b6f3f6e-98a1-4a52-8d43-1d2c4b7c3f10"
    told = {"step": "accept", "key": key, "case": [lift.pk, rubbish.pk], "query": ""}
    client.post("/desk/inbox/bulk/run", told)
    lines = cells_of(client.get(f"/desk/inbox/bulk/{key}?excel=1").content)[2:]
    found = {line[0]: (line[2], bool(line[3])) for line in lines}
    assert found == {number_of(lift): ("Done", False), number_of(rubbish): ("Not done", True)}


def test_connected_systems_go_to_excel_and_a_name_is_no_formula(enter, cast):
    channel = Channel.objects.create(code="radio", name="广播", tickets=True)
    intake.open_source(channel, area=cast.street, name="=1+1", by=cast.an, now=timezone.now())
    lines = cells_of(enter("an").get("/desk/tickets/sources?excel=1").content)[2:]
    assert [line[0] for line in lines] == ["=1+1"]
