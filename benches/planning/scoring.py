"""An independent scorer of grids: plain Python over the files, knowing nothing of the engine.

J = Σ over grids [10·((W − T)/T)² + Q/(T·i₀)] + 0.3·(compound–grid pairs) + 0.5·(zone–grid pairs), where W is
the households of a grid, T = households / k, Q = Σ households·|x − centroid|² (m²) and i₀ = Σ area / k / 2π.
"""

import math
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from statistics import median

from benches.planning.instances import Instance

ARTERIAL = 2
Labels = Mapping[int, Hashable]


@dataclass(frozen=True)
class Score:
    """The figures of a division.

    in_range: share of grids within the range; rms: metres; avoid: compound pieces beyond ⌈households / max⌉;
    barx: pieces joined only across arterials, rivers or railways; max_dev: largest |W − T|/T; torn: grids in
    more than one piece; k: grids that have a node; missing: nodes that have no grid.
    """

    k: int
    objective: float
    in_range: float
    rms: float
    avoid: int
    barx: int
    max_dev: float
    torn: int
    missing: int


def score(instance: Instance, labels: Labels, *, low: int, high: int, k: int | None = None) -> Score:
    """Score a division; `k` is the number of grids asked for, where one was: an empty grid weighs nothing."""
    placed = {node: labels[node] for node in instance.nodes if node in labels}
    grids = members(placed)
    asked = max(k or 0, len(grids))
    held = [sum(instance.nodes[node].households for node in nodes) for nodes in grids.values()]
    held += [0] * (asked - len(grids))
    mean = instance.households / asked or 1.0
    spread = sum(_spread(instance, nodes) for nodes in grids.values())
    disc = instance.area / asked / (2 * math.pi) or 1.0
    compounds = _pairs({node: instance.nodes[node].compound for node in placed}, placed)
    zones = _pairs({node: instance.nodes[node].zone for node in placed}, placed)
    whole = pieces(instance, placed)
    return Score(
        k=len(grids),
        objective=sum(10 * ((each - mean) / mean) ** 2 for each in held)
        + spread / (mean * disc)
        + 0.3 * len(compounds)
        + 0.5 * len(zones),
        in_range=sum(low <= each <= high for each in held) / asked,
        rms=math.sqrt(spread / max(instance.households, 1)),
        avoid=_avoidable(instance, compounds, high),
        barx=sum(pieces(instance, placed, below=ARTERIAL).values()) - sum(whole.values()),
        max_dev=max(abs(each - mean) for each in held) / mean,
        torn=sum(count > 1 for count in whole.values()),
        missing=len(instance.nodes) - len(placed),
    )


def middle(scores: Sequence[Score]) -> Score:
    """The median of every figure on its own."""
    figures = [field.name for field in fields(Score)]
    return Score(**{name: median(getattr(each, name) for each in scores) for name in figures})


def members(labels: Labels) -> dict[Hashable, list[int]]:
    """The nodes of each grid."""
    grids = defaultdict(list)
    for node, grid in labels.items():
        grids[grid].append(node)
    return grids


def pieces(instance: Instance, labels: Labels, *, below: int = 4) -> dict[Hashable, int]:
    """How many connected pieces each grid is in, over edges of a lower barrier class than `below`."""
    root = {node: node for node in labels}

    def top(node: int) -> int:
        while root[node] != node:
            root[node] = root[root[node]]
            node = root[node]
        return node

    for a, b, _, barrier in instance.edges:
        if barrier < below and a in labels and b in labels and labels[a] == labels[b]:
            root[top(a)] = top(b)
    count: dict[Hashable, int] = defaultdict(int)
    for node, grid in labels.items():
        count[grid] += top(node) == node
    return count


def _spread(instance: Instance, nodes: Iterable[int]) -> float:
    """Households times the square of their distance to the grid's centroid."""
    of = [instance.nodes[node] for node in nodes]
    weight = sum(node.households for node in of)
    if weight == 0:
        return 0.0
    x = sum(node.households * node.x for node in of) / weight
    y = sum(node.households * node.y for node in of) / weight
    return sum(node.households * ((node.x - x) ** 2 + (node.y - y) ** 2) for node in of)


def _pairs(groups: Mapping[int, int], labels: Labels) -> set[tuple[int, Hashable]]:
    """Distinct pairs of a group and a grid; -1 is no group."""
    return {(group, labels[node]) for node, group in groups.items() if group >= 0}


def _avoidable(instance: Instance, compounds: Iterable[tuple[int, Hashable]], high: int) -> int:
    """Pieces of compounds beyond those that the largest grid allowed makes necessary."""
    held: dict[int, int] = defaultdict(int)
    found: dict[int, int] = defaultdict(int)
    for node in instance.nodes.values():
        held[node.compound] += node.households
    for compound, _ in compounds:
        found[compound] += 1
    return sum(max(count - max(math.ceil(held[name] / high), 1), 0) for name, count in found.items())
