"""The page that lists what can be printed of an area, each with a small picture of itself."""

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from wangge.foundation.calendar import CHINA_TIME
from wangge.places.models import Area, Division, Grid
from wangge.places.queries import area_of
from wangge.web.access import actor, allow
from wangge.web.papers.kinds import (
    ATLAS,
    CARD,
    CHART,
    DUTY_LIST,
    GAPS,
    KEY_TAG,
    OF_AREA,
    PLATE,
    TABLE,
    WALL_MAP,
)
from wangge.web.papers.orders import INSIDE, Kind
from wangge.web.papers.sheets import Size

TOLD = {
    WALL_MAP.name: (_("Wall map"), _("The grids in their colours, with who answers for each.")),
    TABLE.name: (_("Table of grids"), _("Households, people, merchants and staff, and the averages.")),
    CHART.name: (_("Organisation chart"), _("Street, communities and grids, with counts and posts.")),
    ATLAS.name: (_("Grid atlas"), _("A page for each grid: its map, buildings, people and microgrids.")),
    GAPS.name: (_("Coverage check"), _("Ground, buildings and grids that nobody answers for.")),
    DUTY_LIST.name: (_("Duty list"), _("Who is on duty when, and the hours that nobody covers.")),
    KEY_TAG.name: (
        _("Card for the key ring"),
        _("The telephones of day and night, and codes to scan; ten to cut apart."),
    ),
    PLATE.name: (_("Public plate"), _("For the wall of a grid: photo, name, telephone, duties.")),
    CARD.name: (_("Contact card"), _("For the hand of a resident; on A4 four to cut apart.")),
}
OF_STREET = (CHART, DUTY_LIST, KEY_TAG)


@allow(*INSIDE)
@require_GET
def prints(request: HttpRequest, code: str) -> HttpResponse:
    """Choose a version, a size and for whose eyes; then open a sheet as a PDF."""
    area, by = area_of(code), actor(request)
    if not by.holds(*INSIDE, path=area.path):
        raise PermissionDenied
    today = timezone.now().astimezone(CHINA_TIME).date()
    divisions = list(Division.objects.filter(area=area).order_by("-version"))
    now = next((each for each in divisions if each in Division.objects.on(today)), None)
    asked = request.GET.get("division", "")
    chosen = next((each for each in divisions if str(each.version) == asked), now)
    internal = request.GET.get("public") == "0"
    size = request.GET.get("size", "")
    query = {"public": "0"} if internal else {}
    if chosen and chosen != now:
        query["division"] = str(chosen.version)
    community = area.level == Area.Level.COMMUNITY
    kinds = (OF_AREA if chosen else ()) if community else OF_STREET
    grids = Grid.objects.filter(division=chosen, level=Grid.Level.GRID).defer("outline") if chosen else []
    context = {
        "area": area,
        "divisions": divisions,
        "now": now,
        "chosen": chosen,
        "internal": internal,
        "size": size if size in (Size.A3, Size.A4) else "",
        "prints": [_print(kind, area, query, size) for kind in kinds],
        "grids": [(grid, _of(PLATE, grid, query), _of(CARD, grid, query)) for grid in grids],
        "of_grid": [TOLD[PLATE.name], TOLD[CARD.name]],
        "parts": [] if community else area.children.defer("outline"),
    }
    return render(request, "papers/prints.html", context)


def _print(kind: Kind, area: Area, query: dict[str, str], size: str) -> dict[str, Any]:
    name, what = TOLD[kind.name]
    sized = query | ({"size": size} if size in kind.sizes else {})

    def address(form: str, asked: dict[str, str]) -> str:
        where = reverse(f"papers:{kind.name}", args=[area.code, form])
        return f"{where}?{urlencode(asked)}" if asked else where

    shown = {key: value for key, value in sized.items() if key != "public"}
    return {
        "name": name,
        "what": what,
        "preview": address("png", shown),
        "pdf": address("pdf", sized),
        "svg": address("svg", sized) if kind is WALL_MAP else "",
    }


def _of(kind: Kind, grid: Grid, query: dict[str, str]) -> str:
    asked = {key: value for key, value in query.items() if key == "public"}
    where = reverse(f"papers:{kind.name}", args=[grid.pk, "pdf"])
    return f"{where}?{urlencode(asked)}" if asked else where
