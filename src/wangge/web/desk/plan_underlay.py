"""The scanned map that lies under the plans of a community: its picture, its control points."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any, get_args

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse, RawPostDataException
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wangge.foundation.coordinates import System
from wangge.foundation.errors import ControlPointBroken
from wangge.foundation.georeferencing import ControlPoint, Method
from wangge.places.models import Area
from wangge.planning.file_errors import NoUnderlay
from wangge.planning.lying import sheet, underlay_of
from wangge.planning.underlays import lay_underlay, place_underlay, remove_underlay
from wangge.web.access import actor
from wangge.web.desk.plan_files import sent_file
from wangge.web.desk.plans_data import community, planners
from wangge.web.desk.plans_writes import Unreadable


@planners
@require_GET
def underlay(request: HttpRequest, code: str) -> JsonResponse:
    """How the scanned map lies: size, control points, misses in metres, corners; null where there is none."""
    return JsonResponse({"underlay": _told(community(request, code))})


def _told(area: Area) -> dict[str, Any] | None:
    under = underlay_of(area)
    if under is None:
        return None
    address = reverse("desk:plan-underlay-picture", args=[area.code])
    return asdict(sheet(under)) | {"picture": f"{address}?v={Path(under.file).stem[:12]}"}


@planners
@require_http_methods(["POST", "DELETE"])
def laid(request: HttpRequest, code: str) -> HttpResponse:
    """Lay a picture under the plans of a community, in the place of the one before; DELETE takes it away."""
    area, by, now = community(request, code), actor(request), timezone.now()
    if request.method == "DELETE":
        remove_underlay(area, by=by, now=now)
        return HttpResponse(status=204)
    upload = sent_file(request)
    lay_underlay(area, content=upload.read(), name=str(upload.name), by=by, now=now)
    return JsonResponse({"underlay": _told(area)})


@planners
@require_GET
def picture(request: HttpRequest, code: str) -> HttpResponseBase:
    """The picture itself."""
    area = community(request, code)
    under = underlay_of(area)
    file = settings.MEDIA_ROOT / under.file if under else None
    if file is None or not file.is_file():
        raise NoUnderlay(area=area.name)
    answer = FileResponse(file.open("rb"), content_type="image/jpeg")
    answer["Cache-Control"] = "private, max-age=86400"
    return answer


@planners
@require_POST
def points(request: HttpRequest, code: str) -> JsonResponse:
    """Say where the picture lies: a list of {px, py, lon, lat}, or an object of {points, system, method}."""
    area = community(request, code)
    try:
        sent = json.loads(request.body)
    except (ValueError, RawPostDataException) as trouble:  # the latter: a form instead of JSON
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
