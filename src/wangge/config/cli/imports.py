"""`wangge import`: places from a file, with a preview, whole or not at all."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from wangge.config.cli.communities import AT_THE_KEYBOARD, community, lay_tables
from wangge.config.cli.main import said
from wangge.foundation.codes import Level
from wangge.foundation.coordinates import System
from wangge.foundation.tables import read_table
from wangge.places.columns import Wanted
from wangge.places.founding import Founding, found_community, invented_code
from wangge.places.import_errors import WouldReplaceInput
from wangge.places.importing import Changes, compare, import_buildings, read
from wangge.places.models import Area
from wangge.places.rejects import write_rejects
from wangge.places.rows import Understood

SAMPLE = 5
EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)
progress = Console(stderr=True)


@dataclass(frozen=True, slots=True)
class Asked:
    """The options of `wangge import buildings`."""

    area: str | None
    new_area: str | None
    code: str | None
    columns: tuple[str, ...]
    mapping: Path | None
    system: str | None
    preview: bool
    rejects: Path | None
    good_rows_only: bool
    extend: bool


@click.group()
def imports() -> None:
    """Take in places from a file, with a preview."""


@imports.command()
@click.argument("file", type=EXISTING)
@click.option("--area", metavar="CODE", help="The community they belong to.  [default: the only one]")
@click.option("--new-area", metavar="NAME", help="Found a community of this name for them.")
@click.option("--code", metavar="CODE", help="Its 12-digit code.  [default: an invented one]")
@click.option("--map", "columns", multiple=True, metavar="FIELD=COLUMN", help="Such as name=blk_no+street.")
@click.option("--mapping", type=EXISTING, help="A TOML file that says which column is what.")
@click.option(
    "--system", type=click.Choice([s.value for s in System]), help="Coordinates as given.  [default: wgs84]"
)
@click.option("--preview", is_flag=True, help="Show what would change, and change nothing.")
@click.option(
    "--rejects", type=click.Path(dir_okay=False, path_type=Path), help="Write refused rows (.xlsx)."
)
@click.option("--good-rows-only", is_flag=True, help="Import the rest where rows are refused.")
@click.option("--extend", is_flag=True, help="Let the community's outline grow around new buildings.")
def buildings(file: Path, **options: Any) -> None:
    """Import buildings from FILE: .csv, .csv.gz, .xlsx or .xls.

    CSV may be UTF-8 or GB18030. Columns are known by their usual headings, Chinese or English. Fields are:
    name, compound, lon, lat, households, people, registered, floating, care,
    merchants, floors, units. A building is known again by
    compound and name, so that a corrected file can be imported again. Nothing is imported while a row is
    refused, unless --good-rows-only.
    """
    asked = Asked(**options)
    if asked.area and asked.new_area:
        raise click.UsageError("Say --area or --new-area, not both.")
    lay_tables()
    area = None if asked.new_area else community(asked.area)
    rows = _read(file, asked, None if asked.extend else area)
    click.echo(_summary(compare(area, rows.good), rows), nl=False)
    if asked.rejects and rows.refused:
        _write_rejects(asked.rejects, file, rows)
    if asked.preview:
        click.echo("Preview: nothing was changed.")
        return
    with transaction.atomic():
        into = area or _found(asked)
        done = import_buildings(
            into,
            rows=rows,
            source=file.name,
            good_rows_only=asked.good_rows_only,
            extend=asked.extend,
            by=AT_THE_KEYBOARD,
            now=timezone.now(),
        )
    click.echo(
        f"{into.name} ({into.code}): {len(done.new)} buildings entered, {len(done.changed)} corrected."
    )
    if done.new and into.divisions.exists():
        click.echo("The new buildings are in no grid yet: draw the grids again with wangge plan.")


def _read(file: Path, asked: Asked, area: Area | None) -> Understood:
    wanted = (Wanted.read(asked.mapping) if asked.mapping else Wanted()).told(asked.columns)
    system = System(asked.system) if asked.system else wanted.system or System.WGS84
    with Progress(console=progress, transient=True) as bars:
        bar = bars.add_task(f"Reading {file.name}", total=None)
        return read(
            read_table(file),
            wanted=wanted,
            system=system,
            area=area,
            progress=lambda done, total: bars.update(bar, completed=done, total=total),
        )


def _found(asked: Asked) -> Area:
    names = {
        Level.PROVINCE: gettext("Invented province"),
        Level.CITY: gettext("Invented city"),
        Level.DISTRICT: gettext("Invented district"),
        Level.STREET: gettext("Invented street"),
    }
    founding = Founding(asked.new_area or "", asked.code or invented_code(), names)
    return found_community(founding, by=AT_THE_KEYBOARD, now=timezone.now())


def _write_rejects(path: Path, file: Path, rows: Understood) -> None:
    if path.resolve() == file.resolve():
        raise WouldReplaceInput(file=file.name)
    titles = (gettext("row"), gettext("reason"))
    write_rejects(path, heading=rows.heading, rows=rows.refused, titles=titles, say=said)
    click.echo(f"{len(rows.refused)} refused rows written to {path}.")


def _summary(changes: Changes, rows: Understood) -> str:
    """Counts, a few of the new buildings, and the first refused rows with their reasons."""
    console = Console(width=110, no_color=True)
    counts = Table("new", "changed", "same", "refused", "left out", "not in the file", "households")
    households = sum(row.counts["households"] for row in rows.good)
    figures = (len(changes.new), len(changes.changed), changes.same, len(rows.refused), rows.left_out)
    counts.add_row(*(f"{n:,}" for n in (*figures, changes.unnamed, households)))
    sample = Table("row", "compound", "name", "lon", "lat", *(rows.good[0].counts if rows.good else ()))
    for row in [*changes.new, *(row for _, row in changes.changed)][:SAMPLE]:
        place = (str(row.row), row.compound, row.name, f"{row.lon:.6f}", f"{row.lat:.6f}")
        sample.add_row(*place, *(str(n) for n in row.counts.values()))
    refused = Table("row", "refused because")
    for bad in rows.refused[: 2 * SAMPLE]:
        refused.add_row(str(bad.row), said(bad.reason))
    if len(rows.refused) > 2 * SAMPLE:
        refused.add_row("…", f"and {len(rows.refused) - 2 * SAMPLE} more; --rejects FILE.xlsx has them all")
    with console.capture() as captured:
        for table in (counts, sample, refused):
            if table.row_count:
                console.print(table)
    return captured.get()
