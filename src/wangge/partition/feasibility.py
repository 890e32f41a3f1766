"""Whether any division can keep to a rule, why not, and the nearest rule that can be met."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import numpy as np

from wangge.partition.errors import (
    BuildingTooLarge,
    Infeasible,
    MoreGridsThanBuildings,
    MorePartsThanGrids,
    NoNumberOfGrids,
    TooFewForOneGrid,
    WrongNumberOfGrids,
)
from wangge.partition.inputs import Rule

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wangge.partition.graph import Graph


def fewest_and_most(graph: Graph, rule: Rule) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The fewest and the most grids in range that each connected part can be shared among, shape (parts,).

    By weight alone: whether whole buildings add up to it is for the solver to find out.
    """
    part = graph.pieces()
    held = np.bincount(part, weights=graph.weight).astype(np.int64)
    fewest = np.maximum(-(-held // rule.max), 1)
    most = np.bincount(part)
    if rule.min > 0:
        most = np.minimum(most, held // rule.min)
    return fewest, most


def refusal(graph: Graph, rule: Rule) -> Infeasible | None:
    """The first reason why no division keeps to this rule, or None where none is known."""
    part = graph.pieces()
    facts: dict[str, object] = {
        "min": rule.min,
        "max": rule.max,
        "k": rule.k,
        "parts": int(part.max()) + 1,
        "buildings": len(graph),
        "weight": graph.total,
        "nearest": nearest(graph, rule),
    }
    return _uncoverable(facts, rule) or _out_of_range(graph, rule, facts) or _wrong_number(graph, rule, facts)


def _uncoverable(facts: dict[str, object], rule: Rule) -> Infeasible | None:
    """Numbers of grids that cannot be drawn at all, whatever their size."""
    if rule.k is not None and rule.k > cast("int", facts["buildings"]):
        return MoreGridsThanBuildings(**facts)
    if rule.k is not None and rule.k < cast("int", facts["parts"]):
        return MorePartsThanGrids(**facts)
    return None


def _out_of_range(graph: Graph, rule: Rule, facts: dict[str, object]) -> Infeasible | None:
    """A building or a part that cannot be in range in any division."""
    heaviest = int(graph.weight.argmax())
    if graph.weight[heaviest] > rule.max:
        name = int(graph.id[heaviest]) if len(graph.id) else heaviest
        return BuildingTooLarge(**facts | {"building": name, "weight": int(graph.weight[heaviest])})
    part = graph.pieces()
    held = np.bincount(part, weights=graph.weight)
    least = int(held.argmin())
    if held[least] < rule.min:
        alone = {"buildings": int((part == least).sum()), "weight": int(held[least])}
        return TooFewForOneGrid(**facts | alone)
    return None


def _wrong_number(graph: Graph, rule: Rule, facts: dict[str, object]) -> Infeasible | None:
    """A range that no number of grids suits, or not the number asked for."""
    fewest, most = fewest_and_most(graph, rule)
    if (fewest > most).any():
        held = np.bincount(graph.pieces(), weights=graph.weight)
        return NoNumberOfGrids(**facts | {"weight": int(held[(fewest > most).argmax()])})
    if rule.k is not None and not fewest.sum() <= rule.k <= most.sum():
        return WrongNumberOfGrids(**facts)
    return None


def nearest(graph: Graph, rule: Rule) -> Rule:
    """The rule closest to this one that weights alone do not rule out: range first, then number."""
    held = np.bincount(graph.pieces(), weights=graph.weight).astype(np.int64)
    low, high = min(rule.min, int(held.min())), max(rule.max, int(graph.weight.max()))
    for weight in held.tolist():
        low, high = _widened(weight, low, high)
    wide = Rule(low, high, rule.k)
    if rule.k is None:
        return wide
    fewest, most = fewest_and_most(graph, wide)
    return wide.with_k(int(np.clip(rule.k, fewest.sum(), max(most.sum(), fewest.sum()))))


def _widened(weight: int, low: int, high: int) -> tuple[int, int]:
    """The range with the smaller change that lets a weight be shared among a whole number of grids."""
    more = max(-(-weight // high), 1)
    fewer = weight // low if low else more
    if fewer >= more:
        return low, high
    lower, higher = weight // more, -(-weight // fewer)
    return (lower, high) if low - lower <= higher - high else (low, higher)


def numbers_to_try(graph: Graph, rule: Rule) -> list[int]:
    """Numbers of grids for a free k: nearest to total over the middle of the range first."""
    fewest, most = fewest_and_most(graph, rule)
    lowest = min(int(fewest.sum()), len(graph))
    highest = max(int(most.sum()), lowest)
    start = min(max(round(2 * graph.total / (rule.min + rule.max)), lowest), highest)
    reach = range(max(lowest, start - 3), min(highest, start + 3) + 1)
    return sorted(reach, key=lambda k: (abs(k - start), k))


def shares(graph: Graph, rule: Rule, k: int) -> NDArray[np.int64]:
    """How many of k grids each connected part gets, shape (parts,); needs parts ≤ k ≤ n.

    Parts get what they need at least, then by largest mean weight (Webster's method).
    """
    part = graph.pieces()
    held, size = np.bincount(part, weights=graph.weight), np.bincount(part)
    fewest, most = fewest_and_most(graph, rule)
    share = np.minimum(fewest, size)
    while share.sum() > k:
        share[np.where(share > 1, held / share, np.inf).argmin()] -= 1
    while share.sum() < k:
        urgency = np.where(share < size, held / (share + 0.5), -np.inf)
        within = np.where(share < most, urgency, -np.inf)
        share[(within if np.isfinite(within).any() else urgency).argmax()] += 1
    return share.astype(np.int64)
