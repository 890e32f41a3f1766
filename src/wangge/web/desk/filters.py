"""The filters of the inbox: read from an address, offered on the page, told in words."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wangge.cases import queries
from wangge.cases.inbox import COUNTED, Sort, View, Wanted, counts
from wangge.cases.models import State, Urgency
from wangge.cases.rulebook import Rulebook
from wangge.foundation.calendar import CHINA_TIME
from wangge.journal.actor import Actor
from wangge.places.models import Grid
from wangge.staffing.directory import Seat
from wangge.staffing.models import Tier
from wangge.web.naming import named

GRID = re.compile(r"[0-9]{1,18}")
NO_DIGIT = re.compile(r"[^0-9]")
YEARS = range(2000, 2100)
OFFERED = 200  # a longer list of grids is no help; the map leads to each
DRAWERS = {
    View.OPEN: gettext_lazy("Still open"),
    View.MINE: gettext_lazy("With me"),
    View.LATE: gettext_lazy("Late"),
    View.DECIDE: gettext_lazy("To decide"),
    View.QUEUE: gettext_lazy("Unrouted"),
    View.TODAY: gettext_lazy("Due today"),
    View.UNSORTED: gettext_lazy("Matter not set"),
    View.ESCALATED: gettext_lazy("Escalated"),
    View.HELD: gettext_lazy("On hold"),
    View.DISPUTED: gettext_lazy("In dispute"),
    View.VERIFY: gettext_lazy("To verify"),
    View.CLOSE: gettext_lazy("To close"),
    View.RECTIFY: gettext_lazy("Bad ratings to put right"),
    View.DONE: gettext_lazy("Closed or merged"),
    View.ALL: gettext_lazy("All"),
}
FIRST = (View.OPEN, View.MINE, View.LATE, View.DECIDE, View.QUEUE)  # the others are a press away
EMPTY = {
    View.DECIDE: gettext_lazy("Whoever asks for more time, for shelving or for a ruling waits here for you."),
    View.QUEUE: gettext_lazy("Cases that no rule sent anywhere will stand here until somebody takes them."),
    View.HELD: gettext_lazy("Cases whose clock stands still will wait here until they go on."),
    View.RECTIFY: gettext_lazy("A bad rating stands here until somebody has put it right."),
}
SORTS = {
    Sort.DUE: gettext_lazy("Deadline first"),
    Sort.NEWEST: gettext_lazy("Newest first"),
    Sort.OLDEST: gettext_lazy("Oldest first"),
}


def wanted_in(asked: QueryDict, book: Rulebook) -> Wanted:
    """What the address asks for; what makes no sense is left out."""
    view = asked.get("view", "")
    chosen = View(view) if view in set(View) else View.OPEN
    usual = Sort.NEWEST if chosen in {View.ALL, View.DONE} else Sort.DUE
    sort = asked.get("sort", "")
    post = _number(asked.get("post", ""))
    return Wanted(
        view=chosen,
        text=asked.get("q", "")[:80],
        state=_one_of(asked.get("state", ""), State.values),
        category=_one_of(asked.get("category", ""), book.by_code),
        channel=_one_of(asked.get("channel", ""), book.channels),
        grid=_number(asked.get("grid", "")),
        area=asked.get("area", "")[:12],
        level=_one_of(asked.get("level", ""), Tier.values),
        post=post if post in book.posts.seats else None,
        urgency=_one_of(asked.get("urgency", ""), Urgency.values),
        since=_day(asked.get("since", "")),
        until=_day(asked.get("until", "")),
        late=asked.get("late") == "1",
        phone=NO_DIGIT.sub("", asked.get("phone", ""))[:20],
        sort=Sort(sort) if sort in set(Sort) else usual,
    )


def choices(wanted: Wanted, by: Actor, book: Rulebook, now: datetime) -> dict[str, Any]:
    """What the filters offer, and how much waits in each drawer: two statements."""
    waiting = counts(by, now=now, book=book)
    grids = queries.grids_of(by, on=now.astimezone(CHINA_TIME).date())
    drawers = [(view, word, waiting.get(view)) for view, word in DRAWERS.items()]
    return {
        "drawers": [each for each in drawers if each[0] in FIRST or each[0] is wanted.view],
        "more_drawers": [each for each in drawers if each[0] not in FIRST],
        "empty_words": EMPTY.get(wanted.view, ""),
        "counted": COUNTED,
        "states": State.choices,
        "urgencies": Urgency.choices,
        "categories": [(c.code, named(c), c.path.count("/") - 1) for c in book.categories.values()],
        "channels": book.channels.values(),
        "grids": [grid for grid in grids if len(grids) <= OFFERED or grid.pk == wanted.grid],
        "units": units(by, book),
        "sorts": SORTS.items(),
        "told": told(wanted, book, grids),
    }


def units(by: Actor, book: Rulebook) -> list[Seat]:
    """The posts below and above the actor's areas, higher tiers first."""
    paths = tuple(path for _, path in by.grants)
    near = [
        seat
        for seat in book.posts.seats.values()
        if seat.area_path.startswith(paths) or any(path.startswith(seat.area_path) for path in paths)
    ]
    tiers = {tier: order for order, tier in enumerate(reversed(Tier.values))}
    return sorted(near, key=lambda seat: (tiers.get(seat.level, 0), seat.area_path, seat.name))[:OFFERED]


def told(wanted: Wanted, book: Rulebook, grids: Iterable[Grid] = ()) -> list[tuple[str, str]]:
    """A filter in words: what of a case, and which."""
    seat = book.posts.seats.get(wanted.post or 0)
    grid = next((grid.name for grid in grids if grid.pk == wanted.grid), str(wanted.grid or ""))
    area = next((each.name for each in book.areas.values() if each.code == wanted.area), wanted.area)
    said = [
        (_("State"), State(wanted.state).label if wanted.state else ""),
        (_("Matter"), named(book.by_code.get(wanted.category))),
        (_("Channel"), named(book.channels.get(wanted.channel))),
        (_("Place"), area),
        (_("Grid"), grid),
        (_("Level"), Tier(wanted.level).label if wanted.level else ""),
        (_("With"), seat.name if seat else ""),
        (_("How soon"), Urgency(wanted.urgency).label if wanted.urgency else ""),
        (_("Reported since"), wanted.since.isoformat() if wanted.since else ""),
        (_("Reported until"), wanted.until.isoformat() if wanted.until else ""),
        (_("Deadline"), _("past") if wanted.late else ""),
        (_("Reporter's number"), f"…{wanted.phone[-4:]}" if wanted.phone else ""),
        (_("Words"), wanted.text),
    ]
    return [(what, str(which)) for what, which in said if which]


def _one_of(code: str, known: Iterable[str]) -> str:
    return code if code in known else ""


def _number(sent: str) -> int | None:
    return int(sent) if GRID.fullmatch(sent) else None


def _day(sent: str) -> date | None:
    try:
        day = date.fromisoformat(sent)
    except ValueError:
        return None
    return day if day.year in YEARS else None
