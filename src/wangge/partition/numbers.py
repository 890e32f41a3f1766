"""Into how many grids in range a small part can be divided, exactly."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wangge.partition.graph import Graph

SMALL = 40
PATIENCE = 20_000


class _OutOfPatienceError(Exception):
    """Too many ways to look at."""


def numbers(graph: Graph, low: int, high: int, *, patience: int = PATIENCE) -> int | None:
    """Bit k is set where the graph can be divided into k connected grids of low … high; None if unknown.

    Exact, by going through the connected sets around one node after the other; what is left falls into pieces
    that are looked at on their own and remembered. Unknown beyond SMALL nodes or `patience` sets.
    """
    if len(graph) > SMALL:
        return None
    beside = [0] * len(graph)
    for a, b in zip(graph.a.tolist(), graph.b.tolist(), strict=True):
        beside[a] |= 1 << b
        beside[b] |= 1 << a
    ways = _Ways(beside, graph.weight.tolist(), low, high, patience)
    try:
        return reduce(added, map(ways.numbers, ways.pieces((1 << len(graph)) - 1)), 1)
    except _OutOfPatienceError:
        return None


def added(some: int, more: int) -> int:
    """The numbers that are a sum of one of `some` and one of `more`, all as bits."""
    return reduce(or_, (some << k for k in bits(more)), 0)


def bits(of: int) -> Iterator[int]:
    """The places of the bits that are set, rising."""
    while of:
        lowest = of & -of
        yield lowest.bit_length() - 1
        of ^= lowest


@dataclass(eq=False)
class _Ways:
    """The search: sets of nodes are the bits of whole numbers."""

    beside: list[int]
    weight: list[int]
    low: int
    high: int
    patience: int
    known: dict[int, int] = field(default_factory=dict)

    def numbers(self, piece: int) -> int:
        """The numbers of grids that a connected piece can be divided into."""
        if piece not in self.known:
            self.known[piece] = self._found(piece)
        return self.known[piece]

    def _found(self, piece: int) -> int:
        possible = self._by_weight(piece)
        found = 0
        if not possible:
            return found
        root = min(bits(piece), key=lambda v: ((self.beside[v] & piece).bit_count(), -self.weight[v]))
        for grid in self._grids(1 << root, self.beside[root] & piece, piece & ~(1 << root), root):
            pieces = list(self.pieces(piece & ~grid))
            if all(self._by_weight(each) for each in pieces):
                found |= reduce(added, map(self.numbers, pieces), 1) << 1
            if found & possible == possible:
                break
        return found & possible

    def _by_weight(self, piece: int) -> int:
        """The numbers of grids that the piece's weight and its number of nodes leave open."""
        held = sum(self.weight[v] for v in bits(piece))
        most = piece.bit_count() if self.low == 0 else min(piece.bit_count(), held // self.low)
        fewest = max(-(-held // self.high), 1)
        return (1 << (most + 1)) - (1 << fewest) if fewest <= most else 0

    def _grids(self, grid: int, border: int, free: int, root: int) -> Iterator[int]:
        """The connected sets in range that hold this one and else only free nodes, each once."""
        stack = [(grid, border & free, free, self.weight[root])]
        while stack:
            self.patience -= 1
            if self.patience < 0:
                raise _OutOfPatienceError
            grid, border, free, held = stack.pop()
            if not border:
                if self.low <= held <= self.high:
                    yield grid
                continue
            lowest = border & -border
            v = lowest.bit_length() - 1
            stack.append((grid, border & ~lowest, free & ~lowest, held))
            if held + self.weight[v] <= self.high:
                rest = free & ~lowest
                stack.append((grid | lowest, (border | self.beside[v]) & rest, rest, held + self.weight[v]))

    def pieces(self, nodes: int) -> Iterator[int]:
        """The connected pieces of a set of nodes."""
        while nodes:
            piece = edge = nodes & -nodes
            while edge:
                beside = reduce(or_, (self.beside[v] for v in bits(edge)))
                edge = beside & nodes & ~piece
                piece |= edge
            yield piece
            nodes &= ~piece
