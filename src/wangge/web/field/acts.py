"""What can be done from a phone: a verb, a form and the action behind it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wangge.cases import actions
from wangge.cases.models import Case, SiteVisit, Summons
from wangge.journal.actor import Actor

MOST = 500


class ActForm(forms.Form):
    """An act that asks for nothing; the others build on it."""

    photos = False


def _words(label: Any, *, help_text: Any = "") -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 2})
    return forms.CharField(label=label, help_text=help_text, max_length=MOST, widget=area)


class Talk(ActForm):
    """What was said."""

    note = _words(_("What was said"))


class OnSite(ActForm):
    """Photos and the place where the phone is, as evidence; or why there is no photo."""

    photos = True
    unseen = forms.CharField(label=_("Without a photo: why"), required=False, max_length=200)
    lon = forms.FloatField(widget=forms.HiddenInput, required=False, min_value=-180, max_value=180)
    lat = forms.FloatField(widget=forms.HiddenInput, required=False, min_value=-90, max_value=90)


class Work(OnSite):
    """What was done, with photos."""

    note = _words(_("What was done"), help_text=_("The reporter reads this."))
    field_order = ("note",)


class Look(OnSite):
    """What was found on site, with photos."""

    note = _words(_("What you found on site"))
    field_order = ("note",)


class Part(ActForm):
    """What was done of the work, with photos."""

    photos = True
    note = _words(_("What was done"))


class Lacking(ActForm):
    """What is still to be done, with photos."""

    photos = True
    reason = _words(_("What is still to be done"))


class Visit(ActForm):
    """Whom one met and what came of it."""

    photos = True
    outcome = forms.ChoiceField(
        label=_("What came of it"), choices=SiteVisit.Outcome.choices, widget=forms.RadioSelect
    )
    note = _words(_("In a few words"))


class Coming(ActForm):
    """Coming, or why not."""

    answer = forms.ChoiceField(
        label=_("Your answer"), choices=Summons.Answer.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=_("Why not, if not"), required=False, max_length=MOST, widget=forms.Textarea(attrs={"rows": 2})
    )


class Reply(ActForm):
    """What is answered to whoever supervises."""

    note = _words(_("Your answer"))


class Fixed(ActForm):
    """What was put right on a patrol."""

    note = _words(_("What you put right"))


Run = Callable[..., object]


@dataclass(frozen=True, slots=True)
class Act:
    """One act: `resource` is the desk's page of the same step, for whoever has no script."""

    name: str
    verb: Any
    icon: str
    form: type[ActForm]
    run: Run
    resource: str = ""

    @property
    def asks(self) -> bool:
        """Whether it needs anything but the press of its button."""
        return bool(self.form.base_fields)

    def take(self, case: Case, facts: Mapping[str, Any], *, by: Actor, now: datetime) -> None:
        """Do it."""
        self.run(case, by=by, now=now, **facts)


ACTS = {
    act.name: act
    for act in (
        Act("sign", _("Sign for it"), "pencil", ActForm, actions.sign, "signature"),
        Act("settle", _("Settled on the spot"), "check2-circle", Work, actions.settle),
        Act("contact", _("Record a talk"), "telephone", Talk, actions.contact, "contact"),
        Act("handle", _("Report as handled"), "tools", Work, actions.handle, "handling"),
        Act("verify", _("Confirm it is done"), "check-circle", Look, actions.verify, "verification"),
        Act("rework", _("Not done yet"), "arrow-counterclockwise", Lacking, actions.rework, "rework"),
        Act("visit", _("Record a visit"), "geo-alt", Visit, actions.visit),
        Act("perform", _("This step is done"), "check2-square", Part, actions.perform),
        Act("respond", _("Answer the call"), "megaphone", Coming, actions.respond),
        Act("answer", _("Answer it"), "chat-left-text", Reply, actions.answer),
    )
}
OFFERED = {
    "sign": ("sign", "settle"),
    "contact": ("contact", "handle", "visit"),
    "handle": ("handle", "contact", "visit"),
    "verify": ("verify", "rework"),
    "perform": ("perform", "visit"),
    "respond": ("respond",),
    "answer": ("answer",),
}
MOVING = frozenset({"sign", "settle", "handle", "verify", "rework"})  # refused once somebody else moved it on
