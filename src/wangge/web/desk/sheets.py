"""Any list as an Excel workbook: a line that says what it is, heads, rows."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import xlsxwriter
from django.http import HttpResponse
from django.utils import timezone

from wangge.foundation.calendar import CHINA_TIME

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Cell = str | int | float | datetime | None


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a column and its width in characters."""

    head: str
    width: int


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet of texts whose first line is its heading; `widths` in characters, the last for all further."""

    name: str
    lines: Sequence[Sequence[str]]
    widths: Sequence[int]
    headed: bool = True


def text_workbook(file: str, *pages: Page) -> HttpResponse:
    """A workbook of texts only, to be filled in and sent back, as a download: numbers stay as written."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True})
        for page in pages:
            sheet = book.add_worksheet(page.name[:31])
            for place in range(max(map(len, page.lines), default=0)):
                sheet.set_column(place, place, page.widths[min(place, len(page.widths) - 1)])
            for line, cells in enumerate(page.lines):
                for place, cell in enumerate(cells):
                    sheet.write_string(line, place, cell, bold if page.headed and line == 0 else wrapped)
            if page.headed:
                sheet.freeze_panes(1, 0)
    answer = HttpResponse(out.getvalue(), content_type=EXCEL)
    answer["Content-Disposition"] = f'attachment; filename="{file}"'
    return answer


def spreadsheet(
    name: str, headline: str, columns: Sequence[Column], rows: Iterable[Sequence[Cell]], *, now: datetime
) -> HttpResponse:
    """The workbook as a download."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "remove_timezone": True}) as book:
        sheet = book.add_worksheet(name[:31])
        bold, time = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        for place, column in enumerate(columns):
            sheet.set_column(place, place, column.width)
        sheet.write_string(0, 0, headline)
        sheet.write_row(1, 0, [column.head for column in columns], bold)
        sheet.freeze_panes(2, 1)
        for line, row in enumerate(rows, start=2):
            for place, value in enumerate(row):
                if isinstance(value, datetime):
                    sheet.write_datetime(line, place, timezone.localtime(value), time)
                elif isinstance(value, int | float):
                    sheet.write_number(line, place, value)
                else:
                    sheet.write_string(line, place, value or "")
    answer = HttpResponse(out.getvalue(), content_type=EXCEL)
    file = f"wangge-{now.astimezone(CHINA_TIME):%Y%m%d-%H%M}.xlsx"
    answer["Content-Disposition"] = f'attachment; filename="{file}"'
    return answer
