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
    DISPUTED = "disputed"
    HELD = "held"
    HANDLED = "handled"
    VERIFIED = "verified"
    CLOSED = "closed"
    MERGED = "merged"


OPEN = frozenset(State) - {State.REFUSED, State.CLOSED, State.MERGED}


class Standing(StrEnum):
    """What somebody is to a case. One person may be several of these at once."""

    REPORTER = "reporter"  # holds a report's secret
    HOLDER = "holder"  # is in the post that has the case now
    OFFICE = "office"  # is in the community or street office answering for its place
    STREET = "street"  # is in the street office above its place
    COMMAND = "command"  # is in a command centre above the street
    SUMMONED = "summoned"  # is in a post called to it by a whistle that still sounds
    TASKED = "tasked"  # is in the post whose task is due now
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
SORTED = (S.REPORTED, S.ACCEPTED, S.DISPATCHED, S.SIGNED)  # before the work is said to be done
WORKED_ON = (S.ACCEPTED, S.DISPATCHED, S.SIGNED, S.DISPUTED, S.HELD)
PENDING = tuple(state for state in State if state in OPEN)

TABLE: tuple[Transition, ...] = (
    _row("accept", [S.REPORTED], S.ACCEPTED, OFFICE_OR_HOLDER),
    _row("refuse", [S.REPORTED], S.REFUSED, [W.OFFICE], "reason", "referral", danger=True),
    _row("classify", SORTED, None, OFFICE_OR_HOLDER, "category"),
    _row("locate", [S.REPORTED, S.ACCEPTED], None, OFFICE_OR_HOLDER, "point"),
    _row("settle", [S.REPORTED, S.ACCEPTED, S.DISPATCHED], S.HANDLED, [W.HOLDER], "note"),
    _row("dispatch", [S.ACCEPTED], S.DISPATCHED, [W.OFFICE], "post", "category"),
    _row("transfer", [S.DISPATCHED, S.SIGNED], S.DISPATCHED, [W.OFFICE], "post", "category", "reason"),
    _row("sign", [S.DISPATCHED], S.SIGNED, [W.HOLDER]),
    _row("return", [S.DISPATCHED, S.SIGNED], S.ACCEPTED, [W.HOLDER], "reason"),
    _row("pass_up", [S.ACCEPTED, S.DISPATCHED, S.SIGNED], S.ACCEPTED, OFFICE_OR_HOLDER, "reason"),
    _row("dispute", [S.DISPATCHED, S.SIGNED], S.DISPUTED, [W.HOLDER], "reason"),
    _row("rule", [S.DISPUTED], S.DISPATCHED, [W.STREET], "post", "reason"),
    _row("appeal", [S.DISPATCHED, S.SIGNED], None, [W.HOLDER], "reason"),
    _row("uphold", [S.DISPATCHED, S.SIGNED, S.HELD], S.ACCEPTED, [W.COMMAND], "reason"),
    _row("dismiss", PENDING, None, [W.COMMAND], "reason"),
    _row("whistle", [S.ACCEPTED, S.DISPATCHED, S.SIGNED], None, [W.STREET], "posts", "place", "meet_at"),
    _row("respond", WORKED_ON, None, [W.SUMMONED], "answer"),
    _row("attend", (*WORKED_ON, S.HANDLED, S.VERIFIED), None, [W.STREET], "post"),
    _row("conclude", (*WORKED_ON, S.HANDLED, S.VERIFIED), None, [W.STREET], "note"),
    _row("plan", [S.ACCEPTED, S.DISPATCHED, S.SIGNED], None, OFFICE_OR_HOLDER, "tasks"),
    _row("perform", WORKED_ON, None, [W.TASKED], "note"),
    _row("drop", WORKED_ON, None, [W.OFFICE], "reason"),
    _row("visit", WORKED_ON, None, [W.HOLDER, W.OFFICE, W.TASKED], "outcome", "note"),
    _row("invite_party", PENDING, None, OFFICE_OR_HOLDER, "kind", "part"),
    _row("drop_party", PENDING, None, [W.OFFICE], "party", "reason"),
    _row("meet", PENDING, None, [W.OFFICE], "parties", "place", "meet_at"),
    _row("minute", (*PENDING, S.CLOSED), None, [W.OFFICE], "note"),
    _row("wait", [S.SIGNED], S.HELD, [W.HOLDER], "reason", "until"),
    _row("ask_shelving", [S.SIGNED], None, [W.HOLDER], "reason", "until"),
    _row("shelve", [S.SIGNED], S.HELD, [W.OFFICE]),
    _row("decline_shelving", [S.SIGNED], None, [W.OFFICE], "reason"),
    _row("resume", [S.HELD], S.SIGNED, OFFICE_OR_HOLDER),
    _row("supplement", PENDING, None, [W.REPORTER], "note"),
    _row("ask_extension", [S.DISPATCHED, S.SIGNED], None, [W.HOLDER], "amount", "reason"),
    _row("extend", [S.DISPATCHED, S.SIGNED, S.HELD], None, [W.OFFICE]),
    _row("decline_extension", [S.DISPATCHED, S.SIGNED, S.HELD], None, [W.OFFICE], "reason"),
    _row("urge", PENDING, None, [W.OFFICE, W.COMMAND], "note"),
    _row("supervise", PENDING, None, [W.STREET, W.COMMAND], "opinion", "due"),
    _row("answer", PENDING, None, OFFICE_OR_HOLDER, "note"),
    _row("charge", PENDING, None, [W.OFFICE], "role", "account"),
    _row("contact", (*SORTED, S.DISPUTED, S.HELD, S.HANDLED), None, OFFICE_OR_HOLDER, "note"),
    _row("handle", [S.SIGNED], S.HANDLED, [W.HOLDER], "note"),
    _row("verify", [S.HANDLED], S.VERIFIED, [W.WITNESS], "note"),
    _row("rework", [S.HANDLED, S.VERIFIED], S.SIGNED, [W.WITNESS], "reason"),
    _row("close", [S.VERIFIED], S.CLOSED, [W.OFFICE]),
    _row("merge", SORTED, S.MERGED, [W.OFFICE], "into", "reason"),
    _row("part", [S.MERGED], S.ACCEPTED, [W.OFFICE], "reason"),
    _row("split", SORTED, None, [W.OFFICE], "parts"),
    _row("call_back", [S.CLOSED], None, [W.OFFICE], "outcome"),
    _row("rate", [S.CLOSED], None, [W.REPORTER], "score"),
    _row("rate_reporter", [S.CLOSED], None, [W.HANDLER], "score"),
    _row("rectify", [S.CLOSED], None, [W.OFFICE], "note"),
    _row("reopen", [S.CLOSED, S.REFUSED], S.ACCEPTED, [W.REPORTER, W.OFFICE], "reason"),
)
BY_NAME = {row.name: row for row in TABLE}


