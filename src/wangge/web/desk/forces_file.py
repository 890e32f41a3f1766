"""Forces from a file: the template, the preview, entering the good rows, taking the refused ones back."""

import json
import tempfile
from collections.abc import Sequence
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods

from wangge.foundation.calendar import CHINA_TIME
from wangge.foundation.refusals import Refused
from wangge.foundation.tables import Table, read_table
from wangge.journal.actor import Actor
from wangge.staffing.force_sheet import COLUMNS, Preview, enter_sheet, look, words_of
from wangge.staffing.forces import KEEPERS
from wangge.staffing.models import ForceKind, Skill
from wangge.web.access import actor, allow
from wangge.web.desk.sheets import Page, text_workbook
from wangge.web.middleware import told

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

Rows = list[tuple[int, tuple[str, ...]]]


class FileForm(forms.Form):
    """A file of forces."""

    file = forms.FileField(
        label=gettext_lazy("The file"),
        help_text=gettext_lazy(
            "Excel (.xlsx, .xls) or CSV; nothing is entered before you have looked at it."
        ),
    )


class RowsForm(forms.Form):
    """The rows that were looked through, sent back to be entered or to be taken away."""

    rows = forms.CharField(widget=forms.HiddenInput, max_length=1_000_000)

    def clean_rows(self) -> Rows:
        """Rows with their numbers; anything else is refused."""
        try:
            said = json.loads(self.cleaned_data["rows"])
            return [(int(number), tuple(str(cell) for cell in cells)) for number, cells in said]
        except (ValueError, TypeError) as odd:
            raise forms.ValidationError(_("Send the file again.")) from odd


@allow(*KEEPERS)
@require_GET
def template(_request: HttpRequest) -> HttpResponse:
    """The workbook to fill in; its second sheet names the kinds and the skills."""
    kinds, skills = (
        list(m.objects.filter(retired_on=None).values_list("name", flat=True)) for m in (ForceKind, Skill)
    )
    words = [[_("Kinds"), *kinds], [_("What they can do"), *skills]]
    return _file([COLUMNS], "wangge-forces.xlsx", beside=words)


@allow(*KEEPERS)
@require_http_methods(["GET", "POST"])
def send(request: HttpRequest) -> HttpResponse:
    """Send a file, look at what would become of each row, enter the good ones."""
    by = actor(request)
    form = FileForm(request.POST or None, request.FILES or None)
    if "rows" in request.POST:
        again = RowsForm(request.POST)
        if again.is_valid():
            return _entered(request, again.cleaned_data["rows"], by)
        form = FileForm()
        messages.warning(request, _("Send the file again."))
    elif form.is_valid():
        try:
            rows = _read(form.cleaned_data["file"])
            seen = _look(rows, by)
        except Refused as refusal:
            form.add_error("file", told(refusal))
        else:
            return _shown(request, rows, seen)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "desk/forces_file.html", {"form": form}, status=status)


def _read(upload: "UploadedFile[bytes]") -> Rows:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "forces"
        path.write_bytes(upload.read())
        return list(read_table(path, named=upload.name or "").rows)


def _look(rows: Rows, by: Actor) -> Preview:
    now = timezone.now()
    words = words_of(by, on=now.astimezone(CHINA_TIME).date())
    return look(Table("forces", tuple(rows)), words, now=now)


def _shown(request: HttpRequest, rows: Rows, seen: Preview) -> HttpResponse:
    context = {
        "form": FileForm(),
        "seen": seen,
        "verdicts": [(each, told(each.reason) if each.reason else "") for each in seen.verdicts],
        "rows": RowsForm(initial={"rows": json.dumps(rows, ensure_ascii=False)}),
    }
    return render(request, "desk/forces_file.html", context)


def _entered(request: HttpRequest, rows: Rows, by: Actor) -> HttpResponse:
    try:
        seen = _look(rows, by)
        if "refused" in request.POST:
            return _refused(seen)
        made = enter_sheet(seen, by=by, now=timezone.now())
    except Refused as refusal:
        messages.warning(request, told(refusal))
        return redirect("desk:force-file")
    words = ngettext("{n} force entered.", "{n} forces entered.", len(made))
    messages.success(request, words.format(n=len(made)))
    return redirect("desk:forces")


def _refused(seen: Preview) -> HttpResponse:
    """The refused rows under their own heading, each with its reason; corrected, it can be sent again."""
    rows = [[*seen.heading, _("Row in the file"), _("Why refused")]]
    for each in seen.refused:
        cells = [*each.cells, *[""] * (len(seen.heading) - len(each.cells))][: len(seen.heading)]
        rows.append([*cells, str(each.row), told(each.reason) if each.reason else ""])
    return _file(rows, "wangge-forces-refused.xlsx")


def _file(rows: Sequence[Sequence[str]], name: str, *, beside: Sequence[Sequence[str]] = ()) -> HttpResponse:
    pages = [Page(_("Forces"), rows, (16,))]
    if beside:
        how = list(zip_longest(*beside, fillvalue=""))
        pages.append(Page(_("How to fill it in"), how, (24,), headed=False))
    return text_workbook(name, *pages)
