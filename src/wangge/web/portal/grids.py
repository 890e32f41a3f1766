"""My grid: found by building or on the map; its people's card and its place."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from wangge.places.models import Area, Backdrop, Building, Division, Grid, Membership
from wangge.staffing.cards import Holder, card, office
from wangge.staffing.rota import answers
from wangge.web.access import public
from wangge.web.portal.codes import qr
from wangge.web.portal.sketch import Sketch, draw
from wangge.web.portal.whereabouts import buildings_of, communities, label, today

MOST_FOUND = 30


@public
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """Find one's grid by building, or choose it on the map or in the list."""
    areas = communities()
    chosen = request.GET.get("area", "")
    area = next((a for a in areas if a.code == chosen), areas[0] if len(areas) == 1 else None)
    typed = request.GET.get("building", "").strip()[:120]
    names = [(building, label(building)) for building in buildings_of(area)]
    found = _matching(names, typed) if typed else []
    codes = _codes(building for building, _ in found[:MOST_FOUND])
    rows = [(name, codes[building.pk]) for building, name in found[:MOST_FOUND] if building.pk in codes]
    if len(rows) == 1:
        return redirect("portal:grid", code=rows[0][1])
    facts = {
        "areas": areas,
        "area": area,
        "grids": _grids(area),
        "names": names,
        "typed": typed,
        "found": rows,
    }
    return render(request, "portal/grids.html", facts)


def _matching(names: list[tuple[Building, str]], typed: str) -> list[tuple[Building, str]]:
    """The building of this very name, else those whose name holds every word typed."""
    exact = [row for row in names if typed in (row[1], row[0].name)]
    words = typed.casefold().split()
    return exact or [row for row in names if all(word in row[1].casefold() for word in words)]


def _codes(buildings: Any) -> dict[int, str]:
    held = Membership.objects.filter(
        building__in=[building.pk for building in buildings],
        division__in=Division.objects.on(today()),
        level=Grid.Level.GRID,
    )
    return dict(held.values_list("building_id", "grid__code"))


def _grids(area: Area | None) -> QuerySet[Grid]:
    divisions = Division.objects.on(today()).filter(area=area)
    held = Grid.objects.filter(division__in=divisions, level=Grid.Level.GRID)
    return held.select_related("division").defer("outline").order_by("number", "code")


@public
@require_GET
def grid(request: HttpRequest, code: str) -> HttpResponse:
    """The card of a grid: its people and where it lies."""
    day = today()
    rows = Grid.objects.select_related("division__area").defer("division__area__outline")
    found = rows.filter(code=code, division__in=Division.objects.on(day)).first()
    if found is None:
        raise Http404
    area = found.division.area
    buildings = list(Building.objects.filter(grids=found).order_by("id"))
    link = request.build_absolute_uri(f"{reverse('portal:home')}?grid={found.code}")
    facts = {
        "grid": found,
        "area": area,
        "people": [(person, spoken(person)) for person in card(grid=found.pk, on=day)],
        "answers": answers(area.pk, at=timezone.now()),
        "office": office(area=area.pk, on=day),
        "buildings": buildings,
        "households": sum(building.households for building in buildings),
        "sketch": _sketch(found, buildings),
        "link": link,
        "qr": qr(link),
        "day": day,
    }
    return render(request, "portal/grid.html", facts)


def spoken(person: Holder) -> list[str]:
    """The duties of a post in the language of the page."""
    english = (get_language() or "").startswith("en")
    return [_in(duty, "en" if english else "zh") for duty in person.duties]


def _in(duty: Mapping[str, str], language: str) -> str:
    return duty.get(language) or next(iter(duty.values()), "")


def _sketch(grid: Grid, buildings: list[Building]) -> Sketch:
    others = Grid.objects.filter(division=grid.division_id, level=grid.level).exclude(pk=grid.pk)
    backdrop = Backdrop.objects.filter(area=grid.division.area_id).first()
    under = backdrop.features.get("features", []) if backdrop else []
    return draw(grid, others=others, buildings=buildings, under=under)
