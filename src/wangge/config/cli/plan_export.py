"""`wangge plan export`: the grids of a community as a file of map programs."""

from datetime import datetime
from pathlib import Path
from typing import Any

import click
from django.utils import timezone

from wangge.config.cli.communities import community, lay_tables
from wangge.foundation.calendar import CHINA_TIME
from wangge.foundation.coordinates import System
from wangge.places.models import Area, Division
from wangge.planning.errors import NoSuchDraft
from wangge.planning.exchange import division_on, export
from wangge.planning.formats import Format
from wangge.planning.models import Draft

FORMATS, SYSTEMS = (click.Choice([each.value for each in known]) for known in (Format, System))


@click.command(name="export")
@click.argument("code", required=False)
@click.option("--format", "into", type=FORMATS, default="gpkg", show_default=True)
@click.option("--system", type=SYSTEMS, default="wgs84", show_default=True)
@click.option("--out", type=click.Path(path_type=Path), help="A file or a folder.  [default: this folder]")
@click.option("--draft", type=int, help="A draft by its number.  [default: the grids in force]")
@click.option(
    "--on", type=click.DateTime(["%Y-%m-%d"]), help="The grids in force that day.  [default: today]"
)
@click.option("--buildings", is_flag=True, help="With the buildings, and the grid that each is in.")
def export_plan(code: str | None, into: str, system: str, out: Path | None, **asked: Any) -> None:
    """Write the grids of the community CODE (default: the only one) for QGIS and other map programs."""
    lay_tables()
    plan = _plan(community(code), draft=asked["draft"], on=asked["on"])
    made = export(plan, into=Format(into), system=System(system), buildings=asked["buildings"])
    path = out / made.name if out and out.is_dir() else out or Path(made.name)
    path.write_bytes(made.file.content)
    click.echo(f"{path} written ({len(made.file.content):,} bytes).")


def _plan(area: Area, *, draft: int | None, on: datetime | None) -> Division | Draft:
    if draft is None:
        return division_on(area, on=on.date() if on else timezone.now().astimezone(CHINA_TIME).date())
    found = Draft.objects.filter(area=area, pk=draft, discarded=False).first()
    if found is None:
        raise NoSuchDraft
    return found
