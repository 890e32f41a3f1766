"""Whether any division can keep to a rule, why not, and the nearest rule that can be met."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from wangge.partition.errors import (
    BuildingFitsNowhere,
    BuildingTooLarge,
    BuildingUnusable,
    Infeasible,
    MoreGridsThanBuildings,
    MorePartsThanGrids,
    NoNumberOfGrids,
    TooFewForOneGrid,
    WholeBuildingsDoNotAddUp,
    WholeBuildingsMakeAnotherNumber,
    WrongNumberOfGrids,
)
from wangge.partition.inputs import Rule
from wangge.partition.nearest import nearest_range
from wangge.partition.numbers import PATIENCE, SMALL, added, bits, numbers
from wangge.partition.shares import fewest_and_most
from wangge.partition.sums import MOST, touches, without
from wangge.partition.surroundings import NONE, UNKNOWN, surroundings

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wangge.partition.graph import Graph


class Reason(NamedTuple):
    """Why not: the refusal, and the facts of its own that it names."""

    refused: type[Infeasible]
    facts: dict[str, object]


def refusal(graph: Graph, rule: Rule) -> Infeasible | None:
    """The first reason why no division keeps to this rule, or None where none is known.

    Every reason is proven. For parts of up to some 40 buildings none is missed; in larger ones it may take a
    search to find that what weights and surroundings allow cannot be put together. Raises BuildingUnusable
    where a place or a number is none.
    """
    _expect_sound(graph)
    reason = _uncoverable(graph, rule) or _reason(graph, rule)
    if reason is None:
        return None
    facts = {"min": rule.min, "max": rule.max, "k": rule.k, "buildings": len(graph), "weight": graph.total}
    return reason.refused(**facts | reason.facts, nearest=nearest(graph, rule))


def _expect_sound(graph: Graph) -> None:
    """Places are finite; areas, weights and loads are finite and not below 0."""
    counted = (graph.area, graph.weight, graph.load)
    sound = np.isfinite(graph.x) & np.isfinite(graph.y)
    for values in counted:
        sound &= np.isfinite(values) & (values >= 0)
    if not sound.all():
        raise BuildingUnusable(**_building(graph, int(sound.argmin())))


def _reason(graph: Graph, rule: Rule) -> Reason | None:
    return (
        _out_of_range(graph, rule)
        or _wrong_number(graph, rule)
        or _fits_nowhere(graph, rule)
        or _does_not_add_up(graph, rule)
    )


def _uncoverable(graph: Graph, rule: Rule) -> Reason | None:
    """Numbers of grids that cannot be drawn at all, whatever their size."""
    if rule.k is not None and rule.k > len(graph):
        return Reason(MoreGridsThanBuildings, {})
    parts = int(graph.pieces().max()) + 1
    return Reason(MorePartsThanGrids, {"parts": parts}) if rule.k is not None and rule.k < parts else None


def _out_of_range(graph: Graph, rule: Rule) -> Reason | None:
    """A building or a part that cannot be in range in any division."""
    heaviest = int(graph.weight.argmax())
    if graph.weight[heaviest] > rule.max:
        return Reason(BuildingTooLarge, _building(graph, heaviest))
    part = graph.pieces()
    held = np.bincount(part, weights=graph.weight)
    least = int(held.argmin())
    if held[least] < rule.min:
        return Reason(TooFewForOneGrid, _part(graph, part == least))
    return None


def _wrong_number(graph: Graph, rule: Rule) -> Reason | None:
    """A range that no number of grids suits, or not the number asked for."""
    fewest, most = fewest_and_most(graph, rule)
    if (fewest > most).any():
        part = graph.pieces() == (fewest > most).argmax()
        return Reason(NoNumberOfGrids, _part(graph, part))
    if rule.k is not None and not fewest.sum() <= rule.k <= most.sum():
        return Reason(WrongNumberOfGrids, {})
    return None


def _fits_nowhere(graph: Graph, rule: Rule) -> Reason | None:
    """A building that is in no connected set in range, or in no set at all."""
    around = surroundings(graph, rule)
    lost = np.flatnonzero(around == NONE)
    if len(lost):
        return Reason(BuildingFitsNowhere, _building(graph, int(lost[graph.weight[lost].argmax()])))
    unknown = np.flatnonzero(around == UNKNOWN)
    if len(unknown) == 0 or rule.max > MOST:
        return None
    part = graph.pieces()
    _, first = np.unique(np.stack([part[unknown], graph.weight[unknown]]), axis=1, return_index=True)
    for node in unknown[first].tolist():
        weight = int(graph.weight[node])
        others = without(graph.weight[part == part[node]], weight, rule.max)
        if not touches(others, rule.min - weight, rule.max - weight):
            return Reason(BuildingFitsNowhere, _building(graph, node))
    return None


def _does_not_add_up(graph: Graph, rule: Rule) -> Reason | None:
    """Small parts whose buildings cannot be joined into any number of grids, or not the number asked for."""
    possible = _numbers(graph, rule)
    for number, found in enumerate(possible):
        if found == 0:
            return Reason(WholeBuildingsDoNotAddUp, _part(graph, graph.pieces() == number))
    together = _together(possible)
    if rule.k is not None and together is not None and not together >> rule.k & 1:
        return Reason(WholeBuildingsMakeAnotherNumber, {})
    return None


def _numbers(graph: Graph, rule: Rule) -> list[int | None]:
    """The numbers of grids that each part can be divided into, as bits; None for one too large to know."""
    part = graph.pieces()
    size = np.bincount(part)
    patience = PATIENCE // max(int((size <= SMALL).sum()), 1)
    members = np.split(np.argsort(part, kind="stable"), np.cumsum(size)[:-1])
    return [
        numbers(graph.part(nodes), rule.min, rule.max, patience=patience) if len(nodes) <= SMALL else None
        for nodes in members
    ]


def _together(possible: list[int | None]) -> int | None:
    """The numbers of grids of all parts, as bits; None where that of one is not known."""
    known = [each for each in possible if each is not None]
    return reduce(added, known, 1) if len(known) == len(possible) else None


def nearest(graph: Graph, rule: Rule) -> Rule:
    """The nearest rule that nothing known speaks against: first the range, then the number."""

    def fits(low: int, high: int) -> bool:
        return _reason(graph, Rule(low, high)) is None

    wide = nearest_range(graph, rule, fits, thorough=len(graph) <= SMALL)
    if rule.k is None:
        return wide
    possible = _together(_numbers(graph, wide))
    if possible:
        asked = rule.k
        return wide.with_k(min(bits(possible), key=lambda k: (abs(k - asked), k)))
    fewest, most = fewest_and_most(graph, wide)
    return wide.with_k(int(np.clip(rule.k, fewest.sum(), max(most.sum(), fewest.sum()))))


def _building(graph: Graph, node: int) -> dict[str, object]:
    name = int(graph.id[node]) if len(graph.id) else node
    return {"building": name, "weight": int(graph.weight[node])}


def _part(graph: Graph, nodes: NDArray[np.bool_]) -> dict[str, object]:
    return {"buildings": int(nodes.sum()), "weight": int(graph.weight[nodes].sum())}
