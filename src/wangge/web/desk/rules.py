"""The page of routing rules: their order, changes that are kept aside, saving and taking back."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wangge.accounts.models import Role
from wangge.cases.errors import NothingToUndo
from wangge.cases.inbox import COUNTED, View, counts
from wangge.cases.models import Practice
from wangge.cases.routing import Rule
from wangge.cases.rulebook import Rulebook, rulebook
from wangge.cases.rulekeeping import (
    RuleRow,
    RuleSet,
    as_rules,
    before_last_change,
    check,
    last_change,
    may_change,
    restore_rules,
    rules_now,
    set_rules,
)
from wangge.cases.steering import keeps_house
from wangge.cases.trials import never_used
from wangge.foundation.refusals import Refused
from wangge.journal.actor import Actor
from wangge.web.access import actor, allow
from wangge.web.desk import rules_draft as drafts
from wangge.web.desk.rules_draft import Draft, draft_of, forget, keep
from wangge.web.desk.rules_form import RuleForm
from wangge.web.desk.rules_words import conditions, department_names, goes
from wangge.web.desk.sheets import Column, spreadsheet
from wangge.web.middleware import told
from wangge.web.naming import named

keepers = allow(Role.ADMINISTRATOR, Role.STREET)


@dataclass(frozen=True, slots=True)
class Line:
    """A rule as the list shows it; `number` counts from 1, `never` names those that always come first."""

    place: int
    row: RuleRow
    rule: Rule
    asks: list[str]
    goes: str
    mine: bool
    fresh: bool
    never: list[int]

    @property
    def number(self) -> int:
        """Its place as people count."""
        return self.place + 1


@keepers
@require_GET
def rules(request: HttpRequest) -> HttpResponse:
    """The list in order, as it is or as it would be with the changes of this session."""
    by, book, now = actor(request), rulebook(), timezone.now()
    draft, current = draft_of(request), rules_now()
    shown = lines(draft.wanted, current, by=by, book=book)
    if "sheet" in request.GET:
        return as_sheet(shown, now=now)
    context = {
        "draft": draft,
        "stale": draft.base != current.digest,
        "lines": shown,
        "methods": Practice.Routing.choices,
        "keeps_house": keeps_house(by, book),
        "unrouted": counts(by, now=now, book=book)[View.QUEUE],
        "counted": COUNTED,
        "last": last_change(),
        "undo": before_last_change(current) is not None and not draft.begun,
        "at": request.GET.get("at", ""),
        "done": request.GET.get("done", ""),
        "now": now,
    }
    return render(request, "desk/rules.html", context)


def lines(wanted: RuleSet, current: RuleSet, *, by: Actor, book: Rulebook) -> list[Line]:
    """The rules in words; what is not among those in force is fresh."""
    names, never = department_names(), never_used(wanted, book)
    known = set(current.rows)
    return [
        Line(
            place,
            row,
            rule,
            conditions(rule.conditions, book),
            goes(rule, names),
            may_change(row, by=by, book=book),
            row not in known,
            [other + 1 for other in never.get(place, ())],
        )
        for place, (row, rule) in enumerate(zip(wanted.rows, as_rules(wanted.rows, book), strict=True))
    ]


def as_sheet(shown: list[Line], *, now: datetime) -> HttpResponse:
    """The list as a workbook."""
    heads = [
        Column(_("Place in the list"), 10),
        Column(_("Which cases"), 48),
        Column(_("Where they go"), 36),
        Column(_("Reason"), 60),
        Column(_("Weight"), 8),
    ]
    rows = [
        (line.number, " · ".join(line.asks), line.goes, named(line.rule, "reason"), line.rule.score)
        for line in shown
    ]
    return spreadsheet(_("Routing rules"), _("Routing rules"), heads, rows, now=now)


@keepers
@require_POST
def changes(request: HttpRequest) -> HttpResponse:
    """Move or take out a rule, change the way they are used, or drop all changes; nothing is saved yet."""
    by, book, asked = actor(request), rulebook(), request.POST
    draft, do, place = draft_of(request), asked.get("do", ""), _place(asked.get("place"))
    at = place
    if do == "discard":
        forget(request)
        messages.info(request, _("Your changes are dropped. These are the rules in force."))
        return redirect("desk:rules")
    if do in drafts.STEP:
        draft = drafts.moved(draft, place, do, by=by, book=book)
        at = max(0, min(place + drafts.STEP[do], len(draft.wanted.rows) - 1))
    elif do == "remove":
        draft = drafts.without(draft, place, by=by, book=book)
    elif asked.get("method") in Practice.Routing.values:
        draft = drafts.by_method(draft, asked["method"])
    keep(request, draft)
    where = f"?at={at}&done={do}#rule-{at}" if do in drafts.STEP else ""
    return redirect(reverse("desk:rules") + where)


def _place(value: str | None) -> int:
    return int(value) if value and value.isdecimal() and len(value) < 6 else -1


@keepers
@require_http_methods(["GET", "POST"])
def rule(request: HttpRequest, index: int | None = None) -> HttpResponse:
    """One rule of the draft, or a new one; what is wrong with it is said here, not at saving."""
    by, book, draft = actor(request), rulebook(), draft_of(request)
    row = None if index is None else drafts.row_at(draft, index)
    size = len(draft.wanted.rows)
    given = {"position": size + 1} if row is None else {**asdict(row), "position": (index or 0) + 1}
    data = (request.POST,) if request.method == "POST" else ()
    form = RuleForm(
        *data, initial=given, by=by, book=book, method=draft.wanted.method, most=size + (row is None)
    )
    if request.method == "POST" and form.is_valid():
        try:
            wanted = form.row(row.id if row else None)
            check(wanted, book)
            draft = drafts.put(draft, wanted, at=form.place, instead=index, by=by, book=book)
        except Refused as refusal:
            form.add_error(None, told(refusal))
        else:
            keep(request, draft)
            messages.info(request, _("Changed in your list. Nothing is saved yet: try the rules first."))
            return redirect(reverse("desk:rules") + f"?at={form.place}#rule-{form.place}")
    mine = row is None or may_change(row, by=by, book=book)
    context = {"form": form, "row": row, "index": index, "mine": mine}
    return render(request, "desk/rule.html", context, status=422 if form.errors else 200)


@keepers
@require_POST
def saving(request: HttpRequest) -> HttpResponse:
    """Put the rules of this session in force."""
    draft: Draft = draft_of(request)
    set_rules(draft.wanted, base=draft.base, by=actor(request), now=timezone.now())
    forget(request)
    messages.success(request, _("Saved. The rules hold from now on; cases already sent stay where they are."))
    return redirect("desk:rules")


@keepers
@require_POST
def restoration(request: HttpRequest) -> HttpResponse:
    """Put the rules back as they were before they were last saved."""
    base = request.POST.get("base", "")
    if not base:
        raise NothingToUndo
    restore_rules(base=base, by=actor(request), now=timezone.now())
    forget(request)
    messages.success(request, _("The rules are again as they were before they were last saved."))
    return redirect("desk:rules")
