"""The figures of a unit over a period: rates raw and adjusted, its score, its parts, its year."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from wangge.appraisal import opening, queries
from wangge.appraisal.figures import Figure, Sheet
from wangge.appraisal.models import Rate
from wangge.appraisal.queries import BOTH_SIDES, HEALTH, LEVELS, MAIN, Judged
from wangge.cases.models import Case
from wangge.cases.numbering import number_of
from wangge.web.desk.rates_frame import PAGE, Asked, asked, frame, readers
from wangge.web.desk.rates_rows import Row, rows
from wangge.web.desk.rates_words import HOW


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
    part = sent.get("part") if sent.get("part") in opening.PARTS else "of"
    return rate, str(part), sent.get("adjusted") == "1"


def behind(wanted: Asked, rate: Rate | None, part: str, *, adjusted: bool) -> "Any":
    """The cases of a part of a figure, with all that a row shows."""
    found = opening.behind(
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
