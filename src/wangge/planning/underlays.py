"""Writes: lay a scanned paper map under an area's plans, say where it lies, take it away."""

from collections.abc import Sequence
from datetime import datetime

import shapely
from django.db import transaction

from wangge.foundation.coordinates import System, convert
from wangge.foundation.georeferencing import ControlPoint, Method, fit
from wangge.foundation.placing import expect_inside
from wangge.journal import actions as journal
from wangge.journal.actor import Actor
from wangge.places.models import Area
from wangge.planning.file_errors import NoUnderlay, PointOffTheMap
from wangge.planning.models import Underlay
from wangge.planning.scans import Scan, read_scan, remove

AROUND = 0.05  # degrees, some 5 km: a map of a community may show its neighbours, not another town


@transaction.atomic
def lay_underlay(area: Area, *, content: bytes, name: str, by: Actor, now: datetime) -> Underlay:
    """Lay a picture (the bytes of a JPG or PNG) under an area's plans, in the place of the one before.

    Where it lies is not known before it has control points (`place_underlay`).
    """
    scan = read_scan(content)
    before = _held(area)
    laid = _laid(area, scan, before, name=name, by=by, now=now)
    facts = {"area": area.code, "name": laid.name, "sha256": scan.file.rpartition("/")[2].partition(".")[0]}
    journal.append("underlay.laid", subject=("area", area.pk), by=by, now=now, payload=facts)
    if before and before.file != scan.file:
        _forget(before.file)
    return laid


def _held(area: Area) -> Underlay | None:
    """The picture as it lies; others who would change it wait."""
    Area.objects.select_for_update().get(pk=area.pk)
    return Underlay.objects.filter(area=area).first()


def _laid(
    area: Area, scan: Scan, before: Underlay | None, *, name: str, by: Actor, now: datetime
) -> Underlay:
    row = Underlay(
        pk=before.pk if before else None,
        area=area,
        made_at=now,
        made_by_id=by.account,
        name=name[:120],
        file=scan.file,
        width=scan.width,
        height=scan.height,
    )
    row.save()
    return row


@transaction.atomic
def place_underlay(
    area: Area,
    *,
    points: Sequence[ControlPoint],
    system: System = System.WGS84,
    method: Method | None = None,
    opacity: float | None = None,
    by: Actor,
    now: datetime,
) -> Underlay:
    """Say where the picture lies, by three control points or more; their places are given in `system`.

    Refuses points off the picture or far from the area, in a line, mixed up, or at no likely scale
    (`foundation.georeferencing`); the picture then lies as it lay before.
    """
    held = _held(area)
    if held is None:
        raise NoUnderlay(area=area.name)
    for number, point in enumerate(points, start=1):
        if not (0 <= point.px <= held.width and 0 <= point.py <= held.height):
            raise PointOffTheMap(point=number, width=held.width, height=held.height)
    here = [_in_wgs84(point, system) for point in points]
    lies = fit(here, method=method)
    if area.outline:
        border = shapely.from_wkb(bytes(area.outline)).convex_hull.buffer(AROUND)
        expect_inside(
            [(p.lon, p.lat) for p in points], shapely.get_coordinates(border).tolist(), declared=system
        )
    held.corners = [list(corner) for corner in lies.corners(held.width, held.height)]
    held.points = [point._asdict() for point in here]
    held.fit = {
        "method": lies.method,
        "residuals": [round(miss, 2) for miss in lies.residuals],
        "rms": round(lies.rms, 2),
    }
    held.opacity = held.opacity if opacity is None else min(max(opacity, 0.0), 1.0)
    held.save(update_fields=["corners", "points", "fit", "opacity"])
    facts = {"area": area.code, "points": len(points), **held.fit}
    journal.append("underlay.placed", subject=("area", area.pk), by=by, now=now, payload=facts)
    return held


def _in_wgs84(point: ControlPoint, system: System) -> ControlPoint:
    lon, lat = convert(point.lon, point.lat, source=system, target=System.WGS84)
    return point._replace(lon=lon, lat=lat)


@transaction.atomic
def remove_underlay(area: Area, *, by: Actor, now: datetime) -> None:
    """Take the picture away; its file goes too, where nothing else refers to it."""
    held = _held(area)
    if held is None:
        raise NoUnderlay(area=area.name)
    held.delete()
    journal.append("underlay.removed", subject=("area", area.pk), by=by, now=now, payload={"area": area.code})
    _forget(held.file)


def _forget(file: str) -> None:
    """Remove a picture once it is certain that nothing refers to it."""

    def gone() -> None:
        if not Underlay.objects.filter(file=file).exists():
            remove(file)

    transaction.on_commit(gone)
