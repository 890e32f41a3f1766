"""What stands where the cross-site check refuses a form: the page grew old, or its cookie is gone."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from wangge.web.middleware import wants_json


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say what happened and lead back to the page that was sent; named in `CSRF_FAILURE_VIEW`."""
    del reason  # it is for developers
    message = _(
        "This page had been open for too long, or your browser keeps no cookies for it. "
        "Load the page again, then send it once more."
    )
    if wants_json(request):
        return JsonResponse({"error": "csrf", "message": message}, status=403)
    page = request.headers.get("Referer", "")
    back = page if url_has_allowed_host_and_scheme(page, {request.get_host()}) else "/"
    return render(request, "web/refused.html", {"message": message, "again": back}, status=403)
