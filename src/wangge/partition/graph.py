"""The instance a division is solved on: cells with weights, and which cells touch."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from wangge.partition.inputs import ARTERIAL

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wangge.partition.inputs import Buildings, Measure
    from wangge.partition.tessellation import Tessellation


class Neighbours(NamedTuple):
    """Edges in both directions, by node: those of v are at start[v]:start[v + 1] in target and barrier."""

    start: NDArray[np.int64]
    target: NDArray[np.int64]
    barrier: NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Graph:
    """n nodes and m edges.

    Shapes (n,): x, y in metres; weight (households or people); area in m²; compound and zone numbers
    (-1 is none; a zone is what rivers and arterials separate); id, or empty. work is the load that grids
    share evenly, or empty where that is the weight; inner the second moment (weight·m²) of nodes that stand
    for several buildings, or empty. Shapes (m,): a, b node indices; length of the shared border in metres;
    barrier class 0 none, 1 street, 2 arterial, 3 river or railway.
    """

    x: NDArray[np.float64]
    y: NDArray[np.float64]
    weight: NDArray[np.int64]
    area: NDArray[np.float64]
    compound: NDArray[np.int64]
    zone: NDArray[np.int64]
    a: NDArray[np.int64]
    b: NDArray[np.int64]
    length: NDArray[np.float64]
    barrier: NDArray[np.int64]
    id: NDArray[np.int64] = field(default_factory=lambda: np.empty(0, dtype=np.int64))
    work: NDArray[np.float64] = field(default_factory=lambda: np.empty(0))
    inner: NDArray[np.float64] = field(default_factory=lambda: np.empty(0))

    def __len__(self) -> int:
        return len(self.x)

    @property
    def total(self) -> int:
        """The weight of all nodes together."""
        return int(self.weight.sum())

    @property
    def load(self) -> NDArray[np.float64]:
        """What grids share evenly, shape (n,): the work where it is given, else the weight."""
        return self.work if len(self.work) else self.weight.astype(np.float64)

    @property
    def moment(self) -> NDArray[np.float64]:
        """The second moment within each node, shape (n,), in weight·m²."""
        return self.inner if len(self.inner) else np.zeros(len(self))

    def neighbours(self) -> Neighbours:
        """The edges by node."""
        source = np.concatenate([self.a, self.b])
        target = np.concatenate([self.b, self.a])
        order = np.lexsort((target, source))
        start = np.zeros(len(self) + 1, dtype=np.int64)
        np.cumsum(np.bincount(source, minlength=len(self)), out=start[1:])
        return Neighbours(start, target[order], np.concatenate([self.barrier, self.barrier])[order])

    def pieces(self, labels: NDArray[np.int64] | None = None, *, below: int = 4) -> NDArray[np.int64]:
        """The connected piece of each node, shape (n,), over edges inside one label and under a barrier."""
        keep = self.barrier < below
        if labels is not None:
            keep &= labels[self.a] == labels[self.b]
        ones = np.ones(int(keep.sum()), dtype=np.int8)
        matrix = coo_array((ones, (self.a[keep], self.b[keep])), shape=(len(self), len(self)))
        return np.asarray(connected_components(matrix, directed=False)[1], dtype=np.int64)

    def part(self, nodes: NDArray[np.int64]) -> Graph:
        """The graph of some nodes (indices, each once) and the edges between them, in the order given."""
        place = np.full(len(self), -1, dtype=np.int64)
        place[nodes] = np.arange(len(nodes))
        kept = (place[self.a] >= 0) & (place[self.b] >= 0)
        columns = ("x", "y", "weight", "area", "compound", "zone", "id", "work", "inner")
        of_node = {
            name: values[nodes] if len(values) else values
            for name, values in ((name, getattr(self, name)) for name in columns)
        }
        return Graph(
            a=place[self.a[kept]],
            b=place[self.b[kept]],
            length=self.length[kept],
            barrier=self.barrier[kept],
            **of_node,
        )


def placed(values: NDArray[np.int64], among: NDArray[np.int64]) -> NDArray[np.int64]:
    """Where each value (n,) stands among sorted ones that differ (m,), -1 for those not there."""
    if len(among) == 0:
        return np.full(len(values), -1, dtype=np.int64)
    place = np.minimum(np.searchsorted(among, values), len(among) - 1)
    return np.where(among[place] == values, place, -1).astype(np.int64)


def summed(of: NDArray[np.int64], values: NDArray[Any], count: int = 0) -> NDArray[np.float64]:
    """The sums of values (n,) by the group of each (n,), shape (count or the largest group + 1,)."""
    return np.bincount(of, weights=values, minlength=count).astype(np.float64)


def from_tessellation(buildings: Buildings, cells: Tessellation, *, measure: Measure = "households") -> Graph:
    """The instance of buildings on their cells; zones are what barriers of class 2 and 3 separate."""
    bare = Graph(
        x=buildings.x,
        y=buildings.y,
        weight=buildings.households if measure == "households" else buildings.people,
        area=cells.area,
        compound=buildings.compound,
        zone=np.zeros(len(buildings), dtype=np.int64),
        a=cells.a,
        b=cells.b,
        length=cells.length,
        barrier=cells.barrier,
        id=buildings.id,
    )
    bare.zone[:] = bare.pieces(below=ARTERIAL)
    return bare
