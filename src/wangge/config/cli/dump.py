"""The database as one file and back: SQLite's online backup, PostgreSQL's own programs."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.db import connection

from wangge.config.cli.errors import ArchiveDamaged, DatabaseElsewhere, ProgramFailed, ProgramMissing

FILES = {"sqlite": "wangge.sqlite3", "postgresql": "wangge.pgdump"}


def database_file() -> Path:
    """Where SQLite's file is; refused when it is not in the data folder."""
    file = Path(connection.settings_dict["NAME"]).absolute()
    if file.parent != settings.DATA:
        raise DatabaseElsewhere(database=file, folder=settings.DATA)
    return file


def dump(target: Path) -> None:
    """Write a consistent copy of the database while others may go on working."""
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(database_file())) as source, closing(sqlite3.connect(target)) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
        return
    _run("pg_dump", "--format=custom", "--no-owner", f"--file={target}", f"--dbname={_name()}")


def check(file: Path) -> None:
    """Refuse a SQLite file that SQLite itself finds damaged."""
    try:
        with closing(sqlite3.connect(file)) as copy:
            verdict = copy.execute("PRAGMA quick_check").fetchone()[0]
    except sqlite3.DatabaseError as error:
        verdict = str(error)
    if verdict != "ok":
        raise ArchiveDamaged(archive=file.name, reason=verdict)


def load(file: Path) -> None:
    """Replace what is in PostgreSQL by a dump, in one transaction."""
    _run(
        "pg_restore",
        "--clean",
        "--if-exists",
        "--no-owner",
        "--single-transaction",
        f"--dbname={_name()}",
        str(file),
    )


def is_filled() -> bool:
    """Whether the database has any table; an SQLite file that is not there has none."""
    if connection.vendor == "sqlite" and not database_file().exists():
        return False
    filled = bool(connection.introspection.table_names())
    connection.close()
    return filled


def _name() -> str:
    return str(connection.settings_dict["NAME"])


def _run(program: str, *arguments: str) -> None:
    if not shutil.which(program):
        raise ProgramMissing(program=program)
    place, environment = _place()
    ran = subprocess.run(  # noqa: S603 - our own arguments, no shell
        [program, *place, *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    if ran.returncode:
        raise ProgramFailed(program=program, output=ran.stderr.strip()[-500:])


def _place() -> tuple[Sequence[str], dict[str, str]]:
    """The options and the environment by which PostgreSQL's programs find the server."""
    known = connection.settings_dict
    options = {"--host": known["HOST"], "--port": known["PORT"], "--username": known["USER"]}
    environment = {"PGPASSWORD": known["PASSWORD"]} if known["PASSWORD"] else {}
    return [f"{option}={value}" for option, value in options.items() if value], environment
