"""Pictures sent with a report: the good ones kept, each bad one named, all shown to whoever sent them."""

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from wangge.cases.following import photos_for
from wangge.cases.models import Report
from wangge.cases.photos import Picture, read_picture
from wangge.foundation.refusals import Refused
from wangge.web.access import public
from wangge.web.middleware import told
from wangge.web.portal import drafts

MOST_PHOTOS = 6


def take(request: HttpRequest, *, room: int) -> tuple[list[Picture], list[str]]:
    """The pictures that can be kept, at most `room`, and for each other file why it cannot."""
    uploads = [file for file in request.FILES.getlist("photos") if isinstance(file, UploadedFile)]
    kept: list[Picture] = []
    troubles: list[str] = []
    for upload in uploads[:room]:
        try:
            kept.append(read_picture(upload, size=upload.size or 0))
        except Refused as refusal:
            troubles.append(_("{file}: {why}").format(file=upload.name, why=told(refusal)))
    if len(uploads) > room:
        troubles.append(_("At most {most} photos can be sent. The first were kept.").format(most=MOST_PHOTOS))
    return kept, troubles


def sent_photo(report: Report, pk: int, *, small: bool) -> HttpResponse:
    """One of the pictures that its reporter may see."""
    own, after = photos_for(report)
    photo = next((photo for photo in (*own, *after) if photo.pk == pk), None)
    if photo is None:
        raise Http404
    file = settings.MEDIA_ROOT / (photo.thumbnail if small and photo.thumbnail else photo.file)
    if not file.is_file():
        raise Http404
    return HttpResponse(file.read_bytes(), content_type="image/jpeg")


@public
@require_GET
def draft_photo(request: HttpRequest, index: int) -> HttpResponse:
    """A picture of the report being written, for whoever writes it."""
    pictures = drafts.read(request).pictures
    if index >= len(pictures):
        raise Http404
    file = settings.MEDIA_ROOT / pictures[index].file
    if not file.is_file():
        raise Http404
    answer = HttpResponse(file.read_bytes(), content_type="image/jpeg")
    answer["Cache-Control"] = "private, no-store"
    return answer
