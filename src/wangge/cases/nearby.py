"""Cases near a request, open or lately closed, whoever may see them: to be weighed, not to be shown."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import cos, radians
from typing import Any

from django.db.models import F, FloatField, Q, Value
from django.db.models.functions import Coalesce

from wangge.cases.inbox import OPEN
from wangge.cases.likeness import Measure, plain_address
from wangge.cases.models import Case
from wangge.cases.sought import Sought

NEAREST = 400  # cases that are weighed
DEGREE = 110_500.0  # metres, less than any degree of latitude has
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
COLUMNS = (
    *("pk", "apart", "reported_at", "lon", "lat", "building"),
    *("address", "category__path", "state", "parent"),
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """What is weighed of a case; its text is empty where texts are not to count."""

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


def nearby(sought: Sought, *, now: datetime, measure: Measure) -> list[Candidate]:
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


def _candidate(row: tuple[Any, ...]) -> Candidate:
    pk, _, at, lon, lat, building, address, category, state, parent, *text = row
    return Candidate(pk, at, lon, lat, building, address, category or "", state, parent, "".join(text))


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
