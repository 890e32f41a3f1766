"""The drawers of the inbox: what waits for whom, each found and counted through an index."""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum

from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, Subquery

from wangge.accounts.models import Account
from wangge.cases.models import Alarm, Case, CaseQuerySet, Dispute, Extension, Hold, Rectification, State
from wangge.cases.rulebook import Rulebook
from wangge.cases.scope import OVERSEERS
from wangge.foundation.calendar import CHINA_TIME, ONE_DAY
from wangge.journal.actor import Actor
from wangge.places.models import Area

COUNTED = 100
PAST = ("closed", "refused", "merged")


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
    DECIDE = "decide"
    QUEUE = "queue"
    TODAY = "today"
    UNSORTED = "unsorted"
    ESCALATED = "escalated"
    HELD = "held"
    DISPUTED = "disputed"
    VERIFY = "verify"
    CLOSE = "close"
    RECTIFY = "rectify"
    DONE = "done"
    ALL = "all"


ENDLESS = {View.OPEN, View.DONE, View.ALL}  # drawers that are there to look through: nothing waits in them
OF_ALL = (View.MINE, View.LATE)  # counted also for those who keep no office
IN_STATE = {
    View.HELD: [State.HELD.value],
    View.DISPUTED: [State.DISPUTED.value],
    View.VERIFY: [State.HANDLED.value],
    View.CLOSE: [State.VERIFIED.value],
    View.DONE: list(PAST),
}


class _Counted(Subquery):
    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"


def counts(by: Actor, *, now: datetime, book: Rulebook) -> dict[View, int]:
    """How many wait in the drawers that ask for something, each counted to `COUNTED`: one statement.

    What has to be sorted, decided or closed waits for offices, so that only theirs is counted.
    """
    asked = [view for view in View if view not in ENDLESS] if by.paths(*OVERSEERS) else OF_ALL
    counted = [_Counted(drawer(view, by=by, now=now, book=book).values("pk")[:COUNTED]) for view in asked]
    row = Account.objects.filter(pk=by.person).values_list(*counted).get()
    return dict(zip(asked, row, strict=True))


def midnight(now: datetime) -> datetime:
    """The first instant of this day, China time."""
    return now.astimezone(CHINA_TIME).replace(hour=0, minute=0, second=0, microsecond=0)


def drawer(view: View, *, by: Actor, now: datetime, book: Rulebook) -> CaseQuerySet:
    """The cases in a drawer that the actor may see."""
    # What lacks a post or a category is found by that lack: naming the area would tempt SQLite to its index.
    found_by_lack = view in {View.QUEUE, View.UNSORTED}
    cases = Case.objects.seen_by(by) if found_by_lack else _scope(by, book)
    if view is View.ALL:
        return cases
    if view in IN_STATE:
        return cases.filter(state__in=IN_STATE[view])
    if view is View.RECTIFY:
        return cases.filter(pk__in=Rectification.objects.filter(done_at=None).values("rating__case"))
    return cases.filter(OPEN, _OPEN_DRAWERS[view](by, now))


def _decisions(_by: Actor, _now: datetime) -> Q:
    """Somebody asked to shelve or for more time, disputes or appeals, and nobody has decided."""
    shelving = Hold.objects.filter(granted=None).values("case")
    time = Extension.objects.filter(granted=None, clock__stopped_at=None).values("clock__case")
    dispute = Dispute.objects.filter(decided_at=None).values("case")
    return Q(pk__in=shelving.union(time, dispute))


def _escalated(_by: Actor, now: datetime) -> Q:
    """Late, and somebody above has been told."""
    above = [Alarm.Kind.ESCALATION.value, Alarm.Kind.CIRCULAR.value]
    return Q(Exists(Alarm.objects.filter(case=OuterRef("pk"), kind__in=above)), due_at__lte=now)


_OPEN_DRAWERS: dict[View, Callable[[Actor, datetime], Q]] = {
    View.OPEN: lambda _by, _now: Q(),
    View.MINE: lambda by, _now: Q(post__in=by.posts),
    View.LATE: lambda _by, now: Q(due_at__lte=now),
    View.TODAY: lambda _by, now: Q(due_at__gt=now, due_at__lt=midnight(now) + ONE_DAY),
    View.QUEUE: lambda _by, _now: Q(post=None),
    View.UNSORTED: lambda _by, _now: Q(category=None),
    View.DECIDE: _decisions,
    View.ESCALATED: _escalated,
}


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
