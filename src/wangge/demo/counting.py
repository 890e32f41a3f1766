"""Who is counted where: households to meet each strip's total, people to meet the estate's."""

from random import Random
from typing import Any


def households(specs: list[dict[str, Any]], target: int) -> list[int]:
    """Households of each house of a strip: its doors less a few maisonettes; they add up to `target`."""
    counted = [spec["units"] * spec["floors"] * spec["doors"] for spec in specs]
    spare = sum(counted) - target
    if not 0 <= spare <= 4 * len(specs):
        raise ValueError(f"{sum(counted)} doors cannot make {target} households")
    for turn in range(spare):
        counted[turn % len(counted)] -= 1
    return counted


def people(homes: list[int], total: int, random: Random) -> list[int]:
    """People of each house: by its households, some houses fuller than others, adding up to `total`."""
    weights = [count * random.uniform(0.93, 1.07) for count in homes]
    shares = [total * weight / sum(weights) for weight in weights]
    counted = [int(share) for share in shares]
    by_rest = sorted(range(len(homes)), key=lambda i: shares[i] - counted[i], reverse=True)
    for index in by_rest[: total - sum(counted)]:
        counted[index] += 1
    return counted
