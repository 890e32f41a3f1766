"""My grid: found by building or on the map; its people's card and its place."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from wangge.foundation.calendar import CHINA_TIME
from wangge.places.models import Area, Building, Division, Grid, Membership
from wangge.staffing.cards import card, office
from wangge.web.access import public


@public
def mine(request: HttpRequest) -> HttpResponse:
    """Find one's grid by building, or choose it on the map or in the list."""
    today = timezone.now().astimezone(CHINA_TIME).date()
    areas = list(Area.objects.filter(level=Area.Level.COMMUNITY).defer("outline"))
    chosen = request.GET.get("area", "")
    area = next((a for a in areas if a.code == chosen), areas[0] if areas else None)
    building = request.GET.get("building", "")
    if building.isdigit() and (code := _grid_of(int(building))):
        return redirect("portal:grid", code=code)
    divisions = Division.objects.on(today).filter(area=area)
    grids = Grid.objects.filter(division__in=divisions, level=Grid.Level.GRID).defer("outline")
    houses = (
        Building.objects.filter(area=area)
        .defer("footprint")
        .select_related("compound")
        .order_by("compound", "id")
    )
    return render(
        request, "portal/grids.html", {"areas": areas, "area": area, "grids": grids, "buildings": houses}
    )


def _grid_of(building: int) -> str | None:
    member = Membership.objects.filter(building=building, division__until=None, level=Grid.Level.GRID)
    return member.values_list("grid__code", flat=True).first()


@public
def grid(request: HttpRequest, code: str) -> HttpResponse:
    """The card of a grid: its people and where it lies."""
    today = timezone.now().astimezone(CHINA_TIME).date()
    found = (
        Grid.objects.filter(code=code, division__until=None)
        .select_related("division__area")
        .defer("outline")
        .first()
    )
    if found is None:
        raise Http404
    people = card(grid=found.pk, on=today)
    facts = {"grid": found, "people": people, "office": office(area=found.division.area_id, on=today)}
    buildings = Building.objects.filter(grids=found).defer("footprint").order_by("id")
    return render(request, "portal/grid.html", facts | {"buildings": buildings})
