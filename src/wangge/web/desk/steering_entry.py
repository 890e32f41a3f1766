"""What a file of days, powers or rungs would change, and entering it."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from wangge.cases.limits import DayChange, moved_by_days, set_days
from wangge.cases.models import Alarm, ClockKind
from wangge.cases.rulebook import Rulebook, rulebook
from wangge.cases.rungs import RungRow, rung_rows, set_rungs
from wangge.cases.sheet_kinds import OneDay, Power
from wangge.cases.steering import set_authorities
from wangge.journal.actor import Actor
from wangge.staffing.models import Tier
from wangge.web.desk import calendar_days
from wangge.web.desk.levels_moves import SHOWN, chosen, in_words
from wangge.web.naming import named
from wangge.web.reckoning import limit

SOURCE = "file"


def differences(kind: str, said: Sequence[Any], *, covers: bool, by: Actor, book: Rulebook) -> dict[str, Any]:
    """What would be otherwise, for the page that is looked at before anything is entered."""
    if kind == "calendar":
        change = days_of(said, covers=covers)
        moves = moved_by_days(change, by=by, book=book)
        found = {"differences": calendar_days.differences(change, book), "until": change.until}
        return found | {"moves": in_words(moves[:SHOWN]), "total": len(moves)}
    return {"changes": powers_changed(said, book) if kind == "authority" else rungs_changed(said)}


def days_of(said: Sequence[OneDay], *, covers: bool) -> DayChange:
    """The days as the calendar takes them; `covers`: all holidays of the last year are among them."""
    last = max(day for day, _working, _name in said)
    return DayChange(tuple(said), source=SOURCE, until=date(last.year, 12, 31) if covers else None)


def powers_changed(said: Sequence[Power], book: Rulebook) -> list[tuple[str, str, str]]:
    """For each matter whose ticks would be others: its name, the levels before and after."""
    names = {"": _("all matters"), **{c.code: named(c) for c in book.categories.values()}}
    paths = {"": "", **{c.code: c.path for c in book.categories.values()}}
    wanted = {row.code: set(row.tiers) for row in said}
    rows = []
    for code, name in names.items():
        before, after = book.powers.get(paths[code], frozenset()), wanted.get(code, set())
        if before != after:
            rows.append((name, levels(before), levels(after)))
    return rows


def levels(tiers: frozenset[str] | set[str]) -> str:
    """Levels in words, lowest first."""
    return "、".join(str(tier.label) for tier in Tier if tier.value in tiers) or "—"


def rungs_changed(said: Sequence[RungRow]) -> list[tuple[str, str, str]]:
    """The rungs that would go, and those that would come."""
    before, after = rung_rows(), list(said)
    gone = [(_rung(row), _("stands"), "—") for row in before if row not in after]
    return gone + [(_rung(row), "—", _("stands")) for row in after if row not in before]


def _rung(row: RungRow) -> str:
    kind, clock = Alarm.Kind(row.kind).label, ClockKind(row.clock).label
    up = _("{n} levels up").format(n=row.up)
    return f"{clock} + {limit(row.amount, row.unit)}：{kind}，{up}"


def _enter_days(said: Sequence[OneDay], asked: QueryDict, covers: bool, by: Actor, now: datetime) -> object:  # noqa: FBT001 - one of a table
    change = days_of(said, covers=covers)
    moves = moved_by_days(change, by=by, book=rulebook()) if asked.get("which") == "all" else ()
    return set_days(change, recompute=chosen(asked, moves), by=by, now=now)


Entering = Callable[[Sequence[Any], QueryDict, bool, Actor, datetime], object]
ENTERING: dict[str, Entering] = {
    "calendar": _enter_days,
    "authority": lambda said, _asked, _covers, by, now: set_authorities(
        {row.code: row.tiers for row in said}, by=by, now=now
    ),
    "rungs": lambda said, _asked, _covers, by, now: set_rungs(said, by=by, now=now),
}
