"""The tickets about a notice: by channel, each case, and what people say of one by hand."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wangge.cases import queries as cases
from wangge.cases.models import Case
from wangge.cases.numbering import number_of
from wangge.foundation.refusals import Refused
from wangge.journal.actor import Actor
from wangge.notices import actions, queries
from wangge.notices import tickets as counted
from wangge.notices.models import Notice
from wangge.notices.standing import OFFICES, find
from wangge.web.access import actor, allow
from wangge.web.desk.notices import PAGE, READERS
from wangge.web.desk.sheets import Column, spreadsheet
from wangge.web.middleware import told
from wangge.web.naming import named


@allow(*READERS)
@require_http_methods(["GET", "POST"])
def tickets(request: HttpRequest, notice: int) -> HttpResponse:
    """How many, through which channels, which cases; an office says of one that it is about it, or not."""
    by, now = actor(request), timezone.now()
    found = find(notice, by=by)
    if request.method == "POST":
        _say(request, found, by=by, now=now)
        return redirect("desk:notice-tickets", found.pk)
    about = counted.cases_about(found, by=by)
    if "excel" in request.GET:
        return _workbook(found, about, now=now)
    page = Paginator(about, PAGE).get_page(request.GET.get("page"))
    seen = Case.objects.seen_by(by).filter(pk__in=[row.case_id for row in counted.dropped(found)])
    known = {case.pk for case in seen}
    context = {
        "notice": found,
        "tickets": counted.tickets(found, by=by),
        "total": queries.count(queries.units_of(found, by)),
        "rows": [(case, number_of(case)) for case in page],
        "page": page,
        "dropped": [(row, number_of(row.case)) for row in counted.dropped(found) if row.case_id in known],
        "may": not by.roles.isdisjoint(OFFICES),
        "now": now,
    }
    return render(request, "desk/notice_tickets.html", context)


def _workbook(found: Notice, about: Iterable[Case], *, now: datetime) -> HttpResponse:
    heads = [
        Column(_("Number"), 20),
        Column(_("Title"), 40),
        Column(_("Channel"), 16),
        Column(_("Matter"), 18),
    ]
    heads += [Column(_("Building"), 20), Column(_("Reported"), 18), Column(_("State"), 14)]
    cells = [
        (
            number_of(case),
            case.title,
            named(case.channel),
            named(case.category),
            case.building.name if case.building else "",
            case.reported_at,
            str(case.get_state_display()),
        )
        for case in about
    ]
    return spreadsheet(_("Tickets"), found.title, heads, cells, now=now)


def _say(request: HttpRequest, found: Notice, *, by: Actor, now: datetime) -> None:
    """What was said of a case; a number that is none, or of a case beyond one's scope, is told kindly."""
    about = request.POST.get("about") == "1"
    try:
        case = cases.find(request.POST.get("case", "")[:30], by=by)
        reason = request.POST.get("reason", "")
        actions.relate(found, case, about=about, reason=reason, by=by, now=now)
    except Refused as refusal:
        messages.warning(request, told(refusal))
    else:
        said = _("Counted as about this notice.") if about else _("Not counted any more.")
        messages.success(request, said)
