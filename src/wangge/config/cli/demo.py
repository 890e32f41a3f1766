"""`wangge demo`: a folder of its own for an invented city, named before the settings are read."""

import importlib
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

import click
from django.conf import settings

from wangge.config.cli.main import prepare
from wangge.demo.presets import known

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
# What a house in earnest may have in its environment and a demo must not touch or follow.
IN_EARNEST = ("WANGGE_DATABASE", "WANGGE_HOSTS", "WANGGE_ORIGINS", "WANGGE_HTTPS", "WANGGE_SECRET_KEY")


@click.command()
@click.option("--check", is_flag=True, help="Serve nothing: build and live it all, name what fails, end.")
@click.option("--buildings", type=FILE, help="Also real buildings, imported and drawn into grids.")
@click.option("--mapping", type=FILE, help="A TOML file that says which of its columns is what.")
@click.option("--feed", type=FILE, help="Messages (CSV, maybe .gz, column text) in place of invented texts.")
@click.option(
    "--preset", type=click.Choice(known()), default="jiabei", show_default=True, help="Which invented city."
)
@click.option("--keep", type=click.Path(file_okay=False, path_type=Path), help="A folder to keep it in.")
@click.option("--port", default=0, show_default="a free one", type=click.IntRange(0, 65535))
@click.option("--seed", default=2022, show_default=True, help="Another seed, other people and other days.")
@click.option("--days", default=8, show_default=True, type=click.IntRange(1, 60), help="Days lived till now.")
def demo(*, keep: Path | None, check: bool, **wanted: Any) -> None:
    """A living city with invented people, served on this machine until interrupted.

    It lives in a folder of its own (a temporary one, unless kept), never in --data or WANGGE_DATABASE.
    With --keep, the second time the city is served as it was left.
    """
    if settings.configured:
        raise click.UsageError("The demo needs a process of its own.")
    folder = (keep or Path(tempfile.mkdtemp(prefix="wangge-demo-"))).absolute()
    for name in IN_EARNEST:
        os.environ.pop(name, None)
    os.environ["WANGGE_DATA"] = str(folder)
    try:
        prepare(folder)
        city = importlib.import_module("wangge.config.cli.city")
        told = city.Wanted(**wanted)
        code = city.check(told) if check else city.show(told)
    finally:
        if keep is None:
            shutil.rmtree(folder, ignore_errors=True)
    sys.exit(code)
