"""Who had which role of the loop in a case, read from what was done: found, taken, carried out, answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from wangge.cases.models import Case, Channel, Handling, Report
from wangge.journal.models import Entry
from wangge.staffing.loop_roles import holders
from wangge.staffing.models import LoopRole

TAKING = ("case.signed", "case.settled", "case.accepted")  # the first of these that happened names the taker
Duty = LoopRole.Duty


@dataclass(frozen=True, slots=True)
class Part:
    """A role in a case: who had it and when, else who has it for the place; both empty is a gap."""

    role: LoopRole
    name: str
    at: datetime | None
    appointed: str
    applies: bool = True


def parts(
    case: Case,
    *,
    reports: Sequence[Report],
    entries: Sequence[Entry],
    handlers: Sequence[Handling],
    on: date,
) -> list[Part]:
    """The roles in their order, from facts read before and two statements."""
    line = (case.grid.lineage_id or case.grid_id) if case.grid else None
    held = holders(case.area_id, line, on=on)
    found = []
    for role in LoopRole.objects.filter(retired_on=None):
        appointed = held[role.pk].name if role.pk in held else ""
        if role.duty == Duty.LIAISE:
            at = next((r.at for r in reports if r.channel.code in role.channels), None)
            found.append(Part(role, appointed if at else "", at, appointed, applies=at is not None))
            continue
        if role.duty == Duty.FIND:
            name, at = _finder(reports)
        elif role.duty == Duty.TAKE:
            name, at = _taker(entries)
        else:
            name, at = _handler(handlers, case.reopened)
        applies = role.duty != Duty.FIND or any(_found(r) for r in reports)
        found.append(Part(role, name, at, appointed, applies))
    return found


def _found(report: Report) -> bool:
    return report.channel.origin == Channel.Origin.FOUND


def _finder(reports: Sequence[Report]) -> tuple[str, datetime | None]:
    """Whoever found it on a patrol or a visit."""
    first = next((r for r in reports if _found(r) and r.account), None)
    return (first.account.name, first.at) if first and first.account else ("", None)


def _taker(entries: Sequence[Entry]) -> tuple[str, datetime | None]:
    """Whoever signed for it last, or settled it at once, or took it on."""
    for verb in TAKING:
        for entry in reversed(entries):
            if entry.verb == verb and entry.actor_id:
                return entry.actor_label, entry.at
    return "", None


def _handler(handlers: Sequence[Handling], round_: int) -> tuple[str, datetime | None]:
    """Whoever carried it out this time."""
    last = next((h for h in reversed(handlers) if h.round == round_), None)
    return (last.by.name, last.at) if last else ("", None)
