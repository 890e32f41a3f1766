"""The server and the worker as two processes that begin and end together."""

import contextlib
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable

import click
from django.conf import settings
from django.db import connection

from wangge.config.cli.serve import free_port, server_command

HOST = "127.0.0.1"
STARTING, ENDING = 60.0, 15.0  # seconds


def serve_and_work(port: int, *, ready: Callable[[str], None]) -> int:
    """Serve on this port (0: a free one) and work until interrupted; tells `ready` the address.

    Returns 0 after an interruption, 1 where either process ended by itself.
    """
    chosen = port or free_port(HOST)
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    server = server_command(HOST, chosen)
    connection.close()
    running: list[subprocess.Popen[bytes]] = []
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        running.append(subprocess.Popen(server))  # noqa: S603 - our own programs, here and below
        worker = [sys.executable, "-m", "wangge", "worker"]
        running.append(subprocess.Popen(worker, stdout=subprocess.DEVNULL))  # noqa: S603
        if _answers(chosen, running[0]):
            ready(f"http://{HOST}:{chosen}/")
        while all(process.poll() is None for process in running):
            time.sleep(0.3)
    except KeyboardInterrupt:
        click.echo(err=True)
        return 0
    finally:
        _end(running)
        signal.signal(signal.SIGTERM, before)
    return 1


def _answers(port: int, server: subprocess.Popen[bytes]) -> bool:
    """Whether somebody listens at last."""
    last = time.monotonic() + STARTING
    while time.monotonic() < last and server.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection((HOST, port), timeout=1):
            return True
        time.sleep(0.1)
    return False


def _end(running: list[subprocess.Popen[bytes]]) -> None:
    """Ask every process to end, wait, and insist if it must be."""
    for process in running:
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
    for process in running:
        try:
            process.wait(ENDING)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
