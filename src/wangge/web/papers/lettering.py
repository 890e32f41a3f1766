"""Which names stand on a map, in the order of their importance, and in what size."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import atan2, degrees
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from wangge.web.papers.drawing import Frame
from wangge.web.papers.labels import LINE, Board, Placed, Wanted, width_of
from wangge.web.papers.palette import fill, ink_on
from wangge.web.papers.scene import Scene, named_compounds
from wangge.web.papers.versions import Tract

ALONG = (0.5, 0.35, 0.65, 0.2, 0.8, 0.1, 0.9)  # where a road may bear its name
CROWD = 200  # buildings above which lines to their names would be a thicket
TURNED = 18.0  # degrees of a bend over which no name is written


@dataclass(frozen=True, slots=True)
class Type:
    """Sizes in millimetres: the radius of a number's disc, and the letters of names."""

    disc: float
    grid: float
    road: float
    place: float
    building: float


LARGE = Type(disc=5.2, grid=3.9, road=2.9, place=2.7, building=2.3)
SMALL = Type(disc=3.8, grid=2.9, road=2.2, place=2.1, building=1.8)
NEAR = Type(disc=5.2, grid=3.9, road=3.3, place=3.4, building=3.6)
SMALL_NEAR = Type(disc=3.8, grid=2.9, road=2.6, place=2.7, building=2.7)
MINIATURE = Type(disc=2.3, grid=0.0, road=1.9, place=1.8, building=1.6)


SMALLER = {LARGE: SMALL, SMALL: MINIATURE, NEAR: SMALL_NEAR, SMALL_NEAR: MINIATURE}
ACROSS = 6.0  # radii of the disc that a grid is wide, or smaller letters are taken


def fitting(scene: Scene, frame: Frame, size: Type) -> Type:
    """The letters meant, or smaller ones where the grids are too small for them on this paper."""
    side = float(np.median(np.sqrt(shapely.area(np.array(scene.tracts, dtype=object))))) * frame.scale
    while size in SMALLER and side < ACROSS * size.disc:
        size = SMALLER[size]
    return size


@dataclass(frozen=True, slots=True)
class Named:
    """What is written besides the numbers: names of grids, and of buildings where they may be shown."""

    grids: bool = True
    buildings: bool = False
    compounds: bool = True
    only: int | None = None


def letter(
    scene: Scene, tracts: Sequence[Tract], frame: Frame, *, size: Type, named: Named
) -> tuple[list[dict[str, Any]], int]:
    """The labels as the templates take them, and how many names of buildings found no place."""
    board = Board(frame.width, frame.height)
    shown = [(tract, _middle(scene, at, frame)) for at, tract in enumerate(tracts)]
    shown = [(tract, spot) for tract, spot in shown if _inside(spot, frame, size.disc)]
    labels = [_disc(tract, spot, size) for tract, spot in shown]
    for _, (x, y) in shown:
        board.take((x - size.disc, y - size.disc, x + size.disc, y + size.disc))
    if named.grids and size.grid:
        labels += _told(board.place(_names(shown, size)))
    labels += _told(_streets(scene, frame, board, size))
    labels += _told(board.place(_places(scene, frame, size)))
    meant = [tract for tract in tracts if named.only in (None, tract.number)]
    board.left_out = 0
    if named.buildings:
        labels += _told(board.place(_buildings(scene, meant, frame, size)))
    left_out = board.left_out
    if named.compounds:
        labels += _told(board.place(_compounds(scene, meant, frame, size)))
    return labels, left_out


def _middle(scene: Scene, at: int, frame: Frame) -> tuple[float, float]:
    x, y = shapely.get_coordinates(frame.flat(shapely.Point(scene.middles[at])))[0].tolist()
    return x, y


def _inside(spot: tuple[float, float], frame: Frame, room: float) -> bool:
    return room <= spot[0] <= frame.width - room and room <= spot[1] <= frame.height - room


def _disc(tract: Tract, spot: tuple[float, float], size: Type) -> dict[str, Any]:
    return {
        "kind": "number",
        "text": str(tract.number),
        "x": round(spot[0], 2),
        "y": round(spot[1], 2),
        "size": size.disc,
        "fill": fill(tract.colour),
        "ink": ink_on(tract.colour),
    }


