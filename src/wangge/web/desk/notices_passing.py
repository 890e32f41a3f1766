"""Passing a notice on, from the desk or a phone: acknowledge, give it to the next level, tell units."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from wangge.foundation.refusals import Refused
from wangge.notices import actions, queries
from wangge.notices.models import Level, Link
from wangge.notices.standing import find, scope_of
from wangge.web.access import actor, allow
from wangge.web.desk.notices import PASSERS, SHOWN
from wangge.web.middleware import told


@allow(*PASSERS)
@require_POST
def link(request: HttpRequest, notice: int, link: int) -> HttpResponse:
    """Acknowledge it, or pass it on to the level below."""
    by, now = actor(request), timezone.now()
    found = find(notice, by=by)
    rows = Link.objects.filter(scope_of(by), notice=found).exclude(level=Level.UNIT)
    row = get_object_or_404(rows.select_related("notice", "area"), pk=link)
    try:
        if request.POST.get("deed") == "pass":
            actions.pass_on(row, by=by, now=now)
            messages.success(request, _("Passed on to the level below."))
        else:
            actions.receive(row, by=by, now=now)
            messages.success(request, _("Acknowledged. Thank you."))
    except Refused as refusal:
        messages.warning(request, told(refusal))
    return redirect("desk:notice", found.pk)


@allow(*PASSERS)
@require_POST
def units(request: HttpRequest, notice: int) -> HttpResponse:
    """Units were told, or could not be reached; whole buildings are of the list that was shown."""
    by, now = actor(request), timezone.now()
    found = find(notice, by=by)
    show = request.POST.get("show", "")
    listed = queries.sorted_out(queries.units_of(found, by), show)
    asked = set(_numbers(request.POST.getlist("unit"))), set(_numbers(request.POST.getlist("building")))
    chosen = [each for each in listed if each.pk in asked[0] or each.building_id in asked[1]]
    try:
        if request.POST.get("deed") == "missed":
            fresh = actions.miss(chosen, reason=request.POST.get("reason", ""), by=by, now=now)
        else:
            fresh = actions.tell(chosen, way=request.POST.get("way", ""), by=by, now=now)
    except Refused as refusal:
        messages.warning(request, told(refusal))
    else:
        said = ngettext("Noted for {n} unit.", "Noted for {n} units.", fresh)
        messages.success(request, said.format(n=fresh))
    back = f"?show={show}" if show in SHOWN and show != "waiting" else ""
    return redirect(f"{reverse('desk:notice', args=[found.pk])}{back}")


def _numbers(said: Iterable[str]) -> Iterable[int]:
    return (int(each) for each in said if each.isascii() and each.isdecimal() and len(each) < 18)
