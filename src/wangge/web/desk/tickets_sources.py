"""The systems that may send tickets here, kept by administrators: opened with a token shown once, closed."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from wangge.accounts.models import Role
from wangge.cases.models import Channel
from wangge.foundation.refusals import Refused
from wangge.intake import actions
from wangge.intake.models import Source
from wangge.intake.progress import Five
from wangge.journal.actor import Actor
from wangge.places.models import Area
from wangge.web.access import actor, allow
from wangge.web.desk.sheets import Column, spreadsheet
from wangge.web.middleware import told
from wangge.web.naming import named

keepers = allow(Role.ADMINISTRATOR)
FIVE = {
    Five.REPORTED: gettext_lazy("reported"),
    Five.PASSED_ON: gettext_lazy("passed on"),
    Five.TAKEN_ON: gettext_lazy("taken on"),
    Five.CHECKING: gettext_lazy("being checked on site"),
    Five.ENDED: gettext_lazy("ended"),
}


class SourceForm(forms.Form):
    """Another system."""

    name = forms.CharField(label=gettext_lazy("Name of the other system"), max_length=60)
    channel = forms.ChoiceField(label=gettext_lazy("Its channel"))
    area = forms.TypedChoiceField(label=gettext_lazy("For which area"), coerce=int)

    def __init__(self, *args: Any, by: Actor, **more: Any) -> None:
        """Offer the channels with tickets and the areas that the administrator answers for."""
        super().__init__(*args, **more)
        found = Area.objects.under(by.paths(Role.ADMINISTRATOR)).defer("outline").order_by("path")
        self.areas = {area.pk: area for area in found}
        self.channels = {channel.code: channel for channel in Channel.objects.filter(tickets=True)}
        self.fields["channel"].choices = [(code, named(c)) for code, c in self.channels.items()]  # type: ignore[attr-defined]
        self.fields["area"].choices = [(pk, area.name) for pk, area in self.areas.items()]  # type: ignore[attr-defined]
        for five, word in FIVE.items():
            self.fields[five.value] = forms.CharField(label=word, required=False, max_length=40)

    def words(self) -> list[forms.BoundField]:
        """The fields for what the other system calls the five states."""
        return [self[five.value] for five in FIVE]


@keepers
@require_http_methods(["GET", "POST"])
def sources(request: HttpRequest) -> HttpResponse:
    """The systems connected, and a form for another; its token is shown on the answer alone."""
    by, now = actor(request), timezone.now()
    form = SourceForm(request.POST or None, by=by)
    token = ""
    if form.is_valid():
        said = form.cleaned_data
        try:
            _made, token = actions.open_source(
                form.channels[said["channel"]],
                area=form.areas[said["area"]],
                name=said["name"],
                states={five.value: said[five.value] for five in FIVE},
                by=by,
                now=now,
            )
        except Refused as refusal:
            form.add_error(None, told(refusal))
    rows = Source.objects.filter(area__in=form.areas).select_related("channel", "area").defer("area__outline")
    if "excel" in request.GET:
        return _workbook(rows, now=now)
    context = {"form": form, "rows": rows, "token": token, "now": now}
    answer = render(request, "desk/sources.html", context, status=422 if form.errors else 200)
    answer["Cache-Control"] = "private, no-store"
    return answer


def _workbook(rows: Iterable[Source], *, now: datetime) -> HttpResponse:
    heads = [Column(_("Name of the other system"), 24), Column(_("Its channel"), 20)]
    heads += [Column(_("For which area"), 20), Column(_("Connected"), 18), Column(_("closed"), 18)]
    cells = [(row.name, named(row.channel), row.area.name, row.since, row.until) for row in rows]
    return spreadsheet(_("Connected systems"), _("Connected systems"), heads, cells, now=now)


@keepers
@require_POST
def source_closing(request: HttpRequest, source: int) -> HttpResponse:
    """Close a source."""
    by = actor(request)
    own = Area.objects.under(by.paths(Role.ADMINISTRATOR))
    found = Source.objects.filter(pk=source, area__in=own.values("pk")).first()
    if found is None:
        raise Http404
    actions.close_source(found, by=by, now=timezone.now())
    messages.success(request, _("Closed. Its token opens nothing any more."))
    return redirect("desk:sources")
