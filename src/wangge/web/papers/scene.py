"""What a printed map shows, in metres around its middle: grids, buildings, and what lies under them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from wangge.places.models import Building
from wangge.places.outlining import in_metres
from wangge.web.papers.tracts import Tract
from wangge.web.papers.versions import Version

SIDE = 7.0  # metres from the middle of a building whose footprint nobody knows to its walls


@dataclass(frozen=True, slots=True)
class Below:
    """A feature of the backdrop: its layer, name in the language of the sheet, width in metres for roads."""

    layer: str
    kind: str
    name: str
    width: float
    shape: BaseGeometry


@dataclass(frozen=True, slots=True)
class Scene:
    """Shapes of the tracts in their order, of buildings by id, and the backdrop."""

    origin: tuple[float, float]
    outline: BaseGeometry
    tracts: tuple[BaseGeometry, ...]
    middles: tuple[tuple[float, float], ...]
    buildings: dict[int, BaseGeometry]
    below: tuple[Below, ...]


def scene(version: Version, *, english: bool) -> Scene:
    """Everything of a version in metres; the outline is the community's own where it has one."""
    shapes = shapely.from_wkb([tract.outline for tract in version.tracts])
    given = bytes(version.area.outline)
    outline = shapely.from_wkb(given) if given else shapely.union_all(shapes)
    middle = shapely.box(*outline.bounds).centroid
    origin = (middle.x, middle.y)
    middles = shapely.points([(tract.lon, tract.lat) for tract in version.tracts])
    return Scene(
        origin=origin,
        outline=in_metres(outline, origin),
        tracts=tuple(in_metres(shapes, origin)),
        middles=tuple((x, y) for x, y in shapely.get_coordinates(in_metres(middles, origin)).tolist()),
        buildings=_buildings(version.buildings, origin),
        below=tuple(_below(version.features, origin, english=english)),
    )


def _buildings(rows: Sequence[Building], origin: tuple[float, float]) -> dict[int, BaseGeometry]:
    """Footprints, and small squares where there is only a point."""
    if not rows:
        return {}
    points = shapely.get_coordinates(in_metres(shapely.points([(row.lon, row.lat) for row in rows]), origin))
    known = [shapely.from_wkb(bytes(row.footprint)) if row.footprint else None for row in rows]
    drawn = in_metres(np.array([each or shapely.Point() for each in known], dtype=object), origin)
    return {
        row.pk: shape if foot is not None else shapely.box(x - SIDE, y - SIDE, x + SIDE, y + SIDE)
        for row, foot, shape, (x, y) in zip(rows, known, drawn, points.tolist(), strict=True)
    }


def _below(
    features: Iterable[dict[str, Any]], origin: tuple[float, float], *, english: bool
) -> Iterable[Below]:
    for row in features:
        facts = row.get("properties") or {}
        shape = shapely.make_valid(shapely.geometry.shape(row["geometry"]))
        name = (facts.get("name_en") if english else "") or facts.get("name") or ""
        yield Below(
            layer=str(facts.get("layer", "")),
            kind=str(facts.get("class") or facts.get("kind") or ""),
            name=str(name),
            width=float(facts.get("width") or 8),
            shape=in_metres(shape, origin),
        )


def bounds_of(tract: int, scene: Scene) -> tuple[float, float, float, float]:
    """West, south, east and north of one tract."""
    west, south, east, north = scene.tracts[tract].bounds
    return west, south, east, north


def named_compounds(tracts: Iterable[Tract], scene: Scene) -> list[tuple[str, float, float]]:
    """Each compound's name in the middle of its buildings (metres)."""
    held: dict[str, list[BaseGeometry]] = {}
    for tract in tracts:
        for building in tract.buildings:
            if building.compound:
                held.setdefault(building.compound.name, []).append(scene.buildings[building.pk].centroid)
    middles = {name: shapely.MultiPoint(points).centroid for name, points in held.items()}
    return [(name, middle.x, middle.y) for name, middle in middles.items()]
