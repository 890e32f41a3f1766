"""The form of one routing rule: its conditions, where it sends a case, and the reason that is shown."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from wangge.cases.models import Hours, Practice, Urgency
from wangge.cases.rulebook import Rulebook
from wangge.cases.rulesets import MOST_WEIGHT, SENT_TO, RuleRow
from wangge.cases.steering import keeps_area, keeps_house
from wangge.journal.actor import Actor
from wangge.places.models import Compound, Grid
from wangge.staffing.models import Tier
from wangge.web.desk.forms import categories
from wangge.web.desk.rules_words import department_names
from wangge.web.naming import named

ANY = [("", _("any"))]


class RuleForm(forms.Form):
    """A rule; conditions left open fit everything."""

    area = forms.ChoiceField(label=_("Place"), required=False, help_text=_("It and all below it."))
    grid_kind = forms.ChoiceField(label=_("Kind of grid"), required=False, choices=[*ANY, *Grid.Kind.choices])
    compound_kind = forms.ChoiceField(
        label=_("Kind of compound"), required=False, choices=[*ANY, *Compound.Kind.choices]
    )
    category = forms.ChoiceField(label=_("Matter"), required=False)
    urgency = forms.ChoiceField(label=_("How soon"), required=False, choices=[*ANY, *Urgency.choices])
    channel = forms.ChoiceField(label=_("Channel"), required=False)
    hours = forms.ChoiceField(
        label=_("When it comes in"),
        required=False,
        choices=[*ANY, *Hours.choices],
        help_text=_("By the working calendar, make-up days too."),
    )
    tier = forms.ChoiceField(
        label=_("Goes to"), choices=[(tier.value, tier.label) for tier in SENT_TO], widget=forms.RadioSelect
    )
    department = forms.ChoiceField(label=_("Which department"), required=False)
    direct = forms.BooleanField(
        label=_("straight there"),
        required=False,
        help_text=_("Otherwise the community's office looks first and sorts it."),
    )
    weight = forms.IntegerField(
        label=_("Weight"),
        min_value=-MOST_WEIGHT,
        max_value=MOST_WEIGHT,
        required=False,
        help_text=_("Counts only where the rule that weighs most decides; each condition adds one."),
    )
    reason = forms.CharField(label=_("Reason"), max_length=120, help_text=_("Stands on every case it sends."))
    reason_en = forms.CharField(label=_("Reason in English"), max_length=160, required=False)
    position = forms.IntegerField(label=_("Place in the list"), min_value=1)

    def __init__(self, *args: Any, by: Actor, book: Rulebook, method: str, most: int, **more: Any) -> None:
        """`most` is how many rules there are, this one among them."""
        super().__init__(*args, **more)
        everywhere = keeps_house(by, book)
        areas = sorted(book.areas.values(), key=lambda area: area.path)
        mine = [(a.code, a.name) for a in areas if everywhere or keeps_area(by, a.path)]
        offer = {
            "area": [*ANY, *mine] if everywhere else mine,
            "category": [*ANY, *categories(book)],
            "channel": [*ANY, *((c.code, named(c)) for c in book.channels.values())],
            "department": [("", _("none")), *sorted(department_names().items(), key=lambda d: d[1])],
        }
        for name, choices in offer.items():
            cast("forms.ChoiceField", self.fields[name]).choices = choices
        position = cast("forms.IntegerField", self.fields["position"])
        position.widget.attrs["max"] = most
        if method != Practice.Routing.SCORED:
            self.fields["weight"].widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        """A department is named where one gets the case, and only there."""
        found = super().clean() or {}
        if found.get("tier") == Tier.DEPARTMENT and not found.get("department"):
            self.add_error("department", _("Choose the department that gets these cases."))
        return found

    def row(self, pk: int | None) -> RuleRow:
        """The rule, with its id where it has one already."""
        told = {k: v for k, v in self.cleaned_data.items() if k != "position"}
        if told["tier"] != Tier.DEPARTMENT:
            told["department"] = ""
        return RuleRow(**{**told, "weight": told["weight"] or 0, "id": pk})

    @property
    def place(self) -> int:
        """Where in the list, from 0."""
        return int(self.cleaned_data["position"]) - 1
