"""What whole buildings can add up to: the sums of subsets as the bits of one whole number."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST = 4_000_000


def sums(weights: NDArray[np.int64], most: int, *, enough: tuple[int, int] | None = None) -> int:
    """Bit s is set where some of the weights, or none of them (s = 0), add up to s ≤ most.

    Equal weights are taken by powers of two, so that n weights take few shifts. Where every sum within
    `enough` has been reached the rest is left out: larger sums may then be missing.
    """
    mask = (1 << (most + 1)) - 1
    full = 0 if enough is None else _window(*enough)
    reached = 1
    values, counts = np.unique(weights[(weights > 0) & (weights <= most)], return_counts=True)
    for weight, count in zip(values.tolist(), counts.tolist(), strict=True):
        left, several = min(count, most // weight), 1
        while left > 0:
            taken = min(several, left)
            reached |= (reached << (weight * taken)) & mask
            left, several = left - taken, several * 2
        if full and reached & full == full:
            break
    return reached


def least(reached: int, low: int) -> int | None:
    """The least sum of at least `low`."""
    above = reached >> low
    return low + (above & -above).bit_length() - 1 if above else None


def greatest(reached: int, high: int) -> int | None:
    """The greatest sum of at most `high`."""
    below = reached & ((1 << (high + 1)) - 1)
    return below.bit_length() - 1 if below else None


def listed(reached: int) -> NDArray[np.int64]:
    """The sums themselves, rising."""
    raw = np.frombuffer(reached.to_bytes(reached.bit_length() // 8 + 1, "little"), dtype=np.uint8)
    return np.flatnonzero(np.unpackbits(raw, bitorder="little")).astype(np.int64)


def without(weights: NDArray[np.int64], weight: int, most: int) -> int:
    """The sums of all weights but one of this size."""
    place = int(np.flatnonzero(weights == weight)[0])
    return sums(np.delete(weights, place), most)


def touches(reached: int, low: int, high: int) -> bool:
    """Whether some sum is at least `low` and at most `high`."""
    return high >= 0 and bool(reached & _window(max(low, 0), high))


def _window(low: int, high: int) -> int:
    return ((1 << (high + 1)) - 1) & ~((1 << low) - 1)
