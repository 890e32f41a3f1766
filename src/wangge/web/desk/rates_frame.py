"""Whose figures, of which days, and who looks: what stands above every page of figures."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from wangge.appraisal import periods, units
from wangge.appraisal.periods import Period
from wangge.appraisal.units import Unit
from wangge.cases.rulebook import Rulebook, rulebook
from wangge.foundation.calendar import CHINA_TIME
from wangge.journal.actor import Actor
from wangge.web.access import READING, actor, allow

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
    pages.append(("rates-circulars", _("Circulars")))
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
