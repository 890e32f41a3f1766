"""Cases that may be the same matter as a request, before or after it is filed, with what speaks for it.

Staff get the cases themselves, only those they may see, to judge side by side. Residents get hints: facts
that may be published, weighed without anybody's words, so that nothing of a text can be found out by asking.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from math import ceil, cos, radians
from typing import Any

import numpy as np
from django.db.models import Count, F, FloatField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from wangge.cases.inbox import OPEN
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
from wangge.cases.rulebook import Rulebook
from wangge.cases.siting import Site
from wangge.cases.telling import Telling
from wangge.foundation.calendar import CHINA_TIME
from wangge.foundation.coordinates import to_metres
from wangge.journal.actor import Actor

NEAREST = 400  # candidates that are weighed
LIKELIEST = 100  # of those, whose visibility is asked
ROUGHLY = 50.0  # metres to which residents are told a distance
DEGREE = 110_500.0  # metres, less than any degree of latitude has
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
COLUMNS = (
    *("pk", "apart", "reported_at", "lon", "lat", "building"),
    *("address", "category__path", "state", "parent"),
)


@dataclass(frozen=True, slots=True)
class Sought:
    """What a request says of its matter; `category` is a path, `case` and `parent` are ids once filed."""

    text: str
    at: datetime
    area: int | None = None
    lon: float | None = None
    lat: float | None = None
    building: int | None = None
    address: str = ""
    category: str = ""
    case: int | None = None
    parent: int | None = None

    @classmethod
    def told(cls, telling: Telling, place: Site, *, book: Rulebook, now: datetime) -> "Sought":
        """From a report that is not filed yet; its category is as named, else as the classifier is sure."""
        if telling.category:
            path = book.category(telling.category).path
        else:
            sure = book.categories.get(book.guesser.guess(telling.text).category or 0)
            path = sure.path if sure else ""
        return cls(
            text=telling.text,
            at=telling.told_at or now,
            area=place.area,
            lon=place.lon,
            lat=place.lat,
            building=place.building,
            address=telling.address,
            category=path,
        )

    @classmethod
    def filed(cls, case: Case) -> "Sought":
        """From a case; one statement more where its category is not loaded."""
        return cls(
            text=case.text,
            at=case.reported_at,
            area=case.area_id,
            lon=case.lon,
            lat=case.lat,
            building=case.building_id,
            address=case.address,
            category=case.category.path if case.category else "",
            case=case.pk,
            parent=case.parent_id,
        )


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


@dataclass(frozen=True, slots=True)
class _Candidate:
    pk: int
    at: datetime
    lon: float | None
    lat: float | None
    building: int | None
    address: str
    category: str
    state: str
    parent: int | None
    text: str


def lookalikes(
    sought: Sought, *, by: Actor, now: datetime, most: int = 3, measure: Measure = USUAL
) -> list[Lookalike]:
    """The cases likeliest to be the same matter among those the actor may see, best first: two statements."""
    weighed = _weighed(sought, _near(sought, now=now, measure=measure), measure)
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
    weighed = _weighed(silent, _near(silent, now=now, measure=measure), measure)
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
    sought: Sought, candidates: Iterable[_Candidate], measure: Measure
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


def _same_family(sought: Sought, other: _Candidate) -> bool:
    """Whether it is the case itself, or a part that was split from it or with it."""
    return sought.case is not None and (
        other.pk in (sought.case, sought.parent)
        or other.parent == sought.case
        or (other.parent is not None and other.parent == sought.parent)
    )


def _metres(sought: Sought, others: list[_Candidate]) -> list[float | None]:
    """How far away each lies; None where either has no point."""
    if sought.lon is None or sought.lat is None or not others:
        return [None] * len(others)
    lon = np.array([np.nan if c.lon is None else c.lon for c in others])
    lat = np.array([np.nan if c.lat is None else c.lat for c in others])
    apart = np.hypot(*to_metres(lon, lat, (sought.lon, sought.lat)))
    return [None if np.isnan(value) else float(value) for value in apart]


def _near(sought: Sought, *, now: datetime, measure: Measure) -> list[_Candidate]:
    """The nearest cases that are open or were lately closed: one statement.

    The open ones are found by their place, the closed ones and those of an address within the community.
    """
    box, address = _box(sought, measure), _address(sought)
    lately = Q(area=sought.area, state="closed", closed_at__gte=now - timedelta(days=measure.days))
    ways = []
    if box is not None:
        ways.append(Q(OPEN) & box)
    if address is not None:
        ways.append(Q(OPEN) & Q(area=sought.area) & address)
    where = [part for part in (box, address) if part is not None]
    if sought.area is not None and where:
        ways.append(lately & (where[0] if len(where) == 1 else where[0] | where[1]))
    if not ways:
        return []
    columns = (*COLUMNS, "text") if sought.text else COLUMNS
    first, *more = [Case.objects.order_by().annotate(apart=_apart(sought)).filter(way) for way in ways]
    rows = first.values_list(*columns)
    if more:
        rows = rows.union(*(way.values_list(*columns) for way in more), all=True)
    found = rows.order_by("apart", "-reported_at")[:NEAREST]
    return list({row[0]: _candidate(row) for row in found}.values())


def _candidate(row: tuple[Any, ...]) -> _Candidate:
    pk, _, at, lon, lat, building, address, category, state, parent, *text = row
    return _Candidate(pk, at, lon, lat, building, address, category or "", state, parent, "".join(text))


def _apart(sought: Sought) -> Coalesce | Value:
    """The square of how far away a case lies, in degrees of latitude; of one without a point nought."""
    nought = Value(0.0, output_field=FloatField())
    if sought.lon is None or sought.lat is None:
        return nought
    north, east = F("lat") - sought.lat, (F("lon") - sought.lon) * cos(radians(sought.lat))
    return Coalesce(north * north + east * east, nought, output_field=FloatField())


def _box(sought: Sought, measure: Measure) -> Q | None:
    if sought.lon is None or sought.lat is None:
        return None
    high = measure.radius / DEGREE
    wide = high / cos(radians(sought.lat))
    return Q(
        lat__range=(sought.lat - high, sought.lat + high), lon__range=(sought.lon - wide, sought.lon + wide)
    )


def _address(sought: Sought) -> Q | None:
    """A coarse condition that every spelling of the address fulfils: its beginning and its longest number."""
    plain = plain_address(sought.address)
    if sought.area is None or not plain:
        return None
    where = Q(address__istartswith=sought.address.strip()[:2])
    numbers = re.findall(r"\d+", unicodedata.normalize("NFKC", sought.address))
    if not numbers:
        return where
    number = max(numbers, key=len)
    where = Q() if plain[0].isdigit() else where
    return where & (Q(address__contains=number) | Q(address__contains=number.translate(FULL_WIDTH)))
