"""The table of transitions of a case: who may do what, when, and what must be there."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """Where a case stands."""

    REPORTED = "reported"
    REFUSED = "refused"
    ACCEPTED = "accepted"
    DISPATCHED = "dispatched"
    SIGNED = "signed"
    HANDLED = "handled"
    VERIFIED = "verified"
    CLOSED = "closed"


OPEN = frozenset(State) - {State.REFUSED, State.CLOSED}


class Standing(StrEnum):
    """What somebody is to a case. One person may be several of these at once."""

    REPORTER = "reporter"  # holds a report's secret
    HOLDER = "holder"  # is in the post that has the case now
    OFFICE = "office"  # is in the community or street office answering for its place
    STREET = "street"  # is in the street office above its place
    HANDLER = "handler"  # did the work on it at any time
    WITNESS = "witness"  # answers for the place and never handled it: may verify


@dataclass(frozen=True, slots=True)
class Transition:
    """One row: `name` takes a case from one of `sources` to `target` (None: it stays where it is)."""

    name: str
    sources: frozenset[State]
    target: State | None
    who: frozenset[Standing]
    needs: tuple[str, ...] = ()
    danger: bool = False


def _row(
    name: str,
    sources: Iterable[State],
    target: State | None,
    who: Iterable[Standing],
    *needs: str,
    danger: bool = False,
) -> Transition:
    return Transition(name, frozenset(sources), target, frozenset(who), needs, danger)


S, W = State, Standing
OFFICE_OR_HOLDER = (W.OFFICE, W.HOLDER)

TABLE: tuple[Transition, ...] = (
    _row("accept", [S.REPORTED], S.ACCEPTED, OFFICE_OR_HOLDER),
    _row("refuse", [S.REPORTED], S.REFUSED, [W.OFFICE], "reason", "referral", danger=True),
    _row("classify", [S.REPORTED, S.ACCEPTED, S.DISPATCHED, S.SIGNED], None, OFFICE_OR_HOLDER, "category"),
    _row("locate", [S.REPORTED, S.ACCEPTED], None, OFFICE_OR_HOLDER, "point"),
    _row("dispatch", [S.ACCEPTED], S.DISPATCHED, [W.OFFICE], "post", "category"),
    _row("sign", [S.DISPATCHED], S.SIGNED, [W.HOLDER]),
    _row("return", [S.DISPATCHED, S.SIGNED], S.ACCEPTED, [W.HOLDER], "reason"),
    _row("pass_up", [S.ACCEPTED, S.DISPATCHED, S.SIGNED], S.ACCEPTED, OFFICE_OR_HOLDER, "reason"),
    _row(
        "contact", [S.REPORTED, S.ACCEPTED, S.DISPATCHED, S.SIGNED, S.HANDLED], None, OFFICE_OR_HOLDER, "note"
    ),
    _row("handle", [S.SIGNED], S.HANDLED, [W.HOLDER], "note"),
    _row("verify", [S.HANDLED], S.VERIFIED, [W.WITNESS], "note"),
    _row("rework", [S.HANDLED, S.VERIFIED], S.SIGNED, [W.WITNESS], "reason"),
    _row("close", [S.VERIFIED], S.CLOSED, [W.OFFICE]),
    _row("call_back", [S.CLOSED], None, [W.OFFICE], "outcome"),
    _row("rate", [S.CLOSED], None, [W.REPORTER], "score"),
    _row("rate_reporter", [S.CLOSED], None, [W.HANDLER], "score"),
    _row("reopen", [S.CLOSED, S.REFUSED], S.ACCEPTED, [W.REPORTER, W.OFFICE], "reason"),
)
BY_NAME = {row.name: row for row in TABLE}


def allowed(state: State, standing: Iterable[Standing]) -> tuple[Transition, ...]:
    """What somebody of this standing may do to a case in this state, in the order of the table."""
    mine = frozenset(standing)
    return tuple(row for row in TABLE if state in row.sources and row.who & mine)


def diagram() -> str:
    """The table as a mermaid state diagram."""
    lines = ["stateDiagram-v2", f"    [*] --> {State.REPORTED}: report"]
    for row in TABLE:
        lines += [
            f"    {source} --> {row.target or source}: {row.name}"
            for source in sorted(row.sources, key=list(State).index)
        ]
    return "\n".join([*lines, f"    {State.CLOSED} --> [*]", ""])
