"""The table of the gate: who may do what with a department's task, when, and what must be said."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """Where a task stands before, at and behind the gate."""

    PROPOSED = "proposed"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"
    MERGED = "merged"
    APPROVED = "approved"
    OUT = "out"
    FINISHED = "finished"


class Standing(StrEnum):
    """What somebody is to a task."""

    DEPARTMENT = "department"  # is in a post of the department that asks
    STREET = "street"  # is in the street office above its place


@dataclass(frozen=True, slots=True)
class Transition:
    """One row: `name` takes a task from one of `sources` to `target`."""

    name: str
    sources: frozenset[State]
    target: State
    who: frozenset[Standing]
    needs: tuple[str, ...] = ()


def _row(
    name: str, sources: Iterable[State], target: State, who: Iterable[Standing], *needs: str
) -> Transition:
    return Transition(name, frozenset(sources), target, frozenset(who), needs)


S, W = State, Standing

TABLE: tuple[Transition, ...] = (
    _row("amend", [S.PROPOSED, S.RETURNED], S.PROPOSED, [W.DEPARTMENT]),
    _row("withdraw", [S.PROPOSED, S.RETURNED, S.APPROVED], S.WITHDRAWN, [W.DEPARTMENT], "reason"),
    _row("approve", [S.PROPOSED], S.APPROVED, [W.STREET]),
    _row("merge", [S.PROPOSED], S.MERGED, [W.STREET], "into", "reason"),
    _row("return", [S.PROPOSED], S.RETURNED, [W.STREET], "reason"),
    _row("refuse", [S.PROPOSED], S.REFUSED, [W.STREET], "reason"),
    _row("send_out", [S.APPROVED], S.OUT, [W.DEPARTMENT, W.STREET]),
    _row("finish", [S.OUT], S.FINISHED, [W.DEPARTMENT, W.STREET]),
)
BY_NAME = {row.name: row for row in TABLE}
ADMITTED = (S.APPROVED, S.OUT)  # what these collect need not be asked for again


def allowed(state: State, standing: Iterable[Standing]) -> tuple[Transition, ...]:
    """What somebody of this standing may do with a task in this state, in the order of the table."""
    mine = frozenset(standing)
    return tuple(row for row in TABLE if state in row.sources and row.who & mine)


def diagram() -> str:
    """The table as a mermaid state diagram."""
    lines = ["stateDiagram-v2", f"    [*] --> {State.PROPOSED}: propose"]
    lines += [
        f"    {source} --> {row.target}: {row.name}"
        for row in TABLE
        for source in sorted(row.sources, key=list(State).index)
    ]
    return "\n".join([*lines, ""])
