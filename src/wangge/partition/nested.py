"""What a division of grids into microgrids consists of, and its figures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wangge.partition.errors import Infeasible
    from wangge.partition.inputs import Rule


@dataclass(frozen=True, slots=True)
class Part:
    """Stairwells and floors of a building (its index), by their own numbers, both ends included.

    `whole` where it is the building uncut.
    """

    building: int
    unit_from: int
    unit_to: int
    floor_from: int
    floor_to: int
    households: int
    whole: bool


@dataclass(frozen=True, slots=True)
class Microgrid:
    """A microgrid: its grid's label, its number in that grid from 1 (west before east), and its parts."""

    grid: int
    number: int
    parts: tuple[Part, ...]

    @property
    def households(self) -> int:
        """The households of all its parts."""
        return sum(part.households for part in self.parts)


@dataclass(frozen=True, slots=True)
class MicrogridFigures:
    """What a division into microgrids comes to.

    in_range: share of microgrids within the rule; splits: pairs of a building and a microgrid beyond one a
    building; unavoidable: a proven lower bound of them; split_buildings: buildings in several microgrids.
    """

    microgrids: int
    grids: int
    households: int
    least: int
    most: int
    in_range: float
    splits: int
    unavoidable: int
    split_buildings: int

    @property
    def mean(self) -> float:
        """Households a microgrid."""
        return self.households / self.microgrids

    @property
    def per_grid(self) -> float:
        """Microgrids a grid."""
        return self.microgrids / self.grids


@dataclass(frozen=True, slots=True)
class Microgrids:
    """Microgrids by grid and number, their figures, and by grid label why some of it is out of range."""

    microgrids: tuple[Microgrid, ...]
    figures: MicrogridFigures
    reasons: dict[int, Infeasible]


def figures_of(made: Sequence[Microgrid], rule: Rule, *, unavoidable: int = 0) -> MicrogridFigures:
    """The figures of some microgrids, however they were drawn."""
    held = np.array([microgrid.households for microgrid in made], dtype=np.int64)
    pairs = [building for microgrid in made for building in {part.building for part in microgrid.parts}]
    shared = np.unique(pairs, return_counts=True)[1]
    return MicrogridFigures(
        microgrids=len(made),
        grids=len({microgrid.grid for microgrid in made}),
        households=int(held.sum()),
        least=int(held.min()),
        most=int(held.max()),
        in_range=float(((held >= rule.min) & (held <= rule.max)).mean()),
        splits=int((shared - 1).sum()),
        unavoidable=unavoidable,
        split_buildings=int((shared > 1).sum()),
    )
