"""Circulars (通报): what stayed late so long that all above are told of it, by period; also as a workbook."""

from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from wangge.appraisal import units
from wangge.cases.models import Alarm, ClockKind
from wangge.cases.numbering import number_of
from wangge.web.desk.rates_frame import PAGE, Asked, asked, frame, readers
from wangge.web.desk.sheets import Cell, Column, spreadsheet

if TYPE_CHECKING:
    from django.db.models import QuerySet

MOST = 10_000


@readers
@require_GET
def circulars(request: HttpRequest) -> HttpResponse:
    """The circulars of a unit's cases in a period, the newest first; units stand in them, not persons."""
    wanted = asked(request)
    found = of(wanted)
    if "excel" in request.GET:
        return _workbook(found, wanted)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    rows = [(alarm, number_of(alarm.case), _clock(alarm)) for alarm in page.object_list]
    context = frame(wanted, "rates-circulars") | {"rows": rows, "page": page}
    return render(request, "desk/rates_circulars.html", context)


def of(wanted: Asked) -> "QuerySet[Alarm]":
    """The circulars of a unit's cases that were sent in a period: one statement."""
    cases = units.cases_of(wanted.unit, wanted.by, book=wanted.book).values("pk")
    sent = Alarm.objects.filter(kind=Alarm.Kind.CIRCULAR, case__in=cases)
    inside = sent.filter(at__gte=wanted.period.since, at__lt=wanted.period.until)
    found = inside.select_related("case__category", "case__area", "case__post", "clock", "post")
    return found.defer("case__area__outline", "case__text").order_by("-at", "-pk")


def _clock(alarm: Alarm) -> str:
    return str(ClockKind(alarm.clock.kind).label) if alarm.clock else ""


def _workbook(found: "QuerySet[Alarm]", wanted: Asked) -> HttpResponse:
    heads = [Column(_("Case number"), 18), Column(_("Title"), 42), Column(_("Area"), 18)]
    heads += [Column(_("With"), 30), Column(_("Clock"), 16), Column(_("Was due"), 17)]
    heads += [Column(_("Circular of"), 17), Column(_("Told"), 30), Column(_("State"), 12)]
    rows: list[tuple[Cell, ...]] = [
        (
            number_of(alarm.case),
            alarm.case.title,
            alarm.case.area.name,
            alarm.case.post.name if alarm.case.post else "",
            _clock(alarm),
            alarm.clock.due_at if alarm.clock else None,
            alarm.at,
            alarm.post.name if alarm.post else "",
            str(alarm.case.get_state_display()),
        )
        for alarm in found[:MOST]
    ]
    headline = f"{wanted.unit.name} · {wanted.period.first} – {wanted.period.last}"
    return spreadsheet(_("Circulars"), headline, heads, rows, now=wanted.now)
