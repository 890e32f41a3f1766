"""Today: what somebody must do now, in order of deadline."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from wangge.web.access import actor, staff
from wangge.web.field.listing import context
from wangge.web.field.pages import frame


@staff
@require_GET
def today(request: HttpRequest) -> HttpResponse:
    """One list of what this person must do; the phone keeps a copy until it is logged out."""
    found = context(actor(request), now=timezone.now())
    return render(request, "desk/today.html", frame(**found))
