"""A draft laid on its ground: which grid every building is in, and what each grid then holds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from wangge.partition.graph import Graph
from wangge.places.models import Grid
from wangge.planning.gridrows import rows_of
from wangge.planning.models import Draft
from wangge.planning.sheets import Counts, GridRow
from wangge.planning.terms import Terms
from wangge.planning.terrain import Terrain
from wangge.planning.workload import work

NOWHERE = -1
COUNTED = ("households", "people", "registered", "floating", "care", "merchants")


@dataclass(frozen=True, eq=False)
class Layout:
    """g grids on n buildings; `place` (n,) is the index in `rows` of each building's grid, or -1."""

    terrain: Terrain
    terms: Terms
    rows: tuple[GridRow, ...]
    place: NDArray[np.int64]

    @classmethod
    def of(cls, draft: Draft, terrain: Terrain) -> "Layout":
        """A draft as it stands; buildings that came after it are in no grid."""
        rows = tuple(rows_of(draft))
        return cls(terrain, Terms.of(draft.terms), rows, placed(terrain, draft.assignment, rows))

    @property
    def base(self) -> NDArray[np.bool_]:
        """Which grids are base grids, shape (g,)."""
        return np.array([row["kind"] == Grid.Kind.BASE for row in self.rows], dtype=np.bool_)

    @property
    def lost(self) -> NDArray[np.int64]:
        """The indices of buildings in no grid."""
        return np.flatnonzero(self.place == NOWHERE)

    @cached_property
    def work(self) -> NDArray[np.float64]:
        """The load that each building makes, shape (n,), in households' worth."""
        return work(self.terrain, self.terms)

    @cached_property
    def graph(self) -> Graph:
        """The whole ground, weighed by the rule's measure."""
        return self.terrain.graph(self.terms.measure, work=self.work if self.terms.weighs_work else None)

    @cached_property
    def pieces(self) -> NDArray[np.int64]:
        """Into how many connected pieces each grid falls, shape (g,)."""
        return self._pieces(below=4)

    @cached_property
    def crossing(self) -> NDArray[np.int64]:
        """Pieces of each grid that only a way across an arterial, a river or a railway joins, shape (g,)."""
        return self._pieces(below=2) - self.pieces

    def _pieces(self, *, below: int) -> NDArray[np.int64]:
        inside = self.place != NOWHERE
        piece = self.graph.pieces(self.place, below=below)[inside]
        found = np.unique(np.stack([self.place[inside], piece]), axis=1)[0]
        return np.bincount(found, minlength=len(self.rows))

    def sums(self, values: NDArray[np.float64] | NDArray[np.int64]) -> NDArray[np.float64]:
        """A value (n,) summed over each grid, shape (g,)."""
        inside = self.place != NOWHERE
        return np.bincount(self.place[inside], weights=values[inside], minlength=len(self.rows)).astype(float)

    @cached_property
    def held(self) -> list[Counts]:
        """What each grid holds."""
        return tallies(self)

    @cached_property
    def weight(self) -> NDArray[np.float64]:
        """Each grid's weight by the rule's measure, shape (g,)."""
        return self.sums(self.terrain.counted(self.terms.measure))

    @cached_property
    def load(self) -> NDArray[np.float64]:
        """Each grid's load, shape (g,)."""
        return self.sums(self.work)

    @cached_property
    def branches(self) -> list[str]:
        """The measure by which each grid holds to the rule, or nothing; special grids need not."""
        return [self.terms.branch(households=held["households"], people=held["people"]) for held in self.held]

    def within(self) -> NDArray[np.bool_]:
        """Whether each grid holds to the rule, shape (g,)."""
        return ~self.base | np.array([bool(branch) for branch in self.branches], dtype=np.bool_)

    def labels(self) -> tuple[NDArray[np.int64], int]:
        """Base grids as the engine counts them: labels (n,), -1 for all other buildings, and their number."""
        order = np.full(len(self.rows) + 1, NOWHERE, dtype=np.int64)
        base = np.flatnonzero(self.base)
        order[base] = np.arange(len(base))
        return order[self.place], len(base)


def placed(terrain: Terrain, assignment: Mapping[str, int], rows: Sequence[GridRow]) -> NDArray[np.int64]:
    """The index in `rows` of each building's grid, shape (n,), or -1."""
    place = {row["number"]: i for i, row in enumerate(rows)}
    numbers = (assignment.get(str(pk), 0) for pk in terrain.buildings.id.tolist())
    return np.array([place.get(number, NOWHERE) for number in numbers], dtype=np.int64)


def tallies(layout: Layout) -> list[Counts]:
    """What each grid holds, in the order of the rows."""
    columns = {name: layout.sums(layout.terrain.counted(name)) for name in COUNTED}
    buildings = layout.sums(np.ones(len(layout.place)))
    area = layout.sums(layout.terrain.cells.area)
    return [
        Counts(
            buildings=int(buildings[i]),
            households=int(columns["households"][i]),
            people=int(columns["people"][i]),
            registered=int(columns["registered"][i]),
            floating=int(columns["floating"][i]),
            care=int(columns["care"][i]),
            merchants=int(columns["merchants"][i]),
            area=round(float(area[i]), 1),
            load=round(float(layout.load[i]), 2),
        )
        for i in range(len(layout.rows))
    ]
