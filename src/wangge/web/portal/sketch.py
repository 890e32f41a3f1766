"""A grid drawn as a small map on the page itself: it prints crisply and needs no script."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, radians
from typing import Any

import numpy as np
import shapely

from wangge.places.models import Building, Grid

METRES = 111_320  # of one degree of latitude
UNDER = {
    **{name: name for name in ("water", "green", "court", "road")},
    "compounds": "court",
    "roads": "road",
}


@dataclass(frozen=True, slots=True)
class Shape:
    """One path; `kind` is its class; the label, where there is one, stands at x, y (metres, y down)."""

    kind: str
    path: str
    label: str = ""
    x: float = 0
    y: float = 0


@dataclass(frozen=True, slots=True)
class Sketch:
    """Everything to draw, from the ground up; `text` is the height of a label, in metres as all else."""

    box: str
    shapes: tuple[Shape, ...]
    labels: tuple[Shape, ...]
    text: float


class Plane:
    """A flat plane around a point: metres east and south of it."""

    def __init__(self, lon: float, lat: float) -> None:
        self._at, self._scale = np.array([lon, lat]), np.array([cos(radians(lat)) * METRES, -METRES])

    def flat(self, geometry: Any) -> Any:
        """A geometry in WGS 84 on this plane."""
        return shapely.transform(geometry, lambda xy: (xy - self._at) * self._scale)


def draw(
    grid: Grid, *, others: Iterable[Grid], buildings: Sequence[Building], under: Iterable[dict[str, Any]]
) -> Sketch:
    """The grid with its buildings and their names, the grids around it, and what lies under them."""
    plane = Plane(grid.lon, grid.lat)
    outline = plane.flat(shapely.from_wkb(bytes(grid.outline)))
    frame, text = _frame(outline)
    shapes = [*_ground(under, plane, frame)]
    beside = [_other(other, plane, frame) for other in others]
    named = [_building(building, plane, radius=text / 2) for building in buildings]
    drawn = [*shapes, *beside, Shape("mine", _path(outline)), *named]
    west, north, east, south = frame.bounds
    return Sketch(
        box=f"{west:.1f} {north:.1f} {east - west:.1f} {south - north:.1f}",
        shapes=tuple(shape for shape in drawn if shape.path),
        labels=tuple(shape for shape in (*beside, *named) if shape.label),
        text=text,
    )


def _frame(outline: Any) -> tuple[Any, float]:
    """The rectangle shown, four to three around the outline, and the height of a label in it."""
    west, north, east, south = outline.bounds
    width = max(1.2 * (east - west), 1.6 * (south - north), 60.0)
    height = max(0.75 * width, 1.16 * (south - north))
    x, y = (west + east) / 2, (north + south) / 2
    return shapely.box(x - width / 2, y - height / 2, x + width / 2, y + height / 2), round(width / 32, 1)


def _ground(under: Iterable[dict[str, Any]], plane: Plane, frame: Any) -> Iterable[Shape]:
    order = ["water", "green", "court", "road"]
    rows = [(kind, row) for row in under if (kind := UNDER.get(row["properties"].get("layer", "")))]
    for kind, row in sorted(rows, key=lambda pair: order.index(pair[0])):
        yield _shape(kind, plane.flat(shapely.geometry.shape(row["geometry"])), frame)


def _shape(kind: str, geometry: Any, frame: Any) -> Shape:
    return Shape(kind, _path(geometry.intersection(frame) if geometry.is_valid else geometry))


def _other(grid: Grid, plane: Plane, frame: Any) -> Shape:
    shown = plane.flat(shapely.from_wkb(bytes(grid.outline))).intersection(frame)
    if shown.is_empty or shown.area < 0.01 * frame.area:
        return Shape("other", _path(shown))
    middle = shown.representative_point()
    return Shape("other", _path(shown), str(grid.number), round(middle.x, 1), round(middle.y, 1))


def _building(building: Building, plane: Plane, *, radius: float) -> Shape:
    point = plane.flat(shapely.Point(building.lon, building.lat))
    known = bytes(building.footprint)
    shape = plane.flat(shapely.from_wkb(known)) if known else point.buffer(radius)
    centre = shape.centroid
    return Shape("building", _path(shape), building.name, round(centre.x, 1), round(centre.y, 1))


def _path(geometry: Any) -> str:
    """SVG path data of lines and polygons with their holes; empty where nothing is left."""
    found = []
    for part in shapely.get_parts(geometry):
        if part.geom_type == "Polygon" and not part.is_empty:
            found += [_run(ring) + "Z" for ring in (part.exterior, *part.interiors)]
        elif part.geom_type == "LineString" and not part.is_empty:
            found.append(_run(part))
    return "".join(found)


def _run(line: Any) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in shapely.get_coordinates(line))
