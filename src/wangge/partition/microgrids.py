"""Draw microgrids, the smallest unit of work, inside grids; buildings are cut where they are too large."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.random import RandomState

from wangge.foundation.codes import number_in_order
from wangge.partition.covering import Divided, divide, nearest, unavoidable, whole_number
from wangge.partition.dwellings import FLOORS, blocks
from wangge.partition.errors import NothingToDivide
from wangge.partition.halving import halves
from wangge.partition.indivisible import (
    FloorTooLarge,
    GridTooSmall,
    NoMicrogridsFound,
    NoNumberOfMicrogrids,
)
from wangge.partition.inputs import Rule
from wangge.partition.nested import Microgrid, MicrogridFigures, Microgrids, Part, figures_of
from wangge.partition.patches import Patch, patch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from wangge.partition.dwellings import Dwellings
    from wangge.partition.errors import Infeasible
    from wangge.partition.graph import Graph

AIM = 0.8
WAYS, SMALL = 3, 60


def microgrids(
    graph: Graph,
    labels: NDArray[np.int64],
    rule: Rule,
    *,
    dwellings: Sequence[Dwellings],
    spans: NDArray[np.float64] | None = None,
    aim: float | None = None,
    seed: int = 0,
    lenient: bool = False,
) -> Microgrids:
    """Divide every grid into as many microgrids as suit, with the fewest buildings cut.

    labels (n,): the grid of each building, below 0 for none; dwellings (n): what each holds, adding up to
    `graph.weight`; spans (n, 2): metres east and north from a building's first stairwell to its last, by
    default eastward. rule.min to rule.max households each (rule.k is not looked at), `aim` the size
    preferred, by default four fifths of the most so that there is room to grow. A microgrid is connected:
    parts of a building are next to each other in the order of stairwells, and every part touches the
    building's neighbours.

    Patches of up to a few dozen buildings are solved to the optimum among candidates with at most two cut
    buildings each; larger ones are halved first, by `seed`. Raises Infeasible with a range that can be kept,
    or with `lenient` comes as near as it can and says why.
    """
    chosen = np.flatnonzero(labels >= 0)
    if not len(chosen):
        raise NothingToDivide
    neighbours, piece = graph.neighbours(), graph.pieces(labels)
    along = np.stack([np.sqrt(graph.area), 0 * graph.area], axis=1) if spans is None else spans
    size = aim or max(AIM * rule.max, rule.min)
    made: list[Microgrid] = []
    bound = 0
    troubled: list[tuple[int, Patch]] = []
    for grid in np.unique(labels[chosen]).tolist():
        inside = np.flatnonzero(labels == grid)
        stretches: list[tuple[Part, ...]] = []
        for number in np.unique(piece[inside]).tolist():
            on = patch(graph, neighbours, inside[piece[inside] == number], dwellings, along)
            divisions = _divisions(on, rule, size, RandomState(seed))
            cuts = sum(division.cuts for _, division in divisions)
            proven = unavoidable(on, rule, cuts)
            if any(division.outside for _, division in divisions):
                troubled.append((grid, on))
                proven = min(cuts, proven)
            bound += proven
            stretches += [parts for at, division in divisions for parts in _parts(at, division)]
        made += _numbered(graph, grid, stretches)
    figures = figures_of(made, rule, unavoidable=bound)
    reasons: dict[int, Infeasible] = {}
    for grid, on in troubled:
        reasons.setdefault(grid, _reason(on, rule, figures, grid, graph))
    if reasons and not lenient:
        raise next(iter(reasons.values()))
    return Microgrids(tuple(made), figures, reasons)


def _divisions(on: Patch, rule: Rule, aim: float, random: RandomState) -> list[tuple[Patch, Divided]]:
    """The patch divided at one go, or by halves; in range if that is found, else as near as can be."""
    try:
        found = divide(on, rule, aim)
    except OverflowError:
        return _halved(on, rule, aim, random)
    return [(on, found or nearest(on, rule, aim))]


def _halved(on: Patch, rule: Rule, aim: float, random: RandomState) -> list[tuple[Patch, Divided]]:
    best: list[tuple[Patch, Divided]] = []
    for sides in halves(on, rule, random)[: WAYS if len(on) <= SMALL else 1]:
        made = [each for side in sides for each in _divisions(on.part(side), rule, aim, random)]
        if not best or _outside(made) < _outside(best):
            best = made
        if not _outside(best):
            break
    return best


def _outside(made: list[tuple[Patch, Divided]]) -> int:
    return sum(division.outside for _, division in made)


def _parts(on: Patch, division: Divided) -> list[tuple[Part, ...]]:
    """The microgrids of a division, each as its parts in the order of buildings."""
    made = []
    for piece in division.pieces:
        parts: list[Part] = []
        for building, start, end in piece.stretches:
            homes, chain = on.dwellings[building], division.chains[building]
            parts += [
                Part(
                    int(on.node[building]),
                    homes.units[block.unit_from],
                    homes.units[block.unit_to],
                    homes.floors[block.floor_from],
                    homes.floors[block.floor_to],
                    block.households,
                    whole=end - start == len(chain),
                )
                for block in blocks(chain[start:end])
            ]
        made.append(tuple(parts))
    return made


def _numbered(graph: Graph, grid: int, made: list[tuple[Part, ...]]) -> list[Microgrid]:
    """Microgrids in the order of their centres: west before east, then north before south."""
    centres = []
    for parts in made:
        nodes = [part.building for part in parts]
        mass = np.array([max(part.households, 0.5) for part in parts])
        centres.append((float(graph.x[nodes] @ mass / mass.sum()), float(graph.y[nodes] @ mass / mass.sum())))
    order = number_in_order(centres)
    return [Microgrid(grid, number, parts) for number, parts in sorted(zip(order, made, strict=True))]


def _reason(on: Patch, rule: Rule, figures: MicrogridFigures, grid: int, graph: Graph) -> Infeasible:
    """Why a patch has microgrids out of range; the nearest range is the one that all drawn ones keep."""
    range_kept = Rule(min(rule.min, figures.least), max(rule.max, figures.most))
    heaviest, building = max(
        (block.households, b) for b, chain in enumerate(on.chains(rule.max, FLOORS)) for block in chain
    )
    node = int(on.node[building])
    facts: dict[str, object] = {
        "grid": grid,
        "min": rule.min,
        "max": rule.max,
        "weight": on.total,
        "buildings": len(on),
        "low": range_kept.min,
        "high": range_kept.max,
        "nearest": range_kept,
    }
    if heaviest > rule.max:
        name = int(graph.id[node]) if len(graph.id) else node
        return FloorTooLarge(**facts | {"weight": heaviest, "building": name})
    if on.total < rule.min:
        return GridTooSmall(**facts)
    if whole_number(on.total, rule) is None:
        return NoNumberOfMicrogrids(**facts)
    return NoMicrogridsFound(**facts)
