"""The page of service levels: a matrix for each clock, and what a change would do to open cases."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from wangge.cases.clocks import OWN
from wangge.cases.limits import LevelChange, moved_by_level, set_level
from wangge.cases.models import Category, ClockKind, Urgency
from wangge.cases.rulebook import Rulebook, rulebook
from wangge.cases.sla import Clock, ServiceLevel, pick
from wangge.cases.steering import keeps_house
from wangge.foundation.refusals import Refused
from wangge.web.access import actor
from wangge.web.desk.levels_forms import LevelForm, key_of
from wangge.web.desk.levels_moves import SHOWN, as_sheet, chosen, in_words
from wangge.web.desk.rules import keepers
from wangge.web.desk.sheets import Column, spreadsheet
from wangge.web.middleware import told
from wangge.web.naming import named
from wangge.web.reckoning import limit

CLOCKS = [(kind.value, kind.label) for kind in ClockKind if Clock(kind.value) not in OWN]


@dataclass(frozen=True, slots=True)
class Cell:
    """What holds for a category and an urgency; `own` where it was said of this very category."""

    urgency: str
    word: str
    limit: str
    provenance: str
    own: bool


@keepers
@require_GET
def levels(request: HttpRequest) -> HttpResponse:
    """The limits of one clock, by category and urgency, with whose numbers they are."""
    book, clock = rulebook(), request.GET.get("clock", "")
    clock = clock if clock in dict(CLOCKS) else Clock.RESOLVE.value
    own = {level.category for level in book.levels if level.clock.value == clock and level.category}
    with_own = sorted((c for c in book.categories.values() if c.path in own), key=lambda c: c.path)
    if "sheet" in request.GET:
        return as_table(book)
    context = {
        "clock": clock,
        "clocks": CLOCKS,
        "urgencies": Urgency.choices,
        "rows": [(None, cells(book, clock, None)), *((c, cells(book, clock, c)) for c in with_own)],
        "others": [c for c in book.categories.values() if c.path not in own],
        "keeps_house": keeps_house(actor(request), book),
    }
    return render(request, "desk/levels.html", context)


def as_table(book: Rulebook) -> HttpResponse:
    """All limits of all clocks as a workbook."""
    names = {category.path: named(category) for category in book.categories.values()}
    heads = [
        Column(_("Matter"), 24),
        Column(_("How soon"), 12),
        Column(_("Clock"), 18),
        Column(_("Limit"), 18),
        Column(_("Where the number comes from"), 80),
    ]
    rows = [
        (
            names.get(each.category or "", _("all matters")),
            str(Urgency(each.urgency).label),
            str(ClockKind(each.clock.value).label),
            *_said(each),
        )
        for each in sorted(book.levels, key=lambda e: (e.category or "", e.clock, e.urgency))
    ]
    return spreadsheet(_("Service levels"), _("Service levels"), heads, rows, now=timezone.now())


def cells(book: Rulebook, clock: str, category: Category | None) -> list[Cell]:
    """One for each urgency."""
    path = category.path if category else None
    found = [(urgency, pick(book.levels, path or "", urgency, Clock(clock))) for urgency in Urgency.values]
    return [
        Cell(urgency, str(Urgency(urgency).label), *_said(level), bool(level and level.category == path))
        for urgency, level in found
    ]


def _said(level: ServiceLevel | None) -> tuple[str, str]:
    return (limit(level.limit.amount, level.limit.unit), level.provenance) if level else ("", "")


def own_level(book: Rulebook, key: Mapping[str, Any]) -> ServiceLevel | None:
    """The limit set for this very clock, urgency and category."""
    path = book.category(key["category"]).path if key["category"] else None
    asked = (key["clock"], key["urgency"], path)
    return next((e for e in book.levels if (e.clock.value, e.urgency, e.category) == asked), None)


@keepers
@require_GET
def level(request: HttpRequest) -> HttpResponse:
    """The form of one limit."""
    book, key = rulebook(), key_of(request.GET)
    LevelChange(**key, amount=None).check()
    now_set = own_level(book, key)
    path = book.category(key["category"]).path if key["category"] else ""
    holds = now_set or pick(book.levels, path, key["urgency"], Clock(key["clock"]))
    given = {}
    if holds:
        given = {"amount": holds.limit.amount, "unit": holds.limit.unit.value}
    if now_set:
        given["provenance"] = now_set.provenance
    return ask(request, LevelForm(initial=given), key, book)


def ask(
    request: HttpRequest, form: LevelForm, key: dict[str, Any], book: Rulebook, status: int = 200
) -> HttpResponse:
    """The page with the form."""
    context = {"form": form, "key": key, "own": own_level(book, key), **words_of(key, book)}
    context["keeps_house"] = keeps_house(actor(request), book)
    return render(request, "desk/level.html", context, status=status)


def words_of(key: Mapping[str, Any], book: Rulebook) -> dict[str, Any]:
    """Which limit is meant, in words."""
    return {
        "clock_word": ClockKind(key["clock"]).label,
        "urgency_word": Urgency(key["urgency"]).label,
        "category": book.category(key["category"]) if key["category"] else None,
    }


@keepers
@require_GET
def level_trial(request: HttpRequest) -> HttpResponse:
    """Whose deadlines the new limit would move, with the arithmetic; as a workbook where asked for."""
    by, book, key = actor(request), rulebook(), key_of(request.GET)
    LevelChange(**key, amount=None).check()
    form = LevelForm(request.GET)
    try:
        change = _change(form, key, gone="remove" in request.GET)
        if change is None:
            return ask(request, form, key, book, 422)
        moves = moved_by_level(change, by=by, book=book)
    except Refused as refusal:
        form.add_error(None, told(refusal))
        return ask(request, form, key, book, 422)
    if "sheet" in request.GET:
        return as_sheet(moves, now=timezone.now())
    context = {
        "change": change,
        "moves": in_words(moves[:SHOWN]),
        "total": len(moves),
        "new": "" if change.amount is None else limit(change.amount, change.unit),
        "own": own_level(book, key),
        "now": timezone.now(),
        **words_of(key, book),
    }
    own = own_level(book, key)
    context["old"] = limit(own.limit.amount, own.limit.unit) if own else ""
    return render(request, "desk/level_trial.html", context)


def _change(form: LevelForm, key: dict[str, Any], *, gone: bool) -> LevelChange | None:
    if gone:
        return LevelChange(**key, amount=None)
    return form.change(key) if form.is_valid() else None


@keepers
@require_POST
def level_saving(request: HttpRequest) -> HttpResponse:
    """Set the limit, and move the deadlines that were ticked."""
    by, key = actor(request), key_of(request.POST)
    form, gone = LevelForm(request.POST), "remove" in request.POST
    change = _change(form, key, gone=gone)
    if change is None:
        LevelChange(**key, amount=None).check()
        return ask(request, form, key, rulebook(), 422)
    moves = moved_by_level(change, by=by, book=rulebook()) if request.POST.get("which") == "all" else ()
    number = set_level(change, recompute=chosen(request.POST, moves), by=by, now=timezone.now())
    messages.success(request, said(number))
    return redirect(reverse("desk:levels") + f"?clock={change.clock}")


def said(number: int) -> str:
    """What saving did to running deadlines."""
    if not number:
        return _("Saved. It holds from now on; deadlines that run already stay as they are.")
    return ngettext(
        "Saved, and {count} running deadline was moved.",
        "Saved, and {count} running deadlines were moved.",
        number,
    ).format(count=number)
