"""Divide a patch into microgrids: write down every candidate, choose the cheapest that cover it."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from wangge.partition.choosing import cover
from wangge.partition.dwellings import FINENESSES, FLOORS, TOO_LARGE
from wangge.partition.patches import Patch, Piece, Stretch, Tariff, bits, connected_sets

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wangge.partition.dwellings import Block
    from wangge.partition.inputs import Rule

CROWD, MANY = 10_000, 30
PROVABLE = 12


class Divided(NamedTuple):
    """The microgrids of a patch on its chains; `outside` of them out of range."""

    chains: list[list[Block]]
    pieces: list[Piece]
    outside: int

    @property
    def cuts(self) -> int:
        """Stretches beyond one a building."""
        return sum(len(piece.stretches) for piece in self.pieces) - len(self.chains)


class _Part(NamedTuple):
    """A stretch of a building, the households it holds, and where on the building's span its middle is."""

    stretch: Stretch
    held: int
    middle: float


def whole_number(total: int, rule: Rule) -> int | None:
    """The fewest microgrids in range that this many households can be shared among, if any."""
    fewest = max(-(-total // rule.max), 1)
    return fewest if rule.min * fewest <= total else None


def unavoidable(on: Patch, rule: Rule, found: int) -> int:
    """A lower bound of the cuts in any division of a patch that keeps to the rule.

    Buildings that share microgrids, directly or through others, form a connected group that needs some m
    microgrids, and joining b buildings to m microgrids takes b + m - 1 stretches: m - 1 cuts. So the bound is
    the cheapest partition of the patch into groups. Every building for itself gives a bound never above
    it, as ⌈a⌉ + ⌈b⌉ ≤ ⌈a + b⌉ + 1: that one is returned for more than 12 buildings, and where a division
    with so few cuts was `found` already.
    """
    alone = sum(max(-(-weight // rule.max) - 1, 0) for weight in on.weight)
    if found <= alone or len(on) > PROVABLE:
        return alone
    groups = []
    for members in connected_sets(on.beside, [(weight, weight) for weight in on.weight], on.total):
        inside = bits(members)
        number = whole_number(sum(on.weight[i] for i in inside), rule)
        if number:
            groups.append(Piece(tuple(Stretch(i, 0, 1) for i in inside), 0, number - 1))
    chosen = cover(groups, [1] * len(on))
    return alone if chosen is None else max(alone, round(sum(group.cost for group in chosen)))


def divide(on: Patch, rule: Rule, aim: float) -> Divided | None:
    """The division in range with the fewest cuts, then the least cost; None where there is none.

    Buildings are cut as coarsely as will do: finer only where nothing is found, or (stairwells) where that
    saves a cut of those that are not proven unavoidable. Raises OverflowError where there are too many
    candidates.
    """
    finest = on.chains(rule.max, FLOORS)
    if whole_number(on.total, rule) is None or any(_excess(chain, rule) for chain in finest):
        return None
    if len(on) > MANY:
        raise OverflowError
    best: Divided | None = None
    for fineness in FINENESSES:
        if best and (fineness == FLOORS or best.cuts <= unavoidable(on, rule, best.cuts)):
            break
        try:
            found = _covered(on, rule, aim, fineness, strict=True)
        except OverflowError:
            if best:
                break
            raise
        best = min(filter(None, (best, found)), key=lambda made: made.cuts, default=None)
    return best


def nearest(on: Patch, rule: Rule, aim: float) -> Divided:
    """The division with the fewest microgrids out of range, and those as little as possible."""
    if on.total < rule.min:
        chains = on.chains(on.total, TOO_LARGE)
        everything = tuple(Stretch(b, 0, 1) for b in range(len(on)))
        return Divided(chains, [Piece(everything, on.total, 0.0)], 1)
    for fineness in reversed(FINENESSES):
        try:
            found = _covered(on, rule, aim, fineness, strict=False)
        except OverflowError:
            continue
        if found:
            return found
    chains = on.chains(rule.max, TOO_LARGE)
    return _divided(chains, _apart(chains, Tariff(on, rule, aim)), rule)


def _covered(on: Patch, rule: Rule, aim: float, fineness: int, *, strict: bool) -> Divided | None:
    chains = on.chains(rule.max, fineness)
    most = rule.max if strict else rule.max + rule.min
    pieces: list[Piece] = []
    for piece in _pieces(on, chains, Tariff(on, rule, aim), most, strict=strict):
        pieces.append(piece)
        if len(pieces) > CROWD and len(on) > 1:
            raise OverflowError
    chosen = cover(pieces, [len(chain) for chain in chains])
    return _divided(chains, chosen, rule) if chosen else None


def _divided(chains: list[list[Block]], pieces: list[Piece], rule: Rule) -> Divided:
    return Divided(chains, pieces, sum(not rule.holds(piece.weight) for piece in pieces))


def _pieces(
    on: Patch, chains: list[list[Block]], tariff: Tariff, most: int, *, strict: bool
) -> Iterator[Piece]:
    """Candidates: connected buildings, at most two of them cut; those out of range too unless `strict`.

    What a building has above the most and cannot be cut off weighs nothing when sets are put together.
    """
    parts = [_ends(b, chain) for b, chain in enumerate(chains)]
    excess = [_excess(chain, tariff.rule) for chain in chains]
    for b, chain in enumerate(chains):
        for part in _middles(b, chain, most):
            if not strict or not tariff.stray(part.held):
                yield Piece((part.stretch,), part.held, tariff.of((b,), (part.held,), (part.middle,)))
    savings = [
        (weight - over, max(weight - over - min((p.held for p in part), default=weight), 0))
        for weight, over, part in zip(on.weight, excess, parts, strict=True)
    ]
    for seen, members in enumerate(connected_sets(on.beside, savings, most)):
        if seen > CROWD and len(on) > 1:
            raise OverflowError
        inside = bits(members)
        full = [_Part(Stretch(b, 0, len(chains[b])), on.weight[b], 0.0) for b in inside]
        weight = sum(part.held for part in full)
        for choice in _choices(full, parts, weight, most + sum(excess[b] for b in inside)):
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


def _excess(chain: list[Block], rule: Rule) -> int:
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


def _apart(chains: list[list[Block]], tariff: Tariff) -> list[Piece]:
    """Every block for itself: always a division, if a poor one."""
    return [
        Piece((Stretch(b, i, i + 1),), block.households, tariff.of((b,), (block.households,), (0.0,)))
        for b, chain in enumerate(chains)
        for i, block in enumerate(chain)
    ]
