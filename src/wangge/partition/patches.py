"""A connected part of one grid, as microgrids are drawn on it: buildings, each a chain that may be cut."""

from __future__ import annotations

from dataclasses import dataclass
from operator import mul
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import numpy as np

from wangge.partition.inputs import NO_COMPOUND

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from wangge.partition.dwellings import Block, Dwellings
    from wangge.partition.graph import Graph, Neighbours
    from wangge.partition.inputs import Rule


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
    return np.round(at @ axis, 6)


def connected_sets(beside: Sequence[int], savings: Sequence[tuple[int, int]], most: int) -> Iterator[int]:
    """Every connected set of buildings (as bits) that may weigh at most `most`, each once.

    `savings` are the weight of each building and how much of it may be left out; two buildings of a set may
    be cut. The search tree is Wernicke's (2006).
    """
    for root in range(len(beside)):
        weight, saving = savings[root]
        below = (2 << root) - 1
        trail = [(1 << root, beside[root] & ~below, below, weight, saving, 0)]
        while trail:
            members, border, passed, held, first, second = trail.pop()
            if held - first - second > most:
                continue
            yield members
            while border:
                bit = border & -border
                border ^= bit
                passed |= bit
                new = bit.bit_length() - 1
                weight, saving = savings[new]
                a, b, _ = sorted((first, second, saving), reverse=True)
                wider = border | (beside[new] & ~passed & ~members)
                trail.append((members | bit, wider, passed, held + weight, a, b))


def bits(members: int) -> tuple[int, ...]:
    """The numbers of a set's members."""
    return tuple(i for i in range(members.bit_length()) if members >> i & 1)


class Tariff:
    """What a microgrid costs: the terms of J with the size aimed at as T, and a charge for every stretch."""

    STRETCH, OUTSIDE, ASTRAY = 50.0, 200.0, 10.0
    EVENNESS, COMPOUND, ZONE = 10.0, 0.3, 0.5

    def __init__(self, on: Patch, rule: Rule, aim: float) -> None:
        """Price microgrids of this size on this patch."""
        self.rule = rule
        number = max(round(on.total / aim), 1)
        self.aim = max(on.total / number, 1.0)
        self.disc = on.area / number / (2 * np.pi) or 1.0
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
        return (
            self.EVENNESS * ((weight - self.aim) / self.aim) ** 2
            + spread / (self.aim * self.disc)
            + self.COMPOUND * len({on.compound[i] for i in members} - {NO_COMPOUND})
            + self.ZONE * len({on.zone[i] for i in members})
            + self.STRETCH * len(members)
            + (self.OUTSIDE + self.ASTRAY * astray if astray else 0.0)
        )
