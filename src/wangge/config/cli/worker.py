"""`wangge worker`: seals the journal, delivers reactions, rings clocks, solves plans until told to stop."""

import signal
import threading

import click
from django.db import OperationalError, close_old_connections
from django.utils import timezone

from wangge.config.planner import Planner
from wangge.config.work import work
from wangge.planning.solving import run_next


@click.command()
@click.option("--once", is_flag=True, help="Work until nothing is left to do, then end.")
@click.option("--pause", default=1.0, show_default=True, help="Seconds between looks when idle.")
@click.option("--plans/--no-plans", default=True, show_default=True, help="Whether to solve plans of grids.")
def worker(*, once: bool, pause: float, plans: bool) -> None:
    """Seal the journal, deliver reactions, ring clocks that ran out; beside it, solve plans of grids."""
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    planner = Planner(stop, pause=pause)
    if plans and not once:
        planner.start()
    _work(stop, once=once, pause=pause, plans=plans)
    stop.set()
    if planner.ident:
        planner.join()


def _work(stop: threading.Event, *, once: bool, pause: float, plans: bool) -> None:
    while not stop.is_set():
        try:
            done = work(now=timezone.now())
            solved = run_next(clock=timezone.now, stopping=stop.is_set) if once and plans else None
        except OperationalError as trouble:
            click.echo(f"The database does not answer ({trouble}); trying again.", err=True)
            close_old_connections()
            stop.wait(5)
            continue
        if solved:
            click.echo(f"solved draft {solved.draft_id}: {solved.state}")
        if not done.idle:
            click.echo(
                f"sealed {done.sealed}, delivered {done.delivered}, failed {done.failed}, rang {done.rang}"
            )
        if done.idle and not solved:
            if once:
                return
            stop.wait(pause)
