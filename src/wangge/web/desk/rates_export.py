"""Figures as Excel workbooks: the rates of a unit and its parts, or the cases behind one figure."""

import io
from collections.abc import Iterable

import xlsxwriter
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wangge.appraisal import queries
from wangge.appraisal.figures import Figure
from wangge.appraisal.models import Rate
from wangge.appraisal.queries import ALL, Judged
from wangge.foundation.calendar import CHINA_TIME
from wangge.journal import actions as journal
from wangge.web.desk.export import MOST, Taken, workbook
from wangge.web.desk.rates import behind, chosen
from wangge.web.desk.rates_frame import Asked, asked, period_word, readers
from wangge.web.desk.rates_words import HOW

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@readers
@require_POST
def exports(request: HttpRequest) -> HttpResponse:
    """The list or the table as a workbook; the journal keeps who took it and of what."""
    wanted = asked(request)
    rate, part, adjusted = chosen(request.POST)
    facts = {"unit": wanted.unit.code, "period": wanted.period.code}
    if request.POST.get("what") == "cases":
        found = list(behind(wanted, rate, part, adjusted=adjusted)[: MOST + 1])
        words = [(_("Unit"), wanted.unit.name), (_("Period"), period_word(wanted.period))]
        words.append((_("Side"), _("adjusted") if adjusted else _("raw")))
        label = str(rate.label) if rate else _("Cases reported")
        taken = Taken(wanted.by.label, wanted.now, label, words, more=len(found) > MOST)
        content = workbook(found[:MOST], taken=taken)
        facts |= {"rate": rate.value if rate else "", "part": part, "rows": str(len(found[:MOST]))}
    else:
        seen = queries.overview(wanted.unit, wanted.period, by=wanted.by, book=wanted.book, now=wanted.now)
        content = table([seen.judged, *seen.parts, *seen.departments], wanted)
    subject = ("account", wanted.by.person)
    journal.append("rates.exported", subject=subject, by=wanted.by, now=wanted.now, payload=facts)
    answer = HttpResponse(content, content_type=EXCEL)
    name = f"wangge-rates-{timezone.now().astimezone(CHINA_TIME):%Y%m%d-%H%M}.xlsx"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def table(units: Iterable[Judged], wanted: Asked) -> bytes:
    """A row for each rate of each unit, raw and adjusted; a second sheet says how each is made."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet, bold = book.add_worksheet(_("Rates")), book.add_format({"bold": True})
        percent = book.add_format({"num_format": "0.0%"})
        sheet.write_string(0, 0, f"{wanted.unit.name} {period_word(wanted.period)}")
        sheet.write_row(1, 0, _heads(), bold)
        sheet.set_column(0, 1, 24)
        sheet.freeze_panes(2, 2)
        row = 2
        for judged in units:
            for rate in ALL:
                sheet.write_row(row, 0, [judged.unit.name, str(rate.label)])
                _write(sheet, row, judged.figure(rate), percent)
                row += 1
            for word, score in ((_("score, raw"), judged.raw), (_("score, adjusted"), judged.adjusted)):
                if score and score.total is not None:
                    sheet.write_row(row, 0, [judged.unit.name, word, round(score.total, 2)])
                    row += 1
        _hows(book.add_worksheet(_("How")))
    return out.getvalue()


def _heads() -> list[str]:
    return [
        *(_("Unit"), _("Rate"), _("Raw"), _("of which yes"), _("asked about")),
        *(_("Adjusted"), _("of which yes"), _("asked about"), _("Left out")),
    ]


def _write(sheet: "xlsxwriter.worksheet.Worksheet", row: int, figure: Figure, percent: object) -> None:
    sides = ((2, figure.raw, figure.hit, figure.of), (5, figure.adjusted, figure.kept_hit, figure.kept_of))
    for column, share, hit, of in sides:
        if share is not None:
            sheet.write_number(row, column, share, percent)
        sheet.write_number(row, column + 1, hit / figure.unit)
        sheet.write_number(row, column + 2, of)
    sheet.write_number(row, 8, figure.left_out)


def _hows(sheet: "xlsxwriter.worksheet.Worksheet") -> None:
    sheet.set_column(0, 0, 24)
    for row, rate in enumerate(Rate):
        sheet.write_row(row, 0, [str(rate.label), str(HOW[rate])])
