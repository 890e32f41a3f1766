"""Calling a force to a case, and telling whether it came and what it did."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wangge.cases import queries
from wangge.cases.models import Case
from wangge.cases.numbering import number_of
from wangge.cases.workflow import OPEN
from wangge.foundation.calendar import CHINA_TIME
from wangge.foundation.refusals import Refused
from wangge.journal.actor import Actor
from wangge.outreach import calls
from wangge.outreach.calls import Near
from wangge.outreach.models import Call
from wangge.staffing import force_list
from wangge.web.access import actor, allow
from wangge.web.middleware import told


@dataclass(frozen=True, slots=True)
class Forces:
    """What the case page shows of forces: those called, those near, and whether the visitor may call."""

    called: list[Call]
    near: list[Near]
    may: bool


def forces_of(case: Case, *, by: Actor, now: datetime) -> Forces:
    """The forces of a case; those near it only for whoever may call them, while it is open."""
    called, may = calls.calls_of(case), calls.may_call(case, by) and case.state in OPEN
    waiting = {each.force_id for each in called if each.came is None}
    near = calls.near(case, on=now.astimezone(CHINA_TIME).date()) if may else []
    return Forces(called, [each for each in near if each.force.pk not in waiting], may)


@allow(*force_list.CALLERS)
@require_POST
def calling(request: HttpRequest, number: str) -> HttpResponse:
    """Call one of the forces near a case."""
    by = actor(request)
    case = queries.find(number, by=by)
    key = request.POST.get("force", "")
    try:
        force = force_list.find(int(key) if key.isdecimal() and len(key) < 18 else 0, by=by)
        calls.call(case, force, matter=request.POST.get("matter", ""), by=by, now=timezone.now())
    except Refused as refusal:
        messages.warning(request, told(refusal))
    else:
        words = _("{name} is called. Ring {contact}: {phone}")
        messages.success(request, words.format(name=force.name, contact=force.contact, phone=force.phone))
    return redirect("desk:case", number_of(case))


@allow(*force_list.CALLERS)
@require_POST
def told_of(request: HttpRequest, number: str, called: int) -> HttpResponse:
    """Whether it came, and what it did."""
    by = actor(request)
    case = queries.find(number, by=by)
    came = request.POST.get("came") == "yes"
    did = request.POST.get("did", "")
    try:
        calls.tell(calls.find(called, case=case), came=came, did=did, by=by, now=timezone.now())
    except Refused as refusal:
        messages.warning(request, told(refusal))
    else:
        messages.success(request, _("Noted."))
    return redirect("desk:case", number_of(case))
