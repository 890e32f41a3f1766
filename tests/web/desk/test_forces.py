"""The list of forces from page to page: three levels by four kinds, a file, a case that one is called to."""

import io
from datetime import date

import pytest
from django.utils import timezone
from python_calamine import CalamineWorkbook

from tests.web.desk.test_case import address
from wangge.foundation.identity import mask_phone
from wangge.outreach.models import Call
from wangge.staffing.force_sheet import COLUMNS
from wangge.staffing.forces import Draft, enter_force
from wangge.staffing.models import Force, ForceKind, Skill

KINDS = ("seconded", "co-building", "volunteers", "organisations")
PHONE = "13900009000"


@pytest.fixture
def form(cast) -> dict[str, object]:
    """What Zhou writes of the volunteers of grid 1."""
    return {
        "name": "柳街红马甲",
        "kind": ForceKind.objects.get(code="volunteers").pk,
        "place": f"grid-{cast.grids[0].pk}",
        "people": 12,
        "skills": [Skill.objects.get(code="cleaning").pk],
        "hours": "周末全天",
        "contact": "马红心",
        "phone": PHONE,
        "since": "2026-01-01",
    }


@pytest.fixture
def force(enter, form) -> Force:
    """Entered on the page."""
    enter("zhou").post("/desk/forces/new", form)
    return Force.objects.get()


@pytest.fixture
def twelve(cast) -> None:
    """One force of each kind at each level."""
    for kind in ForceKind.objects.all():
        for area, grid in ((cast.street, None), (cast.community, None), (cast.community, cast.grids[0])):
            draft = Draft(f"{kind.name}队", kind, 3, "联系人", PHONE, since=date(2026, 1, 1))
            enter_force(draft, area=area, grid=grid, by=cast.zhao, now=timezone.now())


@pytest.mark.row("ZH-26")
def test_three_levels_by_four_kinds_and_every_figure_opens_to_its_forces(enter, twelve):
    zhou = enter("zhou")
    table = zhou.get("/desk/forces").context["table"]
    assert [row.level.value for row in table] == ["street", "community", "grid"]
    assert [[f.kind.code for f in row.figures] for row in table] == [list(KINDS)] * 3
    assert [[(f.forces, f.people) for f in row.figures] for row in table] == [[(1, 3)] * 4] * 3
    for row in table:
        for figure in row.figures:
            page = zhou.get(f"/desk/forces?level={row.level}&kind={figure.kind.code}")
            [(each, helped)] = page.context["rows"]
            assert (each.level, each.kind, helped) == (row.level, figure.kind, 0)


@pytest.mark.row("ZH-26")
def test_grids_that_lack_a_kind_are_named_and_an_empty_list_says_what_to_do(enter, cast, force):
    gaps = enter("zhou").get("/desk/forces").context["gaps"]
    found = {gap.kind.code: [grid.number for grid in gap.grids] for gap in gaps}
    assert found == {"seconded": [1, 2], "co-building": [1, 2], "volunteers": [2], "organisations": [1, 2]}
    assert "No force yet" in enter("qian").get("/desk/forces").text


def test_telephones_are_masked_in_lists_and_whole_for_whoever_may_call(enter, force):
    for who in ("zhou", "chen", "zhao"):
        assert PHONE not in enter(who).get("/desk/forces").text
        assert PHONE in enter(who).get(f"/desk/forces/{force.pk}").text
    assert PHONE not in enter("gao").get(f"/desk/forces/{force.pk}").text
    book = CalamineWorkbook.from_filelike(io.BytesIO(enter("zhou").get("/desk/forces?excel=1").content))
    row = book.get_sheet_by_index(0).to_python()[2]
    assert (row[0], row[5], row[9]) == ("柳街红马甲", 12, mask_phone(PHONE))
    for who in ("wu", "qian"):
        assert enter(who).get(f"/desk/forces/{force.pk}").status_code == 404


def test_a_force_is_entered_once_changed_and_taken_off(enter, cast, form, force):
    zhou = enter("zhou")
    assert "stands on this list already" in zhou.post("/desk/forces/new", form).text
    assert zhou.post("/desk/forces/new", form | {"people": 0, "name": "别的"}).status_code == 422
    page = f"/desk/forces/{force.pk}"
    assert zhou.post(page, form | {"people": 20}).status_code == 302
    force.refresh_from_db()
    assert (force.people, force.grid) == (20, cast.grids[0])
    assert enter("chen").post(f"{page}/ending").status_code == 403
    for _again in range(2):
        zhou.post(f"{page}/ending")
    assert zhou.get("/desk/forces").context["rows"] == []
    assert enter("qian").post("/desk/forces/new", form | {"name": "别处"}).status_code == 422


