"""What a division is drawn from: buildings, barriers between them, and the rule for the size of a grid."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

NO_COMPOUND = NO_GRID = -1
STREET, ARTERIAL, RIVER = 1, 2, 3
BY_NODE = ("start", "home", "pinned", "bloc", "locked", "special")

Measure = Literal["households", "people"]


@dataclass(frozen=True, slots=True)
class Building:
    """One building: a point in local metres (x east, y north) and what it holds; compound -1 is none."""

    id: int
    x: float
    y: float
    households: int
    people: int = 0
    merchants: int = 0
    compound: int = NO_COMPOUND


@dataclass(frozen=True, slots=True, eq=False)
class Buildings:
    """n buildings as arrays of shape (n,): x and y in local metres, the rest whole numbers."""

    id: NDArray[np.int64]
    x: NDArray[np.float64]
    y: NDArray[np.float64]
    households: NDArray[np.int64]
    people: NDArray[np.int64]
    merchants: NDArray[np.int64]
    compound: NDArray[np.int64]

    @classmethod
    def of(cls, buildings: Iterable[Building]) -> Buildings:
        """Gather single buildings, in their order."""
        rows = list(buildings)

        def whole(name: str) -> NDArray[np.int64]:
            return np.array([getattr(row, name) for row in rows], dtype=np.int64)

        return cls(
            id=whole("id"),
            x=np.array([row.x for row in rows], dtype=np.float64),
            y=np.array([row.y for row in rows], dtype=np.float64),
            households=whole("households"),
            people=whole("people"),
            merchants=whole("merchants"),
            compound=whole("compound"),
        )

    def __len__(self) -> int:
        return len(self.id)


@dataclass(frozen=True, slots=True)
class Barrier:
    """A line in local metres that people do not cross lightly: 1 street, 2 arterial, 3 river or railway."""

    line: tuple[tuple[float, float], ...]
    kind: int


@dataclass(frozen=True, slots=True)
class Rule:
    """How much a grid may hold, both ends included, and how many grids; k None leaves the number free."""

    min: int
    max: int
    k: int | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.min <= self.max or self.max < 1:
            message = f"a grid of {self.min} to {self.max} does not exist"
            raise ValueError(message)

    def __str__(self) -> str:
        grids = "grids" if self.k is None else f"{self.k} grids"
        return f"{grids} of {self.min} to {self.max}"

    def holds(self, weight: float) -> bool:
        """Whether a grid of this weight is in range."""
        return self.min <= weight <= self.max

    def with_k(self, k: int) -> Rule:
        """The same range for a set number of grids."""
        return replace(self, k=k)


@dataclass(frozen=True, slots=True)
class Dial:
    """What J weighs: even loads, compact shapes, whole compounds, no crossing of arterials and rivers."""

    evenness: float = 10.0
    shape: float = 1.0
    compound: float = 0.3
    zone: float = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Wish:
    """What a person asks of a division beyond the rule; arrays of shape (n,), None where nothing is asked.

    start: a division to begin from, in 0 … k - 1. home: the grid a node was in, -1 for none, and keep: the
    charge, in units of J, for a mean grid's weight that leaves home; with choice, homes are old grids by any
    number, and each grid is the home of those from the old grid that most of it comes from. pinned: whether a
    node stays in the grid that `start` gives it. bloc: nodes of one number (-1 is none) stay together.
    locked: the grids, in 0 … k - 1 (0 … f - 1 of f locked ones where k is free), that hold these nodes and no
    others; -1 elsewhere. special: numbers of special grids, whose members are chosen and which count neither
    in k nor in the range.
    """

    dial: Dial = Dial()
    start: NDArray[np.int64] | None = None
    home: NDArray[np.int64] | None = None
    keep: float = 0.0
    choice: bool = False
    pinned: NDArray[np.bool_] | None = None
    bloc: NDArray[np.int64] | None = None
    locked: NDArray[np.int64] | None = None
    special: NDArray[np.int64] | None = None

    def of(self, nodes: NDArray[np.int64]) -> Wish:
        """The wish for some of the nodes."""
        asked = {name: getattr(self, name) for name in BY_NODE}
        return replace(self, **{name: each[nodes] for name, each in asked.items() if each is not None})
