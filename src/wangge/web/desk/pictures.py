"""The photos of a case, for those who may see the case."""

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_GET

from wangge.cases import queries
from wangge.web.access import actor, staff


@staff
@require_GET
def photo(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The picture, or its small copy where asked for and made."""
    found = queries.photo_seen(pk, by=actor(request))
    if found is None:
        raise Http404
    name = found.thumbnail if "small" in request.GET and found.thumbnail else found.file
    file = settings.MEDIA_ROOT / name
    if not file.is_file():
        raise Http404
    answer = FileResponse(file.open("rb"), content_type="image/jpeg")
    answer["Cache-Control"] = "private, max-age=86400"
    return answer
