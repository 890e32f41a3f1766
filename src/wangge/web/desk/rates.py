"""The figures of a unit over a period: rates raw and adjusted, its score, its parts, its year."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from wangge.appraisal import periods, queries, units
from wangge.appraisal.counting import Figure, Sheet
from wangge.appraisal.models import Rate
from wangge.appraisal.periods import Period
from wangge.appraisal.queries import BOTH_SIDES, HEALTH, LEVELS, MAIN, Judged
from wangge.appraisal.units import Unit
from wangge.cases.models import Case
from wangge.cases.numbering import number_of
from wangge.cases.rulebook import Rulebook, rulebook
from wangge.foundation.calendar import CHINA_TIME
from wangge.journal.actor import Actor
from wangge.web.access import READING, actor, allow
from wangge.web.desk.rates_words import HOW

readers = allow(*READING)
PAGE = 50


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose figures, of which days, and who looks at them."""

    unit: Unit
    period: Period
    by: Actor
    book: Rulebook
    now: datetime

    def url(self, name: str = "rates", **more: object) -> str:
        """A page of figures for this unit and period, or for others named in `more`."""
        wanted = {"unit": self.unit.code, "period": self.period.code, **more}
        return f"{reverse(f'desk:{name}')}?{urlencode({k: v for k, v in wanted.items() if v != ''})}"


def asked(request: HttpRequest) -> Asked:
    """What the address asks for; by default the reader's widest unit and the month that runs."""
    sent = request.POST if request.method == "POST" else request.GET
    by, now, book = actor(request), timezone.now(), rulebook()
    code = sent.get("unit", "")
    unit = units.find(code, by=by, book=book) if code else units.first_unit(by, book=book)
    first, last = sent.get("first", ""), sent.get("last", "")
    named = f"{first}~{last}" if first and last else sent.get("period", "")
    period = periods.read(named) if named else periods.month_of(now)
    return Asked(unit, period, by, book, now)


def frame(wanted: Asked, page: str) -> dict[str, Any]:
    """What stands above every page of figures: the units around this one, and the periods around this one."""
    unit, period = wanted.unit, wanted.period
    today = wanted.now.astimezone(CHINA_TIME).date()
    pages = [("rates", _("Rates")), ("rates-early", _("Found early"))]
    if not unit.of_people:
        pages.append(("rates-grids", _("In every grid")))
    pages += [("rates-exclusions", _("Left out")), ("rates-weights", _("Weights"))]
    return {
        "wanted": wanted,
        "unit": unit,
        "period": period,
        "period_word": period_word(period),
        "now": wanted.now,
        "page_name": page,
        "pages": [(name, word, wanted.url(name)) for name, word in pages],
        "above": [
            (each, wanted.url(page, unit=each.code))
            for each in units.above(unit, wanted.by, book=wanted.book)
        ],
        "before_url": wanted.url(page, period=period.before().code),
        "after_url": wanted.url(page, period=period.after().code) if period.last < today else "",
        "spans": [
            (word, wanted.url(page, period=code), code == period.code) for word, code in _spans(period.last)
        ],
    }


