"""`wangge serve`: the web server, sized to its database."""

import errno
import os
import socket
import sys

import click
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from wangge.config.cli.errors import PortTaken

SQLITE = ("--workers", "1", "--blocking-threads", "1")  # a second writer would only wait for the first
POSTGRES = ("--workers", "2", "--blocking-threads", "4")


def free_port(host: str) -> int:
    """A port that nobody listens on at the moment."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


def expect_free(host: str, port: int) -> None:
    """Refuse a port that somebody listens on."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as trouble:
            if trouble.errno == errno.EADDRINUSE:
                raise PortTaken(port=port) from trouble
            raise


def server_command(host: str, port: int) -> list[str]:
    """The granian command that serves the house at this address."""
    return [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--host",
        host,
        "--port",
        str(port),
        "--no-ws",
        "--log-level",
        "warning",
        *(SQLITE if connection.vendor == "sqlite" else POSTGRES),
        "wangge.config.wsgi:application",
    ]


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=0, show_default="a free one", type=click.IntRange(0, 65535))
@click.option("--migrate/--no-migrate", default=True, show_default=True, help="Update the database first.")
def serve(host: str, port: int, *, migrate: bool) -> None:
    """Serve the house until interrupted.

    SQLite: one worker with one thread. PostgreSQL (WANGGE_DATABASE): two workers with four threads each.
    Behind a proxy set WANGGE_HOSTS, WANGGE_ORIGINS and WANGGE_HTTPS=1.
    """
    if port:
        expect_free(host, port)
    if migrate:
        call_command("migrate", interactive=False, verbosity=0)
    connection.close()
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # its middleware complains where it is missing
    chosen = port or free_port(host)
    shown = f"[{host}]" if ":" in host else host
    click.echo(f"Wangge is at http://{shown}:{chosen}/ (Ctrl-C ends it)")
    sys.stdout.flush()
    command = server_command(host, chosen)
    os.execv(sys.executable, command)  # noqa: S606 - the server takes this process's place, signals and all
