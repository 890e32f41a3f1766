"""Cases that may be the same matter as a request, before or after it is filed, with what speaks for it.

Staff get the cases themselves, only those they may see, to judge side by side. Residents get hints: facts
that may be published, weighed without anybody's words, so that nothing of a text can be found out by asking.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from math import ceil

import numpy as np
from django.db.models import Count, OuterRef, Subquery

from wangge.cases.likeness import (
    USUAL,
    Facts,
    Measure,
    days_between,
    likeness,
    matter,
    pairs,
    plain_address,
    score,
)
from wangge.cases.models import Case, CaseQuerySet, Category, Report
from wangge.cases.nearby import Candidate, nearby
from wangge.cases.sought import Sought
from wangge.foundation.calendar import CHINA_TIME
from wangge.foundation.coordinates import to_metres
from wangge.journal.actor import Actor

LIKELIEST = 100  # candidates whose visibility is asked
ROUGHLY = 50.0  # metres to which residents are told a distance


@dataclass(frozen=True, slots=True)
class Lookalike:
    """A case that may be the same matter, how likely (0–1), why, and how many have told it."""

    case: Case
    score: float
    facts: Facts
    joined: int


@dataclass(frozen=True, slots=True)
class Hint:
    """What a resident may know of such a case; `where` names a compound or a grid, else the community.

    `metres` is rounded up to 50, None where the matter is private or the place is not known; `case` is an id
    by which one can join.
    """

    case: int
    category: Category
    told_on: date
    where: str
    metres: int | None
    state: str
    joined: int


def lookalikes(
    sought: Sought, *, by: Actor, now: datetime, most: int = 3, measure: Measure = USUAL
) -> list[Lookalike]:
    """The cases likeliest to be the same matter among those the actor may see, best first: two statements."""
    weighed = _weighed(sought, nearby(sought, now=now, measure=measure), measure)
    if not weighed:
        return []
    seen = _rows(Case.objects.seen_by(by), weighed)
    return [
        Lookalike(seen[pk], worth, facts, getattr(seen[pk], "joined", None) or 1)
        for pk, (worth, facts) in weighed.items()
        if pk in seen
    ][:most]


def hints(sought: Sought, *, now: datetime, most: int = 3, measure: Measure = USUAL) -> list[Hint]:
    """What anybody may know of the cases likeliest to be the same matter, best first: two statements."""
    silent = replace(sought, text="")
    weighed = _weighed(silent, nearby(silent, now=now, measure=measure), measure)
    if not weighed:
        return []
    seen = _rows(Case.objects.filter(hidden=False, category__public=True), weighed)
    return [_hint(seen[pk], facts) for pk, (_, facts) in weighed.items() if pk in seen][:most]


def _hint(case: Case, facts: Facts) -> Hint:
    category = case.category
    if category is None:
        raise TypeError("a case without a category is not published")
    compound = case.building.compound if case.building else None
    place = compound or case.grid or case.area
    private = category.private_place
    return Hint(
        case=case.pk,
        category=category,
        told_on=case.reported_at.astimezone(CHINA_TIME).date(),
        where=case.area.name if private else place.name,
        metres=None if private or facts.metres is None else int(ceil(facts.metres / ROUGHLY) * ROUGHLY),
        state=case.state,
        joined=getattr(case, "joined", None) or 1,
    )


def _rows(cases: CaseQuerySet, wanted: Iterable[int]) -> dict[int, Case]:
    told = Report.objects.filter(case=OuterRef("pk")).order_by().values("case").annotate(told=Count("pk"))
    found = cases.annotate(joined=Subquery(told.values("told")))
    related = ("category", "channel", "area", "grid", "post", "building__compound")
    bulky = ("area__outline", "grid__outline", "building__footprint", "building__compound__outline")
    chosen = found.filter(pk__in=list(wanted)).select_related(*related).defer(*bulky)
    return {case.pk: case for case in chosen}


def _weighed(
    sought: Sought, candidates: Iterable[Candidate], measure: Measure
) -> dict[int, tuple[float, Facts]]:
    """The likeliest candidates from the cut upwards, best first, with their facts."""
    others = [c for c in candidates if not _same_family(sought, c)]
    metres = _metres(sought, others)
    words, address = pairs(sought.text), plain_address(sought.address)
    worth: dict[int, tuple[float, Facts]] = {}
    for other, apart in zip(others, metres, strict=True):
        facts = Facts(
            metres=apart,
            same_building=sought.building is not None and other.building == sought.building,
            same_address=bool(address) and plain_address(other.address) == address,
            days=days_between(sought.at, other.at),
            matter=matter(sought.category, other.category),
            words=likeness(words, pairs(other.text)) if words else None,
            open=other.state != "closed",
        )
        if _together(facts, measure) and (value := score(facts, measure)) >= measure.cut:
            worth[other.pk] = (value, facts)
    best = sorted(worth, key=lambda pk: (-worth[pk][0], abs(worth[pk][1].days), -pk))
    return {pk: worth[pk] for pk in best[:LIKELIEST]}


def _together(facts: Facts, measure: Measure) -> bool:
    """Whether the place is the same: what an address or a box let in for a start may lie farther away."""
    near = facts.metres is not None and facts.metres <= measure.radius
    return near or facts.same_building or facts.same_address


def _same_family(sought: Sought, other: Candidate) -> bool:
    """Whether it is the case itself, or a part that was split from it or with it."""
    return sought.case is not None and (
        other.pk in (sought.case, sought.parent)
        or other.parent == sought.case
        or (other.parent is not None and other.parent == sought.parent)
    )


def _metres(sought: Sought, others: list[Candidate]) -> list[float | None]:
    """How far away each lies; None where either has no point."""
    if sought.lon is None or sought.lat is None or not others:
        return [None] * len(others)
    lon = np.array([np.nan if c.lon is None else c.lon for c in others])
    lat = np.array([np.nan if c.lat is None else c.lat for c in others])
    apart = np.hypot(*to_metres(lon, lat, (sought.lon, sought.lat)))
    return [None if np.isnan(value) else float(value) for value in apart]
