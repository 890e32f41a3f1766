"""The gate on the desk: departments ask, the street admits, merges, returns or refuses, grids hand in."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wangge.accounts.models import Role
from wangge.admission import actions, queries
from wangge.admission.errors import CannotTakeIn, Unsaid
from wangge.admission.models import Field, Handout, Task
from wangge.admission.workflow import Standing, allowed
from wangge.admission.workflow import State as Stage
from wangge.foundation.calendar import CHINA_TIME
from wangge.foundation.refusals import Refused
from wangge.journal import actions as journal
from wangge.journal.actor import Actor
from wangge.web.access import actor, allow, staff
from wangge.web.desk.admission_export import workbook
from wangge.web.desk.admission_forms import WishForm, told_of
from wangge.web.middleware import told

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DRAWERS = {
    "waiting": (gettext_lazy("At the gate"), [Stage.PROPOSED, Stage.RETURNED]),
    "admitted": (gettext_lazy("Admitted"), [Stage.APPROVED, Stage.OUT]),
    "spared": (gettext_lazy("Spared"), [Stage.MERGED, Stage.REFUSED]),
    "over": (gettext_lazy("Over"), [Stage.FINISHED, Stage.WITHDRAWN]),
    "all": (gettext_lazy("All"), list(Stage)),
}
DONE = {
    "amend": gettext_lazy("Changed; it waits at the gate."),
    "withdraw": gettext_lazy("Withdrawn."),
    "approve": gettext_lazy("Admitted. It may go out to the grids now."),
    "merge": gettext_lazy("Merged. The grids are asked once."),
    "return": gettext_lazy("Returned to the department."),
    "refuse": gettext_lazy("Not admitted. The grids are spared it."),
    "send_out": gettext_lazy("It is with the grids now."),
    "finish": gettext_lazy("Finished. Nothing more is wanted."),
}
NEEDS = {
    "title": gettext_lazy("what is wanted"),
    "purpose": gettext_lazy("what it is for"),
    "audience": gettext_lazy("about whom or what"),
    "every": gettext_lazy("how often"),
    "reason": gettext_lazy("why"),
    "into": gettext_lazy("the other task"),
}
TONES = {
    "proposed": "new", "returned": "soon", "approved": "doing", "out": "doing", "finished": "done",
    "refused": "quiet", "merged": "quiet", "withdrawn": "quiet",
}  # fmt: skip
Deed = Callable[[Task, HttpRequest, Actor, datetime], object]


@staff
@require_GET
def tasks(request: HttpRequest) -> HttpResponse:
    """The tasks by where they stand, what the gate saved, and what one's own grids are to hand in."""
    by = actor(request)
    drawer = asked if (asked := request.GET.get("view", "")) in DRAWERS else "waiting"
    listed = queries.listed(by, states=[state.value for state in DRAWERS[drawer][1]])
    context = {
        "rows": [(task, TONES[task.state]) for task in listed],
        "drawers": [(code, word) for code, (word, _states) in DRAWERS.items()],
        "drawer": drawer,
        "saved": queries.saved(by),
        "waiting": queries.waiting(by),
        "handouts": queries.handouts_of(by),
        "asks": bool(queries.departments_of(by)),
        "now": timezone.now(),
    }
    return render(request, "desk/admission.html", context)


@staff
@require_POST
def exports(request: HttpRequest) -> HttpResponse:
    """The list as a workbook, with what was saved; the journal keeps who took it."""
    by, now = actor(request), timezone.now()
    drawer = asked if (asked := request.POST.get("view", "")) in DRAWERS else "all"
    listed = queries.listed(by, states=[state.value for state in DRAWERS[drawer][1]])
    content = workbook(listed, drawer=str(DRAWERS[drawer][0]), taken_by=by.label, now=now)
    facts = {"view": drawer, "rows": len(listed)}
    journal.append("admission.exported", subject=("account", by.person), by=by, now=now, payload=facts)
    answer = HttpResponse(content, content_type=EXCEL)
    name = f"wangge-gate-{now.astimezone(CHINA_TIME):%Y%m%d-%H%M}.xlsx"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@allow(Role.DEPARTMENT)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A department asks for something."""
    by, now = actor(request), timezone.now()
    departments = queries.departments_of(by)
    today = now.astimezone(CHINA_TIME).date()
    form = WishForm(request.POST or None, departments=departments, initial={"since": today})
    if request.method == "POST" and form.is_valid():
        place = {name: form.cleaned_data[name] for name in ("department", "area")}
        try:
            task = actions.propose(form.wish(), **place, by=by, now=now)
        except Refused as refusal:
            form.add_error(None, refusal_told(refusal))
        else:
            messages.success(request, _("It waits at the gate. The street decides."))
            return redirect("desk:admission-task", task.pk)
    status = 422 if form.is_bound else 200
    return render(
        request, "desk/admission_new.html", {"form": form, "departments": departments}, status=status
    )


@staff
@require_GET
def task(request: HttpRequest, task: int) -> HttpResponse:
    """One task: what it asks for, what of it is collected already, what may be done."""
    by = actor(request)
    try:
        found = queries.find(task, by=by)
    except Refused as refusal:
        return _gone(request, refusal)
    return render(request, "desk/admission_task.html", page(found, by=by))


@allow(Role.DEPARTMENT)
@require_http_methods(["GET", "POST"])
def amend(request: HttpRequest, task: int) -> HttpResponse:
    """The department changes what it asks for."""
    by = actor(request)
    try:
        found = queries.find(task, by=by)
    except Refused as refusal:
        return _gone(request, refusal)
    form = WishForm(
        request.POST or None, departments=[], amends=found, initial=told_of(found, queries.fields_of(found))
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.amend(found, form.wish(), by=by, now=timezone.now())
        except Refused as refusal:
            form.add_error(None, refusal_told(refusal))
        else:
            messages.success(request, DONE["amend"])
            return redirect("desk:admission-task", found.pk)
    context = {"form": form, "task": found, "departments": [found.department]}
    return render(request, "desk/admission_new.html", context, status=422 if form.is_bound else 200)


@allow(Role.DEPARTMENT, Role.STREET)
@require_POST
def step(request: HttpRequest, task: int, step: str) -> HttpResponse:
    """One step of the gate's table; a refusal is told on the page of the task."""
    by = actor(request)
    if step not in DEEDS:
        return _gone(request, CannotTakeIn())
    try:
        found = queries.find(task, by=by)
    except Refused as refusal:
        return _gone(request, refusal)
    try:
        DEEDS[step](found, request, by, timezone.now())
    except Refused as refusal:
        messages.warning(request, refusal_told(refusal))
    else:
        messages.success(request, DONE[step])
    return redirect("desk:admission-task", task)


