"""A PostgreSQL of one's own: started in a temporary folder, reached by a private socket, thrown away.

As a command, `python tools/postgres.py [--durable] -- COMMAND…` runs COMMAND with WANGGE_DATABASE set;
as a context manager, `with running() as url:` gives the address. `--durable` keeps fsync on, for benches.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import psycopg

if TYPE_CHECKING:
    from collections.abc import Iterator

QUICK = ["-c", "fsync=off", "-c", "full_page_writes=off", "-c", "synchronous_commit=off"]
PATIENCE = 60  # seconds to start


@contextlib.contextmanager
def running(*, durable: bool = False) -> Iterator[str]:
    """Start a fresh cluster with a database `wangge`; the value is its URL."""
    owner = "postgres" if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="wangge-pg-"))
    if owner:
        os.chown(folder, pwd.getpwnam(owner).pw_uid, -1)
    server = None
    try:
        _initialise(folder, owner)
        server = _start(folder, owner, durable=durable)
        _connect(folder, server)
        yield f"postgres://wangge@{quote(str(folder), safe='')}/wangge"
    finally:
        if server:
            server.send_signal(signal.SIGINT)  # "fast" shutdown: ends the sessions, then itself
            server.wait(timeout=PATIENCE)
        shutil.rmtree(folder, ignore_errors=True)


def program(name: str) -> str:
    """The path of one of PostgreSQL's programs, the newest version that Debian has installed first."""
    versions = sorted(
        Path("/usr/lib/postgresql").glob(f"*/bin/{name}"),
        key=lambda path: int(path.parts[-3]) if path.parts[-3].isdigit() else 0,
    )
    found = str(versions[-1]) if versions else shutil.which(name)
    if not found:
        sys.exit(f"PostgreSQL's {name} is not installed; on Debian: apt-get install postgresql")
    return found


def _initialise(folder: Path, owner: str | None) -> None:
    command = [program("initdb"), "-D", str(folder / "data"), "-U", "wangge", "-A", "trust", "-N"]
    made = subprocess.run(
        [*command, "-E", "UTF8", "--locale=C.UTF-8"],
        user=owner,
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    if made.returncode:
        sys.exit(f"initdb failed:\n{made.stdout}{made.stderr}")


def _start(folder: Path, owner: str | None, *, durable: bool) -> subprocess.Popen[bytes]:
    options = [
        "-c",
        "listen_addresses=",
        "-c",
        f"unix_socket_directories={folder}",
        "-c",
        "max_connections=120",
    ]
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(
            [program("postgres"), "-D", str(folder / "data"), *options, *([] if durable else QUICK)],
            user=owner,
            cwd=folder,
            stdout=log,
            stderr=log,
            start_new_session=True,  # an interrupt at the keyboard is for the command, not for the server
        )


def _connect(folder: Path, server: subprocess.Popen[bytes]) -> None:
    """Wait until the server answers, then create the database."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            with psycopg.connect(host=str(folder), user="wangge", dbname="postgres", autocommit=True) as db:
                db.execute("CREATE DATABASE wangge")
                return
        except psycopg.OperationalError:
            if server.poll() is not None or time.monotonic() > end:
                sys.exit(f"PostgreSQL did not start:\n{(folder / 'log').read_text()}")
            time.sleep(0.05)


def main() -> int:
    """Run a command beside a fresh server; its exit code is ours."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--durable", action="store_true", help="keep fsync and synchronous_commit on")
    parser.add_argument("command", nargs="+")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with running(durable=options.durable) as url:
        return subprocess.run(
            options.command, env={**os.environ, "WANGGE_DATABASE": url}, check=False
        ).returncode


if __name__ == "__main__":
    sys.exit(main())
