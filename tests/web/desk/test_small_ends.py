"""What offices and grids reach from their pages: handouts of the gate, patrols of a week, the district."""

import io
from datetime import timedelta

import pytest
from django.utils import timezone
from python_calamine import CalamineWorkbook

from wangge.admission import actions as gate
from wangge.admission import queries
from wangge.admission.actions import Wish
from wangge.cases.numbering import number_of
from wangge.cases.telling import Telling
from wangge.outreach import actions as outreach
from wangge.outreach.mine import walk_of


@pytest.fixture
def handed_out(cast):
    """The water department's task is admitted and with the grids."""
    now = timezone.now()
    wish = Wish(
        title="独居老人用水情况",
        purpose="夏季供水保障",
        audience="独居老人",
        since=now.date(),
        until=now.date() + timedelta(days=9),
        forms="登记表：姓名、住址",
    )
    (department,) = queries.departments_of(cast.sun)
    task = gate.propose(wish, department=department, area=cast.street, by=cast.sun, now=now)
    gate.approve(task, by=cast.zhao, now=now)
    gate.send_out(task, by=cast.sun, now=now)
    return task


def test_today_lists_what_the_grid_hands_in_and_leads_there(enter, cast, handed_out):
    page = enter("chen").get("/desk/").text
    assert "Your grids hand in" in page
    assert f'href="/desk/admission/{handed_out.pk}"' in page
    assert "Nothing waits for you" not in page
    assert "独居老人用水情况" in enter("chen").get("/desk/field/held").json()["list"]
    assert "Your grids hand in" not in enter("zhou").get("/desk/").text
    mine = handed_out.handouts.get(grid=cast.grids[0])
    gate.hand_in(mine, by=cast.chen, now=timezone.now())
    assert "Your grids hand in" not in enter("chen").get("/desk/").text


@pytest.fixture
def night(monkeypatch):
    """Ten in the evening in Peking: both patrols of the day are over."""
    moment = timezone.now().replace(hour=14, minute=0, second=0, microsecond=0)
    monkeypatch.setattr(timezone, "now", lambda: moment)
    return moment


@pytest.fixture
def walked(cast, night):
    """Chen put something right in the morning and found something in the afternoon; Wu has no result."""
    morning, afternoon = (
        walk_of(f"{cast.grids[0].pk}.{slot}.{night.date()}", by=cast.chen)
        for slot in ("morning", "afternoon")
    )
    outreach.put_right(morning, note="扶正了单车", by=cast.chen, now=night)
    telling = Telling("路灯不亮", "patrol", lon=116.005, lat=39.005)
    return outreach.find(afternoon, telling, by=cast.chen, now=night).case


@pytest.mark.row("ZH-31")
def test_offices_see_the_week_by_grid_slot_and_day(enter, walked):
    zhou = enter("zhou")
    assert "/desk/field/patrols" in zhou.get("/desk/intake").text
    assert "/desk/field/patrols" in zhou.get("/desk/plans").text
    answer = zhou.get("/desk/field/patrols")
    lines = {(line.grid.number, line.slot.code): line.walks for line in answer.context["lines"]}
    assert set(lines) == {(n, slot) for n in (1, 2) for slot in ("morning", "afternoon")}
    assert {len(walks) for walks in lines.values()} == {7}
    assert "扶正了单车" in answer.text
    assert f'href="/desk/cases/{number_of(walked)}"' in answer.text
    assert answer.text.count("not done yet") == 4 * 7 - 2
    assert "陈网格" not in answer.text


def test_a_street_looks_at_one_community_and_at_earlier_weeks(enter, cast, walked, night):
    zhao, day = enter("zhao"), night.date()
    assert zhao.get("/desk/field/patrols").context["week"].area == cast.community
    before = zhao.get(f"/desk/field/patrols?until={day - timedelta(days=7)}")
    assert "扶正了单车" not in before.text
    assert before.context["week"].after == day
    odd = zhao.get("/desk/field/patrols?until=tomorrow&area=1").context["week"]
    assert (odd.until, odd.area) == (day, cast.community)
    sheet = zhao.post("/desk/field/patrols/exports", {"until": f"{day}", "area": cast.community.code})
    book = CalamineWorkbook.from_filelike(io.BytesIO(sheet.content))
    rows = book.get_sheet_by_index(0).to_python()
    found = [row for row in rows if number_of(walked) in row]
    assert [(row[3], row[4]) for row in found] == [("found something", "路灯不亮")]
