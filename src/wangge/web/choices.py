"""Choosing how the pages look: large type or plain, light or dark; kept in two cookies."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from wangge.web.access import public
from wangge.web.context import THEMES, VIEWS

YEAR = 365 * 86400


@public
@require_POST
def change(request: HttpRequest) -> HttpResponse:
    """Take `theme` or `view` and go back to where the visitor was."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}):
        back = "/"
    answer = HttpResponseRedirect(back)
    for name, allowed in (("theme", THEMES), ("view", VIEWS)):
        if (wanted := request.POST.get(name)) in allowed:
            answer.set_cookie(name, str(wanted), max_age=YEAR, samesite="Lax", httponly=True)
    return answer
