"""The reception log (接访记录): who came, about what, who received them, what came of it."""

from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from wangge.accounts.models import Role
from wangge.cases import queries as cases
from wangge.cases.numbering import number_of
from wangge.cases.telling import MOST_TEXT
from wangge.foundation.calendar import CHINA_TIME
from wangge.foundation.refusals import Refused
from wangge.intake import actions, queries, sheets
from wangge.intake.models import Reception
from wangge.intake.receiving import Visit
from wangge.journal.actor import Actor
from wangge.places.models import Area
from wangge.web.access import actor, allow
from wangge.web.desk.sheets import EXCEL
from wangge.web.middleware import told
from wangge.web.phones import PhoneField

RECEIVING = (Role.COMMUNITY, Role.STREET)
PAGE, MOST = 50, 10_000


class ReceptionForm(forms.Form):
    """A visit."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=40)
    area = forms.TypedChoiceField(label=gettext_lazy("Community"), coerce=int)
    visitor = forms.CharField(
        label=gettext_lazy("Who came in"), max_length=40, widget=forms.TextInput(attrs={"autofocus": True})
    )
    phone = PhoneField(label=gettext_lazy("Their telephone"), required=False)
    people = forms.IntegerField(label=gettext_lazy("How many came"), min_value=1, max_value=999, initial=1)
    matter = forms.CharField(
        label=gettext_lazy("What they came about"),
        max_length=MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    building = forms.TypedChoiceField(
        label=gettext_lazy("At which building?"), required=False, coerce=int, empty_value=None
    )
    outcome = forms.ChoiceField(
        label=gettext_lazy("What came of it"),
        choices=Reception.Outcome.choices,
        initial=Reception.Outcome.CASE,
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=gettext_lazy("What was said, or where they were sent"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, by: Actor, **more: Any) -> None:
        """Offer the communities and buildings of the office."""
        super().__init__(*args, **more)
        found = Area.objects.under(by.paths(*RECEIVING)).filter(level=Area.Level.COMMUNITY).defer("outline")
        self.areas = {area.pk: area for area in found}
        self.fields["area"].choices = [(pk, area.name) for pk, area in self.areas.items()]  # type: ignore[attr-defined]
        if len(self.areas) == 1:
            self.fields["area"].widget = forms.HiddenInput()
            self.initial.setdefault("area", next(iter(self.areas)))
        held = cases.buildings_of(by, on=timezone.now().astimezone(CHINA_TIME).date())
        places = [(b.pk, f"{b.compound.name if b.compound else ''} {b.name}".strip()) for b in held]
        self.fields["building"].choices = [("", _("not at a building")), *places]  # type: ignore[attr-defined]
        self.initial.setdefault("key", uuid4().hex)


@allow(*RECEIVING)
@require_http_methods(["GET", "POST"])
def receptions(request: HttpRequest) -> HttpResponse:
    """The log, and above it the next visitor."""
    by, now = actor(request), timezone.now()
    if "excel" in request.GET:
        return _workbook(by)
    form = ReceptionForm(request.POST or None, by=by)
    if form.is_valid():
        said = dict(form.cleaned_data)
        try:
            area, key = form.areas[said.pop("area")], said.pop("key")
            noted = actions.receive(area, Visit(**said), key=key, by=by, now=now)
        except Refused as refusal:
            form.add_error(None, told(refusal))
        else:
            done = _("Noted.")
            if noted.report:
                done = _("Noted, and reported as {number}.").format(number=number_of(noted.report.case))
            messages.success(request, done)
            return redirect("desk:receptions")
    page = Paginator(queries.receptions_of(by), PAGE).get_page(request.GET.get("page"))
    rows = [(row, number_of(row.report.case) if row.report else "") for row in page.object_list]
    context = {"form": form, "rows": rows, "page": page, "now": now}
    return render(request, "desk/receptions.html", context, status=422 if form.errors else 200)


def _workbook(by: Actor) -> HttpResponse:
    answer = HttpResponse(sheets.receptions(queries.receptions_of(by)[:MOST]), content_type=EXCEL)
    answer["Content-Disposition"] = 'attachment; filename="wangge-receptions.xlsx"'
    answer["Cache-Control"] = "private, no-store"
    return answer
