"""The words that the office keeps for replies: a list by step, with one form to add or change them."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from wangge.cases.models import Template
from wangge.cases.rulebook import rulebook
from wangge.cases.wording import MOST_WORDS, drop_template, keep_template
from wangge.foundation.refusals import Refused
from wangge.web.access import actor, allow
from wangge.web.desk.forms import categories, prose
from wangge.web.desk.sheets import Column, spreadsheet
from wangge.web.desk.stepping import KEEPERS, WORDED
from wangge.web.desk.steps import OF
from wangge.web.lacking import refusal_words
from wangge.web.naming import named

if TYPE_CHECKING:
    from django.db.models import QuerySet


class Words(forms.Form):
    """For which step and matter, under which name, which words."""

    step = forms.ChoiceField(label=gettext_lazy("For which step"))
    category = forms.ChoiceField(label=gettext_lazy("For which matter"), required=False)
    name = forms.CharField(
        label=gettext_lazy("Name of these words"),
        help_text=gettext_lazy("By which people choose it."),
        max_length=60,
    )
    text = prose(
        gettext_lazy("The words"),
        gettext_lazy("People may change them before they send them."),
        most=MOST_WORDS,
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["step"].choices = [(name, OF[name].verb) for name in WORDED]  # type: ignore[attr-defined]
        all_matters = [("", _("all matters")), *categories(rulebook())]
        self.fields["category"].choices = all_matters  # type: ignore[attr-defined]


@allow(*KEEPERS)
@require_http_methods(["GET", "POST"])
def templates(request: HttpRequest) -> HttpResponse:
    """The list, the form, and what was pressed: keep, or remove."""
    by, now = actor(request), timezone.now()
    asked = request.POST.get("id") or request.GET.get("change") or ""
    rows = Template.objects.select_related("category")
    known = rows.filter(pk=int(asked)).first() if asked.isdecimal() and len(asked) < 10 else None
    if "excel" in request.GET:
        return _workbook(rows)
    if request.method == "GET":
        return _page(request, Words(initial=_written(request, known)), known)
    if request.POST.get("do") == "remove":
        if known is not None:
            drop_template(known, by=by, now=now)
            messages.success(request, _("Taken away."))
        return redirect("desk:templates")
    form = Words(request.POST)
    if not form.is_valid():
        return _page(request, form, known, status=422)
    try:
        keep_template(known, **form.cleaned_data, by=by, now=now)
    except Refused as refusal:
        form.add_error(None, refusal_words(refusal))
        return _page(request, form, known, status=422)
    messages.success(request, _("Kept. It is offered at its step from now on."))
    return redirect("desk:templates")


def _workbook(rows: "QuerySet[Template]") -> HttpResponse:
    heads = [Column(_("For which step"), 20), Column(_("For which matter"), 20)]
    heads += [Column(_("Name of these words"), 24), Column(_("The words"), 90)]
    cells = [
        (str(OF[row.step].verb), named(row.category) if row.category else "", row.name, row.text)
        for row in rows.order_by("step", "name")
        if row.step in OF
    ]
    return spreadsheet(_("Words for replies"), _("Words for replies"), heads, cells, now=timezone.now())


def _written(request: HttpRequest, known: Template | None) -> dict[str, Any]:
    """What the form begins with: the template that is changed, or the step from whose page one came."""
    if known is None:
        return {"step": request.GET.get("step", "")}
    code = known.category.code if known.category else ""
    return {"step": known.step, "category": code, "name": known.name, "text": known.text}


def _page(request: HttpRequest, form: Words, known: Template | None, *, status: int = 200) -> HttpResponse:
    kept: dict[str, list[Template]] = {}
    for row in Template.objects.select_related("category").order_by("step", "name"):
        kept.setdefault(row.step, []).append(row)
    groups = [(OF[name].verb, kept[name]) for name in OF if name in kept]
    context = {"form": form, "known": known, "groups": groups}
    return render(request, "desk/templates.html", context, status=status)
