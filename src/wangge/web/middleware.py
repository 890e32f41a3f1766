"""What holds for every page: it says whose it is, refusals are told kindly, first passwords changed."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from wangge.appraisal.errors import ExclusionMoved, NoSuchExclusion, NoSuchUnit
from wangge.cases.errors import CaseMoved, NoSuchCase, NotYours
from wangge.counter.errors import NoSuchApplication, NoSuchErrand, NoSuchItem, NotAtYourWindow
from wangge.foundation.refusals import Refused
from wangge.intake.errors import NoSuchBatch, NoSuchBox
from wangge.journal.editions import kept
from wangge.notices.errors import NoSuchNotice
from wangge.places.errors import NoSuchArea
from wangge.planning.errors import DraftMoved, NoSuchDraft, OwnDraft, StillSolving
from wangge.staffing.errors import NoSuchForce
from wangge.web.throttle import TooMany

Answer = Callable[[HttpRequest], HttpResponse]
STATUS: dict[type[Refused], int] = {
    CaseMoved: 409,
    NoSuchCase: 404,
    NoSuchArea: 404,
    NoSuchUnit: 404,
    NoSuchExclusion: 404,
    ExclusionMoved: 409,
    NotYours: 403,
    DraftMoved: 409,
    StillSolving: 409,
    NoSuchDraft: 404,
    NoSuchBox: 404,
    NoSuchBatch: 404,
    NoSuchNotice: 404,
    NoSuchForce: 404,
    NoSuchApplication: 404,
    NoSuchErrand: 404,
    NoSuchItem: 404,
    NotAtYourWindow: 403,
    OwnDraft: 403,
    TooMany: 429,
}
FREE = ("/password", "/logout", "/language", "/static/")


def told(refusal: Refused) -> str:
    """A refusal in the language of whoever asked."""
    return gettext(refusal.template).format(**refusal.facts)


def wants_json(request: HttpRequest) -> bool:
    """Whether a program is asking."""
    asked = request.headers.get("Accept", "")
    return request.path.startswith("/api/") or asked.startswith("application/json")


class EditionMiddleware:
    """One request sees one edition of the reference data, and asks for it once."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Keep the editions for the time of the request."""
        with kept():
            return self.get_response(request)


class RefusalMiddleware:
    """Shows a refusal that no view caught, with its status."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the request through; the work is done around its view."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, _args: Any, _kwargs: Any) -> None:
        """Refuse a view that does not say who may open it."""
        if not hasattr(view, "roles") and not request.path.startswith("/static/"):
            raise PermissionDenied

    def process_exception(self, request: HttpRequest, trouble: Exception) -> HttpResponse | None:
        """Turn a refusal into a page or a JSON answer that says what to do."""
        if isinstance(trouble, PermissionDenied) and wants_json(request):
            said = gettext("Your account may not open it. If it should, ask your administrator for the role.")
            return JsonResponse({"error": "forbidden", "message": said}, status=403)
        if not isinstance(trouble, Refused):
            return None
        status = STATUS.get(type(trouble), 422)
        answer: HttpResponse = (
            JsonResponse({"error": trouble.code, "message": told(trouble)}, status=status)
            if wants_json(request)
            else render(request, "web/refused.html", {"message": told(trouble)}, status=status)
        )
        if isinstance(trouble, TooMany):
            answer["Retry-After"] = str(trouble.facts["seconds"])
        return answer


class PasswordChangeMiddleware:
    """Leads whoever still has the password they were given to the page where they choose their own."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Send them to the page, or let them through."""
        user = request.user
        if user.is_authenticated and user.must_change_password and not request.path.startswith(FREE):
            if wants_json(request):
                return JsonResponse({"error": "change-password"}, status=403)
            return redirect("password")
        return self.get_response(request)
