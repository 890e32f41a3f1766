"""Who settles what, how far late cases climb, and the numbers in which cities differ."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wangge.cases.errors import NoSuchRule
from wangge.cases.models import Category, Practice
from wangge.cases.rulebook import Rulebook, rulebook
from wangge.cases.rungs import RungRow, rung_rows, set_rungs
from wangge.cases.steering import keeps_house, set_authorities, set_practice
from wangge.foundation.refusals import Refused
from wangge.staffing.models import Tier
from wangge.web.access import actor
from wangge.web.desk.authority_forms import PracticeForm, RungForm
from wangge.web.desk.rules import keepers
from wangge.web.middleware import told
from wangge.web.reckoning import limit

LADDER = (Tier.GRID, Tier.COMMUNITY, Tier.STREET, Tier.DEPARTMENT)


@dataclass(frozen=True, slots=True)
class Power:
    """A category (None: all matters) and for each level whether it was said, and whether it holds."""

    category: Category | None
    depth: int
    ticks: list[tuple[str, bool, bool]]
    said: bool


@keepers
@require_http_methods(["GET", "POST"])
def authority(request: HttpRequest) -> HttpResponse:
    """The matrix of categories and levels; a line without ticks follows the one above it."""
    by, book = actor(request), rulebook()
    if request.method == "POST":
        if _done(request, partial(set_authorities, _ticked(request.POST), by=by, now=timezone.now())):
            return redirect("desk:authority")
        book = rulebook()
    context = {"rows": powers(book), "tiers": [(tier.value, tier.label) for tier in LADDER]}
    context["keeps_house"] = keeps_house(by, book)
    return render(request, "desk/authority.html", context)


def powers(book: Rulebook) -> list[Power]:
    """A line for all matters and one for each category."""
    found = [_power(None, book)]
    return found + [_power(each, book) for each in sorted(book.categories.values(), key=lambda c: c.path)]


def _power(category: Category | None, book: Rulebook) -> Power:
    path = category.path if category else ""
    own = book.powers.get(path, frozenset())
    holds = [book.may_settle(tier.value, category.pk if category else None) for tier in LADDER]
    ticks = [(tier.value, tier.value in own, may) for tier, may in zip(LADDER, holds, strict=True)]
    return Power(category, max(0, path.count("/") - 1), ticks, bool(own))


def _ticked(asked: QueryDict) -> Mapping[str, set[str]]:
    found: dict[str, set[str]] = {}
    for value in asked.getlist("may"):
        code, _colon, tier = value.rpartition(":")
        found.setdefault(code, set()).add(tier)
    return found


@keepers
@require_http_methods(["GET", "POST"])
def practice(request: HttpRequest) -> HttpResponse:
    """The numbers of the place."""
    by, book = actor(request), rulebook()
    current = Practice.objects.first() or Practice()
    form = PracticeForm(request.POST if request.method == "POST" else None, initial=_given(current))
    posted = request.method == "POST" and form.is_valid()
    if posted and _done(request, partial(set_practice, form.facts(), by=by, now=timezone.now()), form):
        return redirect("desk:practice")
    context = {"form": form, "method": current.get_routing_display(), "keeps_house": keeps_house(by, book)}
    return render(request, "desk/practice.html", context, status=422 if form.errors else 200)


def _given(practice: Practice) -> dict[str, float]:
    names = ("bad_score", "near_metres", "duplicate_days", "duplicate_metres")
    return {**{n: getattr(practice, n) for n in names}, "warn_percent": round(practice.warn_share * 100)}


@keepers
@require_http_methods(["GET", "POST"])
def rungs(request: HttpRequest) -> HttpResponse:
    """The rungs above each clock: one added, or one taken out."""
    by, book, rows = actor(request), rulebook(), rung_rows()
    form = RungForm()
    if request.method == "POST" and "remove" in request.POST:
        left = _without(rows, request.POST["remove"])
        if _done(request, partial(set_rungs, left, by=by, now=timezone.now()), form):
            return redirect("desk:rungs")
    elif request.method == "POST":
        form = RungForm(request.POST)
        more = [*rows, RungRow(**form.cleaned_data)] if form.is_valid() else rows
        if form.is_valid() and _done(request, partial(set_rungs, more, by=by, now=timezone.now()), form):
            return redirect("desk:rungs")
    words = dict(RungForm.base_fields["clock"].choices)  # type: ignore[attr-defined]
    kinds = dict(RungForm.base_fields["kind"].choices)  # type: ignore[attr-defined]
    shown = [
        (n, words.get(row.clock), limit(row.amount, row.unit), kinds.get(row.kind), row)
        for n, row in enumerate(rows)
    ]
    context = {"rows": shown, "form": form, "keeps_house": keeps_house(by, book)}
    return render(request, "desk/rungs.html", context, status=422 if form.errors else 200)


def _without(rows: list[RungRow], place: str) -> list[RungRow]:
    if not (place.isdecimal() and len(place) < 6 and int(place) < len(rows)):
        raise NoSuchRule
    return [row for n, row in enumerate(rows) if n != int(place)]


def _done(request: HttpRequest, act: Callable[[], None], form: forms.Form | None = None) -> bool:
    """Act and say so; where it is refused, say why, at the form if there is one that was filled in."""
    try:
        act()
    except Refused as refusal:
        if form is not None and form.is_bound:
            form.add_error(None, told(refusal))
        else:
            messages.error(request, told(refusal))
        return False
    messages.success(request, _("Saved. It holds from now on."))
    return True
