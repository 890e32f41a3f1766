"""What may be left out of adjusted rates: asking for it, reviewing it, taking it back."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wangge.accounts.models import Role
from wangge.appraisal import actions, pending
from wangge.appraisal.excluding import may_ask, may_review, may_withdraw
from wangge.appraisal.models import Exclusion, Ground
from wangge.cases import queries as case_queries
from wangge.cases.numbering import number_of
from wangge.foundation.refusals import Refused
from wangge.web.access import ACTING, actor, allow
from wangge.web.desk.rates_frame import PAGE, Asked, asked, frame, readers
from wangge.web.desk.sheets import Column, spreadsheet
from wangge.web.middleware import told
from wangge.web.naming import named

if TYPE_CHECKING:
    from django.db.models import QuerySet

MOST = 10_000
reviewers = allow(Role.STREET, Role.COMMAND)
askers = allow(*ACTING)


class Ask(forms.Form):
    """Why a case should be left out, and what shows it."""

    ground = forms.ChoiceField(label=gettext_lazy("Ground"), widget=forms.RadioSelect)
    evidence = forms.CharField(
        label=gettext_lazy("What shows it"),
        help_text=gettext_lazy(
            "Calls and their times, a court's number, the earlier case. Both reviewers read it."
        ),
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
    )

    def __init__(self, *args: Any, **named_args: Any) -> None:
        super().__init__(*args, **named_args)
        choices = [(ground.code, named(ground)) for ground in Ground.objects.all()]
        self.fields["ground"].choices = choices  # type: ignore[attr-defined]


@readers
@require_GET
def exclusions(request: HttpRequest) -> HttpResponse:
    """What was asked to be left out: what waits for the reader, and everything else they may see."""
    wanted = asked(request)
    view = "all" if request.GET.get("view") == "all" else "waiting"
    waits = pending.waiting(wanted.by)
    found = pending.exclusions(wanted.by) if view == "all" else waits
    if "excel" in request.GET:
        return _workbook(found, wanted)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = frame(wanted, "rates-exclusions") | {
        "view": view,
        "page": page,
        "rows": [_shown(each, wanted) for each in page.object_list],
        "drawers": [
            (_("Waits for me"), wanted.url("rates-exclusions"), view == "waiting"),
            (_("All"), wanted.url("rates-exclusions", view="all"), view == "all"),
        ],
    }
    return render(request, "desk/rates_exclusions.html", context)


def _workbook(found: "QuerySet[Exclusion]", wanted: Asked) -> HttpResponse:
    heads = [Column(_("Case number"), 18), Column(_("Title"), 42), Column(_("Ground"), 20)]
    heads += [Column(_("What shows it"), 60), Column(_("State"), 18), Column(_("Asked by"), 16)]
    heads += [Column(_("Asked at"), 17)]
    rows = [
        (
            number_of(each.case),
            each.case.title,
            named(each.ground),
            each.evidence,
            str(each.get_state_display()),
            each.asked_by.name,
            each.asked_at,
        )
        for each in found[:MOST]
    ]
    return spreadsheet(_("Left out"), _("Left out"), heads, rows, now=wanted.now)


def _shown(each: Exclusion, wanted: Asked) -> dict[str, Any]:
    return {
        "exclusion": each,
        "number": number_of(each.case),
        "review": may_review(each, wanted.by),
        "withdraw": may_withdraw(each, wanted.by),
    }


@askers
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, number: str) -> HttpResponse:
    """Ask that a case be left out of adjusted rates."""
    by = actor(request)
    case = case_queries.find(number, by=by)
    form = Ask(request.POST or None) if request.method == "POST" else Ask()
    if request.method == "POST" and form.is_valid():
        try:
            actions.ask(case, **form.cleaned_data, by=by, now=timezone.now())
        except Refused as refusal:
            form.add_error(None, told(refusal))
        else:
            messages.success(request, _("Asked for. The street looks at it first, then the command centre."))
            return redirect("desk:case", number=number_of(case))
    context = {"case": case, "number": number_of(case), "form": form, "may": may_ask(case, by)}
    return render(request, "desk/rates_ask.html", context, status=422 if request.method == "POST" else 200)


@reviewers
@require_POST
def review(request: HttpRequest, exclusion: int) -> HttpResponse:
    """Leave a case out, or refuse to, at the level that it waits for."""
    by = actor(request)
    found = pending.find_exclusion(exclusion, by=by)
    granted = request.POST.get("granted") == "yes"
    note = request.POST.get("note", "")[:2000]
    actions.review(found, granted=granted, note=note, by=by, now=timezone.now())
    words = {
        Exclusion.State.PASSED: _("Passed on to the command centre."),
        Exclusion.State.GRANTED: _("Left out of the adjusted rates. The raw ones still count it."),
    }
    messages.success(request, words.get(Exclusion.State(found.state), _("Refused, and its unit reads why.")))
    return redirect("desk:rates-exclusions")


@askers
@require_POST
def withdrawal(request: HttpRequest, exclusion: int) -> HttpResponse:
    """Take back what was asked for."""
    by = actor(request)
    found = pending.find_exclusion(exclusion, by=by)
    actions.withdraw(found, by=by, now=timezone.now())
    messages.success(request, _("Withdrawn. The case counts again everywhere."))
    return redirect("desk:case", number=number_of(found.case))
