"""What the portal asks residents."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wangge.cases.telling import MOST_TEXT
from wangge.places.models import Area, Building


class MatterForm(forms.Form):
    """Step one: what happened."""

    text = forms.CharField(
        label=_("What happened?"),
        help_text=_("Say it in your own words: what, and since when."),
        max_length=MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5, "data-count": "text-count", "autocomplete": "off"}),
        error_messages={"required": _("Please say what happened, in a few words.")},
    )


class PlaceForm(forms.Form):
    """Step two: where. A pin, or a building, or an address in a community."""

    lon = forms.FloatField(required=False, min_value=-180, max_value=180, widget=forms.HiddenInput)
    lat = forms.FloatField(required=False, min_value=-90, max_value=90, widget=forms.HiddenInput)
    area = forms.ModelChoiceField(
        label=_("Community"),
        queryset=Area.objects.filter(level=Area.Level.COMMUNITY).defer("outline"),
        required=False,
        empty_label=_("Choose a community"),
    )
    building = forms.ModelChoiceField(
        label=_("Building"),
        queryset=Building.objects.none(),
        required=False,
        empty_label=_("Choose a building, or leave this open"),
    )
    address = forms.CharField(
        label=_("Where exactly?"),
        help_text=_("Such as: stairwell 3, fifth floor, by the lift."),
        max_length=200,
        required=False,
    )

    def __init__(self, *args: Any, area: Area | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        buildings = Building.objects.defer("footprint").select_related("compound").order_by("compound", "id")
        self.fields["building"].queryset = buildings.filter(area=area) if area else buildings.none()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """One of the three ways must be given."""
        given = super().clean() or {}
        pointed = given.get("lon") is not None and given.get("lat") is not None
        if not (pointed or given.get("building") or (given.get("area") and given.get("address"))):
            raise forms.ValidationError(_("Please say where it is: point on the map or write the address."))
        return given


class ContactForm(forms.Form):
    """Step three: how to reach the reporter, if they like."""

    name = forms.CharField(
        label=_("How may we call you?"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = forms.RegexField(
        r"^[+0-9][0-9 -]{5,19}$",
        label=_("Phone"),
        help_text=_("Only whoever works on your report sees it."),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
        error_messages={"invalid": _("This does not look like a phone number. Check it or leave it out.")},
    )


class FindForm(forms.Form):
    """Find one's report again."""

    number = forms.CharField(label=_("Number"), help_text=_("Such as 20261122-000017."), max_length=30)
    secret = forms.CharField(
        label=_("Secret"), help_text=_("The twelve signs under the number."), max_length=20
    )


class RatingForm(forms.Form):
    """The reporter's rating."""

    SCORES = (
        (5, _("very good")),
        (4, _("good")),
        (3, _("all right")),
        (2, _("poor")),
        (1, _("very poor")),
    )
    score = forms.TypedChoiceField(
        label=_("How was it done?"), choices=SCORES, coerce=int, widget=forms.RadioSelect
    )
    comment = forms.CharField(
        label=_("Anything to add?"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class ReopenForm(forms.Form):
    """Not settled after all."""

    reason = forms.CharField(
        label=_("What is still wrong?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
