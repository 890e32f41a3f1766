"""Plans as files of map programs, out and in, and the scanned map that lies under them."""

import io
import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wangge.foundation.coordinates import System
from wangge.foundation.errors import ControlPointBroken
from wangge.foundation.georeferencing import ControlPoint, Method
from wangge.foundation.refusals import Refused
from wangge.places.models import Area, Division
from wangge.planning.exchange import division_on, export
from wangge.planning.file_errors import NoUnderlay
from wangge.planning.importing import import_draft, sketch_from
from wangge.planning.mapfiles import Format
from wangge.planning.models import Draft
from wangge.planning.underlays import lay_underlay, place_underlay, remove_underlay, sheet, underlay_of
from wangge.web.access import actor
from wangge.web.desk.plans_data import community, planners, today
from wangge.web.desk.plans_writes import Unreadable

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
    area, upload = community(request, code), _sent(request)
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


def _sent(request: HttpRequest) -> "UploadedFile[bytes]":
    upload = request.FILES.get("file")
    if upload is None:
        raise NoFileSent
    return upload


@planners
@require_GET
def underlay(request: HttpRequest, code: str) -> JsonResponse:
    """How the scanned map lies: size, control points, misses in metres, corners; null where there is none."""
    return JsonResponse({"underlay": _told(community(request, code))})


def _told(area: Area) -> dict[str, Any] | None:
    laid = underlay_of(area)
    if laid is None:
        return None
    picture = reverse("desk:plan-underlay-picture", args=[area.code])
    return asdict(sheet(laid)) | {"picture": f"{picture}?v={Path(laid.file).stem[:12]}"}


@planners
@require_http_methods(["POST", "DELETE"])
def underlay_laid(request: HttpRequest, code: str) -> HttpResponse:
    """Lay a picture under the plans of a community, in the place of the one before; DELETE takes it away."""
    area, by, now = community(request, code), actor(request), timezone.now()
    if request.method == "DELETE":
        remove_underlay(area, by=by, now=now)
        return HttpResponse(status=204)
    upload = _sent(request)
    lay_underlay(area, content=upload.read(), name=str(upload.name), by=by, now=now)
    return JsonResponse({"underlay": _told(area)})


@planners
@require_GET
def underlay_picture(request: HttpRequest, code: str) -> HttpResponseBase:
    """The picture itself."""
    area = community(request, code)
    laid = underlay_of(area)
    file = settings.MEDIA_ROOT / laid.file if laid else None
    if file is None or not file.is_file():
        raise NoUnderlay(area=area.name)
    answer = FileResponse(file.open("rb"), content_type="image/jpeg")
    answer["Cache-Control"] = "private, max-age=86400"
    return answer


@planners
@require_POST
def underlay_points(request: HttpRequest, code: str) -> JsonResponse:
    """Say where the picture lies: a list of {px, py, lon, lat}, or an object of {points, system, method}."""
    area = community(request, code)
    try:
        sent = json.loads(request.body)
    except ValueError as trouble:
        raise Unreadable from trouble
    told = {"points": sent} if isinstance(sent, list) else sent
    if not isinstance(told, dict) or not isinstance(told.get("points"), list):
        raise Unreadable
    opacity = told.get("opacity")
    place_underlay(
        area,
        points=[_point(number, point) for number, point in enumerate(told["points"], start=1)],
        system=System(told["system"]) if told.get("system") in list(System) else System.WGS84,
        method=told["method"] if told.get("method") in get_args(Method) else None,
        opacity=float(opacity) if isinstance(opacity, int | float) else None,
        by=actor(request),
        now=timezone.now(),
    )
    return JsonResponse({"underlay": _told(area)})


def _point(number: int, told: Any) -> ControlPoint:
    try:
        return ControlPoint(*(float(told[name]) for name in ControlPoint._fields))
    except (KeyError, TypeError, ValueError, OverflowError) as trouble:
        raise ControlPointBroken(point=number) from trouble
