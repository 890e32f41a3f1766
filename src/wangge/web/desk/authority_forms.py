"""The forms of local practice and of one rung of the escalation."""

from django import forms
from django.utils.translation import gettext_lazy as _

from wangge.cases.models import Alarm, ClockKind
from wangge.web.desk.levels_forms import UNITS


class PracticeForm(forms.Form):
    """Numbers in which cities differ."""

    bad_score = forms.IntegerField(
        label=_("A rating is bad up to"), min_value=1, max_value=4, help_text=_("Of 5. It must be put right.")
    )
    warn_percent = forms.IntegerField(
        label=_("Warn when so much of the time is gone (%)"), min_value=10, max_value=100
    )
    near_metres = forms.IntegerField(
        label=_("Evidence counts as on site within (m)"), min_value=10, max_value=5000
    )
    duplicate_days = forms.IntegerField(
        label=_("Look-alikes are sought among the last (days)"), min_value=1, max_value=365
    )
    duplicate_metres = forms.IntegerField(
        label=_("Look-alikes are sought within (m)"), min_value=10, max_value=5000
    )

    def facts(self) -> dict[str, float]:
        """As `steering.set_practice` takes it."""
        told = dict(self.cleaned_data)
        share = told.pop("warn_percent") / 100
        return {**told, "warn_share": share}


class RungForm(forms.Form):
    """So long after the deadline somebody is told."""

    clock = forms.ChoiceField(label=_("Clock"), choices=ClockKind.choices, initial=ClockKind.RESOLVE)
    amount = forms.IntegerField(label=_("How many"), min_value=1, max_value=366)
    unit = forms.ChoiceField(
        label=_("Of what, after the deadline"), choices=[(u.value, word) for u, word in UNITS.items()]
    )
    up = forms.TypedChoiceField(
        label=_("Who is told"),
        coerce=int,
        choices=[
            (0, _("whoever has it")),
            (1, _("one level above")),
            (2, _("two levels above")),
            (3, _("three levels above")),
        ],
    )
    kind = forms.ChoiceField(
        label=_("As what"),
        choices=[(k.value, k.label) for k in (Alarm.Kind.URGE, Alarm.Kind.ESCALATION, Alarm.Kind.CIRCULAR)],
    )
    provenance = forms.CharField(label=_("Where the number comes from"), max_length=200)
