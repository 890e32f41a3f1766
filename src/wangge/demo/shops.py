"""Street fronts: one-storey annexes with shops, each shop counted in the nearest house behind it."""

import math
from collections.abc import Iterator
from random import Random
from typing import Any

from wangge.demo.courts import Box, Standing, halves
from wangge.demo.ground import Ground, Point, turned
from wangge.demo.things import Patch, Shop

WIDTH = 6.4  # metres of street front for one shop
DEPTH = 10.0


def front(ground: Ground, box: Box, side: str, count: int) -> Iterator[tuple[Point, Patch]]:
    """Middle and annexe of each shop along one side of a strip; in east and west the gate stays free."""
    west, south, east, north = box
    if side in ("north", "south"):
        middle, along, fixed = (
            (west + east) / 2,
            0,
            (north - DEPTH / 2 if side == "north" else south + DEPTH / 2),
        )
    else:
        middle, along, fixed = (
            (south + north) / 2,
            1,
            (east - DEPTH / 2 if side == "east" else west + DEPTH / 2),
        )
    for index in range(count):
        offset = (index - (count - 1) / 2) * WIDTH
        if along:
            offset += math.copysign(9.0, offset or 1.0)
        spot = (fixed, middle + offset) if along else (middle + offset, fixed)
        half = (DEPTH / 2, WIDTH / 2) if along else (WIDTH / 2, DEPTH / 2)
        angle = ground.avenue_angle(spot) if along else ground.street_angle(spot)
        corners = ((-1, -1), (1, -1), (1, 1), (-1, 1), (-1, -1))
        ring = tuple((x * half[0], y * half[1]) for x, y in corners)
        at = ground.bend(spot)
        yield at, Patch("", "", "annexe", turned(ring, angle=angle, to=at))


def fronts(ground: Ground, compound: dict[str, Any]) -> list[tuple[Point, Patch]]:
    """Every shop place of a compound."""
    return [
        place
        for box, half in zip(halves(compound), compound["halves"], strict=True)
        for side, count in half["fronts"].items()
        for place in front(ground, box, side, count)
    ]


def nearest(at: Point, houses: list[tuple[int, Standing]]) -> int:
    """The number of the house whose middle is nearest."""
    return min(houses, key=lambda house: math.dist(at, house[1].centre))[0]


def signs(trades: dict[str, Any], random: Random) -> Iterator[tuple[str, str]]:
    """Names and kinds of shops without end, no name twice."""
    used: set[str] = set()
    weights = [trade["weight"] for trade in trades["trades"]]
    while True:
        trade = random.choices(trades["trades"], weights)[0]
        name = random.choice(trades["words"]) + random.choice(trade["names"])
        if name not in used:
            used.add(name)
            yield name, trade["kind"]


def open_shops(places: list[tuple[int, Point]], trades: dict[str, Any], random: Random) -> list[Shop]:
    """A merchant in every place; a place is the number of its house and the point of its door."""
    return [
        Shop(name, kind, number, at)
        for (number, at), (name, kind) in zip(places, signs(trades, random), strict=False)
    ]
