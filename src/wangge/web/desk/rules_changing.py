"""Changing the routing rules: moved, written and taken out aside, then saved or taken back."""

from dataclasses import asdict

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wangge.cases.errors import NothingToUndo
from wangge.cases.models import Practice
from wangge.cases.rulebook import rulebook
from wangge.cases.rulekeeping import may_change, restore_rules, set_rules
from wangge.cases.rulesets import check
from wangge.foundation.refusals import Refused
from wangge.web.access import actor
from wangge.web.desk import rules_draft as drafts
from wangge.web.desk.rules import keepers
from wangge.web.desk.rules_draft import Draft, draft_of, forget, keep
from wangge.web.desk.rules_form import RuleForm
from wangge.web.middleware import told


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
