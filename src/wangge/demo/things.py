"""What an invented estate is made of; places in metres on its ground."""

from collections.abc import Iterator
from dataclasses import dataclass

from wangge.demo.footprints import WALK_UP
from wangge.demo.ground import Point, Ring


@dataclass(frozen=True)
class Home:
    """A dwelling: stairwell (单元), floor and door, the door as it is painted on (501)."""

    unit: int
    floor: int
    door: str


@dataclass(frozen=True)
class House:
    """A residential building: 号楼, its stairwells, floors, doors on each landing and what was counted in it.

    `ring` is the footprint, `proof` the number of the grid (from 1) that shows a division to be possible.
    """

    number: int
    compound: str
    shape: str
    ring: Ring
    centre: Point
    units: int
    floors: int
    doors: int
    households: int
    people: int
    merchants: int
    proof: int

    @property
    def name(self) -> str:
        """The number as people say it."""
        return f"{self.number}号楼"

    @property
    def lift(self) -> bool:
        """Whether it has lifts."""
        return self.floors > WALK_UP

    def homes(self) -> Iterator[Home]:
        """Every dwelling; on the top floor the last landings hold maisonettes, so some doors are missing."""
        spare = self.units * self.floors * self.doors - self.households
        for unit in range(1, self.units + 1):
            missing = spare // self.units + (unit > self.units - spare % self.units)
            for floor in range(1, self.floors + 1):
                doors = self.doors - (missing if floor == self.floors else 0)
                yield from (Home(unit, floor, f"{floor}{door:02d}") for door in range(1, doors + 1))

    def address(self, home: Home) -> str:
        """A home as it is written on an envelope: 103-2-501."""
        return f"{self.number}-{home.unit}-{home.door}"


@dataclass(frozen=True)
class Shop:
    """A merchant on a street front, in the annexe of a house."""

    name: str
    kind: str
    house: int
    at: Point


@dataclass(frozen=True)
class Line:
    """A street, lane, path or bridge: centre line, width in metres."""

    name: str
    name_en: str
    kind: str
    width: float
    points: Ring


@dataclass(frozen=True)
class Patch:
    """A piece of ground: water, green, school ground, parking, annexe; a closed ring."""

    name: str
    name_en: str
    kind: str
    ring: Ring


@dataclass(frozen=True)
class Spot:
    """A gate or another thing with one place."""

    name: str
    name_en: str
    kind: str
    at: Point


@dataclass(frozen=True)
class Walled:
    """A compound (小区) with its fence."""

    name: str
    name_en: str
    kind: str
    ring: Ring
