"""Tickets from a file: the template, the preview, entering it, the refused rows to take back."""

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from wangge.accounts.models import Role
from wangge.cases.rulebook import rulebook
from wangge.foundation.refusals import Refused
from wangge.intake import actions, sheets
from wangge.intake.models import Batch
from wangge.intake.ticket_import import find_batch, preview
from wangge.journal.actor import Actor
from wangge.places.models import Area
from wangge.web.access import actor, allow
from wangge.web.desk.sheets import EXCEL
from wangge.web.middleware import told
from wangge.web.naming import named

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

TAKING = (Role.COMMUNITY, Role.STREET)
SHOWN = 200
takers = allow(*TAKING)


class FileForm(forms.Form):
    """A file of one channel's tickets."""

    channel = forms.ChoiceField(label=gettext_lazy("Where the tickets come from"))
    area = forms.TypedChoiceField(label=gettext_lazy("For which area"), coerce=int)
    file = forms.FileField(
        label=gettext_lazy("The file"),
        help_text=gettext_lazy(
            "Excel (.xlsx, .xls) or CSV; nothing is entered before you have looked at it."
        ),
    )

    def __init__(self, *args: Any, by: Actor, **more: Any) -> None:
        """Offer the channels with tickets and the areas of the office."""
        super().__init__(*args, **more)
        book = rulebook()
        self.channels = {c.code: c for c in book.channels.values() if c.tickets and not c.retired_on}
        own = Area.objects.filter(path__in=by.paths(*TAKING)).defer("outline")
        self.areas = {area.pk: area for area in own}
        self.fields["channel"].choices = [(code, named(c)) for code, c in self.channels.items()]  # type: ignore[attr-defined]
        self.fields["area"].choices = [(pk, area.name) for pk, area in self.areas.items()]  # type: ignore[attr-defined]
        if len(self.areas) == 1:
            self.fields["area"].widget = forms.HiddenInput()
            self.initial.setdefault("area", next(iter(self.areas)))


@takers
@require_GET
def template(_request: HttpRequest) -> HttpResponse:
    """The workbook to copy tickets into."""
    return _file(sheets.template(), "wangge-tickets.xlsx")


@takers
@require_http_methods(["GET", "POST"])
def send(request: HttpRequest) -> HttpResponse:
    """Send a file; it is looked through and shown before anything is entered."""
    by = actor(request)
    form = FileForm(request.POST or None, request.FILES or None, by=by)
    if form.is_valid():
        try:
            batch = _keep(form, by)
        except Refused as refusal:
            form.add_error("file", told(refusal))
        else:
            return redirect("desk:ticket-file", batch.pk)
    return render(request, "desk/tickets_send.html", {"form": form}, status=422 if form.errors else 200)


def _keep(form: FileForm, by: Actor) -> Batch:
    said = form.cleaned_data
    upload: UploadedFile[bytes] = said["file"]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "tickets"
        path.write_bytes(upload.read())
        return actions.keep_file(
            path,
            name=str(upload.name),
            channel=form.channels[said["channel"]],
            area=form.areas[said["area"]],
            by=by,
            now=timezone.now(),
        )


@takers
@require_http_methods(["GET", "POST"])
def file(request: HttpRequest, batch: int) -> HttpResponse:
    """The preview: what is new, joins, changed, the same, refused; entering it is one press."""
    by, now = actor(request), timezone.now()
    found = find_batch(batch, by=by)
    if request.method == "POST":
        try:
            actions.enter_batch(found, good_rows_only="good" in request.POST, by=by, now=now)
        except Refused as refusal:
            messages.warning(request, told(refusal))
        else:
            messages.success(request, _("The tickets are entered."))
        return redirect("desk:ticket-file", found.pk)
    refused = bool(found.counts.get("refused"))
    seen = preview(found, now=now) if refused or not found.entered_at else None
    context: dict[str, Any] = {"batch": found, "now": now, "counts": found.counts}
    if seen:
        shown = [(each, told(each.reason) if each.reason else "") for each in seen.verdicts]
        context["rows"] = sorted(shown, key=lambda row: not row[1])[:SHOWN]
        context["more"] = len(shown) > SHOWN
        context["refused"] = len(seen.refused)
        if not found.entered_at:
            context["counts"] = {
                fate: seen.count(fate) for fate in ("new", "joined", "changed", "same", "refused")
            }
    return render(request, "desk/tickets_file.html", context)


@takers
@require_GET
def rejects(request: HttpRequest, batch: int) -> HttpResponse:
    """The refused rows under their own heading, each with its reason; corrected, it can be sent again."""
    found = find_batch(batch, by=actor(request))
    content = sheets.rejects(preview(found, now=timezone.now()), say=told)
    return _file(content, "wangge-tickets-refused.xlsx")


def _file(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=EXCEL)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    return answer
