"""Checks of work: its balance, special grids, the five elements, microgrids."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from wangge.planning.checking import NOTE, OK, WARN, Subject, check
from wangge.planning.score import score
from wangge.planning.sheets import Check

EVEN = 80  # a balance below this is worth a warning


def balance(subject: Subject) -> Iterator[Check]:
    """How even the work is."""
    found = score(subject.layout)
    if found["balance"] is None:
        return
    load = found["load"]
    text = _("Balance of work {balance} of 100: {least} to {most}, {mean} on average.")
    facts: dict[str, Any] = {
        "balance": found["balance"],
        **{name: load[name] for name in ("least", "most", "mean")},
    }
    yield check("balance", OK if found["balance"] >= EVEN else WARN, text, **facts)


def special(subject: Subject) -> Iterator[Check]:
    """Special grids fill what base grids leave out: together they have to cover all."""
    layout = subject.layout
    special = ~layout.base
    if not special.any():
        return
    living = special & (layout.sums(layout.terrain.counted("households")) > 0)
    text = _("{count} special grids fill the gaps between base grids; {living} of them have residents.")
    level = NOTE if living.any() else OK
    facts: dict[str, Any] = {"count": int(special.sum()), "living": int(living.sum())}
    yield check("special", level, text, grids=subject.numbers(special), **facts)


def elements(subject: Subject) -> Iterator[Check]:
    """People, places, things, events and organisations all belong to a grid where every building does."""
    if not len(subject.layout.lost):
        text = _("People, places, things, events and organisations all have their grid.")
        yield check("elements", OK, text)


def microgrids(subject: Subject) -> Iterator[Check]:
    """How many households each microgrid has."""
    if not subject.microgrids:
        return
    span = subject.layout.terms.micro
    held = [sum(part["households"] for part in row["parts"]) for row in subject.microgrids]
    off = [row["grid"] for row, n in zip(subject.microgrids, held, strict=True) if not span.holds(n)]
    text = _("{held} of {all} microgrids hold {min} to {max} households.")
    facts: dict[str, Any] = {"held": len(held) - len(off), "all": len(held), "min": span.min, "max": span.max}
    facts["mean"] = round(sum(held) / len(held), 1)
    facts["each"] = round(len(held) / len({row["grid"] for row in subject.microgrids}), 2)
    yield check("microgrid", WARN if off else OK, text, grids=sorted(set(off)), **facts)
