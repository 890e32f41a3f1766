"""The notice board: what is announced around here, read without an account; "I have read it" for a unit."""

from uuid import uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from wangge.foundation.refusals import Refused
from wangge.notices import actions
from wangge.notices.board import board, posted
from wangge.notices.models import Level, Link, Notice, State
from wangge.places.models import Area, Division, Grid
from wangge.web.access import public
from wangge.web.middleware import told
from wangge.web.portal.whereabouts import communities, label, today
from wangge.web.throttle import slowed

PAGE, READER = 20, "reader"


@public
@require_GET
def notices(request: HttpRequest) -> HttpResponse:
    """The notices by community or grid, found by words; the past ones where asked for."""
    now, areas = timezone.now(), communities()
    asked = {name: request.GET.get(name, "")[:60] for name in ("area", "grid", "q")}
    area = next((a for a in areas if a.code == asked["area"]), areas[0] if len(areas) == 1 else None)
    past = "past" in request.GET
    place = {"area": area.code if area else "", "grid": asked["grid"]}
    page = Paginator(board(now=now, **place, words=asked["q"], past=past), PAGE)
    grids = Grid.objects.none()
    if area:
        held = Division.objects.on(today()).filter(area=area)
        grids = Grid.objects.filter(division__in=held, level=Grid.Level.GRID).defer("outline")
    context = {
        "page": page.get_page(request.GET.get("page")),
        "areas": areas,
        "area": area,
        "grids": grids.order_by("number"),
        "grid": asked["grid"],
        "words": asked["q"],
        "past": past,
        "now": now,
    }
    return render(request, "portal/notices.html", context)


@public
@slowed
@require_http_methods(["GET", "POST"])
def notice(request: HttpRequest, notice: int) -> HttpResponse:
    """One notice; whoever has read it may say so for their unit, once a browser."""
    try:
        found = posted(notice)
    except Refused:
        return render(request, "404.html", status=404)
    if request.method == "POST":
        _read(request, found)
        return redirect("portal:notice", found.pk)
    reached = Link.objects.filter(notice=found)
    areas = list(
        Area.objects.filter(pk__in=reached.filter(level=Level.COMMUNITY).values("area")).defer("outline")
    )
    area = next(
        (a for a in areas if a.code == request.GET.get("area")), areas[0] if len(areas) == 1 else None
    )
    units = reached.filter(level=Level.UNIT, area=area).select_related("building__compound")
    rows = units.defer("building__footprint", "building__compound__outline")
    ordered = rows.order_by("building__compound__name", "building_id", "unit")
    context = {
        "notice": found,
        "units": [(f"{u.building_id}-{u.unit}", label(u.building), u.unit) for u in ordered if u.building],
        "areas": areas,
        "area": area,
        "at": request.GET.get("at", "")[:24],
        "read": found.pk in request.session.get("read", []),
        "withdrawn": found.state == State.WITHDRAWN.value,
        "now": timezone.now(),
    }
    return render(request, "portal/notice.html", context)


def _read(request: HttpRequest, found: Notice) -> None:
    """Counted for the unit that was chosen; what is kept says nothing of whose browser it is."""
    building, _dash, unit = request.POST.get("unit", "").partition("-")
    numbers = [int(n) if n.isascii() and n.isdecimal() and len(n) < 18 else 0 for n in (building, unit)]
    browser = request.session.setdefault(READER, uuid4().hex)
    where = {"building": numbers[0], "unit": min(numbers[1], 32_767)}
    try:
        actions.read(found, **where, browser=browser, now=timezone.now())
    except Refused as refusal:
        messages.warning(request, told(refusal))
    else:
        request.session["read"] = [*request.session.get("read", []), found.pk][-50:]
        messages.success(request, _("Thank you. Your unit counts as having read it."))
