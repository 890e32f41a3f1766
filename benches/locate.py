"""`make bench-locate`: points into 10,000 polygons, in bulk and one by one, beside shapely's bare tree.

Measured is the index that `places.locate` asks once for grids and once for communities. Whether the index
still holds is known from the stamps that a request reads anyway (one SQL statement), which is not measured.
"""

import statistics
import sys
from collections.abc import Callable
from time import perf_counter

import numpy as np
import shapely

from benches.table import print_table, verdict
from wangge.places.layer import Layer

SIDE, BULK, SINGLES, ROUNDS = 100, 500_000, 4_000, 5
BULK_BAR, SINGLE_BAR = 500_000, 50.0


def city(seed: int = 7) -> list[bytes]:
    """10,000 adjoining polygons of some 40 corners, like the grids of a large city; WKB in WGS 84."""
    random = np.random.default_rng(seed)
    corner = np.stack(np.meshgrid(np.arange(SIDE + 1.0), np.arange(SIDE + 1.0), indexing="ij"), axis=-1)
    corner += random.uniform(-0.25, 0.25, corner.shape)
    corner = corner * (0.006, 0.005) + (116.0, 39.0)
    squares = [
        shapely.Polygon([corner[i, j], corner[i + 1, j], corner[i + 1, j + 1], corner[i, j + 1]])
        for i in range(SIDE)
        for j in range(SIDE)
    ]
    return list(shapely.to_wkb(shapely.segmentize(squares, 0.0006)))


def median(work: Callable[[], object]) -> float:
    """Median seconds of a few rounds, after one that does not count."""
    work()
    times = []
    for _ in range(ROUNDS):
        start = perf_counter()
        work()
        times.append(perf_counter() - start)
    return statistics.median(times)


def bare(tree: shapely.STRtree, points: np.ndarray) -> np.ndarray:
    """What somebody would write: the first polygon that the tree finds, no rule for borders."""
    found = np.full(len(points), -1)
    at, which = tree.query(shapely.points(points), predicate="intersects")
    found[at] = which
    return found


def main() -> int:
    """Measure, print, judge."""
    outlines = city()
    start = perf_counter()
    layer = Layer(range(len(outlines)), outlines)
    opened = perf_counter() - start
    tree = shapely.STRtree(shapely.from_wkb(outlines))
    random = np.random.default_rng(11)
    points = random.uniform((116.0, 39.0), (116.6, 39.5), (BULK, 2))
    start = perf_counter()
    found = layer.find(points)
    first = perf_counter() - start
    differ = int((found != bare(tree, points)).sum())
    ours, theirs = median(lambda: layer.find(points)), median(lambda: bare(tree, points))
    singles = points[:SINGLES, None, :]
    one = median(lambda: [layer.find(point) for point in singles]) / SINGLES * 1e6
    other = median(lambda: [bare(tree, point) for point in singles]) / SINGLES * 1e6
    rate = BULK / ours
    print_table(
        [
            row("bulk, points/s", f"{rate:,.0f}", f"{BULK / theirs:,.0f}", theirs / ours, f"≥ {BULK_BAR:,}"),
            row("one point, µs", f"{one:.1f}", f"{other:.1f}", other / one, f"≤ {SINGLE_BAR:.0f}"),
        ],
        title=f"{len(outlines):,} polygons, {BULK:,} points, medians of {ROUNDS}",
    )
    print(f"index opened in {opened:.2f} s; first bulk, which makes its raster, in {first:.2f} s")
    short = [f"{differ} points located elsewhere than the bare tree has them"] if differ else []
    short += [f"{rate:,.0f} points/s"] if rate < BULK_BAR else []
    short += [f"{one:.1f} µs for one point"] if one > SINGLE_BAR else []
    return verdict("locate", short)


def row(what: str, ours: str, theirs: str, ratio: float, bar: str) -> dict[str, str]:
    """One line of the table; the ratio says how many times as fast as the bare tree."""
    return {"": what, "wangge": ours, "bare STRtree": theirs, "times as fast": f"{ratio:.2f}", "bar": bar}


if __name__ == "__main__":
    sys.exit(main())
