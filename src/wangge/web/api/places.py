"""Grids, what is drawn under them and around them, and which grid a point lies in."""

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

import numpy as np
import shapely
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import get_language
from ninja import Query, Router

from wangge.cases.errors import OutsideArea
from wangge.foundation.calendar import CHINA_TIME
from wangge.journal import editions
from wangge.places import queries
from wangge.places.locating import NOWHERE, locate
from wangge.places.models import Area, Building, Grid
from wangge.web.api import geojson
from wangge.web.api.access import everybody
from wangge.web.api.schemas import Features, Located, Named, Trouble

router = Router()
# What a backdrop calls its layers, and what the map does; gates are there for other readers.
LAYERS = {
    "roads": "road",
    "compounds": "court",
    "facilities": "court",
    "annexes": "building",
    "gates": "gate",
}
ANSWERS: dict[Any, Any] = {200: Features, 304: None, 404: Trouble, 422: Trouble}


def _today() -> date:
    return timezone.now().astimezone(CHINA_TIME).date()


def _document(
    request: HttpRequest, code: str, build: Callable[[Area], list[str]], *decisive: object
) -> HttpResponseBase:
    etag = geojson.tag(request.path, editions.current().get("places"), *decisive)
    if same := geojson.unchanged(request, etag):
        return same
    return geojson.answer(geojson.collection(build(queries.area_of(code))), etag)


@router.get("/areas/{code}/grids.geojson", auth=everybody, response=ANSWERS, url_name="grids")
def grids(request: HttpRequest, code: str, on: date | None = None) -> HttpResponseBase:
    """The grids in force on a day (today) at or below an area: outline, number, name, colour, label point."""
    day = on or _today()
    return _document(request, code, lambda area: _grids(area, day), day)


def _grids(area: Area, day: date) -> list[str]:
    cards = queries.grids_under(area, on=day)
    shapes = geojson.polygons([card.outline for card in cards])
    return [
        geojson.feature(shape, {
            "layer": card.level, "id": card.id, "code": card.code, "number": str(card.number),
            "name": card.name, "kind": card.kind, "colour": card.colour, "area": card.area,
            "lon": round(card.lon, 6), "lat": round(card.lat, 6),
        })
        for card, shape in zip(cards, shapes, strict=True)
    ]  # fmt: skip


@router.get("/areas/{code}/areas.geojson", auth=everybody, response=ANSWERS, url_name="areas")
def areas(request: HttpRequest, code: str) -> HttpResponseBase:
    """The communities at or below an area, drawn as one draws grids: for a city or a district from afar."""
    return _document(request, code, _areas)


def _areas(area: Area) -> list[str]:
    found = queries.outlined_under(area, level=Area.Level.COMMUNITY)
    shapes = geojson.polygons([bytes(each.outline) for each in found])
    return [
        geojson.feature(
            shape, {"layer": "grid", "id": each.pk, "code": each.code, "name": each.name, "colour": n}
        )
        for n, (each, shape) in enumerate(zip(found, shapes, strict=True))
    ]


@router.get("/areas/{code}/buildings.geojson", auth=everybody, response=ANSWERS, url_name="buildings")
def buildings(request: HttpRequest, code: str) -> HttpResponseBase:
    """The buildings at or below an area: footprint where known, else a point; name and counted households."""
    return _document(request, code, _buildings)


def _buildings(area: Area) -> list[str]:
    rows = queries.buildings_under(area)
    drawn = [row for row in rows if row.footprint]
    shapes = geojson.polygons([bytes(row.footprint) for row in drawn])
    return [
        *(geojson.feature(shape, _building(row)) for row, shape in zip(drawn, shapes, strict=True)),
        *(
            geojson.feature(geojson.point(row.lon, row.lat), _building(row))
            for row in rows
            if not row.footprint
        ),
    ]


def _building(row: Building) -> dict[str, object]:
    return {"layer": "building", "id": row.pk, "name": row.name, "households": row.households}


@router.get("/areas/{code}/backdrop.geojson", auth=everybody, response=ANSWERS, url_name="backdrop")
def backdrop(request: HttpRequest, code: str) -> HttpResponseBase:
    """What lies under the grids: roads, water, green, facilities, and the outline of each community."""
    return _document(request, code, _backdrop)


def _backdrop(area: Area) -> list[str]:
    told = []
    for outline, stored in queries.backdrops_under(area):
        rows: Any = stored.get("features", [])
        named: set[str] = set()
        for row in rows:
            told += _scenery(geojson.compact(row["geometry"]), row["properties"], named)
        told += [
            geojson.feature(shape, {"layer": "area"})
            for shape in geojson.polygons([outline] if outline else [])
        ]
    return told


def _scenery(shape: str, facts: dict[str, Any], named: set[str]) -> list[str]:
    """A feature of the backdrop; a facility may have several patches, and its name stands once."""
    layer = facts.get("layer", "")
    name = facts.get("name")
    if (get_language() or "").startswith("en"):
        name = facts.get("name_en") or name
    if layer != "facilities":
        return [geojson.feature(shape, {"layer": LAYERS.get(layer, layer), "name": name})]
    patch = geojson.feature(shape, {"layer": LAYERS[layer]})
    if not name or name in named:
        return [patch]
    named.add(name)
    within = shapely.from_geojson(shape).representative_point()
    return [patch, geojson.feature(geojson.point(within.x, within.y), {"layer": "place", "name": name})]


@router.get("/locate", auth=everybody, response={200: Located, 422: Trouble}, url_name="locate")
def whereabouts(
    request: HttpRequest,  # noqa: ARG001 - ninja's signature
    lon: Annotated[float, Query(ge=-180, le=180)],
    lat: Annotated[float, Query(ge=-90, le=90)],
) -> Located:
    """Which community and grid a point (WGS 84) lies in today; refuses a point outside every community."""
    found = locate(np.array([[lon, lat]]), on=_today())
    if found.areas[0] == NOWHERE:
        raise OutsideArea
    area = Area.objects.defer("outline").get(pk=int(found.areas[0]))
    grid = Grid.objects.defer("outline").filter(pk=int(found.grids[0])).first()
    return Located(
        area=Named(code=area.code, name=area.name),
        grid=Named(code=grid.code, name=grid.name) if grid else None,
    )
