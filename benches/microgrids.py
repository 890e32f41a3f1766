"""`make bench-microgrids`: microgrids of 30 to 80 households inside the grids of BS, their number free.

The grids are drawn by `wangge plan graph`; the microgrids come from the engine, building by building and
stairwell by stairwell, and are judged here from their parts alone: the households of each, whether it lies in
one grid and hangs together, whether every home is in exactly one, and how often buildings are cut beside the
fewest cuts that their sizes allow.
"""

import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from benches.planning.bars import Bar, missed
from benches.planning.instances import Instance, shared
from benches.planning.runs import wangge
from benches.table import print_table, verdict
from wangge.partition.dwellings import Dwellings, supposed
from wangge.partition.inputs import Rule
from wangge.partition.instances import read
from wangge.partition.microgrids import microgrids
from wangge.partition.nested import Microgrid, Part

LOW, HIGH, SECONDS = 30, 80, 30.0


@dataclass(frozen=True)
class Found:
    """What the scorer finds: torn ones have buildings that do not touch; lost homes are in none or in two."""

    count: int
    in_range: float
    astray: int
    torn: int
    lost: int
    splits: int
    needed: int


def unavoidable(instance: Instance, high: int) -> int:
    """The fewest cuts: a building larger than a microgrid may be is cut, whatever its neighbours do."""
    return sum(max(-(-node.households // high) - 1, 0) for node in instance.nodes.values())


def check(
    instance: Instance,
    labels: Mapping[int, str],
    made: Sequence[Microgrid],
    dwellings: Sequence[Dwellings],
) -> Found:
    """Judge microgrids by their parts; buildings are numbered in the order of the instance."""
    grid = [labels[node] for node in instance.nodes]
    around = neighbours(instance)
    buildings = [{part.building for part in each.parts} for each in made]
    homes = [
        [home for part in each.parts for home in inside(part, dwellings[part.building])] for each in made
    ]
    times = Counter(home for each in homes for home in each)
    every = {
        (building, i, j): number
        for building, of in enumerate(dwellings)
        for i, row in enumerate(of.homes)
        for j, number in enumerate(row)
    }
    held = [sum(every[home] for home in each) for each in homes]
    return Found(
        count=len(made),
        in_range=sum(LOW <= each <= HIGH for each in held) / len(held),
        astray=sum(len({grid[building] for building in each}) > 1 for each in buildings),
        torn=sum(not together(each, around) for each in buildings),
        lost=sum(number for home, number in every.items() if times[home] != 1),
        splits=sum(map(len, buildings)) - len(set().union(*buildings)),
        needed=unavoidable(instance, HIGH),
    )


def inside(part: Part, of: Dwellings) -> list[tuple[int, int, int]]:
    """The landings of a part: building, index of the stairwell, index of the floor."""
    return [
        (part.building, i, j)
        for i, unit in enumerate(of.units)
        for j, floor in enumerate(of.floors)
        if part.unit_from <= unit <= part.unit_to and part.floor_from <= floor <= part.floor_to
    ]


def neighbours(instance: Instance) -> list[set[int]]:
    """The buildings beside each building, all by their place in the instance."""
    place = {node: i for i, node in enumerate(instance.nodes)}
    around: list[set[int]] = [set() for _ in place]
    for a, b, _, _ in instance.edges:
        around[place[a]].add(place[b])
        around[place[b]].add(place[a])
    return around


def together(buildings: set[int], around: Sequence[set[int]]) -> bool:
    """Whether one can walk from any of the buildings to any other through them alone."""
    reached: set[int] = set()
    edge = {min(buildings)}
    while edge:
        reached |= edge
        edge = {other for building in edge for other in around[building]} & buildings - reached
    return reached == buildings


def main() -> int:
    """Draw grids, then microgrids in them; print and judge."""
    case = shared("BS")
    if case is None:
        print("BS is not at hand; name the folder of the data in WANGGE_SHARED")
        return verdict("microgrids", [])
    drawn = wangge(case, seconds=SECONDS)
    if not drawn.tries:
        return verdict("microgrids", [f"no grids: {drawn.said}"])
    instance, graph, labels = case.read(), read(case.nodes, case.edges), drawn.tries[0]
    dwellings = [supposed(node.households, units=node.units) for node in instance.nodes.values()]
    grid = np.array([int(labels[node]) for node in instance.nodes])
    start = time.perf_counter()
    made = microgrids(graph, grid, Rule(LOW, HIGH), dwellings=dwellings, seed=1, lenient=True)
    seconds = time.perf_counter() - start
    found = check(instance, labels, made.microgrids, dwellings)
    print_table(
        [vars(found) | {"needed by the engine's bound": made.figures.unavoidable, "s": round(seconds, 1)}]
    )
    for label, reason in made.reasons.items():
        print(f"grid {label}: {reason}")
    bars = [
        Bar("share of microgrids in range", found.in_range, 0.99, "≥"),
        Bar("microgrids in more than one grid", found.astray, 0, "="),
        Bar("microgrids torn", found.torn, 0, "="),
        Bar("households in no microgrid or in two", found.lost, 0, "="),
        Bar("buildings cut to unavoidable cuts", found.splits / max(found.needed, 1), 1.5),
    ]
    return verdict("microgrids", missed(bars, title=f"{found.count:,} microgrids in {case.k} grids of BS"))


if __name__ == "__main__":
    sys.exit(main())
