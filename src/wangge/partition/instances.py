"""Instances in files: nodes and edges as two tables, and the grid of each node as a third."""

from __future__ import annotations

import csv
import gzip
import io
import zlib
from typing import TYPE_CHECKING

import numpy as np

from wangge.partition.errors import InstanceBroken
from wangge.partition.graph import Graph
from wangge.partition.inputs import NO_GRID, RIVER

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

WHOLE = 2.0**53  # up to here a float holds every whole number
NODES = ("x", "y", "households", "area", "compound", "zone")
EDGES = ("shared_length", "barrier")


def read(nodes: Path, edges: Path) -> Graph:
    """Read an instance from two CSV files (plain or .gz); refuses what is broken, naming the row.

    Nodes: id, x, y, households, area, compound, zone; edges: a, b, shared_length, barrier, by node id.
    """
    node, edge = table(nodes), table(edges)
    if not node:
        raise InstanceBroken(file=nodes.name, trouble="there is no node in it")
    ids = whole(nodes, node, "id")
    if len(np.unique(ids)) < len(ids):
        values, counts = np.unique(ids, return_counts=True)
        raise InstanceBroken(file=nodes.name, trouble=f"node {values[counts.argmax()]} is in it twice")
    of_node = {name: numbers(nodes, node, name) for name in NODES}
    of_edge = {name: numbers(edges, edge, name) for name in EDGES}
    barrier = of_edge["barrier"].astype(np.int64)
    for row in np.flatnonzero((barrier < 0) | (barrier > RIVER))[:1].tolist():
        raise InstanceBroken(file=edges.name, trouble=f"barrier in line {row + 2} is not 0, 1, 2 or 3")
    return Graph(
        x=of_node["x"],
        y=of_node["y"],
        weight=of_node["households"].astype(np.int64),
        area=of_node["area"],
        compound=of_node["compound"].astype(np.int64),
        zone=of_node["zone"].astype(np.int64),
        a=_ends(edges, edge, "a", ids),
        b=_ends(edges, edge, "b", ids),
        length=of_edge["shared_length"],
        barrier=barrier,
        id=ids,
    )


def read_labels(path: Path, instance: Graph) -> NDArray[np.int64]:
    """The grid of each node, shape (n,), from a CSV file with id and grid; -1 where it names none."""
    rows = table(path)
    named = dict(zip(whole(path, rows, "id").tolist(), whole(path, rows, "grid").tolist(), strict=True))
    found = np.array([named.get(node, NO_GRID) for node in instance.id.tolist()], dtype=np.int64)
    if (found < 0).all():
        raise InstanceBroken(file=path.name, trouble="it gives a grid to none of the nodes")
    return np.maximum(found, NO_GRID)


def table(path: Path) -> Sequence[dict[str, str]]:
    """The rows of a CSV file in UTF-8, plain or .gz."""
    raw = path.read_bytes()
    try:
        text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(text)))
    except (UnicodeDecodeError, csv.Error, gzip.BadGzipFile, zlib.error, EOFError) as trouble:
        raise InstanceBroken(file=path.name, trouble="it is no CSV file in UTF-8") from trouble


def numbers(path: Path, rows: Sequence[dict[str, str]], name: str) -> NDArray[np.float64]:
    """One column, shape (rows,), of finite numbers."""
    if rows and name not in rows[0]:
        raise InstanceBroken(file=path.name, trouble=f"it has no column {name}")
    found = np.empty(len(rows))
    for place, row in enumerate(rows):
        try:
            found[place] = float(row[name])
        except (TypeError, ValueError):
            found[place] = np.nan
    for place in np.flatnonzero(~(np.abs(found) < WHOLE))[:1].tolist():
        said = rows[place][name]
        raise InstanceBroken(file=path.name, trouble=f"{name} in line {place + 2} is no number: {said!r:.40}")
    return found


def whole(path: Path, rows: Sequence[dict[str, str]], name: str) -> NDArray[np.int64]:
    """One column, shape (rows,), of whole numbers."""
    found = numbers(path, rows, name)
    for place in np.flatnonzero(found != np.rint(found))[:1].tolist():
        raise InstanceBroken(file=path.name, trouble=f"{name} in line {place + 2} is no whole number")
    return found.astype(np.int64)


def _ends(path: Path, rows: Sequence[dict[str, str]], name: str, ids: NDArray[np.int64]) -> NDArray[np.int64]:
    """One end of each edge as the index of its node, shape (m,)."""
    asked, order = whole(path, rows, name), np.argsort(ids)
    place = order[np.minimum(np.searchsorted(ids, asked, sorter=order), len(ids) - 1)]
    for row in np.flatnonzero(ids[place] != asked)[:1].tolist():
        raise InstanceBroken(file=path.name, trouble=f"node {asked[row]} in line {row + 2} is unknown")
    return np.asarray(place, dtype=np.int64)
