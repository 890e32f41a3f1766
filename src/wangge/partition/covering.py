"""Divide a patch into microgrids with the fewest cuts, and say how many cuts there must be."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from wangge.partition.candidates import CROWD, excess, pieces_of
from wangge.partition.choosing import cover
from wangge.partition.connected import bits, connected_sets
from wangge.partition.dwellings import FINENESSES, FLOORS, TOO_LARGE
from wangge.partition.patches import Patch, Piece, Stretch
from wangge.partition.tariff import Tariff

if TYPE_CHECKING:
    from wangge.partition.dwellings import Block
    from wangge.partition.inputs import Rule

MANY = 30
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
    if whole_number(on.total, rule) is None or any(excess(chain, rule) for chain in finest):
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
    for piece in pieces_of(on, chains, Tariff(on, rule, aim), most, strict=strict):
        pieces.append(piece)
        if len(pieces) > CROWD and len(on) > 1:
            raise OverflowError
    chosen = cover(pieces, [len(chain) for chain in chains])
    return _divided(chains, chosen, rule) if chosen else None


def _divided(chains: list[list[Block]], pieces: list[Piece], rule: Rule) -> Divided:
    return Divided(chains, pieces, sum(not rule.holds(piece.weight) for piece in pieces))


def _apart(chains: list[list[Block]], tariff: Tariff) -> list[Piece]:
    """Every block for itself: always a division, if a poor one."""
    return [
        Piece((Stretch(b, i, i + 1),), block.households, tariff.of((b,), (block.households,), (0.0,)))
        for b, chain in enumerate(chains)
        for i, block in enumerate(chain)
    ]
