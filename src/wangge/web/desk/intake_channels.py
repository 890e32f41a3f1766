"""Channels, kept by administrators: added, renamed, retired."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from wangge.accounts.models import Role
from wangge.cases.models import Channel
from wangge.foundation.refusals import Refused
from wangge.intake import actions
from wangge.intake.models import Way
from wangge.web.access import actor, allow
from wangge.web.desk.sheets import Column, spreadsheet
from wangge.web.middleware import told

keepers = allow(Role.ADMINISTRATOR)


class ChannelForm(forms.Form):
    """A way in."""

    code = forms.SlugField(
        label=gettext_lazy("Code"),
        max_length=40,
        help_text=gettext_lazy("Small letters, digits, hyphens; stays."),
    )
    name = forms.CharField(label=pgettext_lazy("of a thing", "Name"), max_length=40)
    name_en = forms.CharField(label=gettext_lazy("English name"), max_length=60, required=False)
    origin = forms.ChoiceField(
        label=gettext_lazy("Who begins it"), choices=Channel.Origin.choices, widget=forms.RadioSelect
    )
    keeper = forms.CharField(label=gettext_lazy("Who takes it down"), max_length=80, required=False)
    desk = forms.BooleanField(label=gettext_lazy("Reports are taken down at the desk"), required=False)
    open_to_all = forms.BooleanField(label=gettext_lazy("May be used without logging in"), required=False)
    round_the_clock = forms.BooleanField(label=gettext_lazy("Somebody listens day and night"), required=False)
    tickets = forms.BooleanField(label=gettext_lazy("Brings numbers and limits of its own"), required=False)


@keepers
@require_GET
def channels(request: HttpRequest) -> HttpResponse:
    """All ways in, by origin; the retired last."""
    ways = {way.channel_id: way for way in Way.objects.all()}
    rows = [(channel, ways.get(channel.pk)) for channel in Channel.objects.order_by("id")]
    if "excel" in request.GET:
        return _workbook(rows)
    live = [
        (label, [row for row in rows if row[0].origin == code and not row[0].retired_on])
        for code, label in Channel.Origin.choices
    ]
    context = {"groups": live, "retired": [row for row in rows if row[0].retired_on]}
    return render(request, "desk/channels.html", context)


def _workbook(rows: list[tuple[Channel, Way | None]]) -> HttpResponse:
    heads = [Column(_("Code"), 20), Column(_("Channel"), 20), Column(_("Who begins it"), 20)]
    heads += [Column(_("Who takes it down"), 24), Column(_("Retired"), 12)]
    cells = [
        (
            channel.code,
            channel.name,
            str(channel.get_origin_display()),
            way.keeper if way else "",
            f"{channel.retired_on or ''}",
        )
        for channel, way in rows
    ]
    return spreadsheet(_("Channels"), _("Channels"), heads, cells, now=timezone.now())


@keepers
@require_http_methods(["GET", "POST"])
def channel_new(request: HttpRequest) -> HttpResponse:
    """Add a way in."""
    form = ChannelForm(request.POST or None, initial={"origin": Channel.Origin.ORDERED, "desk": True})
    if form.is_valid():
        said = dict(form.cleaned_data)
        try:
            actions.add_channel(said.pop("code"), **said, by=actor(request), now=timezone.now())
        except Refused as refusal:
            form.add_error(None, told(refusal))
        else:
            messages.success(request, _("The channel can be used now."))
            return redirect("desk:channels")
    return render(request, "desk/channel.html", {"form": form}, status=422 if form.errors else 200)


@keepers
@require_http_methods(["GET", "POST"])
def channel(request: HttpRequest, channel: str) -> HttpResponse:
    """Rename a way in, say anew what it brings, or retire it."""
    found = Channel.objects.filter(code=channel).select_related("way").first()
    if found is None:
        raise Http404
    way = Way.objects.filter(channel=found).first()
    form = ChannelForm(request.POST or None, initial=_initial(found, way))
    del form.fields["code"]
    by, now = actor(request), timezone.now()
    try:
        if request.method == "POST" and "retire" in request.POST:
            actions.retire_channel(found, by=by, now=now)
            messages.success(request, _("Retired. What came in by it stays as it is."))
            return redirect("desk:channels")
        if form.is_valid():
            actions.change_channel(found, **form.cleaned_data, by=by, now=now)
            messages.success(request, _("Kept."))
            return redirect("desk:channels")
    except Refused as refusal:
        form.add_error(None, told(refusal))
    context = {"form": form, "channel": found, "retired": found.retired_on}
    return render(request, "desk/channel.html", context, status=422 if form.errors else 200)


def _initial(found: Channel, way: Way | None) -> dict[str, Any]:
    fields = ("name", "name_en", "origin", "desk", "open_to_all", "round_the_clock", "tickets")
    return {field: getattr(found, field) for field in fields} | {"keeper": way.keeper if way else ""}
