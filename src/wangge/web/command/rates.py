"""Streets, communities, departments side by side, for the big screen: each opens to its page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from wangge.appraisal import periods, queries, units
from wangge.appraisal.models import Rate
from wangge.appraisal.queries import MAIN
from wangge.cases.rulebook import rulebook
from wangge.web.access import actor
from wangge.web.command.board import overseers


@overseers
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """The figures of the viewer's units in the month that runs, or another period."""
    by, book, now = actor(request), rulebook(), timezone.now()
    code, named = request.GET.get("unit", ""), request.GET.get("period", "")
    unit = units.find(code, by=by, book=book) if code else units.first_unit(by, book=book)
    period = periods.read(named) if named else periods.month_of(now)
    found = queries.overview(unit, period, by=by, book=book, now=now)
    shown = [*found.parts, *found.departments] or [found.judged]
    context = {
        "unit": unit,
        "period": period,
        "now": now,
        "above": units.above(unit, by, book=book),
        "panels": [
            (
                rate,
                [
                    (each.unit, each.figure(rate), f"/desk/rates?unit={each.unit.code}&period={period.code}")
                    for each in (found.judged, *shown)
                ],
            )
            for rate in MAIN
        ],
        "less": [Rate.REWORK, Rate.REFUSALS],
        "before": period.before().code,
        "after": period.after().code if period.until <= now else "",
        "page_url": f"/desk/rates?unit={unit.code}&period={period.code}",
    }
    return render(request, "command/rates.html", context)
