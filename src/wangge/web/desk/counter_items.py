"""The items of the window as data: a list, and an editor that shows the guide before it is kept."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from wangge.accounts.models import Role
from wangge.counter import actions, queries
from wangge.counter.items import KEEPERS, Guide
from wangge.counter.models import FORM_WORDS, KIND_WORDS, LEVEL_WORDS, Item
from wangge.foundation.refusals import Refused
from wangge.staffing.models import Department
from wangge.web.access import actor, allow
from wangge.web.desk.counter import refusal_told
from wangge.web.desk.counter_forms import ItemForm, told_of
from wangge.web.desk.sheets import Column, spreadsheet
from wangge.web.naming import named

READERS = (Role.COMMUNITY, Role.STREET, Role.DEPARTMENT, Role.ADMINISTRATOR)


@allow(*READERS)
@require_GET
def items(request: HttpRequest) -> HttpResponse:
    """All items, also those not offered."""
    keeps = not actor(request).roles.isdisjoint(KEEPERS)
    rows = [(item, LEVEL_WORDS.get(item.decides, "")) for item in queries.items(all_of_them=True)]
    if "excel" in request.GET:
        return _workbook(rows)
    return render(request, "desk/counter_items.html", {"rows": rows, "keeps": keeps})


def _workbook(rows: list[tuple[Item, Any]]) -> HttpResponse:
    heads = [Column(_("Item"), 30), Column(_("Theme"), 20), Column(_("Papers"), 10)]
    heads += [Column(_("Working days"), 12), Column(_("Who decides"), 14), Column(_("Offered"), 10)]
    cells = [
        (
            named(item),
            item.theme,
            len(item.materials),
            item.days,
            str(level),
            _("offered") if item.offered else _("not offered"),
        )
        for item, level in rows
    ]
    return spreadsheet(_("Items"), _("Items"), heads, cells, now=timezone.now())


@allow(*KEEPERS)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A further item."""
    return _edited(request, None)


@allow(*KEEPERS)
@require_http_methods(["GET", "POST"])
def item(request: HttpRequest, item: str) -> HttpResponse:
    """Change an item; looked at first, then kept."""
    return _edited(request, queries.item_of(item, offered=False))


def _edited(request: HttpRequest, known: Item | None) -> HttpResponse:
    departments = dict(Department.objects.order_by("name").values_list("code", "name"))
    initial = told_of(known) if known else {}
    form = ItemForm(request.POST or None, departments=list(departments.items()), initial=initial)
    seen: Item | None = None
    if form.is_valid():
        guide = form.guide(position=known.position if known else Item.objects.count())
        try:
            seen = Item(**guide.as_columns())
            if "keep" in request.POST:
                return _kept(request, known, guide)
        except Refused as refusal:
            form.add_error(None, refusal_told(refusal))
    context = {"form": form, "known": known} | (shown(seen, departments) if seen else {})
    return render(request, "desk/counter_item.html", context, status=422 if form.errors else 200)


def _kept(request: HttpRequest, known: Item | None, guide: Guide) -> HttpResponse:
    actions.keep_item(known, guide, by=actor(request), now=timezone.now())
    messages.success(request, _("Kept. The guide says so from now on."))
    return redirect("desk:counter-items")


def shown(item: Item, departments: dict[str, str]) -> dict[str, object]:
    """What the guide's template takes."""
    return {
        "item": item,
        "papers": [(paper, FORM_WORDS[paper["form"]]) for paper in item.materials],
        "steps": [(step, LEVEL_WORDS[step["who"]], KIND_WORDS[step["kind"]]) for step in item.steps],
        "decides": LEVEL_WORDS.get(item.decides, ""),
        "department": departments.get(item.department, ""),
    }
