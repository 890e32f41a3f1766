"""What a microgrid costs, so that the cheapest division is the one a planner would draw."""

from __future__ import annotations

from operator import mul
from typing import TYPE_CHECKING

import numpy as np

from wangge.partition.inputs import NO_COMPOUND

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wangge.partition.inputs import Rule
    from wangge.partition.patches import Patch


class Tariff:
    """What a microgrid costs: the terms of J with the size aimed at as T, and a charge for every stretch."""

    STRETCH, OUTSIDE, ASTRAY = 50.0, 200.0, 10.0
    EVENNESS, COMPOUND, ZONE = 10.0, 0.3, 0.5

    def __init__(self, on: Patch, rule: Rule, aim: float) -> None:
        """Price microgrids of this size on this patch."""
        self.rule = rule
        number = max(round(on.total / aim), 1)
        self.aim = max(on.total / number, 1.0)
        self.disc = float(on.area / number / (2 * np.pi)) or 1.0
        self.on = on

    def stray(self, weight: int) -> int:
        """How far a weight is out of range."""
        return max(self.rule.min - weight, weight - self.rule.max, 0)

    def of(self, members: Sequence[int], held: Sequence[int], middles: Sequence[float]) -> float:
        """The cost of stretches of these buildings that hold so many households each.

        `middles` says where on its building's span each lies, from -1/2 to 1/2.
        """
        on = self.on
        # An empty building counts a little, so that it goes to the microgrid around it.
        mass = [max(each, 0.5) for each in held]
        xs = [on.x[i] + middle * on.span[i][0] for i, middle in zip(members, middles, strict=True)]
        ys = [on.y[i] + middle * on.span[i][1] for i, middle in zip(members, middles, strict=True)]
        total = sum(mass)
        cx = sum(map(mul, mass, xs)) / total
        cy = sum(map(mul, mass, ys)) / total
        spread = sum(m * ((x - cx) ** 2 + (y - cy) ** 2) for m, x, y in zip(mass, xs, ys, strict=True))
        weight = sum(held)
        astray = self.stray(weight)
        return float(
            self.EVENNESS * ((weight - self.aim) / self.aim) ** 2
            + spread / (self.aim * self.disc)
            + self.COMPOUND * len({on.compound[i] for i in members} - {NO_COMPOUND})
            + self.ZONE * len({on.zone[i] for i in members})
            + self.STRETCH * len(members)
            + (self.OUTSIDE + self.ASTRAY * astray if astray else 0.0)
        )
