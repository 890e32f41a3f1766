"""Streets, water, parks and public grounds of an invented estate."""

import math
from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from shapely.geometry import LineString, Polygon

from wangge.demo.ground import Ground, Point, Ring, finely, turned
from wangge.demo.things import Line, Patch

Plan = dict[str, Any]


def bent(ground: Ground, points: Iterable[Iterable[float]]) -> Ring:
    """Points of the plan as a finely divided line on the ground."""
    line: Ring = tuple((float(x), float(y)) for x, y in points)
    return tuple(ground.bend(point) for point in finely(line))


def closed(ground: Ground, points: Iterable[Iterable[float]]) -> Ring:
    """Corners of the plan as a closed ring on the ground."""
    corners = [tuple(point) for point in points]
    return bent(ground, [*corners, corners[0]])


def box_ring(ground: Ground, box: Iterable[float]) -> Ring:
    """A box of the plan (west, south, east, north) as a closed ring."""
    west, south, east, north = box
    return closed(ground, [(west, south), (east, south), (east, north), (west, north)])


def rounded(ring: Ring, radius: float) -> Ring:
    """The ring with its corners rounded off."""
    shape = Polygon(ring).buffer(-radius).buffer(radius, quad_segs=6)
    return tuple((x, y) for x, y in shape.exterior.coords)


def streets(plan: Plan, ground: Ground) -> list[Line]:
    """Streets, park paths and bridges, the widest first."""
    lines = [
        Line(s["name"], s["name_en"], s["class"], s["width"], bent(ground, s["line"]))
        for s in plan["streets"]
    ]
    lines += [Line("", "", "path", 3, bent(ground, path)) for path in plan["paths"]]
    lines += [
        Line(b["name"], b["name_en"], "bridge", b["width"], bent(ground, b["line"])) for b in plan["bridges"]
    ]
    return lines


def waters(plan: Plan, ground: Ground) -> list[Patch]:
    """Canals as wide bands, ponds as ovals."""
    found = []
    for canal in plan["waters"]:
        band = LineString(_smooth(bent(ground, canal["line"]))).buffer(canal["width"] / 2, cap_style="flat")
        found.append(Patch(canal["name"], canal["name_en"], canal["kind"], tuple(band.exterior.coords)))
    for pond in plan["ponds"]:
        oval = _oval(*pond["size"])
        found.append(
            Patch(
                pond["name"],
                pond["name_en"],
                "pond",
                turned(oval, angle=0.4, to=ground.bend(tuple(pond["centre"]))),
            )
        )
    return found


def greens(plan: Plan, ground: Ground) -> list[Patch]:
    """Parks, banks and street corners."""
    return [
        Patch(g["name"], g["name_en"], g["kind"], rounded(closed(ground, g["ring"]), 4))
        for g in plan["greens"]
    ]


def facilities(plan: Plan, ground: Ground) -> list[Patch]:
    """Grounds of school, kindergarten and offices, with their houses and running tracks."""
    found = []
    for place in plan["facilities"]:
        name, name_en = place["name"], place["name_en"]
        found.append(Patch(name, name_en, place["kind"], rounded(box_ring(ground, place["ground"]), 3)))
        houses = [box_ring(ground, (x, y, x + w, y + h)) for x, y, w, h in place["houses"]]
        found += [Patch(name, name_en, "hall", ring) for ring in houses]
        if place["track"]:
            found += _track(ground, *place["track"])
    return found


def _track(ground: Ground, x: float, y: float, width: float, height: float) -> list[Patch]:
    """A running track round a lawn."""
    middle = ground.bend((x + width / 2, y + height / 2))
    straight = (width - height) / 2
    core = LineString([(-straight, 0), (straight, 0)])
    angle = ground.street_angle((x, y))
    rings = [
        tuple(core.buffer(reach).exterior.coords) for reach in (height / 2, height / 2 - min(8, height / 4))
    ]
    return [
        Patch("", "", kind, turned(ring, angle=angle, to=middle))
        for kind, ring in zip(("track", "lawn"), rings, strict=True)
    ]


def _oval(width: float, height: float) -> Ring:
    """A pond's shore: an oval with a slight waist."""
    turns = [2 * math.pi * i / 40 for i in range(41)]
    return tuple(
        (width * math.cos(t) * (1 + 0.16 * math.sin(2 * t)), height * math.sin(t) * (1 + 0.2 * math.cos(t)))
        for t in turns
    )


def _smooth(line: Ring, rounds: int = 2) -> list[Point]:
    """Chaikin's corner cutting."""
    points = list(line)
    for _ in range(rounds):
        cut = [points[0]]
        for (x0, y0), (x1, y1) in pairwise(points):
            cut += [
                (0.75 * x0 + 0.25 * x1, 0.75 * y0 + 0.25 * y1),
                (0.25 * x0 + 0.75 * x1, 0.25 * y0 + 0.75 * y1),
            ]
        points = [*cut, points[-1]]
    return points
