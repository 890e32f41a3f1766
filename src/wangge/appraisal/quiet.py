"""Days without a ticket, of a unit and its parts; a ticket counts whatever became of its case."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, F
from django.db.models.functions import TruncDate

from wangge.appraisal.counting import whole
from wangge.appraisal.periods import Period, midnight
from wangge.appraisal.shares import tellings
from wangge.appraisal.units import Unit
from wangge.cases.rulebook import Rulebook
from wangge.foundation.calendar import CHINA_TIME, ONE_DAY
from wangge.journal.actor import Actor


@dataclass(frozen=True, slots=True)
class Quiet:
    """Tickets of a unit in a period: how many, on how many days there was none, the longest such run."""

    unit: Unit
    tickets: int
    days: int
    without: int
    longest: int


def quiet(
    unit: Unit,
    below: Sequence[Unit],
    period: Period,
    *,
    inside: dict[int, int],
    by: Actor,
    book: Rulebook,
    now: datetime,
) -> tuple[Quiet, list[Quiet]]:
    """Ticketless days of a unit and of its parts: one statement. Days that have not passed do not count.

    `inside` says to which part a community belongs; without it parts are grids.
    """
    today = now.astimezone(CHINA_TIME).date()
    last = min(period.last, today)
    rows = tellings(unit, by, book=book).filter(
        channel__tickets=True, at__gte=period.since, at__lt=midnight(max(last, period.first) + ONE_DAY)
    )
    grids = ("first_case__grid__lineage", "first_case__grid", "case__grid__lineage", "case__grid")
    place = whole(F("first_case__area"), F("case__area")) if inside else whole(*map(F, grids))
    days: dict[int, dict[date, int]] = defaultdict(dict)
    every: dict[date, int] = {}
    counted = rows.order_by().annotate(day=TruncDate("at", tzinfo=CHINA_TIME), place=place)
    for key, day, number in counted.values_list("place", "day").annotate(Count("pk")):
        part = inside.get(key, key) if inside else key
        days[part][day] = days[part].get(day, 0) + number
        every[day] = every.get(day, 0) + number
    span = [period.first + timedelta(n) for n in range((last - period.first).days + 1)]
    return _quiet(unit, every, span), [_quiet(each, days[each.key], span) for each in below]


def _quiet(unit: Unit, told: dict[date, int], span: list[date]) -> Quiet:
    return Quiet(unit, sum(told.values()), len(span), sum(day not in told for day in span), _run(told, span))


def _run(told: dict[date, int], span: Iterable[date]) -> int:
    longest = here = 0
    for day in span:
        here = 0 if day in told else here + 1
        longest = max(longest, here)
    return longest