def allowed(state: State, standing: Iterable[Standing]) -> tuple[Transition, ...]:
    """What somebody of this standing may do to a case in this state, in the order of the table."""
    mine = frozenset(standing)
    return tuple(row for row in TABLE if state in row.sources and row.who & mine)


def diagram(*, moves_only: bool = False) -> str:
    """The table as a mermaid state diagram; `moves_only`: without what leaves a case in its state."""
    lines = ["stateDiagram-v2", f"    [*] --> {State.REPORTED}: report"]
    for row in TABLE:
        if row.target is None and moves_only:
            continue
        lines += [
            f"    {source} --> {row.target or source}: {row.name}"
            for source in sorted(row.sources, key=list(State).index)
        ]
    return "\n".join([*lines, f"    {State.CLOSED} --> [*]", ""])


class Stage(StrEnum):
    """The five steps of the closed loop as the field counts them (五步闭环)."""

    COLLECT = "collect"
    FIND = "find"
    ASSIGN = "assign"
    WORK = "work"
    ANSWER = "answer"


STAGES = {
    S.REPORTED: Stage.COLLECT,
    S.ACCEPTED: Stage.FIND,
    S.DISPATCHED: Stage.ASSIGN,
    S.DISPUTED: Stage.ASSIGN,
    S.SIGNED: Stage.WORK,
    S.HELD: Stage.WORK,
    S.HANDLED: Stage.ANSWER,
    S.VERIFIED: Stage.ANSWER,
    S.CLOSED: Stage.ANSWER,
    S.REFUSED: Stage.ANSWER,
    S.MERGED: Stage.ANSWER,
}
