"""An estate as GeoJSON layers in WGS 84, for the map and for import."""

from collections.abc import Iterable
from typing import Any

from wangge.demo.estate import Estate
from wangge.demo.ground import Ground, Ring
from wangge.demo.things import House

Feature = dict[str, Any]


def as_geojson(estate: Estate) -> dict[str, dict[str, Any]]:
    """A FeatureCollection for each layer: boundary, compounds, roads, water, green, buildings, shops."""
    g = estate.ground
    return {
        "boundary": _collection([_polygon(g, estate.boundary, {})]),
        "compounds": _collection(_polygon(g, c.ring, _named(c)) for c in estate.compounds),
        "roads": _collection(
            _line(g, r.points, _named(r) | {"class": r.kind, "width": r.width}) for r in estate.roads
        ),
        "water": _collection(_polygon(g, w.ring, _named(w)) for w in estate.waters),
        "green": _collection(_polygon(g, p.ring, _named(p)) for p in estate.greens),
        "facilities": _collection(_polygon(g, f.ring, _named(f)) for f in estate.facilities),
        "annexes": _collection(_polygon(g, a.ring, _named(a)) for a in estate.annexes),
        "buildings": _collection(_polygon(g, h.ring, counted(h)) for h in estate.houses),
        "shops": _collection(
            _point(g, s.at, {"name": s.name, "kind": s.kind, "building": s.house}) for s in estate.shops
        ),
        "gates": _collection(_point(g, s.at, _named(s)) for s in estate.gates),
    }


def backdrop(estate: Estate) -> dict[str, Any]:
    """What lies under the grids, as one FeatureCollection: each feature names its layer."""
    layers = as_geojson(estate)
    under = ("water", "green", "facilities", "compounds", "roads", "annexes", "gates")
    features = [
        feature | {"properties": feature["properties"] | {"layer": name}}
        for name in under
        for feature in layers[name]["features"]
    ]
    return _collection(features)


def counted(house: House) -> dict[str, Any]:
    """A house's properties."""
    names = (
        "number",
        "name",
        "compound",
        "shape",
        "units",
        "floors",
        "lift",
        "households",
        "people",
        "merchants",
    )
    return {name: getattr(house, name) for name in names}


def _named(thing: Any) -> dict[str, Any]:
    return {"name": thing.name, "name_en": thing.name_en, "kind": thing.kind}


def _collection(features: Iterable[Feature]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(features)}


def _feature(kind: str, coordinates: Any, properties: dict[str, Any]) -> Feature:
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _polygon(ground: Ground, ring: Ring, properties: dict[str, Any]) -> Feature:
    return _feature("Polygon", [[ground.degrees(point) for point in ring]], properties)


def _line(ground: Ground, points: Ring, properties: dict[str, Any]) -> Feature:
    return _feature("LineString", [ground.degrees(point) for point in points], properties)


def _point(ground: Ground, at: tuple[float, float], properties: dict[str, Any]) -> Feature:
    return _feature("Point", ground.degrees(at), properties)
