"""Who has which role of the loop, grid by grid and community by community; what nobody has is a gap."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wangge.accounts.models import Account
from wangge.foundation.calendar import CHINA_TIME
from wangge.foundation.refusals import Refused
from wangge.journal.actor import Actor
from wangge.places.models import Area, Grid
from wangge.staffing import force_list, loop_roles
from wangge.staffing.forces import KEEPERS
from wangge.staffing.models import LoopRole
from wangge.web.access import actor, allow
from wangge.web.desk.forces import SEEING
from wangge.web.desk.sheets import Column, spreadsheet
from wangge.web.middleware import told
from wangge.web.naming import named


@allow(*SEEING)
@require_http_methods(["GET", "POST"])
def roles(request: HttpRequest) -> HttpResponse:
    """The table; an office gives a role to somebody who is appointed there."""
    by, now = actor(request), timezone.now()
    today = now.astimezone(CHINA_TIME).date()
    held = _areas(by)
    areas = [area for area in held if area.level == Area.Level.COMMUNITY]
    grids = force_list.grids_in(areas, on=today)
    if request.method == "POST":
        return _given(request, areas, grids, by=by)
    found = loop_roles.places(areas, grids, on=today)
    if "excel" in request.GET:
        heads = [
            Column(_("Community"), 20),
            Column(_("Grid"), 20),
            Column(_("Role"), 18),
            Column(_("Who"), 14),
        ]
        cells = [
            (p.area.name, p.grid.name if p.grid else "", named(role), who.name if who else _("nobody"))
            for p in found
            for role, who in p.held
        ]
        return spreadsheet(_("Roles"), _("Roles of the loop"), heads, cells, now=now)
    may = not by.roles.isdisjoint(KEEPERS)
    people = loop_roles.able(areas, on=today) if may else {}
    context = {
        "places": [(p, people.get(p.key, people.get((p.area.pk, 0), []))) for p in found],
        "lacking": sum(p.lacks for p in found),
        "may": may,
    }
    return render(request, "desk/forces_roles.html", context)


def _areas(by: Actor) -> list[Area]:
    """The communities that somebody may look at: their own, and those of their areas."""
    found = Area.objects.under(by.paths(*SEEING)).filter(level=Area.Level.COMMUNITY)
    return list(found.defer("outline").order_by("path"))


def _given(request: HttpRequest, areas: list[Area], grids: list[Grid], *, by: Actor) -> HttpResponse:
    said = request.POST
    area = next((a for a in areas if str(a.pk) == said.get("area")), None)
    grid = next((g for g in grids if str(g.pk) == said.get("grid")), None)
    role = LoopRole.objects.filter(retired_on=None, code=said.get("role", "")[:40]).first()
    key = said.get("account", "")
    account = Account.objects.filter(pk=int(key)).first() if key.isdecimal() and len(key) < 18 else None
    if not (area and role and account):
        messages.warning(request, _("Choose somebody first."))
        return redirect("desk:loop-roles")
    try:
        loop_roles.give_role(role, area=area, grid=grid, account=account, by=by, now=timezone.now())
    except Refused as refusal:
        messages.warning(request, told(refusal))
    else:
        place = grid.name if grid else area.name
        words = _("{name} is now {role} of {place}.")
        messages.success(request, words.format(name=account.name, role=named(role), place=place))
    return redirect("desk:loop-roles")