def period_word(period: Period) -> str:
    """A period in words."""
    first = period.first
    match period.code.partition("-")[2][:1], period.months:
        case _, 1:
            return _("{year}/{month}").format(year=first.year, month=first.month)
        case "Q", 3:
            return _("{year}, quarter {quarter}").format(year=first.year, quarter=(first.month + 2) // 3)
        case _, 12 if first.month == 1:
            return _("the year {year}").format(year=first.year)
    return f"{first} – {period.last}"


def _spans(last: date) -> list[tuple[str, str]]:
    quarter = (last.month + 2) // 3
    return [
        (_("Month"), f"{last:%Y-%m}"),
        (_("Quarter"), f"{last.year}-Q{quarter}"),
        (_("Year"), f"{last.year}"),
    ]


@dataclass(frozen=True, slots=True)
class Cell:
    """One side of a figure: its share, what it is made of, and the lists that it opens to."""

    share: float | None
    well: float
    of: int
    well_url: str
    of_url: str
    out_url: str


@dataclass(frozen=True, slots=True)
class Row:
    """A rate of a unit: raw and adjusted, what was left out, and how it is made."""

    rate: Rate
    how: str
    figure: Figure
    raw: Cell
    adjusted: Cell
    left_url: str


def rows(wanted: Asked, judged: Judged, rates: Iterable[Rate]) -> list[Row]:
    """These rates of a unit as rows."""
    return [row(wanted, judged.figure(rate)) for rate in rates]


def row(wanted: Asked, figure: Figure) -> Row:
    """A figure as a row; every number of it leads to its cases."""
    rate = figure.rate

    def url(part: str, adjusted: str) -> str:
        return wanted.url("rates-cases", rate=rate.value, part=part, adjusted=adjusted)

    raw = Cell(figure.raw, figure.well, figure.of, url("in", ""), url("of", ""), url("out", ""))
    kept = Cell(
        *(figure.adjusted, figure.kept_hit / figure.unit, figure.kept_of),
        *(url("in", "1"), url("of", "1"), url("out", "1")),
    )
    return Row(rate, str(HOW[rate]), figure, raw, kept, url("left", ""))


@readers
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """A unit's rates, its score line by line, its year as small charts, its parts and departments."""
    wanted = asked(request)
    found = queries.overview(wanted.unit, wanted.period, by=wanted.by, book=wanted.book, now=wanted.now)
    judged = found.judged
    context = frame(wanted, "rates") | {
        "judged": judged,
        "total_url": wanted.url("rates-cases"),
        "main": rows(wanted, judged, MAIN),
        "levels": rows(wanted, judged, LEVELS),
        "both_sides": rows(wanted, judged, BOTH_SIDES),
        "health": rows(wanted, judged, HEALTH),
        "charts": charts(found.months),
        "main_words": [rate.label for rate in MAIN],
        "leagues": leagues(wanted, found),
    }
    return render(request, "desk/rates.html", context)


def charts(months: dict[int, Sheet]) -> list[dict[str, Any]]:
    """For each main rate its twelve months: (month in words, raw, adjusted)."""
    return [
        {
            "rate": rate,
            "points": [
                (f"{index // 12}-{index % 12 + 1:02d}", figure.raw, figure.adjusted)
                for index, sheet in months.items()
                for figure in [sheet.figures.get(rate) or Figure(rate)]
            ],
        }
        for rate in MAIN
    ]


@dataclass(frozen=True, slots=True)
class League:
    """Units of a kind, each with its main rates: a table in their own order, no ranking."""

    title: str
    lines: list[tuple[Judged, str, list[Row]]]
    scored: bool


def leagues(wanted: Asked, found: queries.Overview) -> list[League]:
    """The parts of the unit and the departments that work there."""
    tables = ((_("One level down"), found.parts), (_("Departments"), found.departments))
    return [
        League(title, [_line(wanted, judged) for judged in held], any(judged.scheme for judged in held))
        for title, held in tables
        if held
    ]


def _line(wanted: Asked, judged: Judged) -> tuple[Judged, str, list[Row]]:
    own = Asked(judged.unit, wanted.period, wanted.by, wanted.book, wanted.now)
    return judged, own.url(), rows(own, judged, MAIN)


@readers
@require_GET
def cases(request: HttpRequest) -> HttpResponse:
    """The cases behind a figure."""
    wanted = asked(request)
    rate, part, adjusted = chosen(request.GET)
    found = behind(wanted, rate, part, adjusted=adjusted)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = frame(wanted, "rates") | {
        "rate": rate,
        "part": part,
        "adjusted": adjusted,
        "how": HOW[rate] if rate else "",
        "page": page,
        "rows": [(case, number_of(case)) for case in page.object_list],
        "tabs": tabs(wanted, rate, part, adjusted=adjusted) if rate else [],
        "back_url": wanted.url(),
    }
    return render(request, "desk/rates_cases.html", context)


def chosen(sent: Any) -> tuple[Rate | None, str, bool]:
    """Which figure, which part of it, and of which side; what makes no sense is left out."""
    rate = Rate(sent["rate"]) if sent.get("rate") in Rate.values else None
    part = sent.get("part") if sent.get("part") in queries.PARTS else "of"
    return rate, str(part), sent.get("adjusted") == "1"


def behind(wanted: Asked, rate: Rate | None, part: str, *, adjusted: bool) -> "Any":
    """The cases of a part of a figure, with all that a row shows."""
    found = queries.behind(
        wanted.unit,
        wanted.period,
        rate,
        part=part,
        adjusted=adjusted,
        by=wanted.by,
        book=wanted.book,
        now=wanted.now,
    )
    shown = found.select_related("grid", "area", "category", "post", "channel", "building")
    return shown.defer("text", "area__outline", "grid__outline", "building__footprint")


def tabs(wanted: Asked, rate: Rate, part: str, *, adjusted: bool) -> list[tuple[str, str, bool]]:
    """The other parts of the same figure."""
    words = {
        "of": _("All that it asks about"),
        "in": _("Over the line") if rate not in {Rate.SATISFACTION, *BOTH_SIDES} else _("Rated well"),
        "out": _("Not over the line") if rate not in {Rate.SATISFACTION, *BOTH_SIDES} else _("Rated badly"),
        "left": _("Left out"),
    }
    side = "1" if adjusted else ""
    return [
        (word, wanted.url("rates-cases", rate=rate.value, part=code, adjusted=side), code == part)
        for code, word in words.items()
    ]


def listed(cases: Iterable[Case]) -> list[tuple[Case, str]]:
    """Cases with their numbers."""
    return [(case, number_of(case)) for case in cases]
