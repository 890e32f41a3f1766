"""Instances as files: households at places and who borders on whom; the standard library alone."""

import csv
import gzip
import io
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

DATA = Path(os.environ.get("WANGGE_SHARED", Path(__file__).parents[3] / "shared" / "data"))
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Node:
    """A building or another atom: place in metres, households, area of its cell in m²."""

    x: float
    y: float
    households: int
    area: float
    compound: int
    zone: int
    units: int = 1


@dataclass(frozen=True)
class Instance:
    """Nodes by id, and edges as (a, b, metres of common border, barrier class 0 to 3)."""

    nodes: dict[int, Node]
    edges: list[tuple[int, int, float, int]]

    @property
    def households(self) -> int:
        """All of them."""
        return sum(node.households for node in self.nodes.values())

    @property
    def area(self) -> float:
        """The area of all cells, in m²."""
        return sum(node.area for node in self.nodes.values())


@dataclass(frozen=True)
class Case:
    """An instance on disk with what is asked of it: k None leaves the number of grids free."""

    name: str
    nodes: Path
    edges: Path
    k: int | None
    min: int
    max: int

    def read(self) -> Instance:
        """The nodes and edges."""
        return read(self.nodes, self.edges)


def shared(name: str) -> Case | None:
    """One of the five shared instances, or None where the data are not at hand."""
    folder = DATA / "planning"
    if not (folder / "instances.json").exists():
        return None
    asked = {each["name"]: each for each in json.loads((folder / "instances.json").read_text())}[name]
    nodes, edges = (folder / f"{name}.{part}.csv.gz" for part in ("nodes", "edges"))
    return Case(name, nodes, edges, asked["k"], asked["min"], asked["max"])


def rows(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file, plain or .gz."""
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode()
    return list(csv.DictReader(io.StringIO(text)))


def read(nodes: Path, edges: Path) -> Instance:
    """Read an instance from its two files."""
    return Instance(
        {
            int(row["id"]): Node(
                float(row["x"]),
                float(row["y"]),
                int(row["households"]),
                float(row["area"]),
                int(row["compound"]),
                int(row["zone"]),
                int(row.get("units") or 1),
            )
            for row in rows(nodes)
        },
        [
            (int(row["a"]), int(row["b"]), float(row["shared_length"]), int(row["barrier"]))
            for row in rows(edges)
        ],
    )


def write(instance: Instance, folder: Path, name: str) -> tuple[Path, Path]:
    """Write an instance to two files in a folder, and say which."""
    nodes, edges = folder / f"{name}.nodes.csv", folder / f"{name}.edges.csv"
    fields = ("x", "y", "households", "area", "compound", "zone", "units")
    with nodes.open("w", newline="", encoding="utf-8") as file:
        into = csv.writer(file)
        into.writerow(("id", *fields))
        into.writerows((key, *(getattr(node, f) for f in fields)) for key, node in instance.nodes.items())
    with edges.open("w", newline="", encoding="utf-8") as file:
        into = csv.writer(file)
        into.writerow(("a", "b", "shared_length", "barrier"))
        into.writerows(instance.edges)
    return nodes, edges


def tries(path: Path) -> list[dict[int, str]]:
    """What a label file (id, grid, perhaps grid2 …) says of every node, try by try."""
    found = rows(path)
    columns = [name for name in found[0] if name != "id"]
    return [{int(row["id"]): row[column] for row in found} for column in columns]


def labels(path: Path) -> dict[int, str]:
    """What a label file (id, grid) says of every node."""
    return tries(path)[0]


def write_tries(path: Path, found: Sequence[Mapping[int, object]]) -> Path:
    """Write the grids of the same nodes by several tries."""
    with path.open("w", newline="", encoding="utf-8") as file:
        into = csv.writer(file)
        into.writerow(("id", "grid", *(f"grid{i + 1}" for i in range(1, len(found)))))
        into.writerows((node, *(each[node] for each in found)) for node in found[0])
    return path


def write_labels(path: Path, of: Mapping[int, object]) -> Path:
    """Write a label file."""
    return write_tries(path, [of])
