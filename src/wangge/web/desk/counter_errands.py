"""Errands on the desk and at the door: the ledger with its counts, a new one, one errand's steps."""

import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wangge.accounts.models import Role
from wangge.cases import queries as cases
from wangge.counter import actions, ledgers, queries
from wangge.counter.errands import Wish, serves
from wangge.counter.ledger import COLUMNS, read
from wangge.counter.ledgers import Wanted
from wangge.counter.models import Errand, Group
from wangge.counter.numbering import number_of, secret_of
from wangge.counter.standing import WINDOWS
from wangge.foundation.calendar import CHINA_TIME
from wangge.foundation.identity import mask_name
from wangge.foundation.refusals import Refused
from wangge.foundation.tables import read_table
from wangge.journal import actions as journal
from wangge.journal.actor import Actor
from wangge.places.models import Area
from wangge.web.access import actor, allow
from wangge.web.desk.counter import refusal_told
from wangge.web.desk.counter_forms import ErrandForm, LedgerForm
from wangge.web.desk.sheets import Column, spreadsheet
from wangge.web.naming import named

RUNNING = (Role.GRID_WORKER, *WINDOWS)
PAGE, MOST = 50, 20_000
TONES = {"asked": "new", "taken": "doing", "fetched": "doing", "handed": "done", "void": "quiet"}
DONE = {
    "take": gettext_lazy("The papers are with you. It stands on your list until it is handed over."),
    "fetch": gettext_lazy("Noted as fetched."),
    "hand": gettext_lazy("Handed over. Thank you."),
    "strike": gettext_lazy("Struck out."),
}


def _wanted(asked: QueryDict) -> Wanted:
    return Wanted(**{name: asked.get(name, "")[:40] for name in ("group", "item", "month", "stand")})


@allow(*RUNNING)
@require_GET
def errands(request: HttpRequest) -> HttpResponse:
    """The ledger; every count leads to its rows."""
    by, wanted = actor(request), _wanted(request.GET)
    mine = ledgers.errands_of(by)
    rows = wanted.of(mine)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(each, number_of(each), TONES[each.stand]) for each in page.object_list],
        "counts": ledgers.counts(rows),
        "wanted": wanted,
        "wanted_pairs": [(name, getattr(wanted, name)) for name in ("group", "item", "month", "stand")],
        "stands": [("", _("not struck out")), ("open", _("under way")), *Errand.Stand.choices],
        "groups": Group.objects.all(),
        "items": queries.items(all_of_them=True),
        "months": ledgers.counts(Wanted(group=wanted.group, item=wanted.item).of(mine)).months,
        "window": not by.roles.isdisjoint(WINDOWS),
        "now": timezone.now(),
    }
    return render(request, "desk/errands.html", context)


@allow(*RUNNING)
@require_POST
def exports(request: HttpRequest) -> HttpResponse:
    """The rows wanted as a workbook, names masked; the journal keeps who took them."""
    by, now, wanted = actor(request), timezone.now(), _wanted(request.POST)
    rows = list(wanted.of(ledgers.errands_of(by))[:MOST])
    journal.append(
        "errand.exported", subject=("account", by.person), by=by, now=now, payload={"rows": len(rows)}
    )
    heads = [(_("Number"), 20), (_("Item"), 24), (_("For whom"), 16), (_("Name"), 10), (_("Certificates"), 8)]
    heads += [(_("Community"), 16), (_("Run by"), 12), (_("Asked"), 17), (_("Fetched"), 17)]
    heads += [(_("Handed over"), 17), (_("State"), 12)]
    cells = [
        [
            *(number_of(each), named(each.item), named(each.group), mask_name(each.name), each.copies),
            *(each.area.name, each.runner.name if each.runner else "", each.asked_at, each.fetched_at),
            *(each.handed_at, str(each.get_stand_display())),
        ]
        for each in rows
    ]
    copies = sum(each.copies for each in rows)
    headline = _("{rows} errands, {copies} certificates").format(rows=len(rows), copies=copies)
    return spreadsheet(_("Errands"), headline, [Column(*head) for head in heads], cells, now=now)


