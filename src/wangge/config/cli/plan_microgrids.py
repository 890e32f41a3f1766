"""`wangge plan microgrids`: microgrids inside the grids of an instance given in files."""

import csv
from pathlib import Path

import click

from wangge.config.cli import options
from wangge.config.cli.drawing import rule_of
from wangge.partition.dwellings import Dwellings, supposed
from wangge.partition.graph import Graph
from wangge.partition.instances import numbers, read, read_labels, table
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
@click.option("--aim", type=options.Amount(1), help="The size preferred.  [default: four fifths of --max]")
@options.seed
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
    grids, homes = read_labels(labels, instance), _dwellings(nodes)
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


def _dwellings(path: Path) -> list[Dwellings]:
    """The dwellings of every node, in the order of the file."""
    rows = table(path)

    def count(name: str) -> list[int]:
        given = [row | {name: row.get(name) or "0"} for row in rows]
        return [int(each) for each in numbers(path, given, name)]

    counts = zip(count("households"), count("units"), count("floors"), strict=True)
    return [supposed(homes, units=units or None, floors=floors or None) for homes, units, floors in counts]


def _write(path: Path, instance: Graph, made: Microgrids) -> None:
    ids = instance.id.tolist()
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(HEADINGS)
        for microgrid in made.microgrids:
            for part in microgrid.parts:
                bands = (part.unit_from, part.unit_to, part.floor_from, part.floor_to, part.households)
                rows.writerow((ids[part.building], microgrid.grid, microgrid.number, *bands))
