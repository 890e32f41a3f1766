"""`wangge backup` and `wangge restore`: the whole house in one file, and back."""

import shutil
import tempfile
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import click
from django.conf import settings
from django.db import connection

import wangge
from wangge.config.cli.archive import names, pack, unpack
from wangge.config.cli.dump import FILES, check, database_file, dump, is_filled, load
from wangge.config.cli.errors import ArchiveOfAnother, NothingToBackUp, WouldOverwrite

REBUILT = {"static"}  # made again from the package


@click.command()
@click.argument("archive", type=click.Path(dir_okay=False, writable=True, path_type=Path))
@click.option("--force", is_flag=True, help="Replace the file if it is there.")
def backup(archive: Path, *, force: bool) -> None:
    """Write the database, the photos, the trained models and the secret key to ARCHIVE (.tar.gz).

    The house may go on working. The file holds the secret key: keep it as safe as the house itself.
    """
    if archive.exists() and not force:
        raise WouldOverwrite(place=archive)
    if not is_filled():
        raise NothingToBackUp(folder=settings.DATA)
    with tempfile.TemporaryDirectory(prefix=".backup-", dir=archive.absolute().parent) as name:
        staging = Path(name)
        dump(staging / FILES[connection.vendor])
        copied = _copy_files(settings.DATA, staging)
        click.echo(f"Database and {copied} files gathered; packing.", err=True)
        pack(
            staging,
            archive,
            wangge=wangge.__version__,
            made=datetime.now(UTC).isoformat(timespec="seconds"),
            database=connection.vendor,
        )
    click.echo(f"Backed up to {archive} ({archive.stat().st_size / 1e6:.1f} MB).")


@click.command()
@click.argument("archive", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Replace what is there; the old data folder is kept beside it.")
def restore(archive: Path, *, force: bool) -> None:
    """Put back what ARCHIVE holds: whole, or not at all. Stop the server first.

    Every file is checked against its checksum before anything is touched.
    """
    if is_filled() and not force:
        raise WouldOverwrite(place=settings.DATA if connection.vendor == "sqlite" else "PostgreSQL")
    data: Path = settings.DATA
    data.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=data.parent) as name:
        staging = Path(name) / "data"
        staging.mkdir(mode=0o700)
        manifest = unpack(archive, staging)
        if manifest.get("database") != connection.vendor:
            raise ArchiveOfAnother(theirs=manifest.get("database"), ours=connection.vendor)
        file = staging / FILES[connection.vendor]
        if connection.vendor == "sqlite":
            check(file)
            file.rename(staging / database_file().name)
        else:
            load(file)
            file.unlink()
        kept = _swap(staging, data)
    click.echo(
        f"Restored the house of {manifest['made']} to {data}." + (f" The old one: {kept}" if kept else "")
    )


def _copy_files(source: Path, target: Path) -> int:
    """Copy what is in the data folder but for the database itself; give the number of files.

    A picture that is swept up meanwhile belongs to no case, and is left out.
    """
    copied = 0
    for name in filter(_belongs, names(source)):
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileNotFoundError):
            shutil.copy2(source / name, target / name)
            copied += 1
    return copied


def _belongs(name: str) -> bool:
    """Whether a file is the house's own: no database, no backup, nothing half-written or made again."""
    top = Path(name).parts[0]
    database = database_file().name if connection.vendor == "sqlite" else ""
    passing = top.startswith((".backup-", ".restore-")) or name.endswith((".tar.gz", ".partial", ".part"))
    return not (top in REBUILT or passing or (database and top.startswith(database)))


def _swap(new: Path, data: Path) -> Path | None:
    """Put `new` in the place of `data` by renaming; give where the old one is kept, if it held anything."""
    if not data.exists():
        new.rename(data)
        return None
    kept = data.with_name(f"{data.name}.before-{datetime.now(UTC):%Y%m%d-%H%M%S}")
    data.rename(kept)
    try:
        new.rename(data)
    except OSError:
        kept.rename(data)
        raise
    return kept
