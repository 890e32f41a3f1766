"""Checks of people: somebody in every grid, every line of business carried."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from wangge.planning.checking import OK, WARN, Subject, check
from wangge.planning.sheets import Check

NONE: frozenset[str] = frozenset()


def staffed(subject: Subject) -> Iterator[Check]:
    """Somebody posted in every grid."""
    if subject.force is None or subject.staff is None:
        return
    line, staff = subject.force.line, subject.staff
    lines = {row["number"]: line.get(row["continues"] or 0, 0) for row in subject.layout.rows}
    bare = [number for number, each in lines.items() if not staff.get(each)]
    if bare:
        text = _("{count} grids have nobody posted yet.")
        yield check("staff", WARN, text, grids=bare, count=len(bare))
    else:
        yield check("staff", OK, _("Somebody is posted in every grid."))


def one_net(subject: Subject) -> Iterator[Check]:
    """Several nets made one: every line of business is carried in every grid that has people."""
    if not subject.business or subject.force is None:
        return
    line = subject.force.line
    lacking = {}
    for row in subject.layout.rows:
        missing = subject.business.keys() - subject.carried.get(
            line.get(row["continues"] or 0, 0), frozenset()
        )
        if missing:
            lacking[row["number"]] = [subject.business[code] for code in sorted(missing)]
    names = "、".join(subject.business.values())
    facts: dict[str, Any] = {"lines": len(subject.business), "names": names, "lacking": lacking}
    if lacking:
        text = _("{lines} lines of business ({names}) share one net; some grids do not carry all of them.")
        yield check("one-net", WARN, text, grids=sorted(lacking), **facts)
    else:
        text = _("One net of grids carries {lines} lines of business: {names}.")
        yield check("one-net", OK, text, **facts)
