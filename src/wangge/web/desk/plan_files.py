"""Plans as files of map programs, out and in."""

import io
from typing import TYPE_CHECKING, Any

from django.http import FileResponse, Http404, HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from wangge.foundation.coordinates import System
from wangge.foundation.refusals import Refused
from wangge.places.models import Area, Division
from wangge.planning.exchange import division_on, export
from wangge.planning.formats import Format
from wangge.planning.importing import import_draft, sketch_from
from wangge.planning.models import Draft
from wangge.web.access import actor
from wangge.web.desk.plans_data import community, planners, today

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile


class NoFileSent(Refused):
    """No file was sent. Choose one and send it again."""


class NoSuchFormat(Refused):
    """There is no {field} "{value}". There are: {known}."""


def _one_of(request: HttpRequest, field: str, known: Any, *, default: str) -> str:
    """One of the known values, from the address or the form."""
    value = request.GET.get(field) or request.POST.get(field) or default
    if value not in list(known):
        raise NoSuchFormat(field=field, value=value, known=", ".join(known))
    return str(value)


@planners
@require_GET
def exported(request: HttpRequest, code: str) -> HttpResponseBase:
    """The grids in force today, or of a division or a draft, as a file; `buildings` come along if asked."""
    plan = _plan(request, community(request, code))
    into = Format(_one_of(request, "format", Format, default=Format.GPKG))
    system = System(_one_of(request, "system", System, default=System.WGS84))
    made = export(plan, into=into, system=system, buildings="buildings" in request.GET)
    content = io.BytesIO(made.file.content)
    answer = FileResponse(content, as_attachment=True, filename=made.name, content_type=made.file.media)
    answer["Cache-Control"] = "private, no-store"
    return answer


def _plan(request: HttpRequest, area: Area) -> Division | Draft:
    draft, division = request.GET.get("draft", ""), request.GET.get("division", "")
    plans: Any = Draft.objects.filter(discarded=False) if draft else Division.objects
    if not (draft or division):
        return division_on(area, on=today())
    number = draft or division
    known = number.isascii() and number.isdecimal() and len(number) < 10
    found: Division | Draft | None = plans.filter(area=area, pk=int(number)).first() if known else None
    if found is None:
        raise Http404
    return found


@planners
@require_POST
def imported(request: HttpRequest, code: str) -> JsonResponse:
    """A sent file as a draft: its id and what was found on the way; with `preview` nothing is kept."""
    area, upload = community(request, code), sent_file(request)
    system = _one_of(request, "system", ["", *System], default="")
    sent: dict[str, Any] = {
        "content": upload.read(),
        "file": str(upload.name)[:120],
        "system": System(system) if system else None,
        "layer": request.POST.get("layer", ""),
        "now": timezone.now(),
    }
    if request.POST.get("preview"):
        made = sketch_from(area, **sent)
    else:
        made = import_draft(area, **sent, name=request.POST.get("name", ""), by=actor(request))
    return JsonResponse({"draft": made.draft.pk, "report": made.report.json()})


def sent_file(request: HttpRequest) -> "UploadedFile[bytes]":
    """The file of a form; refuses a form without."""
    upload = request.FILES.get("file")
    if upload is None:
        raise NoFileSent
    return upload
