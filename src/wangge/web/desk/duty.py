"""The rota of day and night at the desk: a month with its gaps, shifts, turns, numbers, colleagues."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wangge.accounts.models import Role
from wangge.cases.models import Channel
from wangge.foundation.calendar import CHINA_TIME
from wangge.foundation.refusals import Refused
from wangge.journal.actor import Actor
from wangge.places.models import Area
from wangge.staffing import duty as actions
from wangge.staffing import rota
from wangge.staffing.models import Handover, Office, Shift
from wangge.web.access import actor, allow
from wangge.web.desk.duty_files import workbook
from wangge.web.desk.duty_forms import ColleagueForm, NumbersForm, ShiftForm, TurnsForm
from wangge.web.middleware import told

ON_DUTY = (Role.GRID_WORKER, Role.COMMUNITY, Role.STREET)
KEEPERS = actions.KEEPERS
LEVELS = (Area.Level.COMMUNITY, Area.Level.STREET)


def areas_of(by: Actor, *roles: Role) -> list[Area]:
    """The areas whose rota somebody reads or keeps, communities first."""
    held = Area.objects.under(by.paths(*roles)).filter(level__in=LEVELS).defer("outline")
    return sorted(held, key=lambda area: (area.level != Area.Level.COMMUNITY, area.code))


def area_of(code: str, by: Actor, *roles: Role) -> Area:
    """One of them, or nothing there."""
    found = Area.objects.under(by.paths(*roles)).filter(level__in=LEVELS).defer("outline")
    return get_object_or_404(found, code=code)


YEARS = 50  # before and after this one that a rota can be looked at


def today() -> date:
    """The day in China."""
    return timezone.now().astimezone(CHINA_TIME).date()


def first_of(said: str) -> date:
    """The first day of a month as an address names it (2026-11), else of this month."""
    this = today().replace(day=1)
    try:
        found = date.fromisoformat(f"{said}-01")
    except ValueError:
        return this
    return found if abs(found.year - this.year) <= YEARS else this


@allow(*ON_DUTY)
@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """To the rota of the first area, or that there is none."""
    held = areas_of(actor(request), *ON_DUTY)
    return redirect("desk:duty", held[0].code) if held else render(request, "desk/duty_none.html")


@allow(*ON_DUTY)
@require_GET
def month(request: HttpRequest, code: str) -> HttpResponse:
    """The rota of a month: a list of days, or a calendar where there is room; as a workbook where asked."""
    by, now = actor(request), timezone.now()
    area, first = area_of(code, by, *ON_DUTY), first_of(request.GET.get("month", ""))
    days = rota.month(area, first)
    if "excel" in request.GET:
        return workbook(area, first, now=now)
    before, after = _beside(first)
    lead = first.weekday()
    cells: list[Any] = [None] * lead + days
    cells += [None] * (-len(cells) % 7)
    context = {
        "area": area,
        "areas": areas_of(by, *ON_DUTY),
        "first": first,
        "month": f"{first:%Y-%m}",
        "before": before,
        "after": after,
        "days": days,
        "past": [day for day in days if first == today().replace(day=1) and day.day < today()],
        "coming": [day for day in days if first != today().replace(day=1) or day.day >= today()],
        "weeks": [cells[n : n + 7] for n in range(0, len(cells), 7)],
        "whole": sum(day.whole for day in days),
        "some": any(day.shifts for day in days),
        "today": today(),
        "now": now,
        "here": rota.on_duty(area.pk, now),
        "office": Office.objects.filter(area=area).first(),
        "asked": rota.waiting(by.account, now=now),
        "me": by.account,
        "keeps": by.holds(*KEEPERS, path=area.path),
        "channel": Channel.objects.filter(round_the_clock=True, desk=True, tickets=False).first(),
    }
    return render(request, "desk/duty.html", context)


def _beside(first: date) -> tuple[str, str]:
    """The months before and after."""
    number = first.year * 12 + first.month - 1
    return tuple(f"{n // 12}-{n % 12 + 1:02}" for n in (number - 1, number + 1))  # type: ignore[return-value]


def back_to(area: Area, day: date | None = None) -> HttpResponse:
    """To the month of a day."""
    answer = redirect("desk:duty", area.code)
    if day:
        answer["Location"] += f"?month={day:%Y-%m}"
    return answer


@allow(*KEEPERS)
@require_POST
def fill(request: HttpRequest, code: str) -> HttpResponse:
    """Make a month by turns."""
    by = actor(request)
    area, first = area_of(code, by, *KEEPERS), first_of(request.POST.get("month", ""))
    try:
        made = actions.fill_month(area, first=first, by=by, now=timezone.now())
    except Refused as refusal:
        messages.warning(request, told(refusal))
    else:
        said = ngettext("{count} shift was made.", "{count} shifts were made.", made)
        messages.success(request, said.format(count=made))
    return back_to(area, first)


@allow(*KEEPERS)
@require_http_methods(["GET", "POST"])
def numbers(request: HttpRequest, code: str) -> HttpResponse:
    """The numbers of the office."""
    by = actor(request)
    area = area_of(code, by, *KEEPERS)
    office = Office.objects.filter(area=area).first()
    known = {name: getattr(office, name) for name in actions.Numbers.__slots__} if office else {}
    form = NumbersForm(request.POST or None, initial=known)
    if form.is_valid():
        try:
            actions.keep_numbers(area, form.numbers(), by=by, now=timezone.now())
        except Refused as refusal:
            form.add_error(None, told(refusal))
        else:
            messages.success(request, _("Kept. Cards and the residents' pages show it."))
            return back_to(area)
    return _form(request, form, area, _("Telephones of the office"), _("Keep it"))


@allow(*KEEPERS)
@require_http_methods(["GET", "POST"])
def turns(request: HttpRequest, code: str) -> HttpResponse:
    """Who takes turns, and when shifts begin."""
    by = actor(request)
    area = area_of(code, by, *KEEPERS)
    office = Office.objects.filter(area=area).first()
    form = TurnsForm(request.POST or None, area=area, office=office, today=today())
    if form.is_valid():
        said = form.cleaned_data
        try:
            starts = said["starts"].replace(",", " ").replace("，", " ").replace("、", " ").split()
            actions.keep_turns(
                area, starts=starts, turns=form.turns, since=said["since"], by=by, now=timezone.now()
            )
        except Refused as refusal:
            form.add_error(None, told(refusal))
        else:
            messages.success(request, _("Kept. Now make a month by turns."))
            return back_to(area)
    return _form(request, form, area, _("Who takes turns"), _("Keep it"), turns=True)


@allow(*KEEPERS)
@require_http_methods(["GET", "POST"])
def shift_new(request: HttpRequest, code: str) -> HttpResponse:
    """Enter one shift."""
    by, now = actor(request), timezone.now()
    area = area_of(code, by, *KEEPERS)
    form = ShiftForm(request.POST or None, area=area, initial={"day": request.GET.get("day", today())})
    if form.is_valid():
        try:
            (made,) = actions.enter_shifts(area, [form.planned()], by=by, now=now)
        except Refused as refusal:
            form.add_error(None, told(refusal))
        else:
            messages.success(request, _("The shift is on the rota."))
            return back_to(area, timezone.localtime(made.since).date())
    return _form(request, form, area, _("Enter a shift"), _("Put it on the rota"))


@allow(*ON_DUTY)
@require_http_methods(["GET", "POST"])
def shift(request: HttpRequest, shift: int) -> HttpResponse:
    """One shift: the office gives it to somebody else or takes it off; whose it is asks a colleague."""
    by, now = actor(request), timezone.now()
    held = Area.objects.under(by.paths(*ON_DUTY))
    found = get_object_or_404(
        Shift.objects.select_related("area", "account", "instead_of"), pk=shift, area__in=held
    )
    keeps, mine = by.holds(*KEEPERS, path=found.area.path), found.account_id == by.account
    form = ColleagueForm(
        request.POST if "to" in request.POST else None, shift=found, office=keeps and not mine
    )
    try:
        if "drop" in request.POST:
            actions.drop_shift(found, by=by, now=now)
            messages.success(request, _("The shift is off the rota."))
            return back_to(found.area, timezone.localtime(found.since).date())
        if form.is_valid():
            _hand_over(request, found, form.cleaned_data, mine=mine, by=by)
            return back_to(found.area, timezone.localtime(found.since).date())
    except Refused as refusal:
        form.add_error(None, told(refusal)) if form.is_bound else messages.warning(request, told(refusal))
    context = {"shift": found, "area": found.area, "form": form, "keeps": keeps, "mine": mine, "now": now}
    context["asked"] = found.handovers.select_related("to").last()
    return render(request, "desk/duty_shift.html", context, status=422 if form.errors else 200)


def _hand_over(request: HttpRequest, found: Shift, said: dict[str, Any], *, mine: bool, by: Actor) -> None:
    now = timezone.now()
    if mine:
        back = Shift.objects.filter(pk=said["back"]).first() if said.get("back") else None
        actions.ask_colleague(found, to=said["to"], back=back, by=by, now=now)
        messages.success(request, _("Asked. The shift is yours until your colleague agrees."))
    else:
        actions.give_shift(found, account=said["to"], by=by, now=now)
        messages.success(request, _("Given. The rota shows who stands in for whom."))


@allow(*ON_DUTY)
@require_POST
def handover(request: HttpRequest, handover: int) -> HttpResponse:
    """Agree to take a colleague's shift, or not."""
    by = actor(request)
    rows = Handover.objects.select_related("shift__area", "back__area")
    asked = get_object_or_404(rows, pk=handover, to=by.account)
    try:
        agreed = request.POST.get("agreed") == "yes"
        actions.answer_colleague(asked, agreed=agreed, by=by, now=timezone.now())
    except Refused as refusal:
        messages.warning(request, told(refusal))
    else:
        messages.success(
            request, _("The shift is yours.") if agreed else _("Your colleague keeps the shift.")
        )
    return back_to(asked.shift.area, timezone.localtime(asked.shift.since).date())


def _form(request: HttpRequest, form: Any, area: Area, title: str, verb: str, **more: Any) -> HttpResponse:
    context = {"form": form, "area": area, "title": title, "verb": verb, **more}
    return render(request, "desk/duty_form.html", context, status=422 if form.errors else 200)
