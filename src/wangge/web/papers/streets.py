"""Names of streets: each once, along its longest stretch that is seen, level and never over a bend."""

from math import atan2, degrees

import shapely
from shapely.geometry.base import BaseGeometry

from wangge.web.papers.frame import Frame
from wangge.web.papers.labels import Board, Placed, Wanted, width_of
from wangge.web.papers.letters import Type
from wangge.web.papers.scene import Scene

ALONG = (0.5, 0.35, 0.65, 0.2, 0.8, 0.1, 0.9)  # where a road may bear its name
TURNED = 18.0  # degrees of a bend over which no name is written


def streets(scene: Scene, frame: Frame, board: Board, size: Type) -> list[Placed]:
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
