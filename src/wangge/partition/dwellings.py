"""Where in a building its households live: by stairwell and floor, along which it may be cut."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# Where nothing is counted: six floors with two homes on each landing.
STAIRWELL, LANDING = 12, 2
# Floors are not told apart below this many households.
HANDFUL = 4
# How finely a building may be cut: only where too large, on any stairwell, on any floor.
FINENESSES = range(3)
TOO_LARGE, STAIRWELLS, FLOORS = FINENESSES


class Block(NamedTuple):
    """A stretch of stairwells and floors, by index, both ends included, and the households in it."""

    unit_from: int
    unit_to: int
    floor_from: int
    floor_to: int
    households: int


@dataclass(frozen=True, slots=True)
class Dwellings:
    """The households of one building: homes[i][j] of them at stairwell units[i] on floor floors[j]."""

    units: tuple[int, ...]
    floors: tuple[int, ...]
    homes: tuple[tuple[int, ...], ...]

    @property
    def households(self) -> int:
        """All of them."""
        return sum(map(sum, self.homes))

    def chain(self, most: int, fineness: int) -> list[Block]:
        """The building as blocks in a row, each next to the following; cuts fall between two of them.

        Stairwells in their order. One above `most` is taken floor by floor, upwards and the next one
        downwards, so that neighbouring blocks touch. FLOORS takes every stairwell so.
        """
        whole = Block(0, len(self.units) - 1, 0, len(self.floors) - 1, self.households)
        if not whole.households or (fineness == TOO_LARGE and whole.households <= most):
            return [whole]
        chain: list[Block] = []
        upwards = True
        for unit, homes in enumerate(self.homes):
            if sum(homes) <= most and fineness != FLOORS:
                chain.append(Block(unit, unit, 0, len(homes) - 1, sum(homes)))
                upwards = True
            else:
                bands = _bands(unit, homes)
                chain += bands if upwards else bands[::-1]
                upwards = not upwards
        return chain


def evenly(households: int, *, units: int = 1, floors: int = 1) -> Dwellings:
    """Households spread over the stairwells, and in each over its floors, as evenly as whole numbers go."""
    homes = [tuple(_shared(held, max(floors, 1))) for held in _shared(households, max(units, 1))]
    return Dwellings(tuple(range(1, len(homes) + 1)), tuple(range(1, len(homes[0]) + 1)), tuple(homes))


def supposed(households: int, *, units: int | None = None, floors: int | None = None) -> Dwellings:
    """Dwellings where stairwells or floors are not known.

    Then a stairwell is taken to hold 12 households, a floor of it two.
    """
    stairwells = units or max(-(-households // STAIRWELL), 1)
    storeys = floors or max(-(-households // (stairwells * LANDING)), 1)
    return evenly(households, units=stairwells, floors=storeys)


def counted(households: int, homes: Mapping[tuple[int, int], int]) -> Dwellings:
    """Dwellings from the number of homes by (stairwell, floor); households are spread in proportion.

    Largest remainders (Hamilton): where homes and households are the same number, each home holds one.
    """
    units, floors = (tuple(sorted({place[i] for place in homes})) for i in (0, 1))
    number = np.array([[homes.get((unit, floor), 0) for floor in floors] for unit in units], dtype=np.int64)
    exact = number * households / max(int(number.sum()), 1)
    held = np.floor(exact).astype(np.int64)
    order = np.argsort((held - exact).ravel(), kind="stable")[: households - int(held.sum())]
    held.ravel()[order] += 1
    return Dwellings(units, floors, tuple(tuple(row) for row in held.tolist()))


def blocks(stretch: Sequence[Block]) -> list[Block]:
    """A stretch of a chain as few blocks: floors of a stairwell joined, and like stairwells side by side."""
    towers: list[Block] = []
    for block in stretch:
        last = towers[-1] if towers else None
        if last and last.unit_from == block.unit_from:
            low, high = min(last.floor_from, block.floor_from), max(last.floor_to, block.floor_to)
            towers[-1] = last._replace(
                floor_from=low, floor_to=high, households=last.households + block.households
            )
        else:
            towers.append(block)
    joined = towers[:1]
    for left, right in pairwise(towers):
        if (left.floor_from, left.floor_to) == (right.floor_from, right.floor_to):
            held = joined[-1].households + right.households
            joined[-1] = joined[-1]._replace(unit_to=right.unit_to, households=held)
        else:
            joined.append(right)
    return joined


def _bands(unit: int, homes: tuple[int, ...]) -> list[Block]:
    """The floors of a stairwell from below, those with a handful of households together."""
    bands = [Block(unit, unit, 0, 0, homes[0])]
    for floor, held in enumerate(homes[1:], start=1):
        if bands[-1].households + held <= HANDFUL:
            bands[-1] = bands[-1]._replace(floor_to=floor, households=bands[-1].households + held)
        else:
            bands.append(Block(unit, unit, floor, floor, held))
    return bands


def _shared(number: int, among: int) -> list[int]:
    return [(i + 1) * number // among - i * number // among for i in range(among)]
