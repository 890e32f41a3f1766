"""The patrols of a week, grid by grid and slot by slot: what came of each, and which have no result yet."""

import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import xlsxwriter
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from wangge.cases.numbering import number_of
from wangge.foundation.calendar import CHINA_TIME
from wangge.journal import actions as journal
from wangge.journal.actor import Actor
from wangge.outreach.mine import DAYS, communities, kept
from wangge.outreach.models import Patrol, Slot
from wangge.outreach.rounds import Round, Stage
from wangge.places.models import Area, Grid
from wangge.web.access import actor, staff
from wangge.web.naming import named

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDTHS = (12, 20, 14, 18, 48, 20, 14)
WEEK = timedelta(days=DAYS)


@dataclass(frozen=True, slots=True)
class Line:
    """A slot of a grid with its rounds, the latest day first."""

    grid: Grid
    slot: Slot
    walks: list[tuple[Round, Stage, list[tuple[Patrol, str]]]]


@dataclass(frozen=True, slots=True)
class Week:
    """Which community (None: one's own grids) in which seven days, and what may be chosen instead."""

    area: Area | None
    areas: list[Area]
    until: date
    today: date

    @classmethod
    def asked(cls, asked: QueryDict, *, by: Actor, now: datetime) -> "Week":
        """The week and the community of an address; what makes no sense there is today and the first."""
        today = now.astimezone(CHINA_TIME).date()
        try:
            until = min(date.fromisoformat(asked.get("until", "")), today)
        except ValueError:
            until = today
        areas = communities(by, on=until)
        area = next((each for each in areas if each.code == asked.get("area")), next(iter(areas), None))
        return cls(area, areas, until, today)

    @property
    def days(self) -> list[date]:
        """Its days, the latest first."""
        return [self.until - timedelta(days=n) for n in range(DAYS)]

    @property
    def first(self) -> date:
        """Its first day."""
        return self.days[-1]

    @property
    def before(self) -> date:
        """The last day of the week before."""
        return self.until - WEEK

    @property
    def after(self) -> date | None:
        """The last day of the next week that has begun."""
        return min(self.until + WEEK, self.today) if self.until < self.today else None

    def rounds(self, by: Actor, *, now: datetime) -> list[Round]:
        """Its rounds, the latest day first."""
        return kept(by, now=now, until=self.until, area=self.area.pk if self.area else None)


@staff
@require_GET
def patrols(request: HttpRequest) -> HttpResponse:
    """A week of one community by grid, slot and day; nobody is counted or ranked."""
    by, now = actor(request), timezone.now()
    week = Week.asked(request.GET, by=by, now=now)
    lines = _lines(week.rounds(by, now=now), now=now)
    return render(request, "desk/field/patrols.html", {"week": week, "lines": lines, "now": now})


def _lines(walks: Iterable[Round], *, now: datetime) -> list[Line]:
    found: dict[tuple[int, int], Line] = {}
    for walk in walks:
        line = found.setdefault((walk.grid.pk, walk.slot.pk), Line(walk.grid, walk.slot, []))
        results = [(result, number_of(result.case) if result.case else "") for result in walk.results]
        line.walks.append((walk, walk.stage(now=now), results))
    return list(found.values())


@staff
@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """The same as a workbook, a row for each result or gap; the journal keeps who took it."""
    by, now = actor(request), timezone.now()
    week = Week.asked(request.POST, by=by, now=now)
    found = [walk for walk in week.rounds(by, now=now) if walk.stage(now=now) != Stage.AHEAD]
    facts = {"rows": len(found), "until": f"{week.until}", "area": week.area.code if week.area else None}
    journal.append("patrols.exported", subject=("account", by.person), by=by, now=now, payload=facts)
    answer = HttpResponse(_workbook(week, found), content_type=EXCEL)
    answer["Content-Disposition"] = f'attachment; filename="wangge-patrols-{week.until:%Y%m%d}.xlsx"'
    return answer


def _workbook(week: Week, walks: Iterable[Round]) -> bytes:
    out = io.BytesIO()
    place = week.area.name if week.area else ""
    headline = _("Patrols of {place}, {first} to {last}.").format(
        place=place, first=week.first, last=week.until
    )
    heads = [_("Day"), _("Grid"), _("Patrol"), _("Result"), _("Note"), _("Case number"), _("State")]
    rows = [cells for walk in walks for cells in _cells(walk)]
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet(_("Patrols"))
        bold = book.add_format({"bold": True})
        for column, width in enumerate(WIDTHS):
            sheet.set_column(column, column, width)
        for line, cells in enumerate([(headline,), heads, *rows]):
            for column, cell in enumerate(cells):
                sheet.write_string(line, column, cell, bold if line == 1 else None)
        sheet.freeze_panes(2, 1)
    return out.getvalue()


def _cells(walk: Round) -> list[tuple[str, ...]]:
    head = (walk.day.isoformat(), walk.grid.name, named(walk.slot))
    if not walk.results:
        return [(*head, _("not done yet"), "", "", "")]
    return [(*head, *_told(result)) for result in walk.results]


def _told(result: Patrol) -> tuple[str, ...]:
    case = result.case
    found = (number_of(case), str(case.get_state_display())) if case else ("", "")
    return (str(result.get_result_display()), result.note, *found)
