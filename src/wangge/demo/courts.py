"""Inside a compound: where its houses stand, lanes, gates, gardens and parking."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from random import Random
from typing import Any

from shapely.geometry import LineString, Polygon
from shapely.ops import unary_union

from wangge.demo.footprints import outline
from wangge.demo.ground import Ground, Point, Ring, turned
from wangge.demo.streets import bent, box_ring
from wangge.demo.things import Line, Patch, Spot

RIM = 15.0  # metres from the fence to the ring lane: room for street fronts
CLEAR = 7.0  # metres from a lane to the first wall

Box = tuple[float, float, float, float]
Spec = dict[str, Any]


@dataclass(frozen=True)
class Standing:
    """A house put in its place, before anyone is counted in it."""

    spec: Spec
    ring: Ring
    centre: Point


def strips(compound: Spec) -> list[Box]:
    """Where houses may stand: the halves without rims and lanes."""
    west, south, east, north = compound["box"]
    return [
        (
            left + (RIM + 5 if left == west else 5), south + RIM + CLEAR + 6,
            right - (RIM + 5 if right == east else 5), north - RIM - CLEAR - 6,
        )
        for left, _, right, _ in halves(compound)
    ]  # fmt: skip


def halves(compound: Spec) -> list[Box]:
    """The compound's box cut from north to south into as many strips as it has halves."""
    west, south, east, north = compound["box"]
    count = len(compound["halves"])
    edges = [west + (east - west) * i / count for i in range(count)] + [east]
    return [(left, south, right, north) for left, right in pairwise(edges)]


def stand(ground: Ground, box: Box, specs: list[Spec], random: Random) -> list[Standing]:
    """Houses in their strip: where the plan says, else in rows from north to south."""
    left, low, right, high = box
    placed = []
    for index, spec in enumerate(specs):
        u, v = spec.get("at") or (0.5, 1 - index / (len(specs) - 1))
        step = random.choice((0.0, 0.0, 2.4, -2.4))
        ring = outline(spec["shape"], units=spec["units"], floors=spec["floors"], step=step)
        half = max(x for x, _ in ring)
        middle = (left + right) / 2 + (u - 0.5) * max(0.0, right - left - 2 * half)
        spot = (middle + random.uniform(-1.5, 1.5), low + v * (high - low))
        centre = ground.bend(spot)
        placed.append(Standing(spec, turned(ring, angle=ground.street_angle(spot), to=centre), centre))
    return placed


def lanes(ground: Ground, compound: Spec, houses: list[Standing]) -> list[Line]:
    """A ring lane, a spine between halves, a lane to each gate and a walk along each row of doors."""
    west, south, east, north = compound["box"]
    w, s, e, n = west + RIM, south + RIM, east - RIM, north - RIM
    found = [_lane(ground, [(w, s), (e, s), (e, n), (w, n), (w, s)])]
    found += [_lane(ground, [(box[0], s), (box[0], n)]) for box in halves(compound)[1:]]
    for side in compound["gates"]:
        gate, inner = _gate(compound, side)
        found.append(_lane(ground, [gate, inner]))
    found += [Line("", "", "walk", 3, tuple(walk)) for house in houses for walk in _walks(house)]
    return found


def _lane(ground: Ground, points: list[Point]) -> Line:
    return Line("", "", "lane", 5, bent(ground, points))


def _walks(house: Standing) -> Iterator[list[Point]]:
    """The walk before the stairwell doors, on the northern side of a slab."""
    if house.spec["shape"] != "slab":
        return
    (x0, y0), (x1, y1) = house.ring[7], house.ring[4]
    yield [(x0, y0 + 6), (x1, y1 + 6)]


def _gate(compound: Spec, side: str) -> tuple[Point, Point]:
    """Where the gate on a side stands, and where its lane meets the ring lane."""
    west, south, east, north = compound["box"]
    x, y = (west + east) / 2, (south + north) / 2
    return {
        "north": ((x, north + 6), (x, north - RIM)),
        "south": ((x, south - 6), (x, south + RIM)),
        "west": ((west - 6, y), (west + RIM, y)),
        "east": ((east + 6, y), (east - RIM, y)),
    }[side]


SIDES = {"north": ("北门", "north gate"), "south": ("南门", "south gate"),
         "west": ("西门", "west gate"), "east": ("东门", "east gate")}  # fmt: skip


def gates(ground: Ground, compound: Spec) -> list[Spot]:
    """The gates by name."""
    found = []
    for side in compound["gates"]:
        (x, y), _ = _gate(compound, side)
        name, name_en = SIDES[side]
        label = f"{compound['name']}{name}", f"{compound['name_en']}, {name_en}"
        found.append(Spot(*label, "gate", ground.bend((x, y))))
    return found


def parking(ground: Ground, compound: Spec) -> list[Patch]:
    """Bays along the ring lane wherever no shops stand behind it."""
    west, south, east, north = compound["box"]
    taken = {side for half in compound["halves"] for side in half["fronts"]} | set(compound["gates"])
    x, y = (east - west) / 6, (north - south) / 6
    bays = {
        "north": (west + x, north - RIM + 3, east - x, north - RIM + 8),
        "south": (west + x, south + RIM - 8, east - x, south + RIM - 3),
        "west": (west + RIM - 8, south + y, west + RIM - 3, north - y),
        "east": (east - RIM + 3, south + y, east - RIM + 8, north - y),
    }
    return [
        Patch("", "", "parking", box_ring(ground, bay)) for side, bay in bays.items() if side not in taken
    ]


def gardens(ground: Ground, compound: Spec, *, walls: list[Ring], ways: list[Line]) -> list[Patch]:
    """Lawn wherever neither wall nor lane is, with softened edges."""
    ground_plot = Polygon(box_ring(ground, compound["box"])).buffer(-1.5)
    taken = [Polygon(wall).buffer(3) for wall in walls]
    taken += [LineString(way.points).buffer(way.width / 2 + 1.2) for way in ways]
    lawn = ground_plot.difference(unary_union(taken)).buffer(-2.6).buffer(2.6, quad_segs=4)
    return [
        Patch("", "", "garden", tuple(part.exterior.coords))
        for piece in getattr(lawn, "geoms", [lawn])
        for part in _opened(piece.simplify(0.4))
        if part.area > 60
    ]


def _opened(piece: Any) -> list[Any]:
    """A lawn with holes, cut through the middle of each hole so that plain rings remain."""
    _, south, _, north = piece.bounds
    if not piece.interiors:
        return [piece]
    middles = [Polygon(hole).centroid.x for hole in piece.interiors]
    parts = piece.difference(
        unary_union([LineString([(x, south), (x, north)]).buffer(0.05) for x in middles])
    )
    return list(getattr(parts, "geoms", [parts]))
