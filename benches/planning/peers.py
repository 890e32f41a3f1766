"""Other planners of grids, each run in a process of its own in the environment `.venv-bench`.

`python -m benches.planning.peers METHOD NODES EDGES K MIN MAX OUT` writes the label file OUT and prints, as
JSON, the seconds of the method alone. Each gets what it can use: METIS and KaHIP the households as weights,
K, and as the cost of cutting the metres of common border, less where a street, an arterial or a river runs
along it; one variant of METIS hears of compounds too, as borders dear to cut. The max-p of spopt gets the
households as what each grid needs, at least MIN; it makes its own number of grids and knows no MAX.

What METIS finds depends on the order of the nodes far more than on its seed: it runs in eleven orders, all of
which are written (columns grid, grid2, …), and the seconds are those of one; in one alone where there are
very many nodes.
"""

import importlib.metadata
import json
import random
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from benches.planning.instances import Instance, read, write_tries

Found = dict[int, object]
SEED, ORDERS, MANY = 1, 11, 30_000
CHEAPER = (1.0, 0.6, 0.2, 0.05)  # to cut along nothing, a street, an arterial, a river or railway
DEARER = 3.0  # to cut through a compound, where the method is told of compounds
QUIETLY = True
UNEVEN = 0.1  # how far from even METIS and KaHIP may stray: the best for METIS of 3, 10 and 20 %


class Compressed:
    """The instance as METIS and KaHIP take it: nodes from 0, edges both ways in rows."""

    def __init__(self, instance: Instance, *, compounds: bool = False) -> None:
        self.ids = list(instance.nodes)
        place = {node: i for i, node in enumerate(self.ids)}
        self.weights = [node.households for node in instance.nodes.values()]
        rows: list[list[tuple[int, int]]] = [[] for _ in self.ids]
        for a, b, length, barrier in instance.edges:
            together = instance.nodes[a].compound == instance.nodes[b].compound >= 0
            dear = DEARER if compounds and together else 1.0
            cost = max(round(10 * length * CHEAPER[barrier] * dear), 1)
            rows[place[a]].append((place[b], cost))
            rows[place[b]].append((place[a], cost))
        self.start = [0]
        self.target: list[int] = []
        self.cost: list[int] = []
        for row in rows:
            self.target += [other for other, _ in row]
            self.cost += [cost for _, cost in row]
            self.start.append(len(self.target))

    def found(self, parts: list[int]) -> Found:
        """The grid of each node by its id."""
        return dict(zip(self.ids, parts, strict=True))


def metis(
    instance: Instance, k: int, *, recursive: bool = False, compounds: bool = False
) -> Callable[[], Found]:
    """METIS: k-way made contiguous, or recursive bisection, which cannot be."""
    import pymetis  # noqa: PLC0415 - only this method's environment has it

    graph = Compressed(instance, compounds=compounds)
    uneven = 30 if recursive else round(1000 * UNEVEN)  # in bisection it adds up from cut to cut

    def run() -> Found:
        made = pymetis.part_graph(
            k,
            adjacency=pymetis.CSRAdjacency(graph.start, graph.target),
            vweights=graph.weights,
            eweights=graph.cost,
            recursive=recursive,
            options=pymetis.Options(seed=SEED, ufactor=uneven, contig=0 if recursive else 1),
        )
        return graph.found(list(made.vertex_part))

    return run


def kahip(instance: Instance, k: int) -> Callable[[], Found]:
    """KaHIP in its mode eco: knows no contiguity."""
    import kahip as library  # noqa: PLC0415

    graph = Compressed(instance)

    def run() -> Found:
        made = library.kaffpa(
            graph.weights, graph.start, graph.cost, graph.target, k, UNEVEN, QUIETLY, SEED, library.ECO
        )
        return graph.found(list(made[1]))

    return run


def maxp(instance: Instance, least: int) -> Callable[[], Found]:
    """The max-p of spopt: as many contiguous grids as can have `least` households, alike in place."""
    import geopandas  # noqa: PLC0415
    import numpy as np  # noqa: PLC0415
    from libpysal.weights import W  # noqa: PLC0415
    from spopt.region import MaxPHeuristic  # noqa: PLC0415

    ids = list(instance.nodes)
    place = {node: i for i, node in enumerate(ids)}
    around: dict[int, list[int]] = {i: [] for i in range(len(ids))}
    for a, b, _, _ in instance.edges:
        around[place[a]].append(place[b])
        around[place[b]].append(place[a])
    of = instance.nodes.values()
    points = geopandas.points_from_xy([node.x for node in of], [node.y for node in of])
    table = {"households": [n.households for n in of], "x": [n.x for n in of], "y": [n.y for n in of]}
    frame = geopandas.GeoDataFrame(table, geometry=points)

    def run() -> Found:
        np.random.seed(SEED)  # noqa: NPY002 - what the library draws from
        model = MaxPHeuristic(frame, W(around), ["x", "y"], "households", least, 2)
        model.solve()
        return dict(zip(ids, map(int, model.labels_), strict=True))

    return run


Prepare = Callable[[Instance, int, int], Callable[[], Found]]
METHODS: dict[str, tuple[str, int, Prepare]] = {  # by name: package, orders of the nodes to try, how
    "METIS k-way": ("pymetis", ORDERS, lambda instance, k, _: metis(instance, k)),
    "METIS k-way, told of compounds": (
        "pymetis",
        ORDERS,
        lambda instance, k, _: metis(instance, k, compounds=True),
    ),
    "METIS recursive": ("pymetis", ORDERS, lambda instance, k, _: metis(instance, k, recursive=True)),
    "KaHIP eco": ("kahip", 1, lambda instance, k, _: kahip(instance, k)),
    "spopt max-p": ("spopt", 1, lambda instance, _, least: maxp(instance, least)),
}


def orders(instance: Instance, count: int) -> list[Instance]:
    """The instance with its nodes as they stand and in other orders."""
    others = []
    for seed in range(1, count):
        ids = list(instance.nodes)
        random.Random(seed).shuffle(ids)  # noqa: S311 - nothing secret
        others.append(Instance({node: instance.nodes[node] for node in ids}, instance.edges))
    return [instance, *others]


def main() -> None:
    """Run one method on one instance."""
    method, nodes, edges, k, least, _, out = sys.argv[1:]
    package, count, prepare = METHODS[method]
    whole = read(Path(nodes), Path(edges))
    tries, seconds = [], []
    for instance in orders(whole, count if len(whole.nodes) < MANY else 1):
        run = prepare(instance, int(k), int(least))
        start = time.perf_counter()
        tries.append(run())
        seconds.append(time.perf_counter() - start)
    write_tries(Path(out), tries)
    told = {"seconds": statistics.median(seconds), "version": importlib.metadata.version(package)}
    print(json.dumps(told))


if __name__ == "__main__":
    main()
