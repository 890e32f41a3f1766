"""A list of cases as an Excel workbook."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _

from wangge.cases.models import Case
from wangge.cases.numbering import number_of
from wangge.web.naming import named

MOST = 10_000
WIDTHS = (18, 42, 10, 18, 16, 22, 30, 24, 10, 17, 17, 17)


@dataclass(frozen=True, slots=True)
class Taken:
    """Who took a list, when, and what it was narrowed to; `more`: there was more than fits."""

    by: str
    at: datetime
    drawer: str
    filters: Sequence[tuple[str, str]] = ()
    more: bool = False


def workbook(cases: Iterable[Case], *, taken: Taken) -> bytes:
    """The bytes of an .xlsx: the list, and a sheet that says which list it is, who took it and when."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "remove_timezone": True}) as book:
        sheet = book.add_worksheet(_("Cases"))
        bold, time = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        for column, width in enumerate(WIDTHS):
            sheet.set_column(column, column, width)
        sheet.write_string(0, 0, _headline(taken.at, more=taken.more))
        sheet.write_row(1, 0, _heads(), bold)
        sheet.freeze_panes(2, 1)
        last = 1
        for last, case in enumerate(cases, start=2):
            for column, value in enumerate(_cells(case)):
                if isinstance(value, datetime):
                    sheet.write_datetime(last, column, timezone.localtime(value), time)
                else:
                    sheet.write_string(last, column, value or "")
        sheet.autofilter(1, 0, max(last, 2), len(WIDTHS) - 1)
        _say_which(book, taken, rows=last - 1)
    return out.getvalue()


def _say_which(book: xlsxwriter.Workbook, taken: Taken, *, rows: int) -> None:
    """The second sheet: drawer, filters, by whom, when, how many."""
    sheet, bold = book.add_worksheet(_("Which list")), book.add_format({"bold": True})
    sheet.set_column(0, 0, 20)
    sheet.set_column(1, 1, 60)
    told = [
        (_("Drawer"), taken.drawer),
        *(taken.filters or [(_("Filters"), _("none"))]),
        (_("Taken by"), taken.by),
        (_("Taken at"), f"{timezone.localtime(taken.at):%Y-%m-%d %H:%M}"),
        (_("Rows"), str(rows)),
    ]
    for line, (what, which) in enumerate(told):
        sheet.write_string(line, 0, what, bold)
        sheet.write_string(line, 1, which)


def _headline(now: datetime, *, more: bool) -> str:
    taken = _("Taken on {time}.").format(time=f"{timezone.localtime(now):%Y-%m-%d %H:%M}")
    if not more:
        return taken
    told = _("Only the first {most} rows are here: narrow the list with its filters to have the rest.")
    return f"{taken} {told.format(most=f'{MOST:,}')}"


def _heads() -> list[str]:
    return [
        *(_("Case number"), _("Title"), _("State"), _("Matter"), _("Channel"), _("Grid"), _("Place")),
        *(_("With"), _("How soon"), _("Reported at"), _("Due"), _("Closed at")),
    ]


def _cells(case: Case) -> list[str | datetime | None]:
    place = " ".join(filter(None, [case.building.name if case.building else "", case.address]))
    return [
        number_of(case),
        case.title,
        case.get_state_display(),
        named(case.category),
        named(case.channel),
        case.grid.name if case.grid else "",
        place,
        case.post.name if case.post else "",
        case.get_urgency_display(),
        case.reported_at,
        case.due_at,
        case.closed_at,
    ]
