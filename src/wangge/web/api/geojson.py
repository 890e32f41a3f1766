"""GeoJSON as text: features from rows, and the answer that says when nothing has changed."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import cast

import numpy as np
import shapely
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language

Facts = Mapping[str, object]
TYPE = "application/geo+json; charset=utf-8"


def polygons(outlines: Sequence[bytes]) -> list[str]:
    """The geometries of these WKB outlines, to six decimals of a degree (10 cm)."""
    shapes = shapely.from_wkb(np.asarray(outlines, dtype=object))
    return list(shapely.to_geojson(shapely.transform(shapes, lambda at: np.round(at, 6))))


def point(lon: float, lat: float) -> str:
    """The geometry of a point."""
    return f'{{"type":"Point","coordinates":[{lon:.6f},{lat:.6f}]}}'


def feature(geometry: str, facts: Facts) -> str:
    """One feature; facts that are None or empty are left out."""
    told = {name: value for name, value in facts.items() if value not in {None, ""}}
    return f'{{"type":"Feature","geometry":{geometry},"properties":{json.dumps(told, ensure_ascii=False)}}}'


def collection(features: Iterable[str]) -> bytes:
    """All features as one document."""
    return f'{{"type":"FeatureCollection","features":[{",".join(features)}]}}'.encode()


def tag(*parts: object) -> str:
    """An ETag for what these parts decide, in the language of the answer."""
    told = "\n".join(map(str, (get_language(), *parts)))
    return f'"{hashlib.blake2b(told.encode(), digest_size=12).hexdigest()}"'


def unchanged(request: HttpRequest, etag: str) -> HttpResponseBase | None:
    """The answer 304 where the asker already has it."""
    answer = get_conditional_response(request, etag=etag)
    if answer is not None:
        answer["Cache-Control"] = "no-cache"
    return cast("HttpResponseBase | None", answer)


def answer(document: bytes, etag: str) -> HttpResponse:
    """The document, to be asked for again each time but sent again only when it has changed."""
    return HttpResponse(
        document,
        content_type=TYPE,
        headers={"ETag": etag, "Cache-Control": "no-cache", "Vary": "Accept-Language"},
    )


def compact(geometry: object) -> str:
    """A geometry that is stored as GeoJSON already."""
    return json.dumps(geometry, separators=(",", ":"))
