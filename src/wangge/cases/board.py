"""What the command centre reads: counts of open cases cut four ways, what is late, what just happened."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case as Choice
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery, Value, When

from wangge.cases.inbox import OPEN, midnight
from wangge.cases.models import Case, CaseQuerySet, ClockRun
from wangge.cases.rulebook import Rulebook
from wangge.cases.scope import OVERSEERS
from wangge.foundation.calendar import CHINA_TIME, ONE_DAY
from wangge.journal.actor import Actor
from wangge.journal.models import Entry
from wangge.places.models import Area, Grid
from wangge.staffing.models import Appointment

SHOWN = ("reported_at", "state", "title", "due_at", "urgency", "lon", "lat")


@dataclass(frozen=True, slots=True)
class View:
    """The part of the city that a board shows: communities (ids), and whether that is all its actor has."""

    areas: tuple[int, ...]
    actor: Actor

    def cases(self) -> CaseQuerySet:
        """The cases of these communities that the actor may see."""
        return Case.objects.seen_by(self.actor).filter(area__in=self.areas)


def view(actor: Actor, area: Area, *, book: Rulebook) -> View:
    """The communities at or below an area that the actor oversees; outside their areas that is none."""
    held = actor.paths(*OVERSEERS)
    below = (a for a in book.areas.values() if a.path.startswith(area.path) and a.path.startswith(held))
    return View(tuple(a.pk for a in below if a.level == Area.Level.COMMUNITY), actor)


@dataclass(frozen=True, slots=True)
class Counts:
    """Open cases by state, by the level of the post that has them, by deadline, category and community.

    Deadlines are `late`, `today`, `later` and `none`; categories are top ones by id; "" and None: not yet.
    """

    total: int
    states: Mapping[str, int]
    tiers: Mapping[str, int]
    deadlines: Mapping[str, int]
    categories: Mapping[int | None, int]
    areas: Mapping[int, int]
    late_areas: Mapping[int, int]


def counts(shown: View, *, now: datetime, book: Rulebook) -> Counts:
    """Count the open cases once and cut the count four ways: one statement."""
    tomorrow = midnight(now) + ONE_DAY
    deadline = Choice(
        When(due_at=None, then=Value("none")),
        When(due_at__lte=now, then=Value("late")),
        When(due_at__lt=tomorrow, then=Value("today")),
        default=Value("later"),
    )
    rows = (
        shown.cases()
        .filter(OPEN)
        .order_by()
        .values_list("state", "post", "category", "area", deadline)
        .annotate(number=Count("pk"))
    )
    cut: tuple[Counter[str], Counter[str], Counter[str], Counter[int | None], Counter[int], Counter[int]]
    cut = (Counter(), Counter(), Counter(), Counter(), Counter(), Counter())
    states, tiers, deadlines, categories, areas, late = cut
    for state, post, category, area, due, number in rows:
        seat = book.posts.seats.get(post or 0)
        states[state] += number
        tiers[seat.level if seat else ""] += number
        deadlines[due] += number
        categories[_top(category, book)] += number
        areas[area] += number
        late[area] += number * (due == "late")
    return Counts(sum(states.values()), states, tiers, deadlines, categories, areas, late)


def _top(category: int | None, book: Rulebook) -> int | None:
    found = book.categories.get(category or 0)
    return book.by_code[found.path.partition("/")[0]].pk if found else None


@dataclass(frozen=True, slots=True)
class Today:
    """What came in and what was closed since midnight, and how many of those closed were on time."""

    reported: int
    closed: int
    on_time: int

    @property
    def share(self) -> float | None:
        """The share of those closed that were on time; None where none was closed."""
        return self.on_time / self.closed if self.closed else None


def today(shown: View, *, now: datetime) -> Today:
    """Count the day so far: one statement."""
    begin = midnight(now)
    fresh, ended = Q(reported_at__gte=begin), Q(closed_at__gte=begin)
    closed = ended & Q(state="closed")
    overrun = ClockRun.objects.filter(case=OuterRef("pk"), kind="resolve", stopped_at__gt=F("due_at"))
    row = (
        shown.cases()
        .filter(fresh | ended)
        .aggregate(
            reported=Count("pk", filter=fresh),
            closed=Count("pk", filter=closed),
            on_time=Count("pk", filter=closed & ~Q(Exists(overrun))),
        )
    )
    return Today(**row)


def late(shown: View, *, now: datetime, most: int = 12) -> list[Case]:
    """The cases longest past their deadline; `holder` is who is in the post that has it. One statement."""
    day = now.astimezone(CHINA_TIME).date()
    held = Appointment.objects.on(day).filter(post=OuterRef("post")).order_by("substitute", "id")
    return list(
        shown.cases()
        .filter(OPEN, due_at__lte=now)
        .annotate(holder=Subquery(held.values("account__name")[:1]))
        .select_related("post", "grid", "area", "category")
        .only(*SHOWN, "post__name", "grid__name", "area__name", "category__name", "category__name_en")
        .order_by("due_at", "pk")[:most]
    )


@dataclass(frozen=True, slots=True)
class Event:
    """One entry of the journal and the case it is about."""

    entry: Entry
    case: Case


def events(shown: View, *, most: int = 12) -> list[Event]:
    """What happened last to these cases, the newest first: two statements."""
    mine = Case.objects.filter(pk=OuterRef("subject_id"), area__in=shown.areas)
    entries = Entry.objects.filter(Exists(mine), subject_kind="case", verb__startswith="case.").order_by(
        "-id"
    )
    told = list(entries.only("at", "verb", "subject_id")[:most])
    cases = (
        shown.cases()
        .select_related("grid", "area", "category")
        .only(*SHOWN, "grid__name", "area__name", "category__name", "category__name_en")
        .in_bulk([entry.subject_id for entry in told])
    )
    return [Event(entry, cases[entry.subject_id]) for entry in told if entry.subject_id in cases]


def on_map(
    actor: Actor,
    *,
    under: Area | None,
    grid: int | None,
    late: bool,
    only_open: bool,
    now: datetime,
    most: int = 2000,
) -> list[Case]:
    """Cases with a point that the actor may see, at most `most`, the most pressing first: one statement."""
    cases = Case.objects.seen_by(actor).exclude(lon=None)
    if under:
        cases = cases.filter(area__in=Area.objects.under([under.path]).values("pk"))
    if grid:
        cases = cases.filter(grid__in=Grid.objects.filter(lineage__line=grid).values("pk"))
    if only_open or late:
        cases = cases.filter(OPEN)
    if late:
        cases = cases.filter(due_at__lte=now)
    return list(cases.only(*SHOWN).order_by(F("due_at").asc(nulls_last=True), "-pk")[:most])
