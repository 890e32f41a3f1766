"""What a measure is: two conditions on a case, and what it depends on besides the facts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import Combinable


@dataclass(frozen=True, slots=True)
class Measure:
    """Two conditions; for means of ratings also how many ratings a case has and what they are worth."""

    of: Q
    hit: Q
    number: Combinable | None = None
    worth: Combinable | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What measures depend on besides the facts: the moment, whose clocks, what ratings are worth."""

    now: datetime
    values: Mapping[int, int]
    bad: int
    departmental: bool = False


def some(model: type, **which: object) -> Q:
    """Whether a case has a fact of this kind."""
    found: QuerySet = model.objects.filter(case=OuterRef("pk"), **which)  # type: ignore[attr-defined, type-arg]
    return Q(Exists(found))
