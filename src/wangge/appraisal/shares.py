"""Found by ourselves against complained about: by topic and month, against the year before; ticketless days.

Reports are counted, not cases: a ticket that was merged, refused or joined to another matter is counted like
any other, so that no tidying of cases makes tickets disappear.
"""

from dataclasses import dataclass, field

from django.db.models import Count, QuerySet
from django.db.models.functions import ExtractMonth, ExtractYear

from wangge.appraisal.periods import Period, year_up_to
from wangge.appraisal.units import Unit, cases_of
from wangge.cases.models import Channel, Report
from wangge.cases.rulebook import Rulebook
from wangge.foundation.calendar import CHINA_TIME
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
