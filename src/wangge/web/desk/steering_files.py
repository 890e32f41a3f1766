"""Days, powers and rungs from a file: sent, looked through, then entered whole or not at all."""

import json
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wangge.cases.rulebook import Rulebook, rulebook
from wangge.cases.rungs import rung_rows
from wangge.cases.sheet_kinds import read_days, read_powers, read_rungs
from wangge.cases.sheet_rows import Sheet
from wangge.foundation.calendar import CHINA_TIME
from wangge.foundation.refusals import Refused
from wangge.foundation.tables import Table, read_table
from wangge.web.access import actor
from wangge.web.desk import steering_sheets as sheets
from wangge.web.desk.levels_forms import UNITS
from wangge.web.desk.rules import keepers
from wangge.web.desk.steering_entry import ENTERING, differences
from wangge.web.middleware import told

SHOWN = 200
TITLES = {
    "calendar": gettext_lazy("Working calendar"),
    "authority": gettext_lazy("Who settles what"),
    "rungs": gettext_lazy("Escalation"),
}
READING: dict[str, Callable[[Table, Rulebook], Sheet[Any]]] = {
    "calendar": lambda table, _book: read_days(table),
    "authority": lambda table, book: read_powers(table, book=book),
    "rungs": lambda table, _book: read_rungs(
        table, units={unit.value: word for unit, word in UNITS.items()}, standing=rung_rows()
    ),
}


class FileForm(forms.Form):
    """A file, and for days whether it has all holidays of its last year."""

    file = forms.FileField(
        label=gettext_lazy("The file"),
        help_text=gettext_lazy(
            "Excel (.xlsx, .xls) or CSV; nothing is entered before you have looked at it."
        ),
    )
    covers = forms.BooleanField(
        label=gettext_lazy("It has all holidays up to the end of its last year"), required=False
    )


@keepers
@require_GET
def sheet(_request: HttpRequest, kind: str) -> HttpResponse:
    """What stands, as a workbook that can be changed and sent back."""
    lines = {"calendar": sheets.days, "authority": lambda: sheets.powers(rulebook()), "rungs": sheets.rungs}
    return sheets.workbook(kind, lines[kind](), day=_today())


@keepers
@require_http_methods(["GET", "POST"])
def file(request: HttpRequest, kind: str) -> HttpResponse:
    """Send a file: its rows and what they would change are shown; refused rows keep all of it out."""
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / "rows"
                path.write_bytes(form.cleaned_data["file"].read())
                table = read_table(path, named=form.cleaned_data["file"].name)
            seen = READING[kind](table, rulebook())
        except Refused as refusal:
            form.add_error("file", told(refusal))
        else:
            return _look(request, kind, table, seen, covers=form.cleaned_data["covers"])
    context = {"form": form, "kind": kind, "title": TITLES[kind]}
    return render(request, "desk/steering_file.html", context, status=422 if form.errors else 200)


def _look(
    request: HttpRequest, kind: str, table: Table, seen: Sheet[Any], *, covers: bool, status: int = 200
) -> HttpResponse:
    by, book = actor(request), rulebook()
    context: dict[str, Any] = {
        "kind": kind,
        "title": TITLES[kind],
        "rows": json.dumps(table.rows, ensure_ascii=False),
        "covers": covers,
        "good": len(seen.said),
        "refused": [(row, told(row.reason)) for row in seen.refused[:SHOWN] if row.reason],
        "now": timezone.now(),
    }
    if not seen.refused:
        context |= differences(kind, seen.said, covers=covers, by=by, book=book)
    return render(request, "desk/steering_look.html", context, status=422 if seen.refused else status)


def _sent(request: HttpRequest, kind: str) -> tuple[Table, Sheet[Any]]:
    """The rows that a page of this house sent back, read again."""
    try:
        rows = json.loads(request.POST.get("rows", ""))
        table = Table("", tuple((int(number), tuple(str(cell) for cell in cells)) for number, cells in rows))
    except (TypeError, ValueError):
        table = Table("", ((1, ("",)),))
    return table, READING[kind](table, rulebook())


@keepers
@require_POST
def entry(request: HttpRequest, kind: str) -> HttpResponse:
    """Enter what was looked at: all of it, or nothing."""
    by, now = actor(request), timezone.now()
    covers = "covers" in request.POST
    try:
        table, seen = _sent(request, kind)
    except Refused as refusal:
        messages.warning(request, told(refusal))
        return redirect(f"desk:{kind}-file")
    if seen.refused:
        return _look(request, kind, table, seen, covers=covers)
    try:
        ENTERING[kind](seen.said, request.POST, covers, by, now)
    except Refused as refusal:
        messages.warning(request, told(refusal))
        return _look(request, kind, table, seen, covers=covers, status=422)
    messages.success(request, _("Saved. It holds from now on."))
    return redirect(f"desk:{kind}")


@keepers
@require_POST
def refused(request: HttpRequest, kind: str) -> HttpResponse:
    """The refused rows as a workbook; corrected, the whole file is sent again."""
    try:
        _table, seen = _sent(request, kind)
    except Refused as refusal:
        messages.warning(request, told(refusal))
        return redirect(f"desk:{kind}-file")
    return sheets.rejects(kind, seen)


def _today() -> date:
    return timezone.now().astimezone(CHINA_TIME).date()
