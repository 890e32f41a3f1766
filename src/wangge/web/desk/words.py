"""The words of forces, of the roles of the loop and of work records, kept by administrators."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_http_methods

from wangge.accounts.models import Role
from wangge.cases.rulebook import rulebook
from wangge.foundation.refusals import Refused
from wangge.outreach.models import RecordKind, WorkRole
from wangge.staffing.models import ForceKind, LoopRole, Skill
from wangge.staffing.words import add_word, change_word, retire_word
from wangge.web.access import actor, allow
from wangge.web.desk.sheets import Column, spreadsheet
from wangge.web.middleware import told
from wangge.web.naming import named

SORTS: dict[str, tuple[Any, Any]] = {
    "kinds": (ForceKind, gettext_lazy("Kinds of force")),
    "skills": (Skill, gettext_lazy("What they can do")),
    "roles": (LoopRole, gettext_lazy("Roles of the loop")),
    "records": (RecordKind, gettext_lazy("Kinds of work record")),
}


class WordForm(forms.Form):
    """A word, and what its sort says besides."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=40,
        help_text=gettext_lazy("Small letters, digits, hyphens; stays."),
    )
    name = forms.CharField(label=pgettext_lazy("of a thing", "Name"), max_length=40)
    name_en = forms.CharField(label=gettext_lazy("English name"), max_length=80, required=False)

    def __init__(self, *args: Any, sort: str, word: Any = None, **more: Any) -> None:
        super().__init__(*args, **more)
        tick = forms.CheckboxSelectMultiple
        book = rulebook()
        if sort == "records":
            self.fields["role"] = forms.ChoiceField(label=_("Role"), choices=WorkRole.choices)
        elif sort == "skills":
            top = [(each.code, named(each)) for each in book.categories.values() if each.parent_id is None]
            offered = [("*", _("all matters")), *top]
            self.fields["matters"] = forms.MultipleChoiceField(
                label=_("With which matters it helps"), choices=offered, widget=tick, required=False
            )
        elif sort == "roles":
            self.fields["duty"] = forms.ChoiceField(label=_("What they do"), choices=LoopRole.Duty.choices)
            ways = [(each.code, named(each)) for each in book.channels.values() if not each.retired_on]
            self.fields["online"] = forms.BooleanField(
                label=_("For a community's ways on the net, not for a grid"), required=False
            )
            self.fields["channels"] = forms.MultipleChoiceField(
                label=_("Which channels"), choices=ways, widget=tick, required=False
            )
        if word is not None:
            del self.fields["code"]
            self.initial.update((field, getattr(word, field)) for field in self.fields)
            self._keep_unlisted(word)

    def _keep_unlisted(self, word: Any) -> None:
        """What a word has and the form does not offer stays with it."""
        for field in ("matters", "channels"):
            if field in self.fields:
                known = {code for code, _name in self.fields[field].choices}  # type: ignore[attr-defined]
                more = [(code, code) for code in getattr(word, field) if code not in known]
                self.fields[field].choices += more  # type: ignore[attr-defined]


@allow(Role.ADMINISTRATOR)
@require_http_methods(["GET", "POST"])
def words(request: HttpRequest) -> HttpResponse:
    """One sort of words, the form for another, and what was pressed: keep, or retire."""
    asked = request.GET.get("sort", "")
    sort = asked if asked in SORTS else "kinds"
    model, title = SORTS[sort]
    rows: list[Any] = list(model.objects.all())
    if "excel" in request.GET:
        return _workbook(rows, str(title))
    word = next((row for row in rows if row.code == request.GET.get("change")), None)
    form = WordForm(request.POST if request.method == "POST" else None, sort=sort, word=word)
    facts: dict[str, Any] = {"by": actor(request), "now": timezone.now()}
    try:
        if word is not None and "retire" in request.POST:
            retire_word(word, **facts)
            messages.success(request, _("Retired. What has it keeps it."))
            return redirect(f"{reverse('desk:words')}?sort={sort}")
        if form.is_valid():
            said = dict(form.cleaned_data)
            if word is None:
                add_word(model, said.pop("code"), **said, **facts)
            else:
                change_word(word, **said, **facts)
            messages.success(request, _("Kept."))
            return redirect(f"{reverse('desk:words')}?sort={sort}")
    except Refused as refusal:
        form.add_error(None, told(refusal))
    context: dict[str, Any] = {
        "sort": sort,
        "sorts": [(code, word) for code, (_model, word) in SORTS.items()],
    }
    context |= {"title": title, "rows": rows, "word": word, "form": form}
    return render(request, "desk/words.html", context, status=422 if form.errors else 200)


def _workbook(rows: list[Any], title: str) -> HttpResponse:
    heads = [Column(_("Code"), 20), Column(pgettext("of a thing", "Name"), 24), Column(_("English name"), 24)]
    heads.append(Column(_("Retired"), 12))
    cells = [(row.code, row.name, row.name_en, f"{row.retired_on or ''}") for row in rows]
    return spreadsheet(title, title, heads, cells, now=timezone.now())
