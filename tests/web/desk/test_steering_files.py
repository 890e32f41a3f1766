"""Days, powers and rungs leave as a workbook and come back from one: whole, or not at all."""

import html
import io
import re

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override
from python_calamine import CalamineWorkbook

from wangge.cases.models import Authority, ClockKind, ClockRun, Rung
from wangge.cases.sla import Unit
from wangge.journal import actions as journal
from wangge.staffing.models import CalendarCoverage, CalendarDay
from wangge.web.desk.levels_forms import UNITS


def workbook(*rows: tuple[str, ...]) -> SimpleUploadedFile:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for line, row in enumerate(rows):
            sheet.write_row(line, 0, row)
    return SimpleUploadedFile("rows.xlsx", out.getvalue())


def rows_of(content: bytes) -> list[list[object]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()


def sent_back(answer) -> str:
    """What the page of the preview sends when it is pressed."""
    return html.unescape(re.search(r'name="rows" value="([^"]*)"', answer.text)[1])


def look(client, kind: str, *rows: tuple[str, ...], **more):
    return client.post(f"/desk/{kind}/file", {"file": workbook(*rows), **more})


def enter_rows(client, kind: str, answer, **more):
    return client.post(f"/desk/{kind}/file/entry", {"rows": sent_back(answer), **more})


@pytest.mark.parametrize("kind", ["calendar", "authority", "rungs"])
def test_what_stands_is_the_template_and_sent_back_changes_nothing(enter, kind):
    an = enter("an")
    CalendarDay.objects.create(day="2027-02-05", working=False, name="春节", source="hand")
    journal.announce("calendar")
    assert f"/desk/{kind}/sheet" in an.get(f"/desk/{kind}").text
    assert f"/desk/{kind}/file" in an.get(f"/desk/{kind}").text
    assert f"/desk/{kind}/file" not in enter("zhao").get(f"/desk/{kind}").text
    content = an.get(f"/desk/{kind}/sheet").content
    back = an.post(f"/desk/{kind}/file", {"file": SimpleUploadedFile("as-it-is.xlsx", content)})
    assert "than it is" in back.text
    assert "refused" not in back.context or not back.context["refused"]


def test_days_are_looked_at_entered_and_move_only_what_is_asked(enter, rubbish):
    an, before = enter("an"), {run.pk: run.due_at for run in ClockRun.objects.all()}
    run = ClockRun.objects.get(case=rubbish, kind="resolve")
    day = run.due_at.date()
    rows = [("日期", "上班或休息", "节假日"), (f"{day}", "休息", "停电日"), ("2041-05-02", "休息", "劳动节")]
    page = look(an, "calendar", *rows, covers="on")
    assert [move.clock for move in page.context["moves"]] == [run.pk]
    assert not CalendarDay.objects.exists()
    assert enter_rows(an, "calendar", page, covers="1", which="none").status_code == 302
    assert CalendarDay.objects.get(day=day).source == "file"
    assert f"{CalendarCoverage.objects.get().until}" == "2041-12-31"
    assert {run.pk: run.due_at for run in ClockRun.objects.all()} == before
    assert "from a file" in an.get(f"/desk/calendar?year={day.year}").text


def test_the_deadlines_that_are_ticked_are_moved(enter, rubbish):
    an, run = enter("an"), ClockRun.objects.get(case=rubbish, kind="resolve")
    page = look(an, "calendar", ("日期", "上班或休息"), (f"{run.due_at.date()}", "休息"))
    enter_rows(an, "calendar", page, which="ticked", run=run.pk)
    assert ClockRun.objects.get(pk=run.pk).due_at > run.due_at


def test_powers_are_replaced_whole(enter):
    an = enter("an")
    heading = ("事项编码", "事项", "网格", "社区", "街道", "部门")
    page = look(an, "authority", heading, ("", "所有", "√", "√", "", ""), ("lift", "", "", "", "", "x"))
    assert {change[0] for change in page.context["changes"]} == {"all matters", "lift"}
    enter_rows(an, "authority", page)
    said = set(Authority.objects.values_list("category__code", "tier"))
    assert said == {(None, "grid"), (None, "community"), ("lift", "department")}


def test_rungs_are_read_by_the_words_of_both_languages(enter):
    an = enter("an")
    heading = ("时钟", "超过", "单位", "上几级", "形式", "依据")
    with override("zh-hans"):
        chinese = (str(ClockKind.SIGN.label), "1", str(UNITS[Unit.NATURAL_DAY]), "0", "urge", "公开做法")
    page = look(an, "rungs", heading, chinese, ("resolve", "5", "working days", "2", "circular", "通知"))
    assert not page.context["refused"]
    enter_rows(an, "rungs", page)
    assert set(Rung.objects.values_list("clock", "amount", "unit", "up", "kind")) == {
        ("sign", 1, "natural_day", 0, "urge"),
        ("resolve", 5, "working_day", 2, "circular"),
    }


WRONG = {
    "calendar": [("日期", "上班或休息"), ("2027-02-30", "休息"), ("2027-02-05", "?"), ("2027-02-06", "休")],
    "authority": [("编码", "网格", "社区", "街道", "部门"), ("moon", "√"), ("lift", "maybe"), ("water", "√")],
    "rungs": [
        ("时钟", "超过", "单位", "上几级", "形式", "依据"),
        ("sun", "1", "natural_day", "0", "urge", "x"),
        ("sign", "1", "natural_day", "9", "urge", "x"),
        ("sign", "1", "natural_day", "1", "urge", "公开做法"),
    ],
}


@pytest.mark.parametrize("kind", WRONG)
def test_one_refused_row_keeps_all_out_and_the_refused_come_back_with_reasons(enter, kind):
    an = enter("an")
    before = CalendarDay.objects.count(), Authority.objects.count(), Rung.objects.count()
    page = look(an, kind, *WRONG[kind])
    assert (page.status_code, [row.row for row, _why in page.context["refused"]]) == (422, [2, 3])
    assert enter_rows(an, kind, page).status_code == 422
    assert (CalendarDay.objects.count(), Authority.objects.count(), Rung.objects.count()) == before
    back = an.post(f"/desk/{kind}/file/refused", {"rows": sent_back(page)})
    refused = rows_of(back.content)
    assert [row[-2] for row in refused[1:]] == ["2", "3"]
    assert all(row[-1] for row in refused[1:])


def test_a_file_without_its_columns_says_which_and_a_twice_said_row_where(enter):
    an = enter("an")
    assert "上班或休息" in look(an, "calendar", ("日期", "备注"), ("2027-02-05", "x")).text
    page = look(an, "calendar", ("日期", "上班或休息"), ("2027-02-05", "休息"), ("2027-02-05", "上班"))
    assert "row 2 already" in page.text
    assert enter("zhao").post("/desk/rungs/file/entry", {"rows": "nonsense"}).status_code == 302
    assert an.get("/desk/practice/file").status_code == 404
