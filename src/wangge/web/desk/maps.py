"""The map of the desk: my grids, the open cases in them, and the same cases as a list."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from wangge.cases import queries
from wangge.cases.inbox import Wanted, found, rows
from wangge.cases.numbering import number_of
from wangge.cases.rulebook import rulebook
from wangge.foundation.calendar import CHINA_TIME
from wangge.journal.actor import Actor
from wangge.web.access import actor, staff

LISTED = 60


@staff
@require_GET
def around(request: HttpRequest) -> HttpResponse:
    """The map with a list beside it; a chosen grid narrows both."""
    by, now, book = actor(request), timezone.now(), rulebook()
    grids = queries.grids_of(by, on=now.astimezone(CHINA_TIME).date())
    asked = request.GET.get("grid", "")
    chosen = next((grid for grid in grids if str(grid.pk) == asked or len(grids) == 1), None)
    ids = found(Wanted(grid=chosen.pk if chosen else None), by=by, now=now, book=book, most=LISTED)
    listed = [(case, number_of(case)) for case in rows(ids[:LISTED])]
    context = {"grids": grids, "chosen": chosen, "rows": listed, "now": now, "more": len(ids) > LISTED}
    return render(request, "desk/map.html", {**context, "sources": sources(by)})


def sources(by: Actor) -> str:
    """The addresses that the map draws for this actor's areas, by spaces."""
    codes = sorted({path.rstrip("/").rpartition("/")[2] for _, path in by.grants})
    layers = ("backdrop", "buildings", "grids")
    return " ".join(f"/api/v1/areas/{code}/{layer}.geojson" for code in codes for layer in layers)
