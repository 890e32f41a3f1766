"""The table of the window: who may do what with an application, and when."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Standing(StrEnum):
    """What somebody is to an application."""

    WINDOW = "window"  # keeps the window of its community
    STEP = "step"  # the step that it is at is theirs
    APPLICANT = "applicant"  # came by number and secret


@dataclass(frozen=True, slots=True)
class Row:
    """One row: `name` takes an application from one of `sources` to `target`, or leaves it where it is."""

    name: str
    sources: frozenset[str]
    target: str
    who: frozenset[Standing]


W, S, A = Standing.WINDOW, Standing.STEP, Standing.APPLICANT


def _row(name: str, sources: str, target: str, *who: Standing) -> Row:
    return Row(name, frozenset(sources.split()), target, frozenset(who))


TABLE = (
    _row("accept", "filed lacking", "running", W),
    _row("tell", "filed lacking running", "lacking", W, S),
    _row("receive", "filed lacking", "", W),
    _row("pass_on", "running", "running", S),
    _row("grant", "running", "granted", S),
    _row("refuse", "running", "refused", S),
    _row("hand_over", "granted refused", "", W),
    _row("correct", "filed lacking running", "", W, A),
    _row("withdraw", "filed lacking running", "withdrawn", W, A),
)
BY_NAME = {row.name: row for row in TABLE}
OPEN = ("filed", "lacking", "running")


def allowed(state: str, standing: Iterable[Standing]) -> frozenset[str]:
    """What somebody of this standing may do with an application in this state."""
    mine = frozenset(standing)
    return frozenset(row.name for row in TABLE if state in row.sources and row.who & mine)
