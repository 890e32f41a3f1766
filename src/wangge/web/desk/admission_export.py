"""The tasks at the gate as an Excel workbook, with what was saved."""

import io
from collections.abc import Iterable
from datetime import date, datetime

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _

from wangge.admission.models import Task

WIDTHS = (30, 16, 16, 22, 18, 10, 12, 12, 12, 8, 8, 8, 14, 14, 30, 17)


def workbook(tasks: Iterable[Task], *, drawer: str, taken_by: str, now: datetime) -> bytes:
    """The bytes of an .xlsx; its first line says which list it is, who took it and when."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "remove_timezone": True}) as book:
        sheet = book.add_worksheet(_("Gate"))
        bold = book.add_format({"bold": True})
        day, time = (book.add_format({"num_format": f}) for f in ("yyyy-mm-dd", "yyyy-mm-dd hh:mm"))
        for column, width in enumerate(WIDTHS):
            sheet.set_column(column, column, width)
        taken = _("{drawer}, taken by {name} on {time}.")
        at = f"{timezone.localtime(now):%Y-%m-%d %H:%M}"
        sheet.write_string(0, 0, taken.format(drawer=drawer, name=taken_by, time=at))
        sheet.write_row(1, 0, _heads(), bold)
        sheet.freeze_panes(2, 1)
        for line, task in enumerate(tasks, start=2):
            for column, value in enumerate(_cells(task)):
                if isinstance(value, datetime):
                    sheet.write_datetime(line, column, timezone.localtime(value), time)
                elif isinstance(value, date):
                    sheet.write_datetime(line, column, datetime(value.year, value.month, value.day), day)  # noqa: DTZ001 - a day
                elif isinstance(value, int):
                    sheet.write_number(line, column, value)
                else:
                    sheet.write_string(line, column, value)
    return out.getvalue()


def _heads() -> list[str]:
    return [
        *(_("What is wanted"), _("Department"), _("For the grids of"), _("About whom or what")),
        *(_("State"), _("How often"), _("From"), _("To"), _("Grids"), _("Forms"), _("Fields")),
        *(_("Merged into"), _("Forms not asked again"), _("Fields not asked again"), _("Why"), _("Asked at")),
    ]


def _cells(task: Task) -> list[str | int | date]:
    return [
        task.title,
        task.department.name,
        task.area.name,
        task.audience,
        str(task.get_state_display()),
        str(task.get_every_display()),
        task.since,
        task.until,
        task.grids,
        getattr(task, "form_count", 0),
        getattr(task, "field_count", 0),
        task.merged_into.title if task.merged_into else "",
        task.forms_not_asked,
        task.fields_not_asked,
        task.reason,
        task.asked_at,
    ]
