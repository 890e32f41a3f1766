"""What the portal asks residents."""

from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _

from wangge.cases.errors import NoPlace, OutsideArea
from wangge.cases.telling import MOST_TEXT
from wangge.places.models import Area, Building
from wangge.web.middleware import told
from wangge.web.phones import PhoneField
from wangge.web.portal.whereabouts import buildings_of, community_at


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, be it nothing; None where the page is only asked for."""
    return request.POST if request.method == "POST" else None


class Words(forms.CharField):
    """Free text; a line's end counts as one sign, as browsers count it."""

    def to_python(self, value: Any) -> Any:
        """The text with plain line ends."""
        return super().to_python(value.replace("\r\n", "\n") if isinstance(value, str) else value)


class MatterForm(forms.Form):
    """Step one: what happened."""

    text = Words(
        label=_("What has happened?"),
        help_text=_("In your own words: what, and since when. The place comes next."),
        max_length=MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5, "autocomplete": "off"}),
        error_messages={
            "required": _("Please say what happened, in a few words."),
            "max_length": _("Please keep it under %(limit_value)d characters; you wrote %(show_value)d."),
        },
    )


UNREADABLE = {
    "invalid": _("The place sent cannot be read. Point on the map again, or write the address."),
}


class PlaceForm(forms.Form):
    """Step two: where. A pin, or a building, or an address in a community."""

    lon = forms.FloatField(required=False, widget=forms.HiddenInput, error_messages=UNREADABLE)
    lat = forms.FloatField(required=False, widget=forms.HiddenInput, error_messages=UNREADABLE)
    area = forms.ModelChoiceField(
        label=_("Community"),
        queryset=Area.objects.filter(level=Area.Level.COMMUNITY).defer("outline"),
        required=False,
        empty_label=_("Choose a community"),
    )
    building = forms.ModelChoiceField(label=_("Building"), queryset=Building.objects.none(), required=False)
    address = forms.CharField(
        label=_("Where exactly?"),
        help_text=_("Such as: stairwell 3, fifth floor, by the lift."),
        max_length=200,
        required=False,
    )

    def __init__(self, *args: Any, area: Area | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.buildings = buildings_of(area)
        self.fields["building"].queryset = self.buildings  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """One of the three ways must be given, and a point must lie where somebody answers for it."""
        given = super().clean() or {}
        if {"lon", "lat", "building"} & self.errors.keys() or given.get("building"):
            return given
        lon, lat = given.get("lon"), given.get("lat")
        if lon is not None and lat is not None:
            self._expect_served(lon, lat)
        elif not given.get("address"):
            raise forms.ValidationError(told(NoPlace()))
        elif not given.get("area"):
            self.add_error("area", _("Please choose the community in which this address lies."))
        return given

    def _expect_served(self, lon: float, lat: float) -> None:
        inside = abs(lon) <= 180 and abs(lat) <= 90 and community_at(lon, lat) is not None
        if inside:
            return
        if abs(lon) <= 90 and abs(lat) <= 180 and community_at(lat, lon) is not None:
            raise forms.ValidationError(
                _("Longitude and latitude seem to be swapped. Point on the map again, or write the address.")
            )
        raise forms.ValidationError(told(OutsideArea()))


class ContactForm(forms.Form):
    """Step three: how to reach the reporter, if they like."""

    name = forms.CharField(
        label=_("How may we call you?"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = PhoneField(
        autocomplete="tel", required=False, help_text=_("Only whoever works on your report sees it.")
    )


class FindForm(forms.Form):
    """Find one's report again."""

    number = forms.CharField(
        label=_("Number"),
        help_text=_("Such as 20261122-000017."),
        max_length=30,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )
    secret = forms.CharField(
        label=_("Secret"),
        help_text=_("The twelve letters and digits under the number."),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
        ),
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
        label=_("How was it done?"),
        choices=SCORES,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please tap one of the five faces.")},
    )
    comment = Words(
        label=_("Anything to add?"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class ReopenForm(forms.Form):
    """Not settled after all."""

    reason = Words(
        label=_("What is still wrong?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Please say what is still wrong, in a few words.")},
    )


class SupplementForm(forms.Form):
    """Something to add, or the answer to what was asked."""

    note = Words(
        label=_("Your answer, or what else there is to say"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Please write a few words.")},
    )
