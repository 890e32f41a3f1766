"""Today: what somebody must do now, in order of deadline."""

from collections import Counter

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from wangge.cases import queries
from wangge.cases.numbering import number_of
from wangge.web.access import actor, staff
from wangge.web.desk.steps import OF


@staff
@require_GET
def today(request: HttpRequest) -> HttpResponse:
    """One list of what this person must do."""
    by, now = actor(request), timezone.now()
    found = queries.duties(by)
    rows = [(duty, OF[duty.step], number_of(duty.case)) for duty in found]
    late = sum(duty.due is not None and duty.due <= now for duty in found)
    context = {"rows": rows, "now": now, "late": late, "kinds": Counter(duty.step for duty in found)}
    return render(request, "desk/today.html", context)
