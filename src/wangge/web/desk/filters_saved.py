"""Filters that somebody keeps: saved from the inbox, named anew, opened with, dropped."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wangge.cases import filters
from wangge.foundation.refusals import Refused
from wangge.web.access import actor, staff
from wangge.web.lacking import refusal_words

PASSING = ("page", "from", "open", "filter")  # of a look at the list, not of the filter


@staff
@require_POST
def kept(request: HttpRequest) -> HttpResponse:
    """Keep what the inbox shows now under a name."""
    query = QueryDict(request.POST.get("query", "")[:2000], mutable=True)
    for name in PASSING:
        query.pop(name, None)
    try:
        found = filters.keep_filter(
            request.POST.get("name", ""), query=query.urlencode(), by=actor(request), now=timezone.now()
        )
    except Refused as refusal:
        messages.error(request, refusal_words(refusal))
        return redirect(f"{reverse('desk:inbox')}?{query.urlencode()}")
    messages.success(request, _("The filter “{name}” is kept.").format(name=found.name))
    return redirect(f"{reverse('desk:inbox')}?{found.query}")


@staff
@require_POST
def changed(request: HttpRequest, pk: int) -> HttpResponse:
    """Name a filter anew, open the inbox with it, or drop it, as the button says."""
    by, now, deed = actor(request), timezone.now(), request.POST.get("do", "")
    try:
        if deed == "drop":
            filters.drop_filter(pk, by=by, now=now)
            said = _("The filter is gone.")
        elif deed == "home":
            said = _opened_with(pk, request)
        else:
            filters.rename_filter(pk, name=request.POST.get("name", ""), by=by, now=now)
            said = _("The filter has its new name.")
    except Refused as refusal:
        messages.error(request, refusal_words(refusal))
    else:
        messages.success(request, said)
    return redirect(f"{reverse('desk:inbox')}?view=open")


def _opened_with(pk: int, request: HttpRequest) -> str:
    chosen = filters.open_with(pk, by=actor(request), now=timezone.now())
    if filters.home_of([chosen]):
        return _("The inbox opens with “{name}” from now on.").format(name=chosen.name)
    return _("The inbox opens plain again.")
