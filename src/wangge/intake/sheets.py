"""Workbooks of the intake: the template for tickets, the refused rows in it, and the answers to take back."""

import io
from collections.abc import Callable, Iterable, Sequence

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _

from wangge.cases.numbering import number_of
from wangge.foundation.refusals import Refused
from wangge.intake.models import Answer, Reception
from wangge.intake.ticket_columns import USUAL
from wangge.intake.ticket_import import Preview

PLAIN = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
COLUMNS = tuple(headings.split()[0] for headings in USUAL.values())


def template() -> bytes:
    """The workbook to copy tickets into: their columns, and a second sheet that explains each."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, PLAIN) as book:
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True})
        sheet = book.add_worksheet(_("Tickets"))
        sheet.write_row(0, 0, COLUMNS, bold)
        sheet.set_column(0, len(COLUMNS) - 1, 18)
        sheet.freeze_panes(1, 0)
        how = book.add_worksheet(_("How to fill it in"))
        how.set_column(0, 0, 16)
        how.set_column(1, 1, 90, wrapped)
        for row, (name, words) in enumerate(zip(COLUMNS, _explained(), strict=True)):
            how.write_string(row, 0, name, bold)
            how.write_string(row, 1, words)
    return out.getvalue()


def _explained() -> tuple[str, ...]:
    return (
        _("Needed. The sender's own number: the same number again changes nothing, or renews the ticket."),
        _("When the sender took it down, such as 2026-03-02 16:20. Empty: when the file is entered."),
        _("By when the sender wants an answer. It wins where it is earlier than our own limit."),
        _("How to address the caller."),
        _("Where the caller can be reached. Told before from the same telephone, it joins that case."),
        _("Needed. What it is about, in the caller's words."),
        _("Where it is: compound and building in full, then the case lies there."),
        _("The community, by name or code; may be empty where there is only one, or the address names it."),
        _("What it is about, by the name of one of our matters; empty: found by itself."),
        _("Empty for ordinary, or 紧急 (urgent), 特急 (emergency)."),
        _("The number of an earlier ticket that this one repeats."),
    )


def rejects(seen: Preview, *, say: Callable[[Refused], str]) -> bytes:
    """The refused rows under their own heading, with their row in the file and the reason."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, PLAIN) as book:
        sheet, bold = book.add_worksheet(_("Refused rows")), book.add_format({"bold": True})
        wrapped = book.add_format({"text_wrap": True, "font_color": "#9C0006"})
        width = max(len(seen.heading), *(len(each.row.cells) for each in seen.refused), 0)
        heading = (*seen.heading, *[""] * (width - len(seen.heading)), _("Row in the file"), _("Why refused"))
        for column, title in enumerate(heading):
            sheet.write_string(0, column, title, bold)
        for line, each in enumerate(seen.refused, start=1):
            for column, cell in enumerate(each.row.cells):
                sheet.write_string(line, column, cell)
            sheet.write_number(line, width, each.row.row)
            sheet.write_string(line, width + 1, say(each.reason) if each.reason else "", wrapped)
        sheet.set_column(0, width, 18)
        sheet.set_column(width + 1, width + 1, 70)
        sheet.freeze_panes(1, 0)
    return out.getvalue()


def answers(rows: Iterable[Answer]) -> bytes:
    """Answers for a sender without an interface, one a row."""
    heading = [COLUMNS[0], _("Channel"), _("Case number"), _("Outcome"), _("Answered at"), _("Answer")]
    cells = [
        [
            answer.ticket.number,
            answer.ticket.channel.name,
            number_of(answer.ticket.report.case),
            str(answer.get_kind_display()),
            f"{timezone.localtime(answer.at):%Y-%m-%d %H:%M}",
            answer.text,
        ]
        for answer in rows
    ]
    return _listed(_("Answers"), heading, cells)


def receptions(rows: Iterable[Reception]) -> bytes:
    """The reception log."""
    heading = [_("Time"), _("Visitor"), _("Telephone"), _("People"), _("Matter"), _("Received by")]
    heading += [_("Outcome"), _("What was said"), _("Case number")]
    cells = [
        [
            f"{timezone.localtime(row.at):%Y-%m-%d %H:%M}",
            row.visitor,
            row.phone,
            str(row.people),
            row.matter,
            row.by.name,
            str(row.get_outcome_display()),
            row.words,
            number_of(row.report.case) if row.report else "",
        ]
        for row in rows
    ]
    return _listed(_("Receptions"), heading, cells)


def _listed(title: str, heading: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, PLAIN) as book:
        sheet, bold = book.add_worksheet(title), book.add_format({"bold": True})
        for line, cells in enumerate([heading, *rows]):
            for column, cell in enumerate(cells):
                sheet.write_string(line, column, cell, bold if line == 0 else None)
        sheet.set_column(0, len(heading) - 1, 20)
        sheet.freeze_panes(1, 0)
    return out.getvalue()
