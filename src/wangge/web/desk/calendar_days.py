"""The page of the working calendar: holidays and make-up days by year, and what a change would move."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from wangge.cases.limits import DayChange, moved_by_days, published, set_days
from wangge.cases.rulebook import Rulebook, rulebook
from wangge.cases.steering import keeps_house
from wangge.foundation.calendar import CHINA_TIME, Day, WorkCalendar, published_range
from wangge.foundation.refusals import Refused
from wangge.staffing.models import CalendarDay
from wangge.web.access import actor
from wangge.web.desk.levels import said
from wangge.web.desk.levels_forms import DayForm
from wangge.web.desk.levels_moves import SHOWN, as_sheet, chosen, in_words
from wangge.web.desk.rules import keepers
from wangge.web.middleware import told

SOON = timedelta(days=60)
BY_HAND = "hand"


@dataclass(frozen=True, slots=True)
class Difference:
    """A day as it is and as it would be."""

    before: Day
    after: Day


@keepers
@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    """The days of a year that depart from the week, and until when holidays are known."""
    by, book = actor(request), rulebook()
    today = timezone.now().astimezone(CHINA_TIME).date()
    year = _year(request.GET.get("year"), today.year)
    until = book.calendar.covered_until
    context = {
        "year": year,
        "years": range(today.year - 1, max(today.year + 2, published_range()[1].year + 1)),
        "days": [
            (row, book.calendar.day(row.day))
            for row in CalendarDay.objects.filter(day__year=year).order_by("day")
        ],
        "until": until,
        "over": until is None or until < today,
        "soon": until is not None and today <= until < today + SOON,
        "known": published_range()[1],
        "can_import": year <= published_range()[1].year,
        "today": today,
        "keeps_house": keeps_house(by, book),
    }
    return render(request, "desk/calendar.html", context)


def _year(value: str | None, otherwise: int) -> int:
    return int(value) if value and value.isdecimal() and 2000 <= int(value[:9]) <= 2199 else otherwise


@keepers
@require_GET
def calendar_day(request: HttpRequest) -> HttpResponse:
    """The form of one day."""
    given: dict[str, Any] = {"day": request.GET.get("day", "")}
    try:
        known = rulebook().calendar.day(date.fromisoformat(given["day"]))
        given |= {"worked": "yes" if known.working else "no", "name": known.name}
    except ValueError:
        given = {}
    return ask(request, DayForm(initial=given))


def ask(request: HttpRequest, form: DayForm, status: int = 200) -> HttpResponse:
    """The page with the form."""
    return render(request, "desk/calendar_day.html", {"form": form}, status=status)


def change_in(asked: QueryDict, calendar: WorkCalendar) -> tuple[DayChange | None, DayForm]:
    """What is to be entered: the published days of a year, or one day; None where the form is wrong."""
    form = DayForm(asked)
    if "published" in asked:
        return published(_year(asked.get("published"), 2000), calendar), form
    if not form.is_valid():
        return None, form
    told_ = form.cleaned_data
    return DayChange(((told_["day"], told_["worked"] == "yes", told_["name"].strip()),), source=BY_HAND), form


@keepers
@require_GET
def calendar_trial(request: HttpRequest) -> HttpResponse:
    """Which days would be others and whose deadlines that would move; as a workbook where asked for."""
    by, book = actor(request), rulebook()
    try:
        change, form = change_in(request.GET, book.calendar)
    except Refused as refusal:
        messages.error(request, told(refusal))
        return redirect("desk:calendar")
    if change is None:
        return ask(request, form, 422)
    moves = moved_by_days(change, by=by, book=book)
    if "sheet" in request.GET:
        return as_sheet(moves, now=timezone.now())
    context = {
        "asked": [
            (name, request.GET[name])
            for name in ("published", "day", "worked", "name")
            if name in request.GET
        ],
        "differences": differences(change, book),
        "until": change.until,
        "moves": in_words(moves[:SHOWN]),
        "total": len(moves),
        "now": timezone.now(),
    }
    return render(request, "desk/calendar_trial.html", context)


def differences(change: DayChange, book: Rulebook) -> list[Difference]:
    """The days that would be others than they are."""
    fresh = WorkCalendar.of(
        exceptions={day: (working, name) for day, working, name in change.days},
        covered_until=change.until,
        slots=book.calendar.slots,
    )
    pairs = (Difference(book.calendar.day(day), fresh.day(day)) for day, _working, _name in change.days)
    return [p for p in pairs if (p.before.kind, p.before.name) != (p.after.kind, p.after.name)]


@keepers
@require_POST
def calendar_saving(request: HttpRequest) -> HttpResponse:
    """Enter the days, and move the deadlines that were ticked."""
    by, book = actor(request), rulebook()
    change, form = change_in(request.POST, book.calendar)
    if change is None:
        return ask(request, form, 422)
    moves = moved_by_days(change, by=by, book=book) if request.POST.get("which") == "all" else ()
    number = set_days(change, recompute=chosen(request.POST, moves), by=by, now=timezone.now())
    messages.success(request, said(number))
    year = change.days[0][0].year if change.days else timezone.now().year
    return redirect(reverse("desk:calendar") + f"?year={change.until.year if change.until else year}")
