"""The intake desk (民呼必应): what came in by which way, what waits, and the receipts to hand over."""

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from wangge.accounts.models import Role
from wangge.cases import queries as cases
from wangge.cases.models import Channel
from wangge.cases.numbering import number_of, secret_of
from wangge.intake import queries
from wangge.web.access import actor, allow

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
    slips = []
    for report in queries.receipts_of(case, by=by):
        secret = secret_of(report)
        link = request.build_absolute_uri(reverse("portal:case", args=[number_of(case), secret]))
        slips.append({"report": report, "secret": secret, "qr": _qr(link), "link": link})
    context = {"case": case, "number": number_of(case), "slips": slips}
    return render(request, "desk/receipts.html", context)


def _qr(link: str) -> str:
    return str(segno.make(link, error="m").svg_data_uri(scale=3, border=1, dark="#1c2126"))
