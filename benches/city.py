"""`make bench-city`: a city of 100,000 buildings from points and roads to the polygons of its grids.

`python -m benches.city [BUILDINGS]` measures the engine in a process of its own: seconds, peak memory. What
that wrote is scored with the benches' own scorer; METIS and KaHIP run on the same ground.
"""

import json
import resource
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import shapely

from benches.planning.bars import Bar, missed, row, whole
from benches.planning.city import city
from benches.planning.instances import Case, Instance, Node, tries, write, write_labels
from benches.planning.runs import Made, peer, run
from benches.planning.scoring import middle, score
from benches.table import print_table, verdict
from wangge.partition.graph import Graph, from_tessellation
from wangge.partition.inputs import Rule
from wangge.partition.outline import outlines
from wangge.partition.solve import solve
from wangge.partition.tessellation import tessellate

COUNT, LOW, HIGH, MEAN = 100_000, 300, 500, 400
SOLVING = 60.0  # seconds that the search is given
PATIENCE = 180.0
PEERS = ("METIS k-way", "KaHIP eco")


def draw(count: int, folder: Path) -> None:
    """Lay out a city, draw its grids, write instance and labels, and print what it took as JSON."""
    _whole_way(2_000, 0.5)  # compiles what is compiled at first use
    base = _megabytes()
    graph, labels, polygons, took = _whole_way(count, SOLVING)
    took["peak MB"], took["MB before"] = _megabytes(), base
    write(_instance(graph), folder, "city")
    write_labels(folder / "labels.csv", dict(enumerate(labels.tolist())))
    took["polygons not valid"] = float((~shapely.is_valid(polygons)).sum())
    took["polygons in pieces"] = float((shapely.get_num_geometries(polygons) > 1).sum())
    took["gaps and overlaps"] = 0.0 if shapely.coverage_is_valid(polygons) else 1.0
    print(json.dumps(took))


def _whole_way(count: int, seconds: float) -> tuple[Graph, np.ndarray, np.ndarray, dict[str, float]]:
    ground = city(count)
    marks = [time.perf_counter()]
    cells = tessellate(ground.points, ground.polygon, ground.barriers)
    marks.append(time.perf_counter())
    graph = from_tessellation(ground.buildings, cells)
    marks.append(time.perf_counter())
    plan = solve(graph, Rule(LOW, HIGH, round(graph.total / MEAN)), seed=1, seconds=seconds, lenient=True)
    marks.append(time.perf_counter())
    polygons = outlines(cells.cells, plan.labels, plan.k)
    marks.append(time.perf_counter())
    names = ("cells s", "graph s", "solve s", "outlines s")
    took = dict(zip(names, np.diff(marks).tolist(), strict=True)) | {"k": float(plan.k)}
    took["area left out m²"] = abs(float(ground.polygon.area - shapely.area(polygons).sum()))
    return graph, plan.labels, polygons, took


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _instance(graph: Graph) -> Instance:
    columns = (graph.x, graph.y, graph.weight, graph.area, graph.compound, graph.zone)
    ends = (graph.a, graph.b, graph.length, graph.barrier)
    return Instance(
        {i: Node(*node) for i, node in enumerate(zip(*(each.tolist() for each in columns), strict=True))},
        list(zip(*(each.tolist() for each in ends), strict=True)),
    )


def measure(count: int) -> list[Bar]:
    """Run the engine and the others, show, judge."""
    with tempfile.TemporaryDirectory() as folder:
        went = run([sys.executable, "-m", "benches.city", count, folder])
        if went.code:
            print(went.said)
            return [Bar(f"{count:,} buildings: a plan was made", 0, 1, "=")]
        took = json.loads(went.said.splitlines()[-1])
        nodes, edges = Path(folder) / "city.nodes.csv", Path(folder) / "city.edges.csv"
        case = Case("city", nodes, edges, int(took["k"]), LOW, HIGH)
        ground = case.read()
        made = Made("wangge", tries(Path(folder) / "labels.csv"), took["solve s"])
        others = [peer(method, case, patience=PATIENCE) for method in PEERS]
    runs = [made, *others]
    scores = [[score(ground, each, low=LOW, high=HIGH, k=case.k) for each in one.tries] for one in runs]
    rows = [row(one, middle(found) if found else None) for one, found in zip(runs, scores, strict=True)]
    title = f"{count:,} buildings, {ground.households:,} households, {case.k:,} grids of {LOW}–{HIGH}"
    print_table(rows, title=title)
    print_table([{what: f"{figure:,.1f}" for what, figure in took.items()}], title="the engine's steps")
    all_ = sum(took[step] for step in ("cells s", "graph s", "solve s", "outlines s"))
    return [
        *whole("city", scores[0][0], k=case.k),
        Bar("city: share of grids in range", scores[0][0].in_range, 0.999, "≥"),
        Bar("city: seconds to solve", took["solve s"], 90),
        Bar("city: seconds with cells and polygons", all_, 180),
        Bar("city: peak MB", took["peak MB"], 2000),
        Bar("city: polygons not valid", took["polygons not valid"], 0, "="),
        Bar("city: polygons in pieces", took["polygons in pieces"], 0, "="),
        Bar("city: gaps or overlaps between polygons", took["gaps and overlaps"], 0, "="),
        Bar("city: m² left out", took["area left out m²"], 1),
    ]


def main(asked: list[str]) -> int:
    """With a folder, be the process that is measured; without, measure it."""
    count = int(asked[0]) if asked else COUNT
    if len(asked) > 1:
        draw(count, Path(asked[1]))
        return 0
    return verdict("city", missed(measure(count), title="bars"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