def _names(shown: Iterable[tuple[Tract, tuple[float, float]]], size: Type) -> Iterable[Wanted]:
    """Names of grids stand under their numbers, or over them, or beside."""
    room = (2.2 * size.disc, 2.2 * size.disc)
    for tract, (x, y) in shown:
        yield Wanted(tract.name, x, y, size.grid, "grid", room=room)


def _streets(scene: Scene, frame: Frame, board: Board, size: Type) -> list[Placed]:
    """Each street once, along its longest stretch that is seen; what finds no place is left out."""
    window = frame.ground
    stretches: dict[str, BaseGeometry] = {}
    for each in scene.below:
        if each.layer == "roads" and each.name and each.kind != "bridge" and "Line" in each.shape.geom_type:
            for part in shapely.get_parts(each.shape.intersection(window)):
                known = stretches.get(each.name)
                if part.geom_type == "LineString" and (known is None or part.length > known.length):
                    stretches[each.name] = part
    found = []
    for name, line in sorted(stretches.items(), key=lambda pair: -pair[1].length):
        drawn = frame.flat(line)
        if drawn.length < 1.3 * width_of(name, size.road):
            continue
        tries = (_along(name, drawn, share, size) for share in ALONG)
        found += next((got for each in tries if each and (got := board.place([each]))), [])
    return found


def _along(name: str, line: BaseGeometry, share: float, size: Type) -> Wanted | None:
    """A name on its street, level with it and never upside down; None over a bend."""
    at, half = share * line.length, width_of(name, size.road) / 2
    if at - half < 0 or at + half > line.length:
        return None
    before, middle, after = (line.interpolate(at + step) for step in (-half, 0.0, half))
    angle = degrees(atan2(after.y - before.y, after.x - before.x))
    first = degrees(atan2(middle.y - before.y, middle.x - before.x))
    if abs((angle - first + 180) % 360 - 180) > TURNED:
        return None
    upright = (angle + 90) % 180 - 90
    return Wanted(name, middle.x, middle.y, size.road, "road", angle=upright, moves=False)


def _places(scene: Scene, frame: Frame, size: Type) -> Iterable[Wanted]:
    """Schools, offices, waters and parks: each name once, on its largest patch."""
    largest: dict[str, BaseGeometry] = {}
    kinds = {}
    for each in scene.below:
        if each.name and each.layer in ("facilities", "water", "green"):
            known = largest.get(each.name)
            if known is None or each.shape.area > known.area:
                largest[each.name], kinds[each.name] = each.shape, each.layer
    window = frame.ground
    for name, shape in largest.items():
        seen = frame.flat(shape.intersection(window))
        if seen.area > 12:
            middle = seen.representative_point()
            kind = "water" if kinds[name] == "water" else "place"
            yield Wanted(name, middle.x, middle.y, size.place, kind)


def _buildings(scene: Scene, tracts: Iterable[Tract], frame: Frame, size: Type) -> Iterable[Wanted]:
    rows = list(tracts)
    leads = sum(len(tract.buildings) for tract in rows) <= CROWD
    for tract in rows:
        for building in tract.buildings:
            shape = frame.flat(scene.buildings[building.pk])
            west, north, east, south = shape.bounds
            middle = shape.centroid
            room = (east - west, south - north)
            yield Wanted(building.name, middle.x, middle.y, size.building, "building", room=room, leads=leads)


def _compounds(scene: Scene, tracts: Iterable[Tract], frame: Frame, size: Type) -> Iterable[Wanted]:
    for name, x, y in named_compounds(tracts, scene):
        spot = frame.flat(shapely.Point(x, y))
        yield Wanted(name, spot.x, spot.y, size.place, "compound", room=(6.0, 6.0))


def _told(placed: Iterable[Placed]) -> list[dict[str, Any]]:
    return [
        {
            "kind": each.kind,
            "text": each.text,
            "x": round(each.x, 2),
            "y": round(each.y, 2),
            "size": each.size,
            "angle": round(each.angle, 1),
            "w": round(width_of(each.text, each.size) + 2 * each.size, 2),
            "h": round(each.size * LINE, 2),
            "leader": [round(v, 2) for v in each.leader] if each.leader else None,
        }
        for each in placed
    ]
