"""`make bench-towns`: real towns end to end, from a file of buildings to grids in force, by the commands.

Each town is imported into a house of its own, divided and put in force; then the database is read directly.
The polygons are checked with shapely alone: valid, in one piece, no overlap, no gap within the community's
outline, every building in the polygon of its grid (those of one place are taken side by side). The figures
are the scorer's, beside METIS on the same ground.
"""

import math
import sqlite3
import sys
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray

from benches.planning.bars import Bar, missed, row
from benches.planning.instances import DATA, Case, Instance, Node, write
from benches.planning.runs import WANGGE, Made, peer, run
from benches.planning.scoring import Score, middle, score
from benches.table import print_table, verdict
from wangge.partition.graph import from_tessellation
from wangge.partition.inputs import Building, Buildings
from wangge.partition.tessellation import tessellate

LOW, HIGH, DAY = 300, 500, "2026-01-01"
WIDTH = 0.01  # metres: along the outline, corners are rounded to millimetres
ASIDE = 2.0  # metres that buildings of one place may be taken apart


@dataclass(frozen=True)
class Town:
    """What the database holds, in metres: points and households by building, polygons and members by grid."""

    points: NDArray[np.float64]
    households: dict[int, int]
    outline: shapely.Geometry
    polygons: dict[int, shapely.Geometry]
    labels: dict[int, str]


def read(database: Path) -> Town:
    """The community, its buildings and the grids in force."""
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as base:
        outline = shapely.from_wkb(
            base.execute("SELECT outline FROM places_area WHERE level='community'").fetchone()[0]
        )
        buildings = base.execute(
            "SELECT id, lon, lat, households FROM places_building ORDER BY id"
        ).fetchall()
        grids = base.execute(
            "SELECT g.id, g.outline FROM places_grid g JOIN places_division d ON d.id = g.division_id "
            "WHERE d.until IS NULL AND g.level = 'grid'"
        ).fetchall()
        members = base.execute(
            "SELECT m.building_id, m.grid_id FROM places_membership m JOIN places_division d "
            "ON d.id = m.division_id WHERE d.until IS NULL AND m.level = 'grid'"
        ).fetchall()
    west, south, east, north = outline.bounds
    scale = np.array([math.cos(math.radians((south + north) / 2)), 1.0]) * 111_195.0

    def flat(shape: shapely.Geometry) -> shapely.Geometry:
        return shapely.transform(shape, lambda at: (at - [(west + east) / 2, (south + north) / 2]) * scale)

    points = shapely.get_coordinates(flat(shapely.points([(lon, lat) for _, lon, lat, _ in buildings])))
    return Town(
        points=points,
        households={building: held for building, _, _, held in buildings},
        outline=flat(outline),
        polygons={grid: flat(shapely.from_wkb(wkb)) for grid, wkb in grids},
        labels={building: str(grid) for building, grid in members},
    )


def polygons(name: str, town: Town) -> list[Bar]:
    """The bars of the polygons."""
    shapes = np.array(list(town.polygons.values()), dtype=object)
    a, b = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    overlap = float(shapely.area(shapely.intersection(shapes[a[a < b]], shapes[b[a < b]])).sum())
    together = shapely.union_all(shapes)
    gaps, beyond = shapely.difference(town.outline, together), shapely.difference(together, town.outline)
    away = np.array(
        [
            shapely.distance(town.polygons[int(grid)], shapely.Point(point))
            for (_, grid), point in zip(sorted(town.labels.items()), town.points, strict=True)
        ]
    )
    _tell_left_out(gaps, beyond, away)
    return [
        Bar(f"{name}: polygons not valid", int((~shapely.is_valid(shapes)).sum()), 0, "="),
        Bar(
            f"{name}: polygons in several pieces", int((shapely.get_num_geometries(shapes) > 1).sum()), 0, "="
        ),
        Bar(f"{name}: m² of overlap", overlap, WIDTH**2),
        Bar(f"{name}: m² of gaps", _wide(gaps), 0, "="),
        Bar(f"{name}: m² outside", _wide(beyond), 0, "="),
        Bar(f"{name}: buildings outside their grid", int((away > ASIDE).sum()), 0, "="),
    ]


def _tell_left_out(gaps: shapely.Geometry, beyond: shapely.Geometry, away: NDArray[np.float64]) -> None:
    """What the bars overlook: slivers as thin as the rounding, and buildings taken aside from their place."""
    for what, shape in (("gaps", gaps), ("ground outside", beyond)):
        parts = shapely.get_parts(shape)
        thin = parts[(shapely.area(parts) > 0) & (shapely.area(shapely.buffer(parts, -WIDTH / 2)) == 0)]
        held = float(shapely.area(thin).sum())
        print(f"not counted as {what}: {len(thin)} slivers no wider than {WIDTH} m, {held:.4f} m² in all")
    aside = away[(away > 0) & (away <= ASIDE)]
    furthest = f", the furthest by {aside.max():.2f} m" if len(aside) else ""
    print(f"not counted as outside: {len(aside)} buildings up to {ASIDE:g} m beside their grid{furthest}")


