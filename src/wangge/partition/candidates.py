"""Write down the microgrids that a patch could have: connected sets of buildings, some of them cut."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from wangge.partition.connected import bits, connected_sets
from wangge.partition.patches import Patch, Piece, Stretch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wangge.partition.dwellings import Block
    from wangge.partition.inputs import Rule
    from wangge.partition.tariff import Tariff

CROWD = 10_000


class _Part(NamedTuple):
    """A stretch of a building, the households it holds, and where on the building's span its middle is."""

    stretch: Stretch
    held: int
    middle: float


def pieces_of(
    on: Patch, chains: list[list[Block]], tariff: Tariff, most: int, *, strict: bool
) -> Iterator[Piece]:
    """Candidates: connected buildings, at most two of them cut; those out of range too unless `strict`.

    What a building has above the most and cannot be cut off weighs nothing when sets are put together.
    """
    parts = [_ends(b, chain) for b, chain in enumerate(chains)]
    over = [excess(chain, tariff.rule) for chain in chains]
    for b, chain in enumerate(chains):
        for part in _middles(b, chain, most):
            if not strict or not tariff.stray(part.held):
                yield Piece((part.stretch,), part.held, tariff.of((b,), (part.held,), (part.middle,)))
    savings = [
        (weight - more, max(weight - more - min((p.held for p in part), default=weight), 0))
        for weight, more, part in zip(on.weight, over, parts, strict=True)
    ]
    for seen, members in enumerate(connected_sets(on.beside, savings, most)):
        if seen > CROWD and len(on) > 1:
            raise OverflowError
        inside = bits(members)
        full = [_Part(Stretch(b, 0, len(chains[b])), on.weight[b], 0.0) for b in inside]
        weight = sum(part.held for part in full)
        for choice in _choices(full, parts, weight, most + sum(over[b] for b in inside)):
            held = [part.held for part in choice]
            total = sum(held)
            if not strict or not tariff.stray(total):
                cost = tariff.of(inside, held, [part.middle for part in choice])
                yield Piece(tuple(part.stretch for part in choice), total, cost)


def _choices(full: list[_Part], parts: list[list[_Part]], weight: int, most: int) -> Iterator[list[_Part]]:
    """The buildings whole, with one cut, with two cut: what weighs at most `most`."""
    if weight <= most:
        yield full
    for i, whole in enumerate(full):
        for part in parts[whole.stretch.building]:
            if weight - whole.held + part.held <= most:
                yield [*full[:i], part, *full[i + 1 :]]
    for i, j in combinations(range(len(full)), 2):
        rest = weight - full[i].held - full[j].held
        for one in parts[full[i].stretch.building]:
            for other in parts[full[j].stretch.building]:
                if rest + one.held + other.held <= most:
                    yield [*full[:i], one, *full[i + 1 : j], other, *full[j + 1 :]]


def excess(chain: list[Block], rule: Rule) -> int:
    """By how much the heaviest block of a chain is above the most."""
    return max(max(block.households for block in chain) - rule.max, 0)


def _ends(building: int, chain: list[Block]) -> list[_Part]:
    """The stretches from either end of a chain, but not all of it."""
    cuts = range(1, len(chain))
    return [
        _part(building, chain, start, end) for cut in cuts for start, end in ((0, cut), (cut, len(chain)))
    ]


def _middles(building: int, chain: list[Block], most: int) -> Iterator[_Part]:
    """The stretches that touch neither end, and single blocks however heavy."""
    for start in range(1, len(chain) - 1):
        for end in range(start + 1, len(chain)):
            part = _part(building, chain, start, end)
            if part.held > most and end > start + 1:
                break
            yield part


def _part(building: int, chain: list[Block], start: int, end: int) -> _Part:
    inside = chain[start:end]
    held = sum(block.households for block in inside)
    width = chain[-1].unit_to + 1
    places = sum(block.households * (block.unit_from + block.unit_to + 1) for block in inside)
    return _Part(Stretch(building, start, end), held, places / (2 * held * width) - 0.5 if held else 0.0)
