"""Which names stand on a map, in the order of their importance, and in what size."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import shapely

from wangge.web.papers.frame import Frame
from wangge.web.papers.labels import LINE, Board, Placed, Wanted, width_of
from wangge.web.papers.letters import Type
from wangge.web.papers.palette import fill, ink_on
from wangge.web.papers.scene import Scene, named_compounds
from wangge.web.papers.streets import streets
from wangge.web.papers.tracts import Tract

CROWD = 200  # buildings above which lines to their names would be a thicket


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
    labels += _told(streets(scene, frame, board, size))
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


def _places(scene: Scene, frame: Frame, size: Type) -> Iterable[Wanted]:
    """Schools, offices, waters and parks: each name once, on its largest patch."""
    largest: dict[str, Any] = {}
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
