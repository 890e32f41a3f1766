"""The inbox: cases of every channel in one list, filtered, searched, sorted, exported."""

from dataclasses import asdict
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from wangge.accounts.models import Role
from wangge.cases import queries
from wangge.cases.filters import filters_of, home_of
from wangge.cases.inbox import SHOWN, Wanted, found, rows
from wangge.cases.numbering import NUMBER, number_of
from wangge.cases.rulebook import rulebook
from wangge.foundation.calendar import CHINA_TIME
from wangge.foundation.identity import mask_phone
from wangge.journal import actions as journal
from wangge.web.access import ACTING, actor, staff
from wangge.web.desk.bulk_forms import OFFERED
from wangge.web.desk.export import MOST, Taken, workbook
from wangge.web.desk.filters import DRAWERS, choices, told, wanted_in
from wangge.web.desk.inbox_pages import part_of

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@staff
@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """The list, and beside it the case that is open; without a query, by the filter kept for opening."""
    by, now, book = actor(request), timezone.now(), rulebook()
    kept = filters_of(by)
    if not request.GET and (home := home_of(kept)):
        return redirect(f"{reverse('desk:inbox')}?{home.query}")
    wanted = wanted_in(request.GET, book)
    ids = found(wanted, by=by, now=now, book=book)
    part = part_of(ids[:SHOWN], begins=request.GET.get("from", ""), page=request.GET.get("page", ""))
    context = {
        "part": part,
        "rows": [(case, number_of(case)) for case in rows(part.ids)],
        "more": len(ids) > SHOWN,
        "wanted": wanted,
        "now": now,
        "open": number if NUMBER.fullmatch(number := request.GET.get("open", "")) else "",
        "kept": kept,
        "home": home_of(kept),
        "deeds": OFFERED if by.roles.intersection((*ACTING, Role.COMMAND)) else {},
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
    grids = queries.grids_of(by, on=now.astimezone(CHINA_TIME).date()) if wanted.grid else ()
    taken = Taken(
        by=by.label,
        at=now,
        drawer=str(DRAWERS[wanted.view]),
        filters=told(wanted, book, grids),
        more=len(ids) > MOST,
    )
    content = workbook(rows(ids[:MOST]), taken=taken)
    facts = {"filters": filters_taken(wanted), "rows": min(len(ids), MOST)}
    journal.append("cases.exported", subject=("account", by.person), by=by, now=now, payload=facts)
    answer = HttpResponse(content, content_type=EXCEL)
    name = f"wangge-{now.astimezone(CHINA_TIME):%Y%m%d-%H%M}.xlsx"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def filters_taken(wanted: Wanted) -> dict[str, Any]:
    """A filter as the journal keeps it: nobody's whole telephone number."""
    said = {key: value for key, value in asdict(wanted).items() if value}
    plain = {key: value.isoformat() if isinstance(value, date) else value for key, value in said.items()}
    return plain | ({"phone": mask_phone(wanted.phone)} if wanted.phone else {})