@allow(*RUNNING)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """An errand begins: at the door with the papers in hand, or at the window."""
    by, now = actor(request), timezone.now()
    window = not by.roles.isdisjoint(WINDOWS)
    grids = cases.grids_of(by, on=now.astimezone(CHINA_TIME).date())
    own = grids if window else [grid for grid in grids if grid.pk in by.grids]
    areas = queries.areas_of(by) if window else _areas(by)
    initial = {"grid": own[0].pk} if len(own) == 1 else {}
    form = ErrandForm(request.POST or None, areas=areas, grids=own, must=not window, initial=initial)
    if form.is_valid():
        said = form.cleaned_data
        wish = Wish(said["item"], said["group"], said["copies"], said["words"])
        place = {"area": said["area"], "grid": said["grid"], "key": said["key"]}
        try:
            made = actions.ask_errand(
                wish, form.person(), **place, papers=form.papers_taken(), by=by, now=now
            )
        except Refused as refusal:
            form.add_error(None, refusal_told(refusal))
        else:
            messages.success(request, _("Noted. It stands in the ledger."))
            return redirect("desk:errand", made.pk)
    return render(request, "desk/errand_new.html", {"form": form}, status=422 if form.errors else 200)


def _areas(by: Actor) -> list[Area]:
    found = Area.objects.filter(divisions__grids__in=by.grids, level=Area.Level.COMMUNITY)
    return list(found.distinct().defer("outline"))


@allow(*RUNNING)
@require_GET
def errand(request: HttpRequest, errand: int) -> HttpResponse:
    """One errand: for whom, where it is, its next step."""
    by = actor(request)
    found = ledgers.find(errand, by=by)
    context = {
        "found": found,
        "number": number_of(found),
        "secret": secret_of(found),
        "tone": TONES[found.stand],
        "may": serves(found, by),
        "now": timezone.now(),
    }
    return render(request, "desk/errand.html", context)


@allow(*RUNNING)
@require_POST
def step(request: HttpRequest, errand: int, step: str) -> HttpResponse:
    """One step of an errand; a refusal is told on its page."""
    by = actor(request)
    found = ledgers.find(errand, by=by)
    if step in DEEDS:
        try:
            DEEDS[step](found, request, by, timezone.now())
        except Refused as refusal:
            messages.warning(request, refusal_told(refusal))
        else:
            messages.success(request, DONE[step])
    return redirect("desk:errand", errand)


DEEDS: dict[str, Callable[[Errand, HttpRequest, Actor, datetime], object]] = {
    "take": lambda e, r, by, now: actions.take_papers(e, _names(r), by=by, now=now),
    "fetch": lambda e, _r, by, now: actions.fetch(e, by=by, now=now),
    "hand": lambda e, _r, by, now: actions.bring_home(e, by=by, now=now),
    "strike": lambda e, r, by, now: actions.strike_out(e, reason=r.POST.get("reason", ""), by=by, now=now),
}


def _names(request: HttpRequest) -> list[str]:
    said = request.POST.get("papers", "").replace("，", ",").replace("、", ",").split(",")
    return [name.strip() for name in said if name.strip()][:30]


@allow(*WINDOWS)
@require_http_methods(["GET", "POST"])
def ledger(request: HttpRequest) -> HttpResponse:
    """Take over a ledger kept so far in a table; whole, or its first bad row is named."""
    by = actor(request)
    form = LedgerForm(request.POST or None, request.FILES or None, areas=queries.areas_of(by))
    if form.is_valid():
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "ledger"
            path.write_bytes(form.cleaned_data["file"].read())
            try:
                rows = read(read_table(path, named=form.cleaned_data["file"].name))
                n = actions.enter_ledger(form.cleaned_data["area"], rows, by=by, now=timezone.now())
            except Refused as refusal:
                form.add_error("file", refusal_told(refusal))
            else:
                words = _("{n} of {all} rows are new in the ledger.")
                messages.success(request, words.format(n=n, all=len(rows)))
                return redirect("desk:errands")
    return render(request, "desk/errand_ledger.html", {"form": form}, status=422 if form.errors else 200)


@allow(*WINDOWS)
@require_GET
def template(_request: HttpRequest) -> HttpResponse:
    """The columns of a ledger, with one row as an example."""
    lines = [",".join(COLUMNS), "2026-03-02,居住证办理,流入流出人员,张三,1,,", ""]
    answer = HttpResponse("\ufeff" + "\r\n".join(lines), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="wangge-errands.csv"'
    return answer
