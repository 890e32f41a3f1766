"""Notices as Excel workbooks: the list, and of one notice every unit with how it was told or why not."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wangge.journal import actions as journal
from wangge.journal.actor import Actor
from wangge.notices import queries
from wangge.notices.models import Link, Notice
from wangge.notices.standing import find
from wangge.notices.tickets import tickets
from wangge.web.access import actor, allow
from wangge.web.desk.notices import READERS, SHOWN, VIEWS
from wangge.web.desk.sheets import Column, spreadsheet
from wangge.web.naming import named
from wangge.web.times import exact

MOST = 200


@allow(*READERS)
@require_POST
def exports(request: HttpRequest) -> HttpResponse:
    """The list, with units told and tickets counted; the journal keeps who took it."""
    by, now = actor(request), timezone.now()
    view = asked if (asked := request.POST.get("view", "")) in VIEWS else "all"
    listed = list(queries.listed(by, now=now, view=view)[:MOST])
    _taken(len(listed), by=by, now=now, view=view)
    columns = [
        *(Column(_("Title"), 36), Column(_("Kind"), 12), Column(_("For"), 20), Column(_("From"), 17)),
        *(Column(_("Until"), 17), Column(_("State"), 12), Column(_("Units"), 8)),
        *(Column(_("Have been told"), 8), Column(_("Not told"), 10), Column(_("Tickets"), 8)),
    ]
    cells = [_line(each, by) for each in listed]
    head = f"{VIEWS[view]} · {by.label} · {exact(now)}"
    return spreadsheet(_("Notices"), head, columns, cells, now=now)


def _line(notice: Notice, by: Actor) -> list[str | int | datetime]:
    units, told = getattr(notice, "units", 0), getattr(notice, "told", 0)
    return [
        *(notice.title, named(notice.kind), notice.area.name, notice.begins, notice.ends),
        *(str(notice.get_state_display()), units, told, units - told, tickets(notice, by=by).total),
    ]


@allow(*READERS)
@require_POST
def export(request: HttpRequest, notice: int) -> HttpResponse:
    """Every unit of one notice, or those that the page showed."""
    by, now = actor(request), timezone.now()
    found = find(notice, by=by)
    show = asked if (asked := request.POST.get("show", "")) in SHOWN else "all"
    listed = list(queries.sorted_out(queries.units_of(found, by), show))
    _taken(len(listed), by=by, now=now, view=show, notice=found.pk)
    columns = [
        *(Column(_("Community"), 16), Column(_("Grid"), 16), Column(_("Building"), 22), Column(_("Unit"), 8)),
        *(Column(_("Homes"), 8), Column(_("Told at"), 17), Column(_("How"), 18), Column(_("By whom"), 14)),
        Column(_("Why not reached"), 40),
    ]
    counted = tickets(found, by=by).total
    head = _("{title}: {show}, {n} units; {tickets} tickets. {name}, {time}.").format(
        title=found.title, show=SHOWN[show], n=len(listed), tickets=counted, name=by.label, time=exact(now)
    )
    return spreadsheet(_("Units"), head, columns, [_unit(each) for each in listed], now=now)


def _unit(link: Link) -> list[str | int | datetime | None]:
    building = link.building
    compound = building.compound.name if building and building.compound else ""
    fresh = link.done_at is not None and link.version >= link.notice.again
    return [
        *(link.area.name, link.grid.name if link.grid else "", f"{compound} {building}".strip(), link.unit),
        *(link.homes, link.done_at if fresh else None, str(link.get_way_display()) if fresh else ""),
        *(link.done_by.name if link.done_by else "", link.reason),
    ]


def _taken(rows: int, *, by: Actor, now: datetime, **facts: object) -> None:
    journal.append(
        "notices.exported",
        subject=("account", by.person),
        by=by,
        now=now,
        payload={"rows": rows, **facts},
    )
