"""`wangge worker`: seals the journal, delivers reactions and rings clocks until it is told to stop."""

import signal
import threading

import click
from django.db import OperationalError, close_old_connections
from django.utils import timezone

from wangge.config.work import work


@click.command()
@click.option("--once", is_flag=True, help="Work until nothing is left to do, then end.")
@click.option("--pause", default=1.0, show_default=True, help="Seconds between looks when idle.")
def worker(*, once: bool, pause: float) -> None:
    """Seal the journal, deliver reactions, ring clocks that ran out."""
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    while not stop.is_set():
        try:
            done = work(now=timezone.now())
        except OperationalError as trouble:
            click.echo(f"The database does not answer ({trouble}); trying again.", err=True)
            close_old_connections()
            stop.wait(5)
            continue
        if not done.idle:
            click.echo(
                f"sealed {done.sealed}, delivered {done.delivered}, failed {done.failed}, rang {done.rang}"
            )
        elif once:
            return
        else:
            stop.wait(pause)
