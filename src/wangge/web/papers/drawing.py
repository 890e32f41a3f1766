"""A map as SVG in millimetres of paper, with the names that stand on it and the length of its scale bar."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from wangge.web.papers.palette import fill
from wangge.web.papers.scene import Below, Scene
from wangge.web.papers.versions import Tract

STEPS = (1, 2, 5)
GREEN, WATER, ROAD, EDGE, DARK = "#9fbf8f", "#8fc1d8", "#ffffff", "#e2ded3", "#1c2126"
WARN = "#c3342b"
AREAS = {"green": (GREEN, 0.22), "facilities": ("#ffffff", 0.35)}
PALE = 0.25  # how much of its colour a grid keeps that is not the one meant


@dataclass(frozen=True, slots=True)
class Frame:
    """A window of `width` × `height` millimetres onto a stretch of ground in metres."""

    width: float
    height: float
    scale: float
    west: float
    north: float

    @classmethod
    def around(
        cls, bounds: tuple[float, float, float, float], *, width: float, height: float, room: float = 0.06
    ) -> "Frame":
        """The window in which the bounds (west, south, east, north) fill what `room` on each side leaves."""
        west, south, east, north = bounds
        wide, high = max(east - west, 1.0), max(north - south, 1.0)
        scale = (1 - 2 * room) * min(width / wide, height / high)
        middle = ((west + east) / 2, (south + north) / 2)
        return cls(width, height, scale, middle[0] - width / scale / 2, middle[1] + height / scale / 2)

    def flat(self, shape: BaseGeometry) -> BaseGeometry:
        """A shape in metres on the paper: millimetres, y downward."""

        def moved(at: NDArray[np.float64]) -> NDArray[np.float64]:
            return np.stack([(at[:, 0] - self.west) * self.scale, (self.north - at[:, 1]) * self.scale], 1)

        return shapely.transform(shape, moved)

    @property
    def ground(self) -> BaseGeometry:
        """What is seen, in metres, and a little more."""
        spare = 4 / self.scale
        east, south = self.west + self.width / self.scale, self.north - self.height / self.scale
        return shapely.box(self.west - spare, south - spare, east + spare, self.north + spare)

    @property
    def bar(self) -> dict[str, float]:
        """A round number of metres some fifth of the window long."""
        most = 0.22 * self.width / self.scale
        size = 10 ** int(np.floor(np.log10(most)))
        metres = max(step * size for step in STEPS if step * size <= most)
        return {"metres": metres, "mm": round(metres * self.scale, 2)}


def ink(
    scene: Scene, tracts: Iterable[Tract], frame: Frame, *, only: int | None = None, over: str = ""
) -> str:
    """The map without its names; with `only`, one grid stands out and the others are pale.

    `over` is SVG in the frame's millimetres that is drawn last.
    """
    seen = frame.ground
    rows = list(zip(tracts, (frame.flat(shape) for shape in scene.tracts), strict=True))
    parts = [
        *_roads(scene.below, frame, seen, colour=EDGE, extra=0.5),
        *(_tract(tract, shape, pale=only is not None and tract.number != only) for tract, shape in rows),
        *_areas(scene.below, frame, seen),
        *_roads(scene.below, frame, seen, colour=ROAD, extra=0.0),
        *(path(shape, fill="none", stroke="#ffffff", width=1.0) for _, shape in rows),
        *_walls(scene, frame, seen),
        path(frame.flat(scene.outline), fill="none", stroke=DARK, width=0.7),
        *(path(shape, fill="none", stroke=DARK, width=0.9) for tract, shape in rows if tract.number == only),
        over,
    ]
    size = f'width="{frame.width}mm" height="{frame.height}mm" viewBox="0 0 {frame.width} {frame.height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{"".join(parts)}</svg>'


def _tract(tract: Tract, shape: BaseGeometry, *, pale: bool) -> str:
    return path(shape, fill=fill(tract.colour), opacity=PALE if pale else 1.0)


def _areas(below: Iterable[Below], frame: Frame, seen: BaseGeometry) -> Iterable[str]:
    rows = [each for each in below if each.shape.intersects(seen)]
    for layer in ("green", "facilities"):
        colour, opacity = AREAS[layer]
        for each in rows:
            if each.layer == layer:
                yield path(frame.flat(each.shape), fill=colour, opacity=opacity)
    for each in rows:
        if each.layer == "water":
            if each.shape.geom_type.endswith("Polygon"):
                yield path(frame.flat(each.shape), fill=WATER)
            else:
                width = max(each.width * frame.scale, 0.4)
                yield path(frame.flat(each.shape), fill="none", stroke=WATER, width=width)


def _roads(
    below: Iterable[Below], frame: Frame, seen: BaseGeometry, *, colour: str, extra: float
) -> Iterable[str]:
    """Roads as wide as they are, the small ones first; the first round draws their edges."""
    rows = [each for each in below if each.layer == "roads" and each.shape.intersects(seen)]
    for each in sorted(rows, key=lambda row: row.width):
        width = max(each.width * frame.scale, 0.3) + extra
        opacity = 1.0 if each.width > 8 else 0.55
        yield path(
            frame.flat(each.shape.intersection(seen)),
            fill="none",
            stroke=colour,
            width=width,
            opacity=opacity,
        )


def _walls(scene: Scene, frame: Frame, seen: BaseGeometry) -> Iterable[str]:
    """Buildings, and first the smaller ones that the backdrop knows."""
    for each in scene.below:
        if each.layer == "annexes" and each.shape.intersects(seen):
            yield path(frame.flat(each.shape), fill="#ffffff", opacity=0.45)
    for shape in scene.buildings.values():
        if shape.intersects(seen):
            yield path(frame.flat(shape), fill="#fffdf8", stroke="#4a5056", width=0.18)


def path(
    shape: BaseGeometry, *, fill: str, stroke: str = "", width: float = 0.0, opacity: float = 1.0
) -> str:
    """One SVG path of lines and polygons with their holes; empty where there is nothing to draw."""
    run = "".join(_runs(shape))
    if not run:
        return ""
    line = f' stroke="{stroke}" stroke-width="{width:.2f}" stroke-linejoin="round" stroke-linecap="round"'
    seen = f' fill-opacity="{opacity}" stroke-opacity="{opacity}"' if opacity < 1 else ""
    return f'<path d="{run}" fill="{fill}"{line if stroke else ""}{seen} fill-rule="evenodd"/>'


def _runs(shape: BaseGeometry) -> Iterable[str]:
    for part in shapely.get_parts(shape):
        if part.is_empty:
            continue
        if part.geom_type == "Polygon":
            for ring in (part.exterior, *part.interiors):
                yield _run(ring) + "Z"
        elif part.geom_type == "LineString":
            yield _run(part)


def _run(line: BaseGeometry) -> str:
    return "M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in shapely.get_coordinates(line).tolist())


def facts(svg: str, frame: Frame, labels: Iterable[Mapping[str, Any]], *, left_out: int) -> dict[str, Any]:
    """A map as the templates take it."""
    return {
        "svg": svg,
        "width": frame.width,
        "height": frame.height,
        "bar": frame.bar,
        "labels": list(labels),
        "left_out": left_out,
    }
