"""The pages of grid planning: the communities with their plans, and the workbench of one of them."""

import json
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from wangge.foundation.refusals import Refused
from wangge.places.models import Area
from wangge.planning import actions
from wangge.web import assets
from wangge.web.access import actor
from wangge.web.desk import plans_list
from wangge.web.desk.plans_data import community, planners, today
from wangge.web.desk.plans_forms import OpeningForm
from wangge.web.desk.plans_words import words
from wangge.web.desk.sheets import Cell, Column, spreadsheet
from wangge.web.middleware import told

PAGE = 20
# What other pages do with a plan; an address that is not there is not offered.
LINKS = {
    "export": "desk:plan-export",
    "import": "desk:plan-import",
    "underlay": "desk:plan-underlay",
    "print": "papers:prints",
}


@planners
@require_GET
def plans(request: HttpRequest) -> HttpResponse:
    """The communities in scope; one alone is opened at once where it has plans."""
    areas = plans_list.communities(actor(request))
    if "excel" in request.GET:
        return _workbook(plans_list.rows(areas, on=today()))
    page = Paginator(areas, PAGE).get_page(request.GET.get("page"))
    rows = plans_list.rows(list(page.object_list), on=today())
    return render(request, "desk/plans.html", {"rows": rows, "page": page, "now": timezone.now()})


def _workbook(rows: list[plans_list.Row]) -> HttpResponse:
    heads = [
        Column(_("Community"), 20),
        Column(_("Version"), 9),
        Column(_("Since"), 12),
        Column(_("Grids"), 8),
    ]
    heads += [Column(_("Households"), 12), Column(_("In range"), 10), Column(_("Smallest grid"), 12)]
    heads += [Column(_("Largest grid"), 12), Column(_("Scenarios"), 10)]
    cells = [(row.area.name, *_in_force(row.held), len(row.drafts)) for row in rows]
    return spreadsheet(_("Grid planning"), _("Grid planning"), heads, cells, now=timezone.now())


def _in_force(held: plans_list.Held | None) -> tuple[Cell, ...]:
    if held is None:
        return ("",) * 7
    known = (held.division.version, f"{held.division.since}", held.grids, held.households, held.within)
    return (*known, held.smallest, held.largest)


@planners
@require_GET
def plan(request: HttpRequest, code: str) -> HttpResponse:
    """The workbench of a community."""
    area = community(request, code)
    context = {"area": area, "house": json.dumps(house(request, area), ensure_ascii=False)}
    return render(request, "desk/plan.html", context)


@planners
@require_http_methods(["GET", "POST"])
def opening(request: HttpRequest, code: str) -> HttpResponse:
    """A new scenario by a plain form: from the plan in force, or afresh with its rule."""
    area = community(request, code)
    inforce = area.divisions.on(today()).exists()
    form = OpeningForm(request.POST if request.method == "POST" else None, in_force=inforce)
    if request.method == "POST" and form.is_valid():
        try:
            draft = actions.open_draft(area, **form.facts(), by=actor(request), now=timezone.now())
        except Refused as refusal:
            form.add_error(None, told(refusal))
        else:
            return redirect(f"{reverse('desk:plan-area', args=[code])}?draft={draft.pk}")
    status = 422 if form.is_bound else 200
    return render(request, "desk/plans_new.html", {"area": area, "form": form}, status=status)


def house(request: HttpRequest, area: Area) -> dict[str, Any]:
    """What the workbench is told with its page: addresses, words, the day."""
    asked = request.GET.get("draft", "")
    layers = f"/api/v1/areas/{area.code}"
    return {
        "code": area.code,
        "name": area.name,
        "draft": int(asked) if asked.isdecimal() else None,
        "base": reverse("desk:plans"),
        "grids": f"{layers}/grids.geojson",
        "sources": [f"{layers}/backdrop.geojson", f"{layers}/buildings.geojson"],
        "today": today().isoformat(),
        "links": {name: address for name in LINKS if (address := _link(LINKS[name], area))},
        "icons": assets.address(assets.ICONS),
        "words": words(),
    }


def _link(name: str, area: Area) -> str:
    try:
        return reverse(name, args=[area.code])
    except NoReverseMatch:
        return ""
