"""Invented towns, and the planning instances where they lie beside the checkout."""

import json
from pathlib import Path

import numpy as np
from shapely.geometry import Polygon, box

from wangge.partition.graph import Graph, from_tessellation
from wangge.partition.inputs import Barrier, Building, Buildings, Rule
from wangge.partition.instances import read
from wangge.partition.tessellation import Tessellation, tessellate


def planning(shared_data: Path, name: str) -> tuple[Graph, Rule]:
    folder = shared_data / "planning"
    facts = next(i for i in json.loads((folder / "instances.json").read_text()) if i["name"] == name)
    graph = read(folder / f"{name}.nodes.csv.gz", folder / f"{name}.edges.csv.gz")
    return graph, Rule(facts["min"], facts["max"], facts["k"])


def estate(columns: int = 8, rows: int = 6) -> tuple[Buildings, Tessellation, Polygon]:
    """Blocks in rows, compounds of four columns, an arterial down the middle, 60 to 140 households each."""
    buildings = Buildings.of(
        Building(
            id=100 + row * columns + column,
            x=50.0 * column + 25,
            y=40.0 * row + 20,
            households=60 + (column * 37 + row * 53) % 81,
            compound=column // 4 + 2 * (row // 3),
        )
        for row in range(rows)
        for column in range(columns)
    )
    ground = box(0, 0, 50.0 * columns, 40.0 * rows)
    road = Barrier(((25.0 * columns, -1.0), (25.0 * columns, 40.0 * rows + 1)), 2)
    points = np.stack([buildings.x, buildings.y], axis=1)
    return buildings, tessellate(points, ground, [road]), ground


def estate_graph() -> Graph:
    buildings, cells, _ = estate()
    return from_tessellation(buildings, cells)


def town(n: int, seed: int, *, heaviest: int = 120) -> Graph:
    """Scattered blocks, some on top of each other, some empty, on an L-shaped ground with a railway."""
    random = np.random.default_rng(seed)
    points = random.random((n, 2)) * [900, 800]
    points[n // 2 :] = np.where(random.random((n - n // 2, 1)) < 0.1, points[0], points[n // 2 :])
    ground = Polygon([(0, 0), (900, 0), (900, 300), (300, 300), (300, 800), (0, 800)])
    buildings = Buildings.of(
        Building(
            i, *points[i], int(random.integers(0, heaviest)), compound=int(random.integers(-1, n // 5 + 1))
        )
        for i in range(n)
    )
    cells = tessellate(points, ground, [Barrier(((0.0, 500.0), (400.0, 450.0)), 3)])
    return from_tessellation(buildings, cells)
