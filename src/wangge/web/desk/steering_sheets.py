"""Days, powers and rungs as workbooks: as they stand (which is the template too), and refused rows."""

from collections.abc import Sequence
from datetime import date

from django.http import HttpResponse
from django.utils.translation import gettext as _

from wangge.cases.models import Alarm, ClockKind
from wangge.cases.rulebook import Rulebook
from wangge.cases.rungs import rung_rows
from wangge.cases.sheet_kinds import DAYS, POWERS, RUNGS
from wangge.cases.sheet_rows import Sheet
from wangge.cases.sla import Unit
from wangge.staffing.models import CalendarDay
from wangge.web.desk.levels_forms import UNITS
from wangge.web.desk.sheets import Page, text_workbook
from wangge.web.middleware import told
from wangge.web.naming import named

Lines = list[Sequence[str]]


def days() -> Lines:
    """Every day that departs from the week."""
    rows = CalendarDay.objects.order_by("day").values_list("day", "working", "name")
    return [(day.isoformat(), "上班" if working else "休息", name) for day, working, name in rows]


def powers(book: Rulebook) -> Lines:
    """A line for all matters and one for each category, with the ticks that were set."""
    matters = sorted(book.categories.values(), key=lambda c: c.path)
    found = [("", _("all matters"), book.powers.get("", frozenset()))]
    found += [(each.code, named(each), book.powers.get(each.path, frozenset())) for each in matters]
    tiers = list(POWERS)[2:]
    return [(code, name, *("√" if tier in own else "" for tier in tiers)) for code, name, own in found]


def rungs() -> Lines:
    """The rungs as they stand."""
    return [
        (
            str(ClockKind(row.clock).label),
            str(row.amount),
            str(UNITS[Unit(row.unit)]),
            str(row.up),
            str(Alarm.Kind(row.kind).label),
            row.provenance,
        )
        for row in rung_rows()
    ]


def explained(kind: str) -> list[tuple[str, str]]:
    """What to write into each column."""
    words = {
        "calendar": (
            _("Needed. The day, such as 2027-02-06. Days that are not in the file stay as they are."),
            _("Needed. 上班: work is done; 休息: offices are closed."),
            _("The holiday; of a day worked to make up for one, the name of that holiday."),
        ),
        "authority": (
            _("Needed. The code of the matter; empty in the line for all matters."),
            _("Only to be read; it is not taken in."),
            *[_("√ where this level may settle it by itself; without any tick the line above holds.")] * 4,
        ),
        "rungs": (
            _("Needed. The clock above whose deadline the rung stands."),
            _("Needed. How many, after the deadline."),
            _("Needed. Of what: hours, days, working days …"),
            _("Needed. How many levels up somebody is told; 0 is whoever has the case."),
            _("Needed. As what: urging, escalation or circular."),
            _("Where the number comes from."),
        ),
    }
    return list(zip((names.split()[0] for names in COLUMNS[kind].values()), words[kind], strict=True))


COLUMNS = {"calendar": DAYS, "authority": POWERS, "rungs": RUNGS}


def workbook(kind: str, lines: Lines, *, day: date) -> HttpResponse:
    """What stands, under the template's heading, with a second sheet that explains each column."""
    heading = [names.split()[0] for names in COLUMNS[kind].values()]
    rows = Page(_("Rows"), [heading, *lines], (18,))
    how = Page(_("How to fill it in"), explained(kind), (16, 90), headed=False)
    return text_workbook(f"wangge-{kind}-{day:%Y%m%d}.xlsx", rows, how)


def rejects(kind: str, seen: Sheet[object]) -> HttpResponse:
    """The refused rows under their own heading, each with its row in the file and the reason."""
    width = max(len(seen.heading), *(len(row.cells) for row in seen.refused), 0)
    heading = (*seen.heading, *[""] * (width - len(seen.heading)), _("Row in the file"), _("Why refused"))
    rows = [
        (*row.cells, *[""] * (width - len(row.cells)), str(row.row), told(row.reason) if row.reason else "")
        for row in seen.refused
    ]
    refused = Page(_("Refused rows"), [heading, *rows], (*[18] * (width + 1), 70))
    return text_workbook(f"wangge-{kind}-refused.xlsx", refused)
