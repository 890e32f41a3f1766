"""The inbox: cases by what somebody looks for, fast at any length, because nothing is counted to its end."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from django.db.models import DateTimeField, F, Func, Q
from django.db.models.expressions import OrderBy
from django.db.models.lookups import GreaterThanOrEqual, LessThan

from wangge.cases.drawers import COUNTED, OPEN, View, counts, drawer, midnight
from wangge.cases.models import Case, Report
from wangge.cases.numbering import NUMBER
from wangge.cases.rulebook import Rulebook
from wangge.foundation.calendar import CHINA_TIME, ONE_DAY
from wangge.journal.actor import Actor
from wangge.places.models import Building

__all__ = [
    "COUNTED",
    "OPEN",
    "SHOWN",
    "Sort",
    "View",
    "Wanted",
    "counts",
    "found",
    "midnight",
    "rows",
]
SHOWN = 1000
ENDED = {View.DONE, View.ALL}  # drawers that no index of deadlines serves
ENDING = 4  # so many last digits of a telephone number are enough to look for it


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

    `level` is that of the post that has the case, `post` that post itself; `since` and `until` are the
    first and the last day on which it was reported; `phone` is a reporter's number or its end.
    """

    view: View = View.OPEN
    text: str = ""
    state: str = ""
    category: str = ""
    channel: str = ""
    grid: int | None = None
    area: str = ""
    level: str = ""
    post: int | None = None
    urgency: str = ""
    since: date | None = None
    until: date | None = None
    late: bool = False
    phone: str = ""
    sort: Sort = Sort.DUE

    @property
    def narrowed(self) -> bool:
        """Whether anything but the drawer and the order is asked for."""
        return self != Wanted(view=self.view, sort=self.sort)


def found(wanted: Wanted, *, by: Actor, now: datetime, book: Rulebook, most: int = SHOWN) -> list[int]:
    """The ids of the cases wanted, in order, `most` and one at the most: one statement."""
    cases = drawer(wanted.view, by=by, now=now, book=book).filter(_matching(wanted, book, now))
    return list(cases.order_by(*ORDER[wanted.sort]).values_list("pk", flat=True)[: most + 1])


def rows(ids: Iterable[int]) -> list[Case]:
    """These cases in this order with what a list shows of them; one statement."""
    wanted = list(ids)
    cases = Case.objects.select_related("category", "channel", "grid", "building", "post", "area").only(
        *("reported_at", "state", "title", "urgency", "due_at", "closed_at", "address", "reopened"),
        *("category__name", "category__name_en", "channel__name", "channel__name_en"),
        *("grid__name", "grid__number", "building__name", "post__name", "area__name", "area__path"),
    )
    known = cases.in_bulk(wanted)
    return [known[pk] for pk in wanted if pk in known]


def _matching(wanted: Wanted, book: Rulebook, now: datetime) -> Q:
    where = _of_kind(wanted, book) & _at_place(wanted, book)
    if wanted.level:
        where &= Q(post__in=[seat.post for seat in book.posts.seats.values() if seat.level == wanted.level])
    if wanted.post is not None:
        where &= Q(post=wanted.post)
    where &= _in_period(wanted)
    if wanted.late:
        where &= Q(OPEN, due_at__lte=now)
    return where & _told_by(wanted.phone) & _said(wanted.text.strip())


def _of_kind(wanted: Wanted, book: Rulebook) -> Q:
    where = Q()
    if wanted.state:
        where &= Q(state=wanted.state)
    if wanted.urgency:
        where &= Q(urgency=wanted.urgency)
    if wanted.category:
        path = book.category(wanted.category).path
        where &= Q(category__in=[pk for pk, c in book.categories.items() if c.path.startswith(path)])
    if wanted.channel:
        where &= Q(channel=book.channel(wanted.channel))
    return where


def _at_place(wanted: Wanted, book: Rulebook) -> Q:
    where = Q()
    if wanted.grid is not None:
        where &= Q(grid__in=book.line(wanted.grid))
    if wanted.area:
        path = next((a.path for a in book.areas.values() if a.code == wanted.area), wanted.area)
        where &= Q(area__in=[pk for pk, area in book.areas.items() if area.path.startswith(path)])
    return where


class _Beside(Func):
    """A column that no index is looked up by: where the order is that of the deadlines, so is the index."""

    template = "COALESCE(%(expressions)s, %(expressions)s)"
    output_field = DateTimeField()


def _in_period(wanted: Wanted) -> Q:
    told = (
        F("reported_at") if wanted.sort is not Sort.DUE or wanted.view in ENDED else _Beside(F("reported_at"))
    )
    where = Q()
    if wanted.since:
        where &= Q(GreaterThanOrEqual(told, _begin(wanted.since)))
    if wanted.until:
        where &= Q(LessThan(told, _begin(wanted.until) + ONE_DAY))
    return where


def _begin(day: date) -> datetime:
    return datetime.combine(day, time.min, CHINA_TIME)


def _told_by(phone: str) -> Q:
    """Cases of whoever has this telephone number; its last digits will do."""
    if len(phone) < ENDING:
        return Q()
    return Q(pk__in=Report.objects.filter(phone__endswith=phone).values("case"))


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
