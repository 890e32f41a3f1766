"""A connected part of one grid, as microgrids are drawn on it: buildings, each a chain that may be cut."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import numpy as np

from wangge.partition.connected import bits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from wangge.partition.dwellings import Block, Dwellings
    from wangge.partition.graph import Graph, Neighbours


T = TypeVar("T")


class Stretch(NamedTuple):
    """Blocks `start` to `end` (left out) of the chain of a patch's building."""

    building: int
    start: int
    end: int


class Piece(NamedTuple):
    """A microgrid to be: a connected set of stretches, one of a building, with its weight and cost."""

    stretches: tuple[Stretch, ...]
    weight: int
    cost: float


@dataclass(frozen=True, slots=True, eq=False)
class Patch:
    """n buildings: node (n,) in the graph; bits of the neighbours (n,); weight, x, y, compound, zone (n,).

    x and y are metres from their middle, `span` (n,) the way (east, north) from a building's first stairwell
    to its last; `area` is the ground of all of them in m².
    """

    node: NDArray[np.int64]
    beside: tuple[int, ...]
    weight: tuple[int, ...]
    x: tuple[float, ...]
    y: tuple[float, ...]
    span: tuple[tuple[float, float], ...]
    compound: tuple[int, ...]
    zone: tuple[int, ...]
    area: float
    dwellings: tuple[Dwellings, ...]

    def __len__(self) -> int:
        return len(self.weight)

    @property
    def total(self) -> int:
        """The households of all buildings."""
        return sum(self.weight)

    def part(self, inside: NDArray[np.int64]) -> Patch:
        """The patch of some of its buildings (indices, ascending), which must be connected."""
        place = {int(old): new for new, old in enumerate(inside)}
        share = len(inside) / len(self)

        def of(values: tuple[T, ...]) -> tuple[T, ...]:
            return tuple(values[i] for i in place)

        return Patch(
            node=self.node[inside],
            beside=tuple(sum(1 << place[j] for j in bits(self.beside[i]) if j in place) for i in place),
            weight=of(self.weight),
            x=of(self.x),
            y=of(self.y),
            span=of(self.span),
            compound=of(self.compound),
            zone=of(self.zone),
            area=self.area * share,
            dwellings=of(self.dwellings),
        )

    def chains(self, most: int, fineness: int) -> list[list[Block]]:
        """The blocks of every building."""
        return [homes.chain(most, fineness) for homes in self.dwellings]


def patch(
    graph: Graph,
    neighbours: Neighbours,
    nodes: NDArray[np.int64],
    homes: Sequence[Dwellings],
    spans: NDArray[np.float64],
) -> Patch:
    """The patch of some nodes of a graph; spans (n, 2) are those of all its nodes.

    Buildings are put in order along the longer way across the patch: `choosing` sweeps it from end to end.
    """
    nodes = nodes[np.argsort(_along(graph.x[nodes], graph.y[nodes]), kind="stable")]
    place = {int(node): i for i, node in enumerate(nodes)}
    beside = []
    for node in nodes:
        around = neighbours.target[neighbours.start[node] : neighbours.start[node + 1]]
        beside.append(sum(1 << place[other] for other in set(around.tolist()) if other in place))
    return Patch(
        node=nodes,
        beside=tuple(beside),
        weight=tuple(graph.weight[nodes].tolist()),
        x=tuple((graph.x[nodes] - graph.x[nodes].mean()).tolist()),
        y=tuple((graph.y[nodes] - graph.y[nodes].mean()).tolist()),
        span=tuple(map(tuple, spans[nodes].tolist())),
        compound=tuple(graph.compound[nodes].tolist()),
        zone=tuple(graph.zone[nodes].tolist()),
        area=float(graph.area[nodes].sum()),
        dwellings=tuple(homes[node] for node in nodes),
    )


def _along(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
    """How far along their principal axis points are, shape (n,)."""
    at = np.stack([x - x.mean(), y - y.mean()], axis=1)
    axis = np.linalg.eigh(at.T @ at)[1][:, -1]
    along: NDArray[np.float64] = np.round(at @ axis, 6)
    return along
