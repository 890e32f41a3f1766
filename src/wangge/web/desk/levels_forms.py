"""The form of a limit: how much of which unit, and whose number that is."""

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from wangge.cases.limits import MOST_AMOUNT, LevelChange
from wangge.cases.sla import Unit

UNITS = {
    Unit.NATURAL_HOUR: _("hours, day and night"),
    Unit.WORKING_HOUR: _("working hours"),
    Unit.EMERGENCY_HOUR: _("emergency hours, which no pause stops"),
    Unit.NATURAL_DAY: _("days"),
    Unit.WORKING_DAY: _("working days"),
    Unit.MONTH: _("months"),
}


class LevelForm(forms.Form):
    """A limit for one clock, urgency and category."""

    amount = forms.IntegerField(label=_("How many"), min_value=0, max_value=MOST_AMOUNT)
    unit = forms.ChoiceField(label=_("Of what"), choices=[(u.value, word) for u, word in UNITS.items()])
    provenance = forms.CharField(
        label=_("Where the number comes from"),
        max_length=200,
        help_text=_("A rule, a notice, a decision of the place. Stands under every deadline."),
    )

    def change(self, key: Mapping[str, Any]) -> LevelChange:
        """The limit as the domain takes it."""
        return LevelChange(**key, **self.cleaned_data)


def key_of(asked: QueryDict) -> dict[str, Any]:
    """Which limit is meant."""
    return {name: asked.get(name, "")[:40] for name in ("clock", "urgency", "category")}


class DayForm(forms.Form):
    """One day of the working calendar."""

    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    worked = forms.ChoiceField(
        label=_("On this day"),
        choices=[("no", _("offices are closed")), ("yes", _("work is done"))],
        widget=forms.RadioSelect,
    )
    name = forms.CharField(
        label=_("Holiday"),
        max_length=40,
        required=False,
        help_text=_("Of a day worked to make up for one, the name of that holiday."),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        cast("forms.DateField", self.fields["day"]).input_formats = ["%Y-%m-%d"]
