"""One force: its page with what it helped with, entering it, changing it, taking it off."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wangge.cases.numbering import number_of
from wangge.foundation.calendar import CHINA_TIME
from wangge.foundation.refusals import Refused
from wangge.journal.actor import Actor
from wangge.outreach.calls import cases_helped
from wangge.outreach.models import Call
from wangge.staffing import force_list
from wangge.staffing.forces import KEEPERS, change_force, end_force, enter_force
from wangge.staffing.models import Force
from wangge.web.access import actor, allow
from wangge.web.desk.forces import SEEING
from wangge.web.desk.forces_forms import ForceForm
from wangge.web.desk.sheets import Column, spreadsheet
from wangge.web.middleware import told


@allow(*KEEPERS)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Put a force on the list."""
    by, now = actor(request), timezone.now()
    areas = force_list.communities(by)
    grids = force_list.grids_in(areas, on=now.astimezone(CHINA_TIME).date())
    form = ForceForm(request.POST or None, areas=areas, grids=grids)
    if form.is_valid():
        area, grid = form.places[form.cleaned_data["place"]]
        try:
            made = enter_force(form.draft(), area=area, grid=grid, by=by, now=now)
        except Refused as refusal:
            form.add_error(None, told(refusal))
        else:
            messages.success(request, _("It stands on the list."))
            return redirect("desk:force", made.pk)
    return render(request, "desk/force_form.html", {"form": form}, status=422 if form.errors else 200)


@allow(*SEEING)
@require_http_methods(["GET", "POST"])
def force(request: HttpRequest, force: int) -> HttpResponse:
    """One force: whom to call, what it helped with; its office changes it here."""
    by, now = actor(request), timezone.now()
    found = force_list.find(force, by=by)
    keeps = by.holds(*KEEPERS, path=found.area.path)
    form = ForceForm(request.POST or None, areas=[], grids=[], force=found) if keeps else None
    if form and form.is_valid():
        try:
            change_force(found, form.draft(), by=by, now=now)
        except Refused as refusal:
            form.add_error(None, told(refusal))
        else:
            messages.success(request, _("Kept."))
            return redirect("desk:force", found.pk)
    called = [(each, number_of(each.case)) for each in cases_helped(found, by=by)]
    if "excel" in request.GET:
        return _workbook(found, called, now=now)
    context = {
        "force": found,
        "form": form,
        "called": called,
        "helped": len({each.case_id for each, _number in called if each.came}),
        "calls": may_telephone(found, by),
        "now": now,
    }
    return render(request, "desk/force.html", context, status=422 if form and form.errors else 200)


def _workbook(found: Force, called: list[tuple[Call, str]], *, now: datetime) -> HttpResponse:
    heads = [Column(_("Number"), 20), Column(_("Title"), 40), Column(_("What they did"), 40)]
    heads += [Column(_("Called"), 18), Column(_("What came of it"), 14)]
    words = {True: _("came"), False: _("did not come"), None: _("is called")}
    cells = [(number, c.case.title, c.did, c.at, words[c.came]) for c, number in called]
    return spreadsheet(_("Cases"), found.name, heads, cells, now=now)


def may_telephone(found: Force, by: Actor) -> bool:
    """Whether somebody may call this force, and so sees its telephone: staff of its place, or below it."""
    own = by.paths(*force_list.CALLERS)
    if found.grid_id and not by.holds(*KEEPERS, path=found.area.path):
        return not by.roles.isdisjoint(force_list.CALLERS)  # seen by whoever answers for the grid
    return any(path.startswith(found.area.path) or found.area.path.startswith(path) for path in own)


@allow(*KEEPERS)
@require_POST
def ending(request: HttpRequest, force: int) -> HttpResponse:
    """Take a force off the list from today."""
    by, now = actor(request), timezone.now()
    found = force_list.find(force, by=by)
    try:
        end_force(found, until=now.astimezone(CHINA_TIME).date(), by=by, now=now)
    except Refused as refusal:
        messages.warning(request, told(refusal))
        return redirect("desk:force", found.pk)
    messages.success(request, _("Taken off the list. What it helped with stays."))
    return redirect("desk:forces")
