"""Found by ourselves against complained about: by topic and month, against the year before; ticketless days.

Reports are counted, not cases: a ticket that was merged, refused or joined to another matter is counted like
any other, so that no tidying of cases makes tickets disappear.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Count, F, QuerySet
from django.db.models.functions import ExtractMonth, ExtractYear, TruncDate

from wangge.appraisal.counting import whole
from wangge.appraisal.periods import Period, midnight, year_up_to
from wangge.appraisal.units import Unit, cases_of
from wangge.cases.models import Channel, Report
from wangge.cases.rulebook import Rulebook
from wangge.foundation.calendar import CHINA_TIME, ONE_DAY
from wangge.journal.actor import Actor

FOUND = Channel.Origin.FOUND


@dataclass(slots=True)
class Tally:
    """Reports of a topic or month: found by ourselves, told by others, and those of them that are tickets."""

    found: int = 0
    told: int = 0
    tickets: int = 0

    def add(self, channel: Channel, number: int) -> None:
        """Count reports of a channel."""
        if channel.origin == FOUND:
            self.found += number
        else:
            self.told += number
            self.tickets += number * channel.tickets

    @property
    def all(self) -> int:
        """All reports."""
        return self.found + self.told

    @property
    def share(self) -> float | None:
        """The share found by ourselves; None where there is nothing."""
        return self.found / self.all if self.all else None


@dataclass(slots=True)
class Topic:
    """A topic (a top category by id; 0: not set) in the period and in the same days a year before."""

    category: int
    now: Tally = field(default_factory=Tally)
    before: Tally = field(default_factory=Tally)


def change(now: int, before: int) -> float | None:
    """By how much more or less than before, as a share of before; None where there was nothing before."""
    return (now - before) / before if before else None


@dataclass(frozen=True, slots=True)
class Early:
    """The whole, its topics (the most told first) and its months (index → tally, year x 12 + month - 1)."""

    now: Tally
    before: Tally
    topics: tuple[Topic, ...]
    months: dict[int, Tally]

    @property
    def tickets_change(self) -> float | None:
        """Tickets against the year before."""
        return change(self.now.tickets, self.before.tickets)

    @property
    def found_change(self) -> float | None:
        """What was found by ourselves against the year before."""
        return change(self.now.found, self.before.found)


def tellings(unit: Unit, by: Actor, *, book: Rulebook) -> "QuerySet[Report]":
    """The reports of a unit's cases that the actor may see, merged ones with the rest."""
    return Report.objects.filter(case__in=cases_of(unit, by, book=book).order_by().values("pk"))


def early(unit: Unit, period: Period, *, by: Actor, book: Rulebook) -> Early:
    """Count the reports of a period, of the year before, and of the last twelve months: three statements."""
    told = tellings(unit, by, book=book)
    topics: dict[int, Topic] = {}
    sums = {True: Tally(), False: Tally()}
    for now, days in ((True, period), (False, period.year_before())):
        rows = told.filter(at__gte=days.since, at__lt=days.until).order_by()
        for category, channel, number in rows.values_list("case__category", "channel__code").annotate(
            Count("pk")
        ):
            top = _top(category, book)
            topic = topics.setdefault(top, Topic(top))
            for tally in (topic.now if now else topic.before, sums[now]):
                tally.add(book.channels[channel], number)
    ordered = sorted(topics.values(), key=lambda topic: (-topic.now.all, -topic.before.all, topic.category))
    months = _months(told, year_up_to(period), book)
    return Early(sums[True], sums[False], tuple(ordered), months)


def _months(told: "QuerySet[Report]", year: Period, book: Rulebook) -> dict[int, Tally]:
    index = ExtractYear("at", tzinfo=CHINA_TIME) * 12 + ExtractMonth("at", tzinfo=CHINA_TIME) - 1
    start = year.first.year * 12 + year.first.month - 1
    months = {start + offset: Tally() for offset in range(12)}
    rows = told.filter(at__gte=year.since, at__lt=year.until).order_by()
    for month, channel, number in (
        rows.annotate(month=index).values_list("month", "channel__code").annotate(Count("pk"))
    ):
        months[month].add(book.channels[channel], number)
    return months


def _top(category: int | None, book: Rulebook) -> int:
    found = book.categories.get(category or 0)
    return book.by_code[found.path.partition("/")[0]].pk if found else 0


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


ORIGINS = ("found", "told", "tickets", "all")


def behind(
    unit: Unit, period: Period, *, origin: str, topic: int | None, by: Actor, book: Rulebook
) -> "QuerySet[Report]":
    """The reports behind a tally, the latest first; `topic` is a top category, 0 those without a matter."""
    found = tellings(unit, by, book=book).filter(at__gte=period.since, at__lt=period.until)
    if origin == "found":
        found = found.filter(channel__origin=FOUND)
    elif origin in {"told", "tickets"}:
        found = found.exclude(channel__origin=FOUND)
    if origin == "tickets":
        found = found.filter(channel__tickets=True)
    if topic == 0:
        found = found.filter(case__category=None)
    elif topic is not None:
        found = found.filter(case__category__in=[pk for pk in book.categories if _top(pk, book) == topic])
    shown = found.select_related("case__category", "case__grid", "case__area", "case__building", "channel")
    return shown.defer(
        *("case__area__outline", "case__grid__outline", "case__building__footprint"),
    ).order_by("-at", "-pk")
