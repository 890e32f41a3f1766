"""A list of cases as an Excel workbook."""

import io
from collections.abc import Iterable
from datetime import datetime

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _

from wangge.cases.models import Case
from wangge.cases.numbering import number_of
from wangge.web.naming import named

MOST = 10_000
WIDTHS = (18, 42, 10, 18, 16, 22, 30, 24, 10, 17, 17, 17)


def workbook(cases: Iterable[Case], *, more: bool, now: datetime) -> bytes:
    """The bytes of an .xlsx; its first line says when it was taken and whether there was more than fits."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "remove_timezone": True}) as book:
        sheet = book.add_worksheet(_("Cases"))
        bold, time = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        for column, width in enumerate(WIDTHS):
            sheet.set_column(column, column, width)
        sheet.write_string(0, 0, _headline(now, more=more))
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
    return out.getvalue()


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
