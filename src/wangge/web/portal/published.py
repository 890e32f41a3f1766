"""What is going on around here: the public list and map of cases, without a word about who told them."""

import io
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import xlsxwriter
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from wangge.cases.published import Published, Shown, Wanted, publishable, rows
from wangge.cases.rulebook import Rulebook, rulebook
from wangge.foundation.calendar import CHINA_TIME
from wangge.web.access import public
from wangge.web.naming import named
from wangge.web.portal import whereabouts
from wangge.web.portal.whereabouts import Around

PAGE, MOST = 30, 10_000
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDTHS = (20, 13, 18, 24, 18, 8, 10, 12, 12, 12)


def wanted_in(asked: QueryDict, book: Rulebook) -> Wanted:
    """What the address asks for; what makes no sense is left out."""
    shown, matter = asked.get("state", ""), asked.get("matter", "")
    codes = {area.code for area in book.areas.values() if area.level == "community"}
    return Wanted(
        matter=matter if matter in book.by_code and book.by_code[matter].public else "",
        area=code if (code := asked.get("area", "")) in codes else "",
        shown=Shown(shown) if shown in set(Shown) else Shown.ALL,
    )


@public
@require_GET
def cases(request: HttpRequest) -> HttpResponse:
    """The list by pages, and all of it on a map."""
    now, book = timezone.now(), rulebook()
    wanted = wanted_in(request.GET, book)
    areas = whereabouts.communities()
    area = next((a for a in areas if a.code == wanted.area), areas[0] if len(areas) == 1 else None)
    found = publishable(wanted, now=now, book=book)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    first = (page.number - 1) * PAGE
    context = {
        "wanted": wanted,
        "page": page,
        "rows": rows(found[first : first + PAGE], now=now, book=book),
        "area": area,
        "areas": areas,
        "above": Around(areas, area, None).above,
        "matters": matters(book),
        "now": now,
    }
    return render(request, "portal/published.html", context)


def matters(book: Rulebook) -> list[tuple[str, str, int]]:
    """The matters that may be shown: code, name, depth in the tree."""
    return [(c.code, named(c), c.path.count("/") - 1) for c in book.categories.values() if c.public]


@public
@require_GET
def exported(request: HttpRequest) -> HttpResponse:
    """The same list as a workbook."""
    now, book = timezone.now(), rulebook()
    found = publishable(wanted_in(request.GET, book), now=now, book=book)[:MOST]
    answer = HttpResponse(_workbook(rows(found, now=now, book=book), now=now), content_type=EXCEL)
    name = f"wangge-public-{now.astimezone(CHINA_TIME):%Y%m%d}.xlsx"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _workbook(listed: Iterable[Published], *, now: datetime) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet, bold = book.add_worksheet(_("Cases")), book.add_format({"bold": True})
        for column, width in enumerate(WIDTHS):
            sheet.set_column(column, column, width)
        taken = _("Taken on {time}.").format(time=f"{timezone.localtime(now):%Y-%m-%d %H:%M}")
        sheet.write_string(0, 0, taken)
        sheet.write_row(1, 0, _heads(), bold)
        sheet.freeze_panes(2, 0)
        for number, case in enumerate(listed, start=2):
            for column, value in enumerate(_cells(case)):
                if isinstance(value, str):
                    sheet.write_string(number, column, value)
                else:
                    sheet.write(number, column, value)
    return out.getvalue()


def _heads() -> list[str]:
    return [
        *(_("Matter"), _("Day"), _("Community"), _("Place"), _("State"), _("Days"), _("Told by")),
        *(_("Longitude"), _("Latitude"), _("Within metres")),
    ]


def _cells(case: Published) -> list[Any]:
    told = (named(case.category), case.day.isoformat(), case.area, case.where, str(case.stands))
    return [*told, case.days, case.joined, case.lon, case.lat, case.within]
