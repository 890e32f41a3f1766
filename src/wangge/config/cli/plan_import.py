"""`wangge plan import`: the grids that a file draws, as a draft."""

from pathlib import Path
from typing import Any

import click
from django.utils import timezone
from rich.console import Console
from rich.table import Table

from wangge.config.cli.communities import AT_THE_KEYBOARD, community, lay_tables
from wangge.foundation.coordinates import System
from wangge.planning.import_report import Report
from wangge.planning.importing import import_draft, sketch_from

SAMPLE = 10


@click.command(name="import")
@click.argument("code")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--system",
    type=click.Choice([each.value for each in System]),
    help="Coordinates as given.  [default: as it says]",
)
@click.option("--name", default="", help="What the draft is called.  [default: like the file]")
@click.option("--layer", default="", help="The layer with the grids, where there are several.")
@click.option("--preview", is_flag=True, help="Show what would be kept, and keep nothing.")
def import_plan(code: str, file: Path, system: str | None, *, preview: bool, name: str, layer: str) -> None:
    """Take the grids that FILE draws as a draft of the community CODE.

    FILE is a GeoPackage, a GeoJSON, a KML or KMZ, or a Shapefile in a zip. Every building goes to the polygon
    that it stands in.
    """
    lay_tables()
    area, now = community(code), timezone.now()
    declared = System(system) if system else None
    sent: dict[str, Any] = {
        "content": file.read_bytes(),
        "file": file.name,
        "system": declared,
        "layer": layer,
        "now": now,
    }
    if preview:
        click.echo(_told(sketch_from(area, **sent).report), nl=False)
        click.echo("Preview: nothing was kept.")
        return
    made = import_draft(area, **sent, name=name, by=AT_THE_KEYBOARD)
    click.echo(_told(made.report), nl=False)
    click.echo(f"Kept as draft {made.draft.pk} with {len(made.draft.grids)} grids.")


def _told(report: Report) -> str:
    """What was found in the file, at most ten of a kind; every grid that will bear another number."""
    console = Console(width=110, no_color=True)
    strays = Table("building in no polygon", "goes to grid", "m away")
    for stray in report.strays[:SAMPLE]:
        strays.add_row(stray.name, str(stray.number), f"{stray.metres:,.1f}")
    twice = Table("building in several", "grids", "goes to grid")
    for each in report.twice[:SAMPLE]:
        twice.add_row(each.name, ", ".join(map(str, each.numbers)), str(each.number))
    overlaps = Table("overlapping grids", "m²")
    for both in report.overlaps[:SAMPLE]:
        overlaps.add_row(f"{both.first}, {both.second}", f"{both.area:,.1f}")
    others = Table("grid in the file", "goes on from grid in force", "and takes number")
    for grid in report.renumbered:
        before = "none, it is new" if grid.before is None else f"{grid.before} {grid.before_name}".strip()
        others.add_row(f"{grid.number} {grid.name}".strip(), before, str(grid.before or "a free one"))
    with console.capture() as captured:
        for table in (strays, twice, overlaps, others):
            if table.row_count:
                console.print(table)
        for line in _lines(report):
            console.print(line)
    return captured.get()


def _lines(report: Report) -> list[str]:
    empty = ", ".join(f"{grid['number']} {grid['name']}".strip() for grid in report.empty)
    repaired = ", ".join(map(str, report.repaired))
    strays, twice, others = len(report.strays), len(report.twice), len(report.renumbered)
    return [
        f"{report.polygons} polygons in {report.system}, numbered by {report.numbered}.",
        f"{report.buildings} buildings, {strays} of them in no polygon, {twice} in several.",
        f"In no polygon: {report.gaps:,.0f} m² of the community. Beyond it: {report.beyond:,.0f} m².",
        *([f"Without buildings, so left out: {empty}."] if empty else []),
        *([f"Broken shapes were put right: {repaired}."] if repaired else []),
        *([f"{others} of the grids will bear another number in force, as listed."] if others else []),
        *([f"{report.skipped} other shapes were left out."] if report.skipped else []),
    ]