@allow(Role.GRID_WORKER)
@require_POST
def hand_in(request: HttpRequest, pk: int) -> HttpResponse:
    """A grid hands in what was asked of it."""
    by = actor(request)
    mine = Handout.objects.select_related("task").filter(grid__in=by.grids)
    found = mine.filter(pk=pk).first()
    if found is not None:
        try:
            actions.hand_in(found, by=by, now=timezone.now())
        except Refused as refusal:
            messages.warning(request, refusal_told(refusal))
        else:
            messages.success(request, _("Handed in. Thank you."))
    return redirect("desk:admission")


def page(found: Task, *, by: Actor) -> dict[str, Any]:
    """All that the page of a task shows."""
    fields = queries.fields_of(found)
    held = queries.standing(found, by)
    may = {row.name for row in allowed(Stage(found.state), held)}
    decides = Standing.STREET in held and found.state == Stage.PROPOSED
    known = queries.collectors(found, [field.key for field in fields]) if decides else {}
    others = queries.alike(found) if found.state in (Stage.PROPOSED, Stage.RETURNED) else []
    return {
        "task": found,
        "tone": TONES[found.state],
        "sheets": _sheets(fields, known),
        "fields": len(fields),
        "may": may,
        "known": sum(field.key in known for field in fields),
        "others": others,
        "takers": [each for each in others if each.covers],
        "handed": queries.progress(found) if found.state in (Stage.OUT, Stage.FINISHED) else None,
        "now": timezone.now(),
    }


def _sheets(
    fields: list[Field], known: dict[str, Field]
) -> list[tuple[str, list[tuple[Field, Field | None]]]]:
    """Form by form, its fields, each with the field that collects it already."""
    found: dict[int, tuple[str, list[tuple[Field, Field | None]]]] = {}
    for field in fields:
        _name, row = found.setdefault(field.form_id, (field.form.name, []))
        row.append((field, field.known_from or known.get(field.key)))
    return list(found.values())


def refusal_told(refusal: Refused) -> str:
    """A refusal in words; what is not said is named as the form names it."""
    if isinstance(refusal, Unsaid):
        what = str(refusal.facts.get("what"))
        return _("Please fill in: {what}.").format(what=NEEDS.get(what, what))
    return told(refusal)


def _gone(request: HttpRequest, refusal: Refused) -> HttpResponse:
    messages.warning(request, refusal_told(refusal))
    return redirect("desk:admission")


def _strike(task: Task, request: HttpRequest, by: Actor, now: datetime) -> object:
    strike = [int(pk) for pk in request.POST.getlist("strike") if pk.isdecimal() and len(pk) < 18]
    return actions.approve(task, strike=strike, reason=_reason(request), by=by, now=now)


def _merge(task: Task, request: HttpRequest, by: Actor, now: datetime) -> object:
    other = request.POST.get("into", "")
    if not other.isdecimal() or len(other) > 17:
        raise Unsaid(what="into")
    return actions.merge(task, into=queries.find(int(other), by=by), reason=_reason(request), by=by, now=now)


def _reason(request: HttpRequest) -> str:
    return request.POST.get("reason", "").strip()[:500]


DEEDS: dict[str, Deed] = {
    "withdraw": lambda task, request, by, now: actions.withdraw(
        task, reason=_reason(request), by=by, now=now
    ),
    "approve": _strike,
    "merge": _merge,
    "return": lambda task, request, by, now: actions.return_(task, reason=_reason(request), by=by, now=now),
    "refuse": lambda task, request, by, now: actions.refuse(task, reason=_reason(request), by=by, now=now),
    "send_out": lambda task, _request, by, now: actions.send_out(task, by=by, now=now),
    "finish": lambda task, _request, by, now: actions.finish(task, by=by, now=now),
}