def _wide(shape: shapely.Geometry) -> float:
    """The area of a shape without what is thinner than the rounding."""
    return float(shapely.area(shapely.buffer(shape, -WIDTH / 2)))


def instance(town: Town) -> Instance:
    """The ground for scorer and METIS: the cells of the buildings within the outline."""
    buildings = Buildings.of(
        Building(building, x, y, town.households[building])
        for building, (x, y) in zip(town.households, town.points.tolist(), strict=True)
    )
    graph = from_tessellation(buildings, tessellate(town.points, town.outline))
    ids = list(town.households)
    nodes = zip(graph.x.tolist(), graph.y.tolist(), graph.weight.tolist(), graph.area.tolist(), strict=True)
    edges = zip(graph.a.tolist(), graph.b.tolist(), graph.length.tolist(), strict=True)
    return Instance(
        {ids[i]: Node(x, y, held, area, -1, 0) for i, (x, y, held, area) in enumerate(nodes)},
        [(ids[a], ids[b], length, 0) for a, b, length in edges],
    )


def judged(town: Town) -> tuple[float, list[int]]:
    """The share in range of the grids without a building too large for any, and the sizes of the others."""
    inside: dict[str, list[int]] = defaultdict(list)
    for building, grid in town.labels.items():
        inside[grid].append(town.households[building])
    large = [sum(held) for held in inside.values() if max(held) > HIGH]
    held = [sum(held) for held in inside.values() if max(held) <= HIGH]
    return sum(LOW <= each <= HIGH for each in held) / len(held), large


def town(path: Path) -> list[Bar]:
    """One town from its file to its grids."""
    name = path.name.removeprefix("hdb_").removesuffix(".csv.gz")
    with tempfile.TemporaryDirectory() as folder:
        house = [WANGGE, "--data", Path(folder) / "house"]
        entered = run(
            [*house, "import", "buildings", path, "--new-area", name, "--map", "name=blk_no+street"]
        )
        drawn = run([*house, "plan", "--min", LOW, "--max", HIGH, "--seed", 1, "--adopt", DAY])
        if entered.code or drawn.code:
            print(entered.said if entered.code else drawn.said)
            return [Bar(f"{name}: imported, drawn and in force", 0, 1, "=")]
        found = read(next((Path(folder) / "house").glob("*.sqlite3")))
        ground = instance(found)
        ours = score(ground, found.labels, low=LOW, high=HIGH)
        nodes, edges = write(ground, Path(folder), name)
        metis = peer("METIS k-way", Case(name, nodes, edges, ours.k, LOW, HIGH))
    of_metis = [score(ground, each, low=LOW, high=HIGH, k=ours.k) for each in metis.tries]
    made = Made("wangge plan", [found.labels], drawn.seconds, drawn.said)
    rows = [row(made, ours), row(metis, middle(of_metis) if of_metis else None)]
    of = f"{name}: {len(ground.nodes):,} buildings, {ground.households:,} households"
    print_table(rows, title=f"{of}, imported in {entered.seconds:.1f} s")
    print("\n".join(line for line in drawn.said.splitlines() if "in range" in line or "Why" in line))
    return [*_range(name, found, ours, drawn.said), *polygons(name, found)]


def _range(name: str, found: Town, ours: Score, said: str) -> list[Bar]:
    share, large = judged(found)
    if large:
        print(f"{len(large)} grids hold a building that alone exceeds {HIGH}: {large}")
    bars = [
        Bar(f"{name}: grids torn", ours.torn, 0, "="),
        Bar(f"{name}: buildings in no grid", ours.missing, 0, "="),
        Bar(f"{name}: share of the other grids in range, or the reason", share, 1.0, "≥"),
    ]
    if large:
        bars.append(Bar(f"{name}: the reason is said", "Why not all are in range" in said, 1, "="))
    elif "Why not all are in range" in said:
        bars[-1] = Bar(f"{name}: not all in range, and the reason is said", 1, 1, "=")
    return bars


def main() -> int:
    """Every town at hand."""
    files = sorted(DATA.glob("hdb_*.csv.gz"))
    if not files:
        print("no towns at hand; name the folder of the data in WANGGE_SHARED")
        return verdict("towns", [])
    bars = [bar for path in files for bar in town(path)]
    return verdict("towns", missed(bars, title="bars"))


if __name__ == "__main__":
    sys.exit(main())
