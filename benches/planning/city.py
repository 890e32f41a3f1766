"""An invented city of any size: compounds among streets, arterials, a river with bridges, as barriers.

It is laid out on squares and then bent, so that nothing is straight: arterials cut it into superblocks of
some 1.4 km, streets cut those into blocks of 180 to 290 m, and in each block stands a compound of one kind of
house, or a park with a school, or houses that belong together in nothing.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import shapely
from numpy.random import Generator
from numpy.typing import NDArray

from wangge.partition.inputs import ARTERIAL, NO_COMPOUND, RIVER, STREET, Barrier, Buildings

SUPERBLOCK = 1440.0
BUILDINGS = 830  # of a superblock, about
BRIDGE = 25.0
STEP = 40.0  # metres between the corners of a bent line

# Kinds of compound: share, metres between houses along and across, households of a house.
KINDS = (
    (0.50, 46.0, 38.0, (24, 36, 36, 48, 48, 60)),  # slabs of six storeys
    (0.18, 58.0, 58.0, (88, 120, 132, 160, 200)),  # towers
    (0.24, 32.0, 30.0, (12, 12, 16, 18, 24)),  # old low houses
    (0.08, 120.0, 120.0, (0, 0, 12)),  # a park, a school
)
UNWALLED = 0.2  # share of blocks whose houses form no compound
Points = NDArray[np.float64]


@dataclass(frozen=True)
class City:
    """Buildings, barriers and the border, in metres."""

    buildings: Buildings
    barriers: list[Barrier]
    polygon: shapely.Polygon

    @property
    def points(self) -> Points:
        """Where the buildings are, shape (n, 2)."""
        return np.stack([self.buildings.x, self.buildings.y], axis=1)


def city(buildings: int, *, seed: int = 1) -> City:
    """A city of exactly so many buildings; the same seed lays out the same one."""
    dice = np.random.default_rng(seed)
    wide = max(round((buildings / BUILDINGS) ** 0.5), 1)
    side = wide * SUPERBLOCK
    river = _line((-1.0, 0.55 * side), (side + 1.0, 0.45 * side)) if wide > 1 else None
    plots: list[tuple[Points, NDArray[np.int64], bool]] = []
    streets: list[Points] = []
    for i in range(wide):
        for j in range(wide):
            blocks, lines = _superblock(i * SUPERBLOCK, j * SUPERBLOCK, dice)
            plots += [_plot(*block, dice) for block in blocks]
            streets += lines
    streets = [bent(each, side) for each in streets]
    arterials = [
        bent(_line(*ends), side)
        for at in np.arange(1, wide) * SUPERBLOCK
        for ends in (((at, 0.0), (at, side)), ((0.0, at), (side, at)))
    ]
    barriers = [_barrier(each, STREET) for each in streets] + [_barrier(each, ARTERIAL) for each in arterials]
    if river is not None:
        barriers += _river(bent(river, side), arterials)
    corners = [(0.0, 0.0), (side, 0.0), (side, side), (0.0, side), (0.0, 0.0)]
    ring = np.concatenate([bent(_line(*ends), side) for ends in pairwise(corners)])
    return City(_buildings(plots, buildings, side, dice), barriers, shapely.Polygon(ring))


def bent(points: Points, side: float) -> Points:
    """The city's plan as it lies on the ground: waves of some hundred metres, none of them folding."""
    x, y = points[:, 0] / side * 2 * np.pi, points[:, 1] / side * 2 * np.pi
    east = 0.02 * np.sin(y + 0.4) + 0.006 * np.sin(3 * y + x)
    north = 0.025 * np.sin(x) + 0.005 * np.sin(4 * x + 1.1 + y)
    return points + side * np.stack([east, north], axis=1)


def _superblock(
    west: float, south: float, dice: Generator
) -> tuple[list[tuple[float, float, float, float]], list[Points]]:
    """Its blocks (west, south, east, north) and the streets between them."""
    cuts = []
    for at in (west, south):
        count = int(dice.integers(5, 9))
        inner = (np.arange(1, count) + dice.uniform(-0.2, 0.2, count - 1)) / count
        cuts.append(at + SUPERBLOCK * np.concatenate([[0.0], inner, [1.0]]))
    xs, ys = cuts
    blocks = [(xs[i], ys[j], xs[i + 1], ys[j + 1]) for i in range(len(xs) - 1) for j in range(len(ys) - 1)]
    lines = [_line((x, south), (x, south + SUPERBLOCK)) for x in xs[1:-1]]
    lines += [_line((west, y), (west + SUPERBLOCK, y)) for y in ys[1:-1]]
    return blocks, lines


def _plot(
    west: float, south: float, east: float, north: float, dice: Generator
) -> tuple[Points, NDArray[np.int64], bool]:
    """The houses of a block, their households, and whether they form a compound."""
    kind = int(dice.choice(len(KINDS), p=[share for share, *_ in KINDS]))
    _, along, across, households = KINDS[kind]
    xs = np.arange(west + 12 + along / 2, east - 12, along)
    ys = np.arange(south + 12 + across / 2, north - 12, across)
    points = np.stack(np.meshgrid(xs, ys), axis=-1).reshape(-1, 2)
    points = points[dice.random(len(points)) < dice.uniform(0.6, 1.0)]
    points += dice.uniform(-0.15, 0.15, points.shape) * (along, across)
    held = dice.choice(households, len(points))
    return points, held, bool(dice.random() > UNWALLED) and kind < len(KINDS) - 1


def _buildings(
    plots: list[tuple[Points, NDArray[np.int64], bool]], count: int, side: float, dice: Generator
) -> Buildings:
    """Exactly `count` of the houses, or more put between them where there are too few."""
    points = np.concatenate([each for each, _, _ in plots])
    held = np.concatenate([each for _, each, _ in plots])
    compound = np.concatenate(
        [np.full(len(each), i if walled else NO_COMPOUND) for i, (each, _, walled) in enumerate(plots)]
    )
    if len(points) < count:
        more = dice.choice(len(points), count - len(points))
        points = np.concatenate([points, points[more] + dice.uniform(-9, 9, (len(more), 2))])
        held, compound = np.concatenate([held, held[more]]), np.concatenate([compound, compound[more]])
    kept = np.sort(dice.choice(len(points), count, replace=False))
    places, held = bent(points[kept], side), held[kept]
    return Buildings(
        id=np.arange(count),
        x=places[:, 0],
        y=places[:, 1],
        households=held,
        people=np.rint(2.6 * held).astype(np.int64),
        merchants=np.zeros(count, dtype=np.int64),
        compound=compound[kept],
    )


def _river(line: Points, arterials: list[Points]) -> list[Barrier]:
    """The river in stretches between its bridges, one where each arterial crosses it."""
    water = shapely.LineString(line)
    bridges = shapely.union_all([water.intersection(shapely.LineString(each)) for each in arterials])
    banks = shapely.get_parts(water.difference(bridges.buffer(BRIDGE)))
    return [_barrier(shapely.get_coordinates(each), RIVER) for each in banks]


def _line(start: tuple[float, float], end: tuple[float, float]) -> Points:
    """A straight line with corners close enough to be bent."""
    far = float(np.hypot(end[0] - start[0], end[1] - start[1]))
    return np.linspace(start, end, max(round(far / STEP), 1) + 1)


def _barrier(line: Points, kind: int) -> Barrier:
    return Barrier(tuple(map(tuple, line.tolist())), kind)
