"""Connected sets of buildings, as bits."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


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
