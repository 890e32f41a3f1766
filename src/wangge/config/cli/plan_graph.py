"""`wangge plan graph`: divide an instance given in files, or redraw the division it has."""

import csv
from pathlib import Path
from typing import Any

import click
import numpy as np
from numpy.typing import NDArray

from wangge.config.cli import options
from wangge.config.cli.drawing import line, rule_of, shown
from wangge.partition.graph import Graph
from wangge.partition.inputs import NO_GRID, Wish
from wangge.partition.instances import read, read_labels
from wangge.partition.redrawing import Redrawn, redraw
from wangge.partition.solve import Plan, solve

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("nodes", type=FILE)
@click.argument("edges", type=FILE)
@click.option("--min", "least", type=int, required=True, help="The least that a grid may hold.")
@click.option("--max", "most", type=int, required=True, help="The most that a grid may hold.")
@options.number_of_grids
@options.search
@click.option("--from", "before", type=FILE, help="Redraw this division (id,grid of every node).")
@click.option("--keep", type=options.Amount(0), help="With --from: the charge for moves, in J a grid.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write id,grid of every node.")
def graph(
    nodes: Path, edges: Path, before: Path | None, keep: float | None, out: Path | None, **asked: Any
) -> None:
    """Divide an instance given as two CSV files (plain or .gz) and print its figures.

    NODES has id, x, y, households, area, compound, zone; EDGES has a, b, shared_length, barrier (0 none,
    1 street, 2 arterial, 3 river or railway). With --from, grids that survive keep their numbers, and as few
    households as can be change grid. Ctrl-C stops with the best grids so far.
    """
    instance, rule = read(nodes, edges), rule_of(asked)
    how = {"seed": asked["seed"], "seconds": asked["seconds"], "lenient": True}
    if before is None:
        with shown() as show:
            made = solve(instance, rule, progress=show, **how)
        labels = made.labels
    else:
        old = read_labels(before, instance)
        with shown() as show:
            redrawn = redraw(instance, rule, old, wish=Wish(keep=keep or 0.0), progress=show, **how)
        made, labels = redrawn.plan, _numbers(redrawn)
        click.echo(_upheaval(redrawn, instance.total))
    _tell(made)
    if out:
        _write(out, instance, labels.tolist())


def _tell(made: Plan) -> None:
    click.echo(line(made.figures, made.k, made.objective, made.bound))
    if made.reason:
        click.echo(f"Why not all are in range: {made.reason}")


def _upheaval(redrawn: Redrawn, total: int) -> str:
    share = (redrawn.moved - redrawn.unavoidable) / max(total, 1)
    return (
        f"{redrawn.moved:,} households change grid; {redrawn.unavoidable:,} cannot but, "
        f"so {share:.1%} of {total:,} move beyond need"
    )


def _numbers(redrawn: Redrawn) -> NDArray[np.int64]:
    """Each node's grid: the old number where a grid goes on, numbers never used for the others."""
    numbers = redrawn.continues.copy()
    new = np.flatnonzero(numbers == NO_GRID)
    numbers[new] = redrawn.highest + 1 + np.arange(len(new))
    return numbers[redrawn.plan.labels]


def _write(path: Path, instance: Graph, labels: list[int]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(("id", "grid"))
        rows.writerows(zip(instance.id.tolist(), labels, strict=True))
