"""What the commands that draw grids share: the rule, a bar that can be stopped, a line of figures."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click
from rich.console import Console
from rich.progress import Progress as Bars

from wangge.partition.inputs import Rule
from wangge.partition.objective import Figures
from wangge.partition.search import Progress

progress = Console(stderr=True)


def rule_of(options: dict[str, Any]) -> Rule:
    """The rule that --min, --max and --k ask for."""
    try:
        return Rule(options["least"], options["most"], options["k"])
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--min/--max") from error


@contextmanager
def shown() -> Iterator[Callable[[Progress], bool]]:
    """A bar of how far the search is, with the best so far; the first Ctrl-C stops it with that."""
    with Bars(console=progress, transient=True) as bars, _stoppable() as stopped:
        bar = bars.add_task("Drawing", total=1.0)

        def show(at: Progress) -> bool:
            best = f"Drawing (J {at.objective:.2f}, {at.outside} grids out of range)"
            bars.update(bar, completed=at.done, description=best)
            return not stopped

        yield show


@contextmanager
def _stoppable() -> Iterator[list[int]]:
    """A list that fills with the first Ctrl-C; the second one interrupts as ever."""
    stopped: list[int] = []
    before = signal.getsignal(signal.SIGINT)

    def stop(number: int, _frame: object) -> None:
        stopped.append(number)
        signal.signal(signal.SIGINT, before)
        progress.print("Stopping with the best grids so far (Ctrl-C again to give up).")

    signal.signal(signal.SIGINT, stop)
    try:
        yield stopped
    finally:
        signal.signal(signal.SIGINT, before)


def line(of: Figures, k: int, objective: float, bound: float | None = None) -> str:
    """The figures of a division in one line."""
    return (
        f"{k} grids, {of.in_range:.1%} in range, J {objective:.3f}{_proof(objective, bound)}, "
        f"rms {of.rms:.1f} m to the middle, compounds cut beyond need {of.avoid}, "
        f"grids across a barrier {of.barx}, largest deviation {of.max_dev:.1%}, torn {of.torn}"
    )


def _proof(objective: float, bound: float | None) -> str:
    """How far from the best possible, where that is known."""
    if bound is None:
        return ""
    if objective <= bound * (1 + 1e-9):
        return " (proven the best possible)"
    return f" (within {objective / bound - 1:.1%} of the best possible)"