@pytest.mark.row("ZH-26")
def test_the_grid_calls_a_force_to_a_case_and_only_outcomes_are_counted(enter, cast, rubbish, force):
    chen, page = enter("chen"), address(rubbish)
    for area, name in ((cast.street, "街道应急队"), (cast.community, "社区党员队")):
        draft = Draft(name, force.kind, 5, "联系人", PHONE, since=date(2026, 1, 1))
        enter_force(draft, area=area, by=cast.zhao, now=timezone.now())
    near = chen.get(page).context["forces"].near
    assert [(each.force.name, each.fits) for each in near] == [
        ("柳街红马甲", True),
        ("社区党员队", False),
        ("街道应急队", False),
    ]
    assert PHONE in chen.post(f"{page}/forces", {"force": force.pk}, follow=True).text
    chen.post(f"{page}/forces", {"force": force.pk})
    call = Call.objects.get()
    told = f"{page}/forces/{call.pk}"
    assert "what the force did" in chen.post(told, {"came": "yes", "did": ""}, follow=True).text
    said = chen.post(told, {"came": "yes", "did": "清走两车垃圾"}, follow=True).text
    assert "noted that a force came" in said
    assert "清走两车垃圾" in said
    chen.post(told, {"came": "no"})
    call.refresh_from_db()
    assert (call.came, call.did) == (True, "清走两车垃圾")
    assert "Helped with 1 case" in enter("zhou").get(f"/desk/forces/{force.pk}").text
    rows = dict(enter("zhou").get("/desk/forces").context["rows"])
    assert sorted(rows.values()) == [0, 0, 1]


def test_nobody_else_calls_and_nobody_is_called_to_a_case_that_is_over(enter, cast, rubbish, force):
    assert enter("wu").post(f"{address(rubbish)}/forces", {"force": force.pk}).status_code == 404
    assert enter("gao").get(address(rubbish)).context["forces"].near == []
    rubbish.state = "closed"
    rubbish.save()
    answer = enter("chen").post(f"{address(rubbish)}/forces", {"force": force.pk}, follow=True)
    assert "This case is over" in answer.text
    assert not Call.objects.exists()


def test_a_file_is_looked_through_entered_by_its_good_rows_and_the_others_come_back(enter, cast):
    zhou = enter("zhou")
    template = zhou.get("/desk/forces/template.xlsx").content
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(template)).get_sheet_by_index(0).to_python()
    assert tuple(sheet[0]) == COLUMNS
    good = f"夕阳红,志愿服务队伍,春和社区,第1网格,8,环境清洁、助老帮困,周末,马红,{PHONE},,2026-01-01,"
    rows = [
        good,
        good,
        good.replace("第1网格", "第9网格"),
        good.replace(",8,", ",很多,"),
        good.replace("马红", ""),
    ]
    rows += [
        good.replace("志愿服务队伍", "义工"),
        good.replace("2026-01-01", "明天").replace("夕阳红", "朝霞"),
    ]
    file = io.BytesIO("\n".join([",".join(COLUMNS), *rows]).encode())
    file.name = "力量.csv"
    page = zhou.post("/desk/forces/file", {"file": file})
    assert (len(page.context["seen"].good), len(page.context["seen"].refused)) == (1, 6)
    assert not Force.objects.exists()
    sent = {"rows": page.context["rows"].initial["rows"]}
    back = zhou.post("/desk/forces/file", sent | {"refused": "1"}).content
    told = CalamineWorkbook.from_filelike(io.BytesIO(back)).get_sheet_by_index(0).to_python()
    assert len(told) == 7
    assert "第9网格" in told[2][-1]
    assert zhou.post("/desk/forces/file", sent)["Location"] == "/desk/forces"
    force = Force.objects.get()
    assert (force.name, force.grid, [s.code for s in force.skills.all()]) == (
        "夕阳红",
        cast.grids[0],
        ["cleaning", "care"],
    )
    zhou.post("/desk/forces/file", sent)
    assert Force.objects.count() == 1
    assert zhou.post("/desk/forces/file", {"rows": "{}[", "x": ""}).status_code == 200
