"""The intake desk (民呼必应): what came in by which way, what waits, and the receipts to hand over."""

from datetime import datetime

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from wangge.accounts.models import Role
from wangge.cases import queries as cases
from wangge.cases.models import Channel, Report
from wangge.cases.numbering import number_of, secret_of
from wangge.intake import queries
from wangge.web.access import actor, allow
from wangge.web.desk.sheets import Column, spreadsheet
from wangge.web.naming import named

TAKING = (Role.COMMUNITY, Role.STREET)
LOOKING = (Role.COMMUNITY, Role.STREET, Role.COMMAND, Role.ADMINISTRATOR)


@allow(*LOOKING)
@require_GET
def intake(request: HttpRequest) -> HttpResponse:
    """One desk for all that comes in: own requests, hotline tickets, letters and visitors."""
    by, now = actor(request), timezone.now()
    found = queries.overview(by, now=now)
    origins = [(label, found.origins[code]) for code, label in Channel.Origin.choices]
    used = [row for row in found.channels if row.this or row.before or row.year_ago or row.channel.desk]
    ways = sorted(used, key=lambda row: -row.this)
    if "excel" in request.GET:
        return _ways(ways, now=now)
    most = max((row.this for row in ways), default=0)
    may = {"takes": not by.roles.isdisjoint(TAKING), "administers": Role.ADMINISTRATOR in by.roles}
    context = {"found": found, "origins": origins, "ways": ways, "most": most, "now": now, **may}
    return render(request, "desk/intake.html", context)


@allow(*TAKING)
@require_GET
def receipts(request: HttpRequest, number: str) -> HttpResponse:
    """A slip for each reporter whom the actor took down: the number, the secret and where to look."""
    by = actor(request)
    case = cases.find(number, by=by)
    found = queries.receipts_of(case, by=by)
    if "excel" in request.GET:
        return _slips(found)
    slips = []
    for report in found:
        secret = secret_of(report)
        link = request.build_absolute_uri(reverse("portal:case", args=[number_of(case), secret]))
        slips.append({"report": report, "secret": secret, "qr": _qr(link), "link": link})
    context = {"case": case, "number": number_of(case), "slips": slips}
    return render(request, "desk/receipts.html", context)


def _slips(reports: list[Report]) -> HttpResponse:
    """Whose slips they are; secrets stay on paper, for whoever has one can rate as that reporter."""
    heads = [Column(_("Name"), 20), Column(_("Home"), 30), Column(_("Number"), 20)]
    heads += [Column(_("Title"), 40), Column(_("Taken down"), 18)]
    cells = [(r.name, r.home, number_of(r.case), r.case.title, r.at) for r in reports]
    return spreadsheet(_("Receipts"), _("Receipts"), heads, cells, now=timezone.now())


def _ways(ways: list[queries.Came], *, now: datetime) -> HttpResponse:
    heads = [Column(_("Channel"), 20), Column(_("Who begins it"), 20), Column(_("This month"), 12)]
    heads += [Column(_("The month before"), 14), Column(_("A year ago"), 12)]
    cells = [
        (named(w.channel), str(w.channel.get_origin_display()), w.this, w.before, w.year_ago) for w in ways
    ]
    return spreadsheet(_("Channels"), _("By which way"), heads, cells, now=now)


def _qr(link: str) -> str:
    return str(segno.make(link, error="m").svg_data_uri(scale=3, border=1, dark="#1c2126"))
