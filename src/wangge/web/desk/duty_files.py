"""The rota as a workbook, and from one: day, from, until, log-in."""

import tempfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from wangge.foundation.refusals import Refused
from wangge.foundation.tables import Cells, read_table
from wangge.places.models import Area
from wangge.staffing import duty as actions
from wangge.staffing import rota
from wangge.staffing.duty import KEEPERS, Planned
from wangge.staffing.errors import RowsWrong
from wangge.web.access import actor, allow
from wangge.web.desk.duty_forms import span
from wangge.web.desk.sheets import Column, spreadsheet
from wangge.web.middleware import told

MOST_TOLD = 5


class FileForm(forms.Form):
    """A file of shifts."""

    file = forms.FileField(
        label=gettext_lazy("The file"),
        help_text=gettext_lazy(
            "Excel or CSV with day, from, until and name or log-in, as the workbook has them."
        ),
    )


def workbook(area: Area, first: date, *, now: datetime) -> HttpResponse:
    """The shifts of a month, in columns that can be sent back."""
    last = (first.replace(day=28) + timedelta(days=4)).replace(day=1)
    rows = rota.shifts(area, rota.midnight(first), rota.midnight(last))
    columns = [Column(_("Day"), 12), Column(_("From"), 8), Column(_("Until"), 8), Column(_("Who"), 16)]
    columns += [Column(_("Log-in"), 16), Column(_("Instead of"), 16)]
    cells = [
        (
            f"{timezone.localtime(row.since):%Y-%m-%d}",
            f"{timezone.localtime(row.since):%H:%M}",
            f"{timezone.localtime(row.until):%H:%M}",
            row.account.name,
            row.account.username,
            row.instead_of.name if row.instead_of else "",
        )
        for row in rows
    ]
    headline = _("Rota of {area}, {month}").format(area=area.name, month=f"{first:%Y-%m}")
    return spreadsheet(_("Rota"), headline, columns, cells, now=now)


@allow(*KEEPERS)
@require_http_methods(["GET", "POST"])
def sent(request: HttpRequest, code: str) -> HttpResponse:
    """Enter the shifts of a file; all of them, or none with what is wrong."""
    by = actor(request)
    held = Area.objects.under(by.paths(*KEEPERS)).defer("outline")
    area = get_object_or_404(held, code=code)
    form = FileForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            made = actions.enter_shifts(
                area, _read(area, form.cleaned_data["file"]), by=by, now=timezone.now()
            )
        except Refused as refusal:
            form.add_error("file", told(refusal))
        else:
            count = len(made)
            said = ngettext("{count} shift was entered.", "{count} shifts were entered.", count)
            messages.success(request, said.format(count=count))
            return redirect("desk:duty", area.code)
    context = {"form": form, "area": area, "title": _("Shifts from a file"), "verb": _("Enter them")}
    return render(
        request, "desk/duty_form.html", context | {"files": True}, status=422 if form.errors else 200
    )


def _read(area: Area, file: Any) -> list[Planned]:
    """The rows of a file; refuses with the rows that make no sense."""
    with tempfile.NamedTemporaryFile(suffix=Path(file.name).suffix) as kept:
        kept.write(file.read())
        kept.flush()
        table = read_table(Path(kept.name), named=file.name)
    people = {name: person.pk for person in rota.crew(area) for name in (person.name, person.username)}
    planned: list[Planned] = []
    wrong: list[int] = []
    for number, cells in table.rows:
        row = _planned(cells, people)
        if row:
            planned.append(row)
        elif planned or wrong or any(_day(cell) for cell in cells):  # what comes before are headings
            wrong.append(number)
    if wrong or not planned:
        told_rows = ", ".join(str(number) for number in wrong[:MOST_TOLD])
        said = (
            _("rows {numbers} are not understood").format(numbers=told_rows)
            if wrong
            else _("no row has a day")
        )
        raise RowsWrong(rows=said)
    return planned


def _planned(cells: Cells, people: dict[str, int]) -> Planned | None:
    on = next((day for cell in cells if (day := _day(cell))), None)
    clocks = list(_clocks(cells))
    who = next((people[cell.strip()] for cell in reversed(cells[2:5]) if cell.strip() in people), None)
    if on is None or who is None or len(clocks) < 2:
        return None
    return Planned(who, *span(on, clocks[0], clocks[1]))


def _day(cell: str) -> date | None:
    try:
        return date.fromisoformat(cell.strip()[:10].replace("/", "-"))
    except ValueError:
        return None


def _clocks(cells: Cells) -> Iterator[time]:
    for cell in cells[1:3]:
        try:
            yield time.fromisoformat(cell.strip().zfill(5))
        except ValueError:
            continue
