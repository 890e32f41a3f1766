"""`make bench-districts`: real statistical areas, divided whole by `wangge plan polygons`, beside METIS.

Who borders on whom is measured here anew, from the shared lines of the file's own polygons, and so is whether
grids hang together. A grid with an area that alone exceeds the range is reported and not judged.
"""

import gzip
import json
import math
import sys
import tempfile
from pathlib import Path

import numpy as np
import shapely

from benches.planning.bars import Bar, missed, row, whole
from benches.planning.instances import DATA, Case, Instance, Node, tries, write
from benches.planning.runs import WANGGE, Made, peer, run
from benches.planning.scoring import members, middle, score
from benches.table import print_table, verdict

LOW, HIGH = 300, 500
SHARED_LINE = 0.5  # metres of common border that make neighbours here


def instance(path: Path) -> Instance:
    """The areas of a GeoJSON file in metres, with the lines that they share as edges."""
    features = json.loads(gzip.decompress(path.read_bytes()))["features"]
    degrees = np.array([shapely.from_geojson(json.dumps(each["geometry"])) for each in features])
    west, south, east, north = shapely.total_bounds(degrees)
    scale = np.array([math.cos(math.radians((south + north) / 2)), 1.0]) * 111_195.0
    shapes = shapely.transform(degrees, lambda at: (at - [(west + east) / 2, (south + north) / 2]) * scale)
    a, b = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    a, b = a[a < b], b[a < b]
    lines = shapely.length(shapely.intersection(shapely.boundary(shapes[a]), shapely.boundary(shapes[b])))
    middles = shapely.get_coordinates(shapely.centroid(shapes)).tolist()
    held = [int(each["properties"]["households"] or 0) for each in features]
    areas = shapely.area(shapes).tolist()
    return Instance(
        {i: Node(x, y, held[i], areas[i], -1, 0) for i, (x, y) in enumerate(middles)},
        [
            (int(i), int(j), float(line), 0)
            for i, j, line in zip(a, b, lines, strict=True)
            if line >= SHARED_LINE
        ],
    )


def judged(ground: Instance, labels: dict[int, str]) -> tuple[float, list[int]]:
    """The share in range of the grids without an area too large for any, and the sizes of the others."""
    held, large = [], []
    for nodes in members(labels).values():
        inside = [ground.nodes[node].households for node in nodes]
        (large if max(inside) > HIGH else held).append(sum(inside))
    return sum(LOW <= each <= HIGH for each in held) / len(held), large


def district(path: Path) -> list[Bar]:
    """Divide one district, show it, judge it."""
    name = path.name.removeprefix("taipei_").removesuffix(".geojson.gz")
    ground = instance(path)
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "grids.csv"
        asked = ["--min", LOW, "--max", HIGH, "--seed", 1, "--out", out]
        went = run([WANGGE, "plan", "polygons", path, *asked])
        if went.code:
            print(went.said)
            return [Bar(f"{name}: a plan was made", 0, 1, "=")]
        made = Made("wangge", tries(out), went.seconds, went.said)
        found = score(ground, made.tries[0], low=LOW, high=HIGH)
        nodes, edges = write(ground, Path(folder), name)
        metis = peer("METIS k-way", Case(name, nodes, edges, found.k, LOW, HIGH))
    of_metis = [score(ground, each, low=LOW, high=HIGH, k=found.k) for each in metis.tries]
    rows = [row(made, found), row(metis, middle(of_metis) if of_metis else None)]
    print_table(rows, title=f"{name}: {len(ground.nodes):,} areas, {ground.households:,} households, k free")
    print(f"wangge said: {made.said}")
    share, large = judged(ground, made.tries[0])
    print(f"{len(large)} grids hold an area that alone exceeds {HIGH}: {large}")
    return [
        *whole(name, found),
        Bar(f"{name}: share of the other grids in range", share, 0.99, "≥"),
    ]


def main() -> int:
    """Every district at hand."""
    files = sorted(DATA.glob("taipei_*.geojson.gz"))
    if not files:
        print("no districts at hand; name the folder of the data in WANGGE_SHARED")
        return verdict("districts", [])
    bars = [bar for path in files for bar in district(path)]
    return verdict("districts", missed(bars, title="bars"))


if __name__ == "__main__":
    sys.exit(main())
