"""An invented residential community, the same for the same plan and seed: houses, streets, courts, shops."""

from collections import Counter
from dataclasses import dataclass
from random import Random
from typing import Any

from wangge.demo.counting import households, people
from wangge.demo.courts import Standing, gardens, gates, lanes, parking, stand, strips
from wangge.demo.ground import Ground, Ring
from wangge.demo.presets import load
from wangge.demo.shops import fronts, nearest, open_shops
from wangge.demo.streets import box_ring, closed, facilities, greens, rounded, streets, waters
from wangge.demo.things import House, Line, Patch, Shop, Spot, Walled


@dataclass(frozen=True)
class Estate:
    """A whole community in metres on its own ground; `ground.degrees` turns metres into WGS 84."""

    ground: Ground
    boundary: Ring
    compounds: tuple[Walled, ...]
    houses: tuple[House, ...]
    shops: tuple[Shop, ...]
    roads: tuple[Line, ...]
    waters: tuple[Patch, ...]
    greens: tuple[Patch, ...]
    facilities: tuple[Patch, ...]
    annexes: tuple[Patch, ...]
    gates: tuple[Spot, ...]

    @property
    def households(self) -> int:
        """All households."""
        return sum(house.households for house in self.houses)

    @property
    def people(self) -> int:
        """All people."""
        return sum(house.people for house in self.houses)

    def house(self, number: int) -> House:
        """The house of this number."""
        return next(house for house in self.houses if house.number == number)

    def proof(self) -> dict[int, list[House]]:
        """A division known to be possible: grid number → houses, each grid one strip of one compound."""
        grids: dict[int, list[House]] = {}
        for house in self.houses:
            grids.setdefault(house.proof, []).append(house)
        return grids


def generate(preset: str = "jiabei", *, seed: int = 2022) -> Estate:
    """Draw the estate of a preset. Deterministic in preset and seed."""
    plan, trades = load(preset, "estate"), load(preset, "trades")
    random = Random(seed)  # noqa: S311 - nothing secret is drawn
    ground = Ground(**plan["anchor"], **plan["warp"])
    standing = _stand(plan, ground, random)
    ways = [way for c, houses in standing for way in lanes(ground, c, [h for _, _, h in houses])]
    places = [
        (nearest(at, [(number, h) for number, _, h in houses]), at, annexe)
        for c, houses in standing
        for at, annexe in fronts(ground, c)
    ]
    shops = open_shops([(number, at) for number, at, _ in places], trades, random)
    return Estate(
        ground=ground,
        boundary=closed(ground, plan["boundary"]),
        compounds=tuple(
            Walled(c["name"], c["name_en"], c["kind"], rounded(box_ring(ground, c["box"]), 5))
            for c, _ in standing
        ),
        houses=_count(plan, standing, Counter(shop.house for shop in shops), random),
        shops=tuple(shops),
        roads=(*streets(plan, ground), *ways),
        waters=tuple(waters(plan, ground)),
        greens=(*greens(plan, ground), *_gardens(ground, standing)),
        facilities=(*facilities(plan, ground), *(bay for c, _ in standing for bay in parking(ground, c))),
        annexes=tuple(annexe for _, _, annexe in places),
        gates=tuple(gate for c, _ in standing for gate in gates(ground, c)),
    )


Compound = dict[str, Any]
Placed = list[tuple[Compound, list[tuple[int, int, Standing]]]]


def _stand(plan: dict[str, Any], ground: Ground, random: Random) -> Placed:
    """Each compound with its houses: number, strip (counted through the estate, from 1) and place."""
    number, strip = plan["first_number"], 0
    placed: Placed = []
    for compound in plan["compounds"]:
        houses = []
        for box, half in zip(strips(compound), compound["halves"], strict=True):
            strip += 1
            for house in stand(ground, box, half["buildings"], random):
                houses.append((number, strip, house))
                number += 1
        placed.append((compound, houses))
    return placed


def _count(
    plan: dict[str, Any], standing: Placed, merchants: Counter[int], random: Random
) -> tuple[House, ...]:
    """The houses with everything that is counted in them."""
    homes = [
        n for c, _ in standing for half in c["halves"] for n in households(half["buildings"], half["target"])
    ]
    heads = people(homes, plan["people"], random)
    rows = [(c["name"], *row) for c, houses in standing for row in houses]
    return tuple(
        House(
            number=number, compound=name, shape=house.spec["shape"], ring=house.ring, centre=house.centre,
            units=house.spec["units"], floors=house.spec["floors"], doors=house.spec["doors"],
            households=homes[i], people=heads[i], merchants=merchants[number], proof=strip,
        )
        for i, (name, number, strip, house) in enumerate(rows)
    )  # fmt: skip


def _gardens(ground: Ground, standing: Placed) -> list[Patch]:
    """The lawns of every compound."""
    found = []
    for compound, houses in standing:
        walls = [house.ring for _, _, house in houses]
        ways = lanes(ground, compound, [house for _, _, house in houses])
        walls += [patch.ring for _, patch in fronts(ground, compound)]
        walls += [bay.ring for bay in parking(ground, compound)]
        found += gardens(ground, compound, walls=walls, ways=ways)
    return found
