"""The window on the desk: what waits for whom, an application with its papers and steps."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wangge.accounts.models import Role
from wangge.counter import actions, queries
from wangge.counter.errors import SayWhat
from wangge.counter.models import FORM_WORDS, LEVEL_WORDS, Application, State
from wangge.counter.numbering import number_of, secret_of
from wangge.counter.standing import WINDOWS
from wangge.counter.workflow import OPEN
from wangge.foundation.identity import mask_name
from wangge.foundation.refusals import Refused
from wangge.journal import actions as journal
from wangge.journal.actor import Actor
from wangge.web.access import actor, allow
from wangge.web.desk.counter_forms import ApplicantForm, FilingForm
from wangge.web.desk.sheets import Column, spreadsheet
from wangge.web.middleware import told

SEEING = (Role.COMMUNITY, Role.STREET, Role.DEPARTMENT)
ENDED = (State.GRANTED.value, State.REFUSED.value, State.WITHDRAWN.value)
DRAWERS = {
    "mine": gettext_lazy("For me"),
    "open": gettext_lazy("Open"),
    "lacking": gettext_lazy("Papers missing"),
    "ended": gettext_lazy("Ended"),
    "late": gettext_lazy("Told too late"),
}
STATES = {"open": OPEN, "lacking": (State.LACKING.value,), "ended": ENDED, "late": tuple(State.values)}
TONES = {
    "filed": "new", "lacking": "soon", "running": "doing",
    "granted": "done", "refused": "quiet", "withdrawn": "quiet",
}  # fmt: skip
DONE = {
    "accept": gettext_lazy("Accepted. The first step has begun."),
    "tell": gettext_lazy("Noted. Print the sheet and hand it over, or let the applicant scan its code."),
    "receive": gettext_lazy("Noted what is here."),
    "pass_on": gettext_lazy("Done. The next step has begun."),
    "grant": gettext_lazy("Granted."),
    "refuse": gettext_lazy("Refused; the applicant reads the reason."),
    "hand_over": gettext_lazy("Handed over."),
    "correct": gettext_lazy("Corrected."),
    "withdraw": gettext_lazy("Withdrawn."),
}
NEEDS = {
    "reason": gettext_lazy("why"),
    "to": gettext_lazy("to whom"),
    "name": gettext_lazy("name"),
    "code": gettext_lazy("code"),
    "audience": gettext_lazy("who may apply"),
    "fee": gettext_lazy("fee"),
}
MOST, PAGE = 10_000, 50


@allow(Role.GRID_WORKER, Role.ADMINISTRATOR, *SEEING)
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The window's list; grid workers are led to their errands, administrators to the items."""
    by, now = actor(request), timezone.now()
    if by.roles.isdisjoint(SEEING):
        return redirect("desk:errands" if Role.GRID_WORKER in by.roles else "desk:counter-items")
    drawer = _drawer(request.GET.get("view", ""))
    rows = _listed(by, drawer)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [_row(each) for each in page.object_list],
        "drawers": list(DRAWERS.items()),
        "drawer": drawer,
        "figures": queries.standings(by, now=now),
        "window": not by.roles.isdisjoint(WINDOWS),
        "keeps": not by.roles.isdisjoint({Role.STREET, Role.ADMINISTRATOR}),
        "now": now,
    }
    return render(request, "desk/counter.html", context)


def _drawer(asked: str) -> str:
    return asked if asked in DRAWERS else "mine"


def _listed(by: Actor, drawer: str) -> Any:
    if drawer == "mine":
        return queries.mine(by)
    return queries.listed(by, states=STATES[drawer], late=drawer == "late")


def _row(each: Application) -> tuple[Application, str, str, str]:
    at = each.now_at[0].name if each.now_at else ""  # type: ignore[attr-defined]
    return each, number_of(each), TONES[each.state], at


@allow(*SEEING)
@require_POST
def exports(request: HttpRequest) -> HttpResponse:
    """The list as a workbook, names masked; the journal keeps who took it."""
    by, now = actor(request), timezone.now()
    drawer = _drawer(request.POST.get("view", ""))
    rows = list(_listed(by, drawer)[:MOST])
    facts = {"view": drawer, "rows": len(rows)}
    journal.append("counter.exported", subject=("account", by.person), by=by, now=now, payload=facts)
    heads = [(_("Number"), 20), (_("Item"), 24), (_("Name"), 10), (_("Community"), 16), (_("State"), 12)]
    heads += [(_("Step"), 18), (_("Filed"), 17), (_("Due"), 17), (_("Ended"), 17), (_("Why"), 30)]
    cells = [
        [
            *(number, each.item.name, mask_name(each.name), each.area.name, str(each.get_state_display())),
            *(at, each.filed_at, each.due_at, each.ended_at, each.reason),
        ]
        for each, number, _tone, at in map(_row, rows)
    ]
    columns = [Column(*head) for head in heads]
    return spreadsheet(_("Window"), str(DRAWERS[drawer]), columns, cells, now=now)


