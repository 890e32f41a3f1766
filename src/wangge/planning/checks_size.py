"""Checks of size: what grids hold, one by one, and whether so many can hold it at all."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from wangge.planning.checking import OK, WARN, Subject, check
from wangge.planning.sheets import Check


def average(subject: Subject) -> Iterator[Check]:
    """The means of base grids, as people say them: about so many."""
    base = [held for held, is_base in zip(subject.layout.held, subject.layout.base, strict=True) if is_base]
    if base:
        homes, people = (sum(held[name] for held in base) / len(base) for name in ("households", "people"))
        text = _("{k} grids, about {households} households and about {people} people each.")
        facts: dict[str, Any] = {"k": len(base), "households": round(homes), "people": round(people)}
        yield check("average", OK, text, **facts)


def range_(subject: Subject) -> Iterator[Check]:
    """Which grids hold to the rule, by either branch."""
    layout, terms = subject.layout, subject.layout.terms
    off = ~layout.within()
    base = int(layout.base.sum())
    facts: dict[str, Any] = {"min": terms.min, "max": terms.max, "held": base - int(off.sum()), "grids": base}
    unit = _("households") if terms.measure == "households" else _("people")
    if terms.people and terms.measure == "households":
        text = _("{held} of {all} grids hold {min} to {max} households or {least} to {most} people.")
        facts |= {"least": terms.people.min, "most": terms.people.max}
    else:
        text = _("{held} of {all} grids hold {min} to {max} {unit}.")
    facts["all"] = facts.pop("grids")
    level = WARN if off.any() else OK
    yield check("range", level, text, grids=subject.numbers(off), unit=unit, **facts)


def total(subject: Subject) -> Iterator[Check]:
    """Whether so many grids can hold so many at all: k·min ≤ total ≤ k·max."""
    layout, terms = subject.layout, subject.layout.terms
    k = int(layout.base.sum())
    total = int(layout.weight[layout.base].sum())
    low, high = k * terms.min, k * terms.max
    text = _("{k} grids have room for {low} to {high}; there are {total}, {mean} each.")
    facts: dict[str, Any] = {
        "k": k,
        "low": low,
        "high": high,
        "total": total,
        "mean": round(total / k, 1) if k else 0,
    }
    yield check("total", OK if low <= total <= high else WARN, text, **facts)
