"""Invented requests: a text in a resident's or a grid worker's words, its place, its way in."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

from shapely.geometry import Point as Spot
from shapely.geometry import Polygon

from wangge.demo.estate import Estate
from wangge.demo.ground import Point
from wangge.demo.presets import load
from wangge.demo.things import Home, House


@dataclass(frozen=True)
class Request:
    """One request as somebody would send it; `truth` is the code of the category it was written for.

    `house` is the number of the building it speaks of, None for streets and parks; `at` is WGS 84.
    """

    text: str
    truth: str
    channel: str
    house: int | None
    address: str
    at: Point


def requests(estate: Estate, *, preset: str = "jiabei", seed: int) -> Iterator[Request]:
    """Requests without end, the same for the same seed."""
    random = Random(seed)  # noqa: S311 - nothing secret is drawn
    texts: dict[str, Any] = load(preset, "texts")["texts"]
    channels = load(preset, "channels")["channels"]
    ways = [channel["code"] for channel in channels]
    found = {channel["code"] for channel in channels if channel["origin"] == "found"}
    shares = [channel["share"] for channel in channels]
    named_streets = _streets(estate)
    while True:
        channel = random.choices(ways, shares)[0]
        kind = "found" if channel in found else "told"
        fitting = {code: entry for code, entry in texts.items() if kind in entry}
        code = random.choices(list(fitting), [entry["share"] for entry in fitting.values()])[0]
        lives = _somewhere(estate, random, lift=texts[code]["where"] == "lift")
        text = random.choice(texts[code][kind])
        yield _written(
            estate,
            text,
            code=code,
            where=texts[code]["where"],
            channel=channel,
            lives=lives,
            streets=named_streets,
            random=random,
        )


def _somewhere(estate: Estate, random: Random, *, lift: bool) -> tuple[House, Home]:
    """A home, each as likely as any other; in a house with lifts where it must be."""
    houses = [house for house in estate.houses if house.lift or not lift]
    house = random.choices(houses, [house.households for house in houses])[0]
    return house, random.choice(list(house.homes()))


def _streets(estate: Estate) -> list[tuple[str, list[Point]]]:
    """Streets inside the boundary: name and points of each."""
    ground = Polygon(estate.boundary).buffer(-5)
    named = [road for road in estate.roads if road.kind in ("secondary", "street")]
    inside = [(road.name, [p for p in road.points if ground.contains(Spot(p))]) for road in named]
    return [(name, points) for name, points in inside if points]


def _written(
    estate: Estate,
    text: str,
    *,
    code: str,
    where: str,
    channel: str,
    lives: tuple[House, Home],
    streets: list[tuple[str, list[Point]]],
    random: Random,
) -> Request:
    house, home = lives
    shop = random.choice(estate.shops)
    street, along = random.choice(streets)
    gate = random.choice([gate for gate in estate.gates if gate.name.startswith(house.compound)])
    slots = {
        "compound": house.compound, "house": house.name, "unit": home.unit, "floor": home.floor,
        "door": home.door, "street": street, "shop": shop.name,
        "gate": gate.name.removeprefix(house.compound),
        "days": random.randint(2, 6), "hour": random.choice((6, 9, 13, 20, 21, 22, 23)),
    }  # fmt: skip
    where = "street" if "{street}" in text else "compound" if where == "street" else where
    place, at, number = _place(estate, where, house=house, home=home, random=random)
    if where == "shop":
        place, at, number = shop.name, shop.at, shop.house
    if where == "street":
        place, at, number = street, random.choice(along), None
    return Request(text.format(**slots), code, channel, number, place, estate.ground.degrees(at))


def _place(
    estate: Estate, where: str, *, house: House, home: Home, random: Random
) -> tuple[str, Point, int | None]:
    """Address and point of the place a text speaks of, and the number of its building where it has one."""
    grounds = {
        "park": ("park", estate.greens),
        "school": ("school", estate.facilities),
        "community": ("office", estate.facilities),
    }
    if where in grounds:
        kind, patches = grounds[where]
        patch = next(patch for patch in patches if patch.kind == kind)
        xs, ys = zip(*patch.ring[:-1], strict=True)
        return patch.name, (sum(xs) / len(xs), sum(ys) / len(ys)), None
    near = (house.centre[0] + random.uniform(-8, 8), house.centre[1] - random.uniform(12, 20))
    if where == "compound":
        return f"{house.compound}{house.name}附近", near, house.number
    spoken = {"home": f"{house.name}{home.unit}单元{home.door}", "building": house.name}
    return f"{house.compound}{spoken.get(where, f'{house.name}{home.unit}单元')}", house.centre, house.number
