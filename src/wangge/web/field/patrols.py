"""The patrols of the last days by grid: what came of each, and which were not done; also as a workbook."""

import io
from datetime import date, datetime

import xlsxwriter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from wangge.cases.numbering import number_of
from wangge.foundation.calendar import CHINA_TIME
from wangge.journal import actions as journal
from wangge.outreach.mine import kept
from wangge.outreach.models import Patrol
from wangge.outreach.rounds import Round, Stage
from wangge.web.access import actor, staff
from wangge.web.naming import named

Results = list[tuple[Patrol, str]]
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDTHS = (12, 20, 14, 18, 48, 20)


@staff
@require_GET
def patrols(request: HttpRequest) -> HttpResponse:
    """The last seven days, the latest first: results by grid and slot; nobody is counted or ranked."""
    by, now = actor(request), timezone.now()
    days: dict[date, list[tuple[Round, Stage, Results]]] = {}
    for walk in kept(by, now=now):
        if (stage := walk.stage(now=now)) != Stage.AHEAD:
            results = [(result, number_of(result.case) if result.case else "") for result in walk.results]
            days.setdefault(walk.day, []).append((walk, stage, results))
    return render(request, "desk/field/patrols.html", {"days": list(days.items()), "now": now})


@staff
@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """The same as a workbook; the journal keeps who took it."""
    by, now = actor(request), timezone.now()
    found = [walk for walk in kept(by, now=now) if walk.stage(now=now) != Stage.AHEAD]
    facts = {"rows": len(found)}
    journal.append("patrols.exported", subject=("account", by.person), by=by, now=now, payload=facts)
    answer = HttpResponse(_workbook(found, now=now), content_type=EXCEL)
    name = f"wangge-patrols-{now.astimezone(CHINA_TIME):%Y%m%d}.xlsx"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _workbook(walks: list[Round], *, now: datetime) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet(_("Patrols"))
        bold = book.add_format({"bold": True})
        for column, width in enumerate(WIDTHS):
            sheet.set_column(column, column, width)
        sheet.write_row(
            0, 0, [_("Day"), _("Grid"), _("Patrol"), _("Result"), _("Note"), _("Case number")], bold
        )
        line = 0
        for walk in walks:
            for cells in _cells(walk, now=now):
                line += 1
                for column, value in enumerate(cells):
                    sheet.write_string(line, column, value)
        sheet.freeze_panes(1, 0)
    return out.getvalue()


def _cells(walk: Round, *, now: datetime) -> list[tuple[str, ...]]:
    head = (walk.day.isoformat(), walk.grid.name, named(walk.slot))
    if not walk.results:
        open_ = _("not done yet") if walk.stage(now=now) == Stage.NOW else _("not done")
        return [(*head, open_, "", "")]
    return [
        (*head, str(r.get_result_display()), r.note, number_of(r.case) if r.case else "")
        for r in walk.results
    ]
