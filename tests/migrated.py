"""A database with its tables, migrated once and kept beside pytest's own cache for the runs that follow.

To migrate takes nine seconds of a processor, for each process and each house. What a file holds is known by
everything that migrations read: their own files, the models' and the versions of what is installed.
"""

import fcntl
import hashlib
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import django
from django.core.management import call_command
from psycopg import connect
from psycopg.conninfo import make_conninfo

from tools.postgres import program

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / ".pytest_cache" / "migrated"
READ = ("migrations/*.py", "models.py", "models/*.py")


def key() -> str:
    """Another one for every other set of tables."""
    told = hashlib.sha256(django.__version__.encode())
    files = [file for each in READ for file in (ROOT / "src/wangge").glob(f"*/{each}")]
    for file in [*sorted(files), ROOT / "requirements/run.txt"]:
        told.update(f"{file.relative_to(ROOT)}\n".encode() + file.read_bytes())
    return told.hexdigest()[:16]


@contextmanager
def kept(suffix: str) -> Iterator[tuple[Path, Path | None]]:
    """The file with the tables, and where to write it where it is missing: one process does, others wait."""
    KEPT.mkdir(parents=True, exist_ok=True)
    file = KEPT / f"{key()}{suffix}"
    with (KEPT / f"lock{suffix}").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        missing = None if file.exists() else file.with_name(f"new{suffix}")
        yield file, missing
        if missing:
            for old in KEPT.glob(f"*{suffix}"):
                if old not in {missing, KEPT / f"lock{suffix}"}:
                    old.unlink()
            missing.rename(file)


@contextmanager
def named(connection: Any, name: str) -> Iterator[None]:
    """Let the database be this one for a while."""
    usual = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual


def furnish(connection: Any, name: str) -> None:
    """Make the database `name` with its tables in it."""
    (_file if connection.vendor == "sqlite" else _server)(connection, name)


def _file(connection: Any, name: str) -> None:
    with kept(".sqlite3") as (file, missing):
        if missing:
            with named(connection, name):
                call_command("migrate", interactive=False, verbosity=0)
                missing.unlink(missing_ok=True)
                with connection.cursor() as cursor:
                    cursor.execute("VACUUM INTO %s", [str(missing)])
        else:
            shutil.copy(file, name)


def _server(connection: Any, name: str) -> None:
    known = connection.get_connection_params()
    at = {each: known[each] for each in ("host", "port", "user", "password") if known.get(each)}
    own = make_conninfo(dbname=name, **at)
    with connect(make_conninfo(dbname="postgres", **at), autocommit=True) as db:
        db.execute(f'DROP DATABASE IF EXISTS "{name}"')
        db.execute(f'CREATE DATABASE "{name}"')
    with kept(".sql") as (file, missing):
        if missing:
            with named(connection, name):
                call_command("migrate", interactive=False, verbosity=0)
            _run("pg_dump", f"--dbname={own}", "--no-owner", f"--file={missing}")
            return
    _restore(own, file)


def fill(url: str) -> None:
    """Put the tables into an empty database on PostgreSQL, where an earlier run has kept them."""
    if (file := KEPT / f"{key()}.sql").exists():
        _restore(url, file)


def _restore(database: str, file: Path) -> None:
    _run("psql", f"--dbname={database}", "--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1", f"--file={file}")


def _run(name: str, *more: str) -> None:
    subprocess.run([program(name), *more], check=True, stdout=subprocess.DEVNULL)
