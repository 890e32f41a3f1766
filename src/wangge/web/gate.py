"""What is turned away before any view reads it: more than can be taken, and signs that no database keeps."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from wangge.cases.errors import Unwritable
from wangge.foundation.refusals import Refused
from wangge.web.middleware import told, wants_json

PERSONAL = ("/desk/", "/command/", "/password", "/api/v1/cases")  # kept by no browser and no proxy
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


class TooLarge(Refused):
    """This is too large: at most {most} MB can be sent at once."""


class GateMiddleware:
    """Answers 413 to what is too large, unread, and 400 to a NUL in an address or a form.

    On the way out it keeps personal pages out of every cache.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let through what can be read."""
        length = request.headers.get("Content-Length", "")
        if length.isdecimal() and int(length[:18]) > settings.MOST_SENT:
            return _turned_away(request, TooLarge(most=settings.MOST_SENT >> 20), 413)
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            return _turned_away(request, Unwritable(), 400)
        answer = self.get_response(request)
        if request.path_info.startswith(PERSONAL):
            answer.headers.setdefault("Cache-Control", "private, no-store")
        return answer

    def process_view(self, request: HttpRequest, _view: Any, _args: Any, _kwargs: Any) -> HttpResponse | None:
        """Look into a form; the cross-site check has read it already."""
        if request.method != "POST" or request.content_type not in FORMS:
            return None
        if any("\0" in value for values in request.POST.lists() for value in (values[0], *values[1])):
            return _turned_away(request, Unwritable(), 400)
        return None


def _turned_away(request: HttpRequest, refusal: Refused, status: int) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"error": refusal.code, "message": told(refusal)}, status=status)
    return render(request, "web/refused.html", {"message": told(refusal)}, status=status)
