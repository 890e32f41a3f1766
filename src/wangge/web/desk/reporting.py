"""Taking a report in at the desk: from a patrol, by telephone, at the counter."""

from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from wangge.accounts.models import Role
from wangge.cases import actions, queries
from wangge.cases.models import Channel, Urgency
from wangge.cases.numbering import number_of
from wangge.cases.rulebook import Rulebook, rulebook
from wangge.cases.telling import MOST_TEXT, Telling
from wangge.foundation.calendar import CHINA_TIME
from wangge.foundation.refusals import Refused
from wangge.places.models import Building
from wangge.web.access import ACTING, actor, allow
from wangge.web.desk.cases import pictures
from wangge.web.desk.forms import categories
from wangge.web.desk.maps import sources
from wangge.web.middleware import told
from wangge.web.naming import named


class ReportForm(forms.Form):
    """What, where, and from whom."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=80)
    text = forms.CharField(
        label=gettext_lazy("What is the matter?"),
        max_length=MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    building = forms.TypedChoiceField(
        label=gettext_lazy("At which building?"), required=False, coerce=int, empty_value=None
    )
    lon = forms.FloatField(widget=forms.HiddenInput, required=False)
    lat = forms.FloatField(widget=forms.HiddenInput, required=False)
    channel = forms.ChoiceField(label=gettext_lazy("How it came in"))
    category = forms.ChoiceField(label=gettext_lazy("What it is about"), required=False)
    urgency = forms.ChoiceField(
        label=gettext_lazy("How soon"),
        required=False,
        choices=[("", gettext_lazy("as usual for this matter")), *Urgency.choices],
    )
    name = forms.CharField(label=gettext_lazy("Who told you"), required=False, max_length=40)
    phone = forms.CharField(label=gettext_lazy("Their telephone"), required=False, max_length=20)

    def __init__(
        self, *args: Any, book: Rulebook, buildings: list[Building], office: bool, **more: Any
    ) -> None:
        """Offices take reports of every channel; grid workers what they found themselves."""
        super().__init__(*args, **more)
        found = Channel.Origin.FOUND
        open_to = [c for c in book.channels.values() if office or c.origin == found]
        self.choose("channel", [(c.code, named(c)) for c in open_to])
        self.choose("category", [("", _("Let Wangge find out")), *categories(book)])
        places = [(b.pk, f"{b.compound.name if b.compound else ''} {b.name}".strip()) for b in buildings]
        self.choose("building", [("", _("not at a building")), *places])
        self.initial.setdefault("key", uuid4().hex)
        self.initial.setdefault("channel", next((c.code for c in open_to if c.origin == found), ""))
        if not office:
            del self.fields["name"], self.fields["phone"]

    def choose(self, name: str, choices: list[Any]) -> None:
        """Set what a field offers."""
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def telling(self) -> Telling:
        """The report as the domain takes it: a building before a point."""
        said = dict(self.cleaned_data)
        if said["building"]:
            said["lon"] = said["lat"] = None
        return Telling(**said)


@allow(*ACTING)
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """Report something found or told; the same form sent twice is one report."""
    by, now, book = actor(request), timezone.now(), rulebook()
    office = not by.roles.isdisjoint({Role.COMMUNITY, Role.STREET})
    buildings = queries.buildings_of(by, on=now.astimezone(CHINA_TIME).date())
    form = ReportForm(request.POST or None, book=book, buildings=buildings, office=office)
    if form.is_valid():
        try:
            made = actions.report(form.telling(), pictures=pictures(request), by=by, now=now)
        except Refused as refusal:
            form.add_error(None, told(refusal))
        else:
            messages.success(request, _("Reported as {number}.").format(number=number_of(made.case)))
            return redirect("desk:case", number_of(made.case))
    context = {"form": form, "sources": sources(by)}
    return render(request, "desk/report.html", context, status=422 if form.errors else 200)
