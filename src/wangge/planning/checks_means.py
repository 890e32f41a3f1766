"""Checks of what no drawing can change: the means of so many grids, and buildings too large."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from wangge.planning.checking import NOTE, OK, WARN, Subject, check
from wangge.planning.sheets import Check


def branch(subject: Subject) -> Iterator[Check]:
    """Which branch of "households or people" the means of so many grids can hold to."""
    layout, terms = subject.layout, subject.layout.terms
    k = int(layout.base.sum())
    if terms.people is None or terms.measure == "people" or not k:
        return
    homes = sum(held["households"] for held, base in zip(layout.held, layout.base, strict=True) if base) / k
    people = sum(held["people"] for held, base in zip(layout.held, layout.base, strict=True) if base) / k
    by_homes, by_people = terms.min <= homes <= terms.max, terms.people.holds(people)
    facts: dict[str, Any] = {"households": round(homes, 1), "people": round(people, 1)}
    if by_homes:
        yield check("branch", OK, _("The mean, {households} households, is within the rule."), **facts)
    elif by_people:
        text = _("By its mean of {households} households no grid can hold; by {people} people it can.")
        yield check("branch", NOTE, text, **facts)
    else:
        text = _("Neither {households} households nor {people} people, the means, are within the rule.")
        yield check("branch", WARN, text, **facts)


def large(subject: Subject) -> Iterator[Check]:
    """Buildings that alone hold more than a grid may."""
    layout = subject.layout
    held = layout.terrain.counted(layout.terms.measure)
    ids = layout.terrain.buildings.id[held > layout.terms.max].tolist()
    if ids:
        text = _("{count} buildings alone hold more than {most}: a grid with one cannot keep to the rule.")
        yield check("large", NOTE, text, buildings=ids, count=len(ids), most=layout.terms.max)
