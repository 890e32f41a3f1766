"""Notices on the desk: what one has to pass on, how far each has got, who was not reached."""

from collections.abc import Collection
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from wangge.accounts.models import Role
from wangge.journal.actor import Actor
from wangge.notices import queries
from wangge.notices.models import Level, Link, Notice, State, Way
from wangge.notices.standing import OFFICES, answers_for, find, keeps
from wangge.notices.tickets import tickets
from wangge.web.access import actor, allow

READERS = (Role.GRID_WORKER, *OFFICES, Role.COMMAND, Role.ADMINISTRATOR)
PASSERS = (Role.GRID_WORKER, *OFFICES)
PAGE, UNITS = 30, 120
VIEWS = {
    "mine": gettext_lazy("To pass on"),
    "force": gettext_lazy("In force"),
    "over": gettext_lazy("Over"),
    "withdrawn": gettext_lazy("Withdrawn"),
    "all": gettext_lazy("All"),
}
SHOWN = {
    "waiting": gettext_lazy("Nothing known yet"),
    "explained": gettext_lazy("Not reached, with the reason"),
    "told": gettext_lazy("Have been told"),
    "unreached": gettext_lazy("All not told"),
    "all": gettext_lazy("All"),
}


@allow(*READERS)
@require_GET
def notices(request: HttpRequest) -> HttpResponse:
    """The notices by where they stand; those that wait for oneself first."""
    by, now = actor(request), timezone.now()
    errands = queries.to_pass_on(by, now=now)
    view = asked if (asked := request.GET.get("view", "")) in VIEWS else ("mine" if errands else "force")
    page = Paginator(queries.listed(by, now=now, view=view), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "views": list(VIEWS.items()),
        "view": view,
        "waiting": len(errands),
        "publishes": not by.roles.isdisjoint(OFFICES),
        "now": now,
    }
    return render(request, "desk/notices.html", context)


@allow(*READERS)
@require_GET
def notice(request: HttpRequest, notice: int) -> HttpResponse:
    """One notice: its text, its levels, its units, the tickets about it, and what one can do."""
    by = actor(request)
    return render(request, "desk/notice.html", page_of(request, find(notice, by=by), by=by))


def page_of(request: HttpRequest, found: Notice, *, by: Actor) -> dict[str, Any]:
    """All that the page of a notice shows: the units asked for, else those of which nothing is known."""
    now = timezone.now()
    mine = queries.units_of(found, by)
    total = queries.count(mine)
    rows = queries.rows(found, by, now=now)
    under = next((row for row in rows if str(row.link.pk) == request.GET.get("under")), None)
    show = request.GET.get("show", "")
    show = show if show in SHOWN else ("waiting" if total.waiting else "all")
    listed = queries.sorted_out(queries.beneath(mine, under.link if under else None), show)
    listed = listed.order_by("building__compound", "building_id", "unit")
    split = {row.link.grid_id for row in rows if row.link.level == Level.MICROGRID}
    page = Paginator(listed, UNITS).get_page(request.GET.get("page"))
    return {
        "notice": found,
        "wordings": list(found.wordings.select_related("by")),
        "spots": list(found.spots.select_related("grid", "compound", "building").defer(*SPOTS)),
        "tone": tone(found, now=now),
        "total": total,
        "steps": queries.steps(rows, total),
        "rows": [(row, _turn(row, by, split)) for row in rows],
        "readings": queries.readings(found),
        "tickets": tickets(found, by=by),
        "shown": list(SHOWN.items()),
        "show": show,
        "under": under,
        "page": page,
        "buildings": buildings(page.object_list),
        "ways": Way.choices,
        "may_tell": _open(found) and not by.roles.isdisjoint(PASSERS),
        "may_keep": _open(found) and keeps(found, by),
        "now": now,
    }


SPOTS = ("grid__outline", "compound__outline", "building__footprint")


def buildings(units: Any) -> list[tuple[Any, list[Link]]]:
    """Units by their building, in the order of the list."""
    found: dict[int, tuple[Any, list[Link]]] = {}
    for link in units:
        found.setdefault(link.building_id, (link.building, []))[1].append(link)
    return list(found.values())


def tone(found: Notice, *, now: Any) -> tuple[str, Any]:
    """Whether it holds, as a tone and a word."""
    if found.state == State.WITHDRAWN.value:
        return "quiet", gettext_lazy("withdrawn")
    if found.ends < now:
        return "done", gettext_lazy("over")
    return (
        ("doing", gettext_lazy("going on")) if found.begins <= now else ("new", gettext_lazy("not begun yet"))
    )


def _open(found: Notice) -> bool:
    return found.state == State.PUBLISHED.value


def _turn(row: queries.Row, by: Actor, split: Collection[int | None]) -> str:
    """What somebody may do at a link now: `pass` it on, `receive` it, or nothing; `split` into microgrids."""
    link = row.link
    if not _open(link.notice) or not answers_for(link, by):
        return ""
    hands_on = link.level in (Level.STREET, Level.COMMUNITY)
    hands_on |= link.level == Level.GRID and link.grid_id in split and bool(row.count.waiting)
    if hands_on and link.done_at is None:
        return "pass"
    own = link.level == Level.COMMUNITY or bool({link.grid_id, link.micro_id} & by.grids)
    return "receive" if own and link.received_at is None else ""
