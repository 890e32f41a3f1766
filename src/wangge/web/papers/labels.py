"""Where names stand on a printed map so that none covers another: candidates in turn, a leader at last.

Everything is in millimetres, y downward. The order of asking is the order of importance.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import cos, hypot, radians, sin

import numpy as np

WIDE, NARROW = 1.0, 0.58  # of the type size
LINE = 1.2
RINGS = (1.6, 2.6, 3.8)  # how far a name goes with a leader, in type sizes beyond its own half


@dataclass(frozen=True, slots=True)
class Wanted:
    """A name to be placed: at its anchor, or beside a shape `room` (width, height) around that."""

    text: str
    x: float
    y: float
    size: float
    kind: str
    room: tuple[float, float] = (0.0, 0.0)
    angle: float = 0.0
    moves: bool = True
    leads: bool = False


@dataclass(frozen=True, slots=True)
class Placed:
    """A name in its place (its middle), turned clockwise by degrees; `leader` is the end of its line."""

    text: str
    x: float
    y: float
    size: float
    kind: str
    angle: float = 0.0
    leader: tuple[float, float] | None = None


def width_of(text: str, size: float) -> float:
    """About how wide a line of Noto Sans SC is."""
    ems = (WIDE if unicodedata.east_asian_width(each) in "WF" else NARROW for each in text)
    return size * sum(ems)


class Board:
    """The map as far as it is taken; grows by doubling, because thousands are asked."""

    def __init__(self, width: float, height: float) -> None:
        self._frame = (0.0, 0.0, width, height)
        self._boxes = np.empty((64, 4))
        self._used = 0
        self.left_out = 0

    def take(self, box: tuple[float, float, float, float]) -> None:
        """Keep a rectangle (west, north, east, south) free of names."""
        if self._used == len(self._boxes):
            self._boxes = np.concatenate([self._boxes, np.empty_like(self._boxes)])
        self._boxes[self._used] = box
        self._used += 1

    def free(self, boxes: list[tuple[float, float, float, float]]) -> bool:
        """Whether all of these lie on the sheet and on nothing else."""
        west, north, east, south = self._frame
        taken = self._boxes[: self._used]
        for a, b, c, d in boxes:
            if a < west or b < north or c > east or d > south:
                return False
            over = (taken[:, 0] < c) & (taken[:, 2] > a) & (taken[:, 1] < d) & (taken[:, 3] > b)
            if over.any():
                return False
        return True

    def place(self, wanted: Iterable[Wanted]) -> list[Placed]:
        """Those that found a place, in the order asked; the others are counted in `left_out`."""
        return [placed for each in wanted if (placed := self._one(each))]

    def _one(self, wanted: Wanted) -> Placed | None:
        for x, y, leads in _spots(wanted):
            boxes = _boxes(wanted, x, y)
            if self.free(boxes):
                for box in boxes:
                    self.take(box)
                end = (wanted.x, wanted.y) if leads else None
                return Placed(wanted.text, x, y, wanted.size, wanted.kind, wanted.angle, end)
        self.left_out += 1
        return None


def _spots(wanted: Wanted) -> Iterator[tuple[float, float, bool]]:
    """The middle, below, above, right and left of the shape, the corners; then further off with a leader."""
    yield wanted.x, wanted.y, False
    if not wanted.moves:
        return
    wide, high = width_of(wanted.text, wanted.size) / 2, wanted.size * LINE / 2
    right, down = wanted.room[0] / 2 + wide, wanted.room[1] / 2 + high
    for across, along in ((0, 1), (0, -1), (1, 0), (-1, 0), (1, 1), (-1, 1), (1, -1), (-1, -1)):
        yield wanted.x + across * right, wanted.y + along * down, False
    if wanted.leads:
        for ring in RINGS:
            for turn in range(0, 360, 30):
                step = (wide + ring * wanted.size, high + ring * wanted.size)
                yield (
                    wanted.x + step[0] * cos(radians(turn)),
                    wanted.y + step[1] * sin(radians(turn)),
                    True,
                )


def _boxes(wanted: Wanted, x: float, y: float) -> list[tuple[float, float, float, float]]:
    """The rectangle of a level line; of a turned one a square for each step along it."""
    wide, high = width_of(wanted.text, wanted.size) / 2, wanted.size * LINE / 2
    if not wanted.angle:
        return [(x - wide, y - high, x + wide, y + high)]
    east, south = cos(radians(wanted.angle)), sin(radians(wanted.angle))
    steps = max(int(hypot(wide, 0) / high), 1)
    at = [wide * step / steps for step in range(-steps, steps + 1)]
    return [
        (x + t * east - high, y + t * south - high, x + t * east + high, y + t * south + high) for t in at
    ]
