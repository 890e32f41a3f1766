"""Figures for residents: what came in, what was closed, on time, and confirmed settled."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from wangge.cases import public_figures
from wangge.cases.rulebook import rulebook
from wangge.web.access import public
from wangge.web.portal import whereabouts


@public
@require_GET
def figures(request: HttpRequest) -> HttpResponse:
    """Twelve months, by month and by matter."""
    areas = whereabouts.communities()
    asked = request.GET.get("area", "")
    area = next((a for a in areas if a.code == asked), None)
    book, now = rulebook(), timezone.now()
    found = public_figures.figures(area=area.code if area else "", now=now, book=book)
    months = list(found.months.items())[::-1]
    context = {
        "areas": areas,
        "area": area,
        "total": found.total,
        "months": months,
        "matters": found.matters.items(),
        "most": max((tally.came for tally in found.matters.values()), default=0),
    }
    answer = render(request, "portal/figures.html", context)
    answer["Cache-Control"] = "private, max-age=300"
    return answer
