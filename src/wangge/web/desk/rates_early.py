"""Found before anybody complained; ticketless days; the three stages; the business lines of every grid."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from wangge.appraisal import business, queries, shares, units
from wangge.appraisal import quiet as ticketless
from wangge.appraisal.models import Rate
from wangge.appraisal.periods import year_up_to
from wangge.appraisal.queries import LEVELS
from wangge.appraisal.shares import Early, change
from wangge.cases.numbering import number_of
from wangge.foundation.calendar import CHINA_TIME
from wangge.places.models import Area
from wangge.web.desk.rates_frame import PAGE, Asked, asked, frame, period_word, readers
from wangge.web.desk.rates_rows import row, rows
from wangge.web.desk.sheets import Cell, Column, spreadsheet
from wangge.web.naming import named

MOST = 10_000


@readers
@require_GET
def early(request: HttpRequest) -> HttpResponse:
    """What was found by ourselves against what was complained about, and the days without a ticket."""
    wanted = asked(request)
    told = shares.early(wanted.unit, wanted.period, by=wanted.by, book=wanted.book)
    if "excel" in request.GET:
        return _topics_workbook(wanted, told)
    on = min(wanted.period.last, wanted.now.astimezone(CHINA_TIME).date())
    below = units.parts(wanted.unit, book=wanted.book, on=on)
    whole, quiet = ticketless.quiet(
        wanted.unit,
        below,
        wanted.period,
        inside=units.fold(wanted.unit, below, book=wanted.book),
        by=wanted.by,
        book=wanted.book,
        now=wanted.now,
    )
    context = frame(wanted, "rates-early") | {
        "early": told,
        "topics": _topics(wanted, told),
        "months": [
            (f"{index // 12}-{index % 12 + 1:02d}", tally.found, tally.tickets)
            for index, tally in told.months.items()
        ],
        "year": year_up_to(wanted.period),
        "year_before": wanted.period.year_before(),
        "quiet": whole,
        "parts": [(each, wanted.url("rates-early", unit=each.unit.code)) for each in quiet],
        "ticketless": sum(not each.tickets for each in quiet),
        "stages": _stages(wanted, told),
        "found_url": wanted.url("rates-told", origin="found"),
        "told_url": wanted.url("rates-told", origin="told"),
        "tickets_url": wanted.url("rates-told", origin="tickets"),
    }
    return render(request, "desk/rates_early.html", context)


def _topics(wanted: Asked, told: Early) -> list[dict[str, Any]]:
    return [
        {
            "word": named(category) if category else _("not set yet"),
            "now": topic.now,
            "before": topic.before,
            "change": change(topic.now.told, topic.before.told),
            "found_url": wanted.url("rates-told", origin="found", topic=topic.category),
            "told_url": wanted.url("rates-told", origin="told", topic=topic.category),
        }
        for topic in told.topics
        for category in [wanted.book.categories.get(topic.category)]
    ]


def _topics_workbook(wanted: Asked, told: Early) -> HttpResponse:
    heads = [Column(_("Matter"), 24), Column(_("found by ourselves"), 14), Column(_("brought to us"), 14)]
    heads += [Column(_("brought to us a year before"), 20), Column(_("hotline tickets"), 14)]
    cells = [
        (each["word"], each["now"].found, each["now"].told, each["before"].told, each["now"].tickets)
        for each in _topics(wanted, told)
    ]
    headline = f"{wanted.unit.name} {period_word(wanted.period)}"
    return spreadsheet(_("By topic"), headline, heads, cells, now=wanted.now)


def _stages(wanted: Asked, told: Early) -> list[dict[str, Any]]:
    """Every call answered, one call many come, acting before anybody calls: each from facts."""
    judged = queries.overview(
        wanted.unit, wanted.period, by=wanted.by, book=wanted.book, now=wanted.now
    ).judged
    answered, together = (
        row(wanted, judged.figure(Rate.RESPONSE)).raw,
        row(wanted, judged.figure(Rate.TEAMWORK)).raw,
    )
    return [
        {"word": _("Every call is answered"), "share": answered.share, "url": answered.of_url},
        {"word": _("One call, and all who are needed come"), "share": together.share, "url": together.of_url},
        {
            "word": _("Acted before anybody called"),
            "share": told.now.share,
            "url": wanted.url("rates-told", origin="found"),
        },
    ]


@readers
@require_GET
def told(request: HttpRequest) -> HttpResponse:
    """The reports behind a share, whatever became of their cases."""
    wanted = asked(request)
    origin = request.GET.get("origin", "")
    topic = request.GET.get("topic", "")
    found = shares.behind(
        wanted.unit,
        wanted.period,
        origin=origin if origin in shares.ORIGINS else "all",
        topic=int(topic) if topic.isdecimal() and len(topic) < 18 else None,
        by=wanted.by,
        book=wanted.book,
    )
    return _reports(request, wanted, origin, found)


def _reports(request: HttpRequest, wanted: Asked, origin: str, found: Any) -> HttpResponse:
    words = {
        "found": _("Found by ourselves"),
        "told": _("Brought by residents and other systems"),
        "tickets": _("Tickets"),
    }
    if "excel" in request.GET:
        return _workbook(words.get(origin, _("All reports")), found, wanted)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = frame(wanted, "rates-early") | {
        "word": words.get(origin, _("All reports")),
        "page": page,
        "rows": [(report, report.case, number_of(report.case)) for report in page.object_list],
        "back_url": wanted.url("rates-early"),
    }
    return render(request, "desk/rates_told.html", context)


def _workbook(title: str, found: Any, wanted: Asked) -> HttpResponse:
    heads = [Column(_("Case number"), 18), Column(_("Title"), 42), Column(_("Channel"), 16)]
    heads += [Column(_("Matter"), 20), Column(_("Time"), 17), Column(_("State"), 12)]
    rows = [
        (
            number_of(report.case),
            report.case.title,
            named(report.channel),
            named(report.case.category) if report.case.category else "",
            report.at,
            str(report.case.get_state_display()),
        )
        for report in found[:MOST]
    ]
    headline = f"{title} · {wanted.unit.name} · {wanted.period.first} – {wanted.period.last}"
    return spreadsheet(title, headline, heads, rows, now=wanted.now)


@readers
@require_GET
def grids(request: HttpRequest) -> HttpResponse:
    """Each grid (or each part) with its business lines and the level at which its cases were settled."""
    wanted = asked(request)
    found = queries.overview(wanted.unit, wanted.period, by=wanted.by, book=wanted.book, now=wanted.now)
    context = frame(wanted, "rates-grids") | {"levels": rows(wanted, found.judged, LEVELS)}
    below = [
        (
            judged.unit,
            rows(Asked(judged.unit, wanted.period, wanted.by, wanted.book, wanted.now), judged, LEVELS),
        )
        for judged in found.parts
    ]
    context["parts"] = [(unit, levels, wanted.url("rates-grids", unit=unit.code)) for unit, levels in below]
    if wanted.unit.level in {Area.Level.COMMUNITY, "grid"}:
        context |= _lines(wanted, [unit for unit, _levels in below] or [wanted.unit])
    if "excel" in request.GET:
        return _grids_workbook(wanted, [(wanted.unit, context["levels"]), *below], context.get("carried", []))
    return render(request, "desk/rates_grids.html", context)


def _grids_workbook(wanted: Asked, levels: Sequence[Any], carried: Sequence[Any]) -> HttpResponse:
    """A line for each unit and level, then one for each unit and business line."""
    heads = [Column(_("Unit"), 24), Column(_("Of what"), 28), Column(_("Cases"), 10), Column(_("Of"), 10)]
    heads += [Column(_("Still open"), 10), Column(_("Late"), 10)]
    cells: list[Sequence[Cell]] = [
        (unit.name, str(row.rate.label), row.raw.well, row.raw.of) for unit, each in levels for row in each
    ]
    cells += [
        (unit.name, word, cell.came, "", cell.open, cell.late)
        for unit, each in carried
        for word, cell, _url in each
    ]
    headline = f"{wanted.unit.name} {period_word(wanted.period)}"
    return spreadsheet(_("In every grid"), headline, heads, cells, now=wanted.now)


def _lines(wanted: Asked, below: list[units.Unit]) -> dict[str, Any]:
    lines, cells = business.carried(
        wanted.unit, wanted.period, by=wanted.by, book=wanted.book, now=wanted.now
    )
    return {
        "business": [(each.code, named(each)) for each in lines],
        "carried": [
            (
                unit,
                [
                    (
                        named(each),
                        cells.get((unit.key, each.code)) or business.Carried(),
                        wanted.url("rates-line", unit=unit.code, line=each.code),
                    )
                    for each in lines
                ],
            )
            for unit in below
        ],
    }


@readers
@require_GET
def line(request: HttpRequest) -> HttpResponse:
    """The cases of one business line: those of the period and those still open."""
    wanted = asked(request)
    chosen, found = business.behind(
        wanted.unit, wanted.period, request.GET.get("line", ""), by=wanted.by, book=wanted.book
    )
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = frame(wanted, "rates-grids") | {
        "title": named(chosen),
        "page": page,
        "rows": [(case, number_of(case)) for case in page.object_list],
        "back_url": wanted.url("rates-grids"),
    }
    return render(request, "desk/rates_cases.html", context)
