"""A map as SVG in millimetres of paper, with the names that stand on it and the length of its scale bar."""

from collections.abc import Iterable, Mapping
from typing import Any

from shapely.geometry.base import BaseGeometry

from wangge.web.papers.frame import Frame
from wangge.web.papers.palette import fill
from wangge.web.papers.scene import Below, Scene
from wangge.web.papers.svg import path
from wangge.web.papers.tracts import Tract

GREEN, WATER, ROAD, EDGE, DARK = "#9fbf8f", "#8fc1d8", "#ffffff", "#e2ded3", "#1c2126"
WARN = "#c3342b"
AREAS = {"green": (GREEN, 0.22), "facilities": ("#ffffff", 0.35)}
BROAD = 220.0  # mm of a map whose borders are drawn in full strength; smaller ones have thinner
PALE = 0.25  # how much of its colour a grid keeps that is not the one meant


def ink(
    scene: Scene, tracts: Iterable[Tract], frame: Frame, *, only: int | None = None, over: str = ""
) -> str:
    """The map without its names; with `only`, one grid stands out and the others are pale.

    `over` is SVG in the frame's millimetres that is drawn last.
    """
    seen, thick = frame.ground, min(max(frame.width / BROAD, 0.5), 1.0)
    rows = list(zip(tracts, (frame.flat(shape) for shape in scene.tracts), strict=True))
    parts = [
        *_roads(scene.below, frame, seen, colour=EDGE, extra=0.5),
        *(_tract(tract, shape, pale=only is not None and tract.number != only) for tract, shape in rows),
        *_areas(scene.below, frame, seen),
        *_roads(scene.below, frame, seen, colour=ROAD, extra=0.0),
        *(path(shape, fill="none", stroke="#ffffff", width=1.0) for _, shape in rows),
        *_walls(scene, frame, seen),
        path(frame.flat(scene.outline), fill="none", stroke=DARK, width=0.7 * thick),
        *(
            path(shape, fill="none", stroke=DARK, width=0.9 * thick)
            for tract, shape in rows
            if tract.number == only
        ),
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