@allow(*WINDOWS)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Take an application in at the window: first the item, then who it is for and what is here."""
    by = actor(request)
    code = request.GET.get("item", "") or request.POST.get("item", "")
    item = next((each for each in queries.items() if each.code == code), None)
    if item is None:
        return render(request, "desk/counter_choose.html", {"items": queries.items()})
    form = FilingForm(request.POST or None, areas=queries.areas_of(by))
    ticked = _positions(request, "here")
    if form.is_valid():
        said = form.cleaned_data
        place = {"area": said["area"], "key": said["key"], "words": said["words"], "brought": ticked}
        try:
            made = actions.file(item, form.person(), **place, by=by, now=timezone.now())
        except Refused as refusal:
            form.add_error(None, refusal_told(refusal))
        else:
            return redirect("desk:application", made.pk)
    papers = [(n, paper, FORM_WORDS[paper["form"]], n in ticked) for n, paper in enumerate(item.materials)]
    context = {"form": form, "item": item, "papers": papers}
    return render(request, "desk/counter_new.html", context, status=422 if form.errors else 200)


@allow(*SEEING)
@require_GET
def application(request: HttpRequest, application: int) -> HttpResponse:
    """One application: its papers, its steps, what may be done; that it was opened is noted."""
    by, now = actor(request), timezone.now()
    found = queries.find(application, by=by)
    actions.opened(found, by=by, now=now)
    return render(request, "desk/application.html", page(request, found, by=by, now=now))


def page(request: HttpRequest, found: Application, *, by: Actor, now: datetime) -> dict[str, Any]:
    """All that the page of an application shows."""
    progress = queries.progress(found)
    number, secret = number_of(found), secret_of(found)
    initial = {name: getattr(found, name) for name in ("name", "phone", "tail", "address")}
    return {
        "found": found,
        "progress": progress,
        "number": number,
        "follow": request.build_absolute_uri(reverse("portal:filed", args=[number, secret])),
        "sheet_url": reverse("papers:told", args=[number, secret]),
        "secret": secret,
        "tone": TONES[found.state],
        "may": progress.may(by),
        "papers": [(paper, FORM_WORDS[paper.form]) for paper in progress.papers],
        "stages": [(stage, LEVEL_WORDS[stage.who]) for stage in progress.stages],
        "correction": ApplicantForm(initial=initial, auto_id="fix-%s"),
        "now": now,
    }


@allow(*SEEING)
@require_POST
def step(request: HttpRequest, application: int, step: str) -> HttpResponse:
    """One step of the window's table; a refusal is told on the page of the application."""
    by = actor(request)
    found = queries.find(application, by=by)
    if step in DEEDS:
        try:
            with transaction.atomic():
                DEEDS[step](found, request, by, timezone.now())
        except Refused as refusal:
            messages.warning(request, refusal_told(refusal))
        else:
            messages.success(request, DONE[step])
    return redirect("desk:application", application)


def refusal_told(refusal: Refused) -> str:
    """A refusal in words; what is not said is named as the form names it."""
    if isinstance(refusal, SayWhat):
        what = str(refusal.facts.get("what"))
        return _("Please fill in: {what}.").format(what=NEEDS.get(what, what))
    return told(refusal)


def _positions(request: HttpRequest, name: str) -> set[int]:
    return {int(n) for n in request.POST.getlist(name) if n.isdecimal() and len(n) < 4}


def _receive(found: Application, request: HttpRequest, by: Actor, now: datetime) -> None:
    here, unneeded = _positions(request, "here"), _positions(request, "unneeded")
    actions.receive(found, here, unneeded=unneeded, by=by, now=now)


def _accept(found: Application, request: HttpRequest, by: Actor, now: datetime) -> None:
    _receive(found, request, by, now)
    actions.accept(found, by=by, now=now)


def _tell(found: Application, request: HttpRequest, by: Actor, now: datetime) -> None:
    if found.state in ("filed", "lacking"):
        _receive(found, request, by, now)
    here = _positions(request, "here") | _positions(request, "unneeded")
    papers = [paper.position for paper in found.papers.all() if paper.position not in here]
    missing = {n: request.POST.get(f"why-{n}", "") for n in papers}
    said = {"words": request.POST.get("words", ""), "way": request.POST.get("way", "")}
    actions.tell(found, missing, **said, by=by, now=now)


def _correct(found: Application, request: HttpRequest, by: Actor, now: datetime) -> None:
    form = ApplicantForm(request.POST)
    if not form.is_valid():
        raise SayWhat(what="name")
    actions.correct(found, form.person(), by=by, now=now)


def _said(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "").strip()[:500]


DEEDS: dict[str, Callable[[Application, HttpRequest, Actor, datetime], object]] = {
    "receive": _receive,
    "accept": _accept,
    "tell": _tell,
    "correct": _correct,
    "pass_on": lambda a, r, by, now: actions.pass_on(a, note=_said(r, "note"), by=by, now=now),
    "grant": lambda a, r, by, now: actions.grant(a, note=_said(r, "note"), by=by, now=now),
    "refuse": lambda a, r, by, now: actions.refuse(a, reason=_said(r, "reason"), by=by, now=now),
    "withdraw": lambda a, r, by, now: actions.withdraw(a, reason=_said(r, "reason"), by=by, now=now),
    "hand_over": lambda a, r, by, now: actions.hand_over(a, to=_said(r, "to"), by=by, now=now),
}
