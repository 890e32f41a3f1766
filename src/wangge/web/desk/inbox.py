"""The inbox: cases of every channel in one list, filtered, searched, sorted, exported."""

import re
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from wangge.cases import queries
from wangge.cases.inbox import COUNTED, SHOWN, Sort, View, Wanted, counts, found, rows
from wangge.cases.models import State
from wangge.cases.numbering import NUMBER, number_of
from wangge.cases.rulebook import Rulebook, rulebook
from wangge.foundation.calendar import CHINA_TIME
from wangge.journal import actions as journal
from wangge.journal.actor import Actor
from wangge.staffing.models import Tier
from wangge.web.access import actor, staff
from wangge.web.desk.export import MOST, workbook
from wangge.web.naming import named

PAGE = 50
GRID = re.compile(r"[0-9]{1,18}")
OFFERED = 200  # a longer list of grids is no help; the map leads to each
DRAWERS = {
    View.OPEN: _("Still open"),
    View.MINE: _("With me"),
    View.LATE: _("Late"),
    View.TODAY: _("Due today"),
    View.QUEUE: _("Unrouted"),
    View.UNSORTED: _("Matter not set"),
    View.DONE: _("Finished"),
    View.ALL: _("All"),
}
SORTS = {Sort.DUE: _("Deadline first"), Sort.NEWEST: _("Newest first"), Sort.OLDEST: _("Oldest first")}
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@staff
@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """The list, and beside it the case that is open."""
    by, now, book = actor(request), timezone.now(), rulebook()
    wanted = wanted_in(request.GET, book)
    ids = found(wanted, by=by, now=now, book=book)
    page = Paginator(ids[:SHOWN], PAGE).get_page(request.GET.get("page"))
    listed = [(case, number_of(case)) for case in rows(page.object_list)]
    context = {
        "page": page,
        "rows": listed,
        "more": len(ids) > SHOWN,
        "wanted": wanted,
        "now": now,
        "open": number if NUMBER.fullmatch(number := request.GET.get("open", "")) else "",
        **choices(wanted, by, book, now),
    }
    return render(request, "desk/inbox.html", context)


@staff
@require_POST
def exports(request: HttpRequest) -> HttpResponse:
    """The list as a workbook; the journal keeps who took it, by which filters and how many rows."""
    by, now, book = actor(request), timezone.now(), rulebook()
    wanted = wanted_in(request.POST, book)
    ids = found(wanted, by=by, now=now, book=book, most=MOST)
    content = workbook(rows(ids[:MOST]), more=len(ids) > MOST, now=now)
    filters = {key: value for key, value in asdict(wanted).items() if value}
    facts = {"filters": filters, "rows": min(len(ids), MOST)}
    journal.append("cases.exported", subject=("account", by.person), by=by, now=now, payload=facts)
    answer = HttpResponse(content, content_type=EXCEL)
    name = f"wangge-{now.astimezone(CHINA_TIME):%Y%m%d-%H%M}.xlsx"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def wanted_in(asked: QueryDict, book: Rulebook) -> Wanted:
    """What the address asks for; what makes no sense is left out."""
    view = asked.get("view", "")
    chosen = View(view) if view in set(View) else View.OPEN
    usual = Sort.NEWEST if chosen in {View.ALL, View.DONE} else Sort.DUE
    sort, grid = asked.get("sort", ""), asked.get("grid", "")
    return Wanted(
        view=chosen,
        text=asked.get("q", "")[:80],
        state=state if (state := asked.get("state", "")) in State.values else "",
        category=code if (code := asked.get("category", "")) in book.by_code else "",
        channel=code if (code := asked.get("channel", "")) in book.channels else "",
        grid=int(grid) if GRID.fullmatch(grid) else None,
        area=asked.get("area", "")[:12],
        level=level if (level := asked.get("level", "")) in Tier.values else "",
        sort=Sort(sort) if sort in set(Sort) else usual,
    )


def choices(wanted: Wanted, by: Actor, book: Rulebook, now: datetime) -> dict[str, Any]:
    """What the filters offer, and how much waits in each drawer."""
    waiting = counts(by, now=now, book=book)
    grids = queries.grids_of(by, on=now.astimezone(CHINA_TIME).date())
    return {
        "drawers": [(view, word, waiting.get(view)) for view, word in DRAWERS.items()],
        "counted": COUNTED,
        "states": State.choices,
        "categories": [(c.code, named(c), c.path.count("/") - 1) for c in book.categories.values()],
        "channels": book.channels.values(),
        "grids": [grid for grid in grids if len(grids) <= OFFERED or grid.pk == wanted.grid],
        "sorts": SORTS.items(),
    }
