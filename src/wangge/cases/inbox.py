"""The inbox: cases by what somebody looks for, fast at any length, because nothing is counted to its end."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import BooleanField, F, Func, Q, Subquery
from django.db.models.expressions import OrderBy

from wangge.accounts.models import Account
from wangge.cases.models import Case, CaseQuerySet
from wangge.cases.numbering import NUMBER
from wangge.cases.rulebook import Rulebook
from wangge.cases.scope import OVERSEERS
from wangge.foundation.calendar import CHINA_TIME, ONE_DAY
from wangge.journal.actor import Actor
from wangge.places.models import Area, Building

SHOWN = 1000
COUNTED = 100


class _StillOpen(Func):
    """The words of the partial indexes themselves: SQLite uses these indexes for no other wording."""

    template = "NOT (%(expressions)s IN ('closed', 'refused', 'merged'))"
    output_field = BooleanField()


OPEN = _StillOpen(F("state"))


class View(StrEnum):
    """The drawers of the inbox."""

    OPEN = "open"
    MINE = "mine"
    LATE = "late"
    TODAY = "today"
    QUEUE = "queue"
    UNSORTED = "unsorted"
    DONE = "done"
    ALL = "all"


class Sort(StrEnum):
    """What comes first."""

    DUE = "due"
    NEWEST = "newest"
    OLDEST = "oldest"


ORDER: dict[Sort, tuple[str | OrderBy, ...]] = {
    Sort.DUE: (F("due_at").asc(nulls_last=True), "pk"),
    Sort.NEWEST: ("-reported_at", "-pk"),
    Sort.OLDEST: ("reported_at", "pk"),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for; empty means all. `category` and `area` are codes and mean all below them.

    `level` is the tier of the post that has the case.
    """

    view: View = View.OPEN
    text: str = ""
    state: str = ""
    category: str = ""
    channel: str = ""
    grid: int | None = None
    area: str = ""
    level: str = ""
    sort: Sort = Sort.DUE


def found(wanted: Wanted, *, by: Actor, now: datetime, book: Rulebook, most: int = SHOWN) -> list[int]:
    """The ids of the cases wanted, in order, `most` and one at the most: one statement."""
    cases = _drawer(wanted.view, by=by, now=now, book=book).filter(_matching(wanted, book))
    return list(cases.order_by(*ORDER[wanted.sort]).values_list("pk", flat=True)[: most + 1])


def rows(ids: Iterable[int]) -> list[Case]:
    """These cases in this order with what a list shows of them; one statement."""
    wanted = list(ids)
    cases = Case.objects.select_related("category", "channel", "grid", "building", "post", "area").only(
        *("reported_at", "state", "title", "urgency", "due_at", "closed_at", "address", "reopened"),
        *("category__name", "category__name_en", "channel__name", "channel__name_en"),
        *("grid__name", "grid__number", "building__name", "post__name", "area__name"),
    )
    known = cases.in_bulk(wanted)
    return [known[pk] for pk in wanted if pk in known]


class _Counted(Subquery):
    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"


def counts(by: Actor, *, now: datetime, book: Rulebook) -> dict[View, int]:
    """How many wait in the drawers that ask for something, each counted to `COUNTED`: one statement."""
    drawers = (View.MINE, View.LATE, View.QUEUE, View.UNSORTED)
    counted = [_Counted(_drawer(view, by=by, now=now, book=book).values("pk")[:COUNTED]) for view in drawers]
    row = Account.objects.filter(pk=by.person).values_list(*counted).get()
    return dict(zip(drawers, row, strict=True))


def midnight(now: datetime) -> datetime:
    """The first instant of this day, China time."""
    return now.astimezone(CHINA_TIME).replace(hour=0, minute=0, second=0, microsecond=0)


def _scope(by: Actor, book: Rulebook) -> CaseQuerySet:
    """What the actor may see; its communities named one by one, so that an index of one area can serve."""
    cases = Case.objects.seen_by(by)
    paths = by.paths(*OVERSEERS)
    if not paths:
        return cases
    level = Area.Level.COMMUNITY
    return cases.filter(
        area__in=[
            pk for pk, area in book.areas.items() if area.level == level and area.path.startswith(paths)
        ]
    )


def _drawer(view: View, *, by: Actor, now: datetime, book: Rulebook) -> CaseQuerySet:
    # What lacks a post or a category is found by that lack: naming the area would tempt SQLite to its index.
    cases = Case.objects.seen_by(by) if view in {View.QUEUE, View.UNSORTED} else _scope(by, book)
    if view is View.ALL:
        return cases
    if view is View.DONE:
        return cases.filter(state__in=["closed", "refused"])
    more = {
        View.OPEN: Q(),
        View.MINE: Q(post__in=by.posts),
        View.LATE: Q(due_at__lte=now),
        View.TODAY: Q(due_at__gt=now, due_at__lt=midnight(now) + ONE_DAY),
        View.QUEUE: Q(post=None),
        View.UNSORTED: Q(category=None),
    }
    return cases.filter(OPEN, more[view])


def _matching(wanted: Wanted, book: Rulebook) -> Q:
    where = Q()
    if wanted.state:
        where &= Q(state=wanted.state)
    if wanted.category:
        path = book.category(wanted.category).path
        where &= Q(category__in=[pk for pk, c in book.categories.items() if c.path.startswith(path)])
    if wanted.channel:
        where &= Q(channel=book.channel(wanted.channel))
    if wanted.grid is not None:
        where &= Q(grid__in=book.line(wanted.grid))
    if wanted.area:
        path = next((a.path for a in book.areas.values() if a.code == wanted.area), wanted.area)
        where &= Q(area__in=[pk for pk, area in book.areas.items() if area.path.startswith(path)])
    if wanted.level:
        where &= Q(post__in=[seat.post for seat in book.posts.seats.values() if seat.tier == wanted.level])
    return where & _said(wanted.text.strip())


def _said(text: str) -> Q:
    """Cases by number, else by words in their text, address or building."""
    if not text:
        return Q()
    if number := NUMBER.fullmatch(text):
        return Q(pk=int(number[2]))
    if text.isdecimal() and len(text) <= 12:
        return Q(pk=int(text)) | Q(text__contains=text)
    has = "icontains" if text.isascii() else "contains"
    named = Building.objects.filter(**{f"name__{has}": text}).values("pk")
    return Q(**{f"text__{has}": text}) | Q(**{f"address__{has}": text}) | Q(building__in=named)
