"""Letter boxes at the desk: the register, who opened which when, the letters that became cases."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wangge.accounts.models import Role
from wangge.cases import queries as cases
from wangge.cases.numbering import number_of
from wangge.foundation.calendar import CHINA_TIME
from wangge.foundation.refusals import Refused
from wangge.intake import actions, queries
from wangge.intake.boxes import OFFICES, may_open
from wangge.intake.models import Box, Opening
from wangge.journal.actor import Actor
from wangge.web.access import actor, allow
from wangge.web.desk.boxes_forms import BoxForm, LetterForm
from wangge.web.desk.sheets import Column, spreadsheet
from wangge.web.middleware import told
from wangge.web.times import exact

HOLDING = (Role.GRID_WORKER, Role.COMMUNITY, Role.STREET)
MOST_LETTERS = 200
SHOWN = 100  # openings on the page


@allow(*HOLDING)
@require_GET
def boxes(request: HttpRequest) -> HttpResponse:
    """The boxes, those unopened for too long first; as a workbook where asked for."""
    by, now = actor(request), timezone.now()
    rows = queries.box_rows(by, now=now)
    if "excel" in request.GET:
        return _workbook(rows, now=now)
    covered = {row.box.grid_id for row in rows}
    bare = [
        grid for grid in cases.grids_of(by, on=now.astimezone(CHINA_TIME).date()) if grid.pk not in covered
    ]
    may = not by.roles.isdisjoint(OFFICES)
    context = {"rows": rows, "bare": bare, "may": may, "waiting": sum(r.waits > 0 for r in rows), "now": now}
    return render(request, "desk/boxes.html", context)


def _workbook(rows: list[queries.BoxRow], *, now: Any) -> HttpResponse:
    columns = [Column(_("Name of the box"), 24), Column(_("Grid"), 18), Column(_("Where it hangs"), 40)]
    columns += [
        Column(_("Who has the key"), 16),
        Column(_("Opened last"), 18),
        Column(_("Letters so far"), 12),
    ]
    cells = [
        (
            row.box.name,
            row.box.grid.name if row.box.grid else "",
            row.box.place,
            row.box.keeper.name if row.box.keeper else "",
            exact(row.opened_at) if row.opened_at else "",
            row.letters,
        )
        for row in rows
    ]
    return spreadsheet(_("Letter boxes"), _("Letter boxes"), columns, cells, now=now)


@allow(*OFFICES)
@require_http_methods(["GET", "POST"])
def box_new(request: HttpRequest) -> HttpResponse:
    """Hang a box."""
    by, now = actor(request), timezone.now()
    form = BoxForm(request.POST or None, by=by)
    if form.is_valid():
        said = form.cleaned_data
        try:
            made = actions.hang_box(
                form.areas[said["area"]],
                name=said["name"],
                place=said["place"],
                grid=form.grids.get(said["grid"]),
                keeper=form.holders.get(said["keeper"]),
                every_days=said["every_days"],
                since=now.astimezone(CHINA_TIME).date(),
                by=by,
                now=now,
            )
        except Refused as refusal:
            form.add_error(None, told(refusal))
        else:
            messages.success(request, _("The box is in the register."))
            return redirect("desk:box", made.pk)
    return render(request, "desk/box_form.html", {"form": form}, status=422 if form.errors else 200)


@allow(*HOLDING)
@require_http_methods(["GET", "POST"])
def box(request: HttpRequest, box: int) -> HttpResponse:
    """One box: its log, its letters; opening it is one press."""
    by, now = actor(request), timezone.now()
    found = queries.find_box(box, by=by)
    if request.method == "POST":
        return _opened(request, found, by=by)
    log = Opening.objects.filter(box=found).select_related("by").prefetch_related("written__report__case")
    openings = list(log if "excel" in request.GET else log[:SHOWN])
    rows = [(each, [(w.report, number_of(w.report.case)) for w in each.written.all()]) for each in openings]
    if "excel" in request.GET:
        return _log(found, rows, now=now)
    waiting = next((each for each, written in reversed(rows) if len(written) < each.letters), None)
    form = None
    if waiting and may_open(found, by):
        form = LetterForm(by=by, initial={"key": uuid4().hex, "opening": waiting.pk})
    return _box_page(request, found, form, rows=rows, waiting=waiting, by=by, now=now)


def _log(found: Box, rows: list[tuple[Opening, list[tuple[Any, str]]]], *, now: Any) -> HttpResponse:
    """The openings, each with the numbers of the cases that its letters became."""
    columns = [Column(_("Opened"), 18), Column(_("By whom"), 14), Column(_("Letters in it"), 12)]
    columns += [Column(_("Remark"), 40), Column(_("Cases"), 40)]
    cells = [
        (o.at, o.by.name, o.letters, o.note, "、".join(number for _r, number in each)) for o, each in rows
    ]
    return spreadsheet(_("Opening log"), found.name, columns, cells, now=now)


def _box_page(request: HttpRequest, found: Box, form: LetterForm | None, **more: Any) -> HttpResponse:
    by = more.pop("by")
    office = by.holds(*OFFICES, path=found.area.path)
    done = len(next((w for each, w in more["rows"] if each == more["waiting"]), []))
    context = {
        "box": found,
        "form": form,
        "may": may_open(found, by),
        "office": office,
        "done": done + 1,
        **more,
    }
    context["key"] = uuid4().hex
    return render(request, "desk/box.html", context, status=422 if form and form.errors else 200)


def _opened(request: HttpRequest, found: Box, *, by: Actor) -> HttpResponse:
    """Note an opening; how many letters is a whole number, nothing inside is 0."""
    said = request.POST.get("letters", "0")
    letters = int(said) if said.isascii() and said.isdecimal() and int(said[:4]) <= MOST_LETTERS else -1
    if letters < 0:
        messages.warning(
            request,
            _("How many letters were in it? Write a number from 0 to {most}.").format(most=MOST_LETTERS),
        )
        return redirect("desk:box", found.pk)
    key = (request.POST.get("key") or uuid4().hex)[:40]
    note = request.POST.get("note", "")
    try:
        actions.open_box(found, letters=letters, note=note, key=key, by=by, now=timezone.now())
    except Refused as refusal:
        messages.warning(request, told(refusal))
    else:
        messages.success(
            request, _("Noted. Now enter the letters.") if letters else _("Noted: nothing was in it.")
        )
    return redirect("desk:box", found.pk)


@allow(*HOLDING)
@require_POST
def box_letter(request: HttpRequest, box: int) -> HttpResponse:
    """Make a letter a case."""
    by, now = actor(request), timezone.now()
    found = queries.find_box(box, by=by)
    form = LetterForm(request.POST, by=by)
    if form.is_valid():
        said = dict(form.cleaned_data)
        opening = (
            Opening.objects.filter(box=found, pk=said.pop("opening"))
            .select_related("box__grid", "box__area")
            .first()
        )
        if opening:
            try:
                made = actions.enter_letter(opening, **said, by=by, now=now)
            except Refused as refusal:
                form.add_error(None, told(refusal))
            else:
                messages.success(
                    request, _("The letter is now {number}.").format(number=number_of(made.case))
                )
                return redirect("desk:box", found.pk)
    return _box_page(request, found, form, rows=[], waiting=None, by=by, now=now)


@allow(*OFFICES)
@require_http_methods(["GET", "POST"])
def box_keep(request: HttpRequest, box: int) -> HttpResponse:
    """Give the key to somebody else, hang it elsewhere, or take it down."""
    by, now = actor(request), timezone.now()
    found = queries.find_box(box, by=by)
    form = BoxForm(request.POST if request.method == "POST" else None, by=by, box=found)
    try:
        if request.method == "POST" and "down" in request.POST:
            actions.take_box_down(found, until=now.astimezone(CHINA_TIME).date(), by=by, now=now)
            messages.success(request, _("The box is taken down; its log stays."))
            return redirect("desk:boxes")
        if form.is_valid():
            said = form.cleaned_data
            keeper = form.holders.get(said["keeper"])
            actions.keep_box(
                found, keeper=keeper, place=said["place"], every_days=said["every_days"], by=by, now=now
            )
            messages.success(request, _("Kept."))
            return redirect("desk:box", found.pk)
    except Refused as refusal:
        form.add_error(None, told(refusal))
    context = {"form": form, "box": found}
    return render(request, "desk/box_form.html", context, status=422 if form.errors else 200)
