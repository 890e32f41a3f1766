"""Tickets from files: looked through first, entered once, refused rows back in their own columns."""

from pathlib import Path

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from wangge.cases.models import Case
from wangge.foundation.tables import read_table
from wangge.intake import sheets
from wangge.intake.errors import TicketColumnsMissing
from wangge.intake.models import Batch, Ticket
from wangge.intake.ticket_columns import read_sheet

HEAD = ("工单编号", "来电时间", "办结时限", "诉求人", "联系电话", "诉求内容", "事发地址", "社区", "紧急程度")
GOOD = ("GD-1", "2026/11/16 09:30", "2026-11-20", "林女士", "13800008000", "垃圾没清", "春和苑1号楼", "", "")
URGENT = ("GD-2", "2026年11月16日 10:00", "", "吴先生", "", "井盖缺失", "菜市场口", "春和", "特急")
BAD = ("GD-3", "前天", "", "", "", "路灯不亮", "春和苑2号楼", "", "")


def csv(*rows: tuple[str, ...], code: str = "gb18030") -> bytes:
    return "\n".join(",".join(row) for row in (HEAD, *rows)).encode(code)


def send(client, house, content: bytes, name: str = "12345.csv"):
    upload = SimpleUploadedFile(name, content)
    return client.post(
        "/desk/tickets/files", {"channel": "12345", "area": house.community.pk, "file": upload}
    )


def counts(client, page: str) -> dict[str, int]:
    return client.get(page).context["counts"]


@pytest.mark.row("JB-16")
def test_a_file_is_shown_first_and_entered_once_however_often_it_is_sent(enter, house):
    zhou = enter("zhou")
    page = send(zhou, house, csv(GOOD, URGENT)).headers["Location"]
    assert not Ticket.objects.exists(), "the preview enters nothing"
    assert counts(zhou, page) == {"new": 2, "joined": 0, "changed": 0, "same": 0, "refused": 0}
    zhou.post(page)
    assert Case.objects.count() == 2
    assert Ticket.objects.get(number="GD-2").report.case.urgency == "emergency"
    again = send(zhou, house, csv(GOOD, URGENT)).headers["Location"]
    assert counts(zhou, again)["same"] == 2
    zhou.post(again)
    assert Case.objects.count() == 2
    moved = send(zhou, house, csv((*GOOD[:2], "2026-11-18", *GOOD[3:]), URGENT)).headers["Location"]
    assert counts(zhou, moved) == {"new": 0, "joined": 0, "changed": 1, "same": 1, "refused": 0}


def test_refused_rows_come_back_in_their_own_columns_and_can_be_sent_again(enter, house, tmp_path: Path):
    zhou = enter("zhou")
    page = send(zhou, house, csv(GOOD, BAD)).headers["Location"]
    zhou.post(page)
    assert not Ticket.objects.exists(), "a file with refused rows is not half entered"
    zhou.post(page, {"good": "1"})
    assert [ticket.number for ticket in Ticket.objects.all()] == ["GD-1"]
    back = tmp_path / "refused.xlsx"
    back.write_bytes(zhou.get(f"{page}/refused.xlsx").content)
    heading, row = (cells for _, cells in read_table(back).rows)
    assert heading[: len(HEAD)] == HEAD
    assert row[:2] == ("GD-3", "前天")
    assert "前天" in row[-1]
    assert not any(cell == "GD-1" for _, cells in Batch.objects.get().rows for cell in cells), (
        "entered rows are not kept"
    )
    corrected = tmp_path / "corrected.xlsx"
    with xlsxwriter.Workbook(corrected) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, heading)
        sheet.write_row(1, 0, (row[0], "2026-11-16 08:00", *row[2:]))
    zhou.post(send(zhou, house, corrected.read_bytes(), "again.xlsx").headers["Location"])
    assert Ticket.objects.filter(number="GD-3").exists()


@pytest.mark.parametrize("code", ["utf-8", "utf-8-sig", "gb18030"])
def test_tables_are_read_in_the_codes_that_offices_have(tmp_path: Path, code: str):
    file = tmp_path / "x.csv"
    file.write_bytes(csv(GOOD, URGENT, code=code))
    first, second = (row.ticket for row in read_sheet(read_table(file)).rows)
    assert (first.number, f"{first.received_at:%m-%d %H:%M}", f"{first.due_at:%m-%d %H:%M}") == (
        "GD-1", "11-16 09:30", "11-20 23:59",
    )  # fmt: skip
    assert (second.urgency, f"{second.received_at:%H:%M}") == ("emergency", "10:00")


def test_the_template_explains_each_column_and_is_understood(tmp_path: Path):
    file = tmp_path / "template.xlsx"
    file.write_bytes(sheets.template())
    [(_, heading)] = read_table(file).rows
    assert heading[0] == "工单编号"
    assert len(heading) == len(sheets.COLUMNS)


def test_a_number_twice_in_a_file_is_refused_by_its_row(tmp_path: Path):
    file = tmp_path / "x.csv"
    file.write_bytes(csv(GOOD, GOOD))
    _, second = read_sheet(read_table(file)).rows
    assert "row 2" in str(second.reason)


def test_a_file_of_something_else_is_refused_with_what_is_missing(enter, house, tmp_path: Path):
    file = tmp_path / "x.csv"
    file.write_text("楼栋,户数\n1,2", encoding="utf-8")
    with pytest.raises(TicketColumnsMissing, match="工单编号"):
        read_sheet(read_table(file))
    page = send(enter("zhou"), house, file.read_bytes())
    assert page.status_code == 422
    assert not Batch.objects.exists()


def test_colleagues_go_on_with_a_file_and_nobody_else_sees_it(enter, house):
    page = send(enter("zhou"), house, csv(GOOD)).headers["Location"]
    assert enter("zhao").get(page).status_code == 200
    assert enter("qian").get(page).status_code == 404
