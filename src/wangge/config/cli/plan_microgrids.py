"""`wangge plan microgrids`: microgrids inside the grids of an instance given in files."""

import csv
import gzip
from pathlib import Path

import click
import numpy as np
from numpy.typing import NDArray

from wangge.config.cli.drawing import rule_of
from wangge.config.cli.errors import LabelsBroken
from wangge.partition.dwellings import Dwellings, supposed
from wangge.partition.graph import Graph, read
from wangge.partition.inputs import NO_GRID
from wangge.partition.microgrids import microgrids as divided
from wangge.partition.nested import MicrogridFigures, Microgrids

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
HEADINGS = ("id", "grid", "microgrid", "unit_from", "unit_to", "floor_from", "floor_to", "households")
SAMPLE = 10


@click.command()
@click.argument("nodes", type=FILE)
@click.argument("edges", type=FILE)
@click.argument("labels", type=FILE)
@click.option("--min", "least", default=30, show_default=True, help="The least that a microgrid may hold.")
@click.option("--max", "most", default=80, show_default=True, help="The most that a microgrid may hold.")
@click.option("--aim", type=click.FloatRange(1), help="The size preferred.  [default: four fifths of --max]")
@click.option("--seed", default=0, show_default=True)
@click.option("--strict", is_flag=True, help="Refuse what cannot be kept instead of coming near it.")
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="Write every part of a building."
)
def microgrids(
    nodes: Path,
    edges: Path,
    labels: Path,
    aim: float | None,
    seed: int,
    out: Path | None,
    *,
    strict: bool,
    least: int,
    most: int,
) -> None:
    """Divide the grids that LABELS (id,grid) gives to an instance into microgrids and print their figures.

    NODES and EDGES are as for `wangge plan graph`; NODES may have units (stairwells) and floors. Where these
    are missing or nought, a stairwell is taken to hold 12 households and a floor of it two.
    """
    instance, rule = read(nodes, edges), rule_of({"least": least, "most": most, "k": None})
    grids, homes = _grids(labels, instance), _dwellings(nodes)
    made = divided(instance, grids, rule, dwellings=homes, aim=aim, seed=seed, lenient=not strict)
    _tell(made)
    if out:
        _write(out, instance, made)


def _tell(made: Microgrids) -> None:
    click.echo(_line(made.figures))
    for reason in list(made.reasons.values())[:SAMPLE]:
        click.echo(f"Why not all are in range: {reason}")
    if len(made.reasons) > SAMPLE:
        click.echo(f"… and in {len(made.reasons) - SAMPLE} more grids.")


def _line(of: MicrogridFigures) -> str:
    return (
        f"{of.microgrids:,} microgrids in {of.grids:,} grids, {of.in_range:.1%} in range "
        f"({of.least} to {of.most}), {of.households:,} households, mean {of.mean:.1f}, "
        f"{of.per_grid:.2f} per grid, {of.splits} building splits ({of.unavoidable} unavoidable), "
        f"{of.split_buildings} buildings split"
    )


def _grids(path: Path, instance: Graph) -> NDArray[np.int64]:
    """The grid of each node, -1 where the file names none."""
    try:
        grid = {int(row["id"]): int(row["grid"]) for row in _rows(path)}
    except (KeyError, TypeError, ValueError) as trouble:
        raise LabelsBroken(file=path.name, trouble=repr(trouble)) from trouble
    return np.array([grid.get(node, NO_GRID) for node in instance.id.tolist()], dtype=np.int64)


def _dwellings(path: Path) -> list[Dwellings]:
    """The dwellings of every node, in the order of the file."""

    def count(row: dict[str, str], name: str) -> int | None:
        return int(float(row.get(name) or 0)) or None

    return [
        supposed(int(float(row["households"])), units=count(row, "units"), floors=count(row, "floors"))
        for row in _rows(path)
    ]


def _rows(path: Path) -> list[dict[str, str]]:
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8-sig")
    return list(csv.DictReader(text.splitlines()))


def _write(path: Path, instance: Graph, made: Microgrids) -> None:
    ids = instance.id.tolist()
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(HEADINGS)
        for microgrid in made.microgrids:
            for part in microgrid.parts:
                bands = (part.unit_from, part.unit_to, part.floor_from, part.floor_to, part.households)
                rows.writerow((ids[part.building], microgrid.grid, microgrid.number, *bands))
