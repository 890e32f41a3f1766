"""What the guide asks of whoever applies from home, or wishes that somebody run for them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wangge.counter.filing import Applicant
from wangge.counter.models import Group
from wangge.places.models import Area
from wangge.web.naming import named
from wangge.web.phones import PhoneField
from wangge.web.portal.forms import Words


class ReachForm(forms.Form):
    """How somebody is called and reached."""

    name = forms.CharField(
        label=_("Your name"), max_length=40, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    phone = PhoneField(
        autocomplete="tel",
        help_text=_("Only whoever works on it sees it."),
        error_messages={"invalid": _("This does not look like a phone number. Please check it.")},
    )
    address = forms.CharField(
        label=_("Home address"),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )

    def person(self) -> Applicant:
        """Who it is for; no identity number is asked for online."""
        return Applicant(**{name: self.cleaned_data[name] for name in ("name", "phone", "address")})


class AskForm(ReachForm):
    """An application from home."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    area = forms.ModelChoiceField(
        Area.objects.none(), label=_("Community"), empty_label=_("Choose a community")
    )
    words = Words(
        label=_("What else should we know?"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, areas: list[Area], **more: Any) -> None:
        """Offer the communities served."""
        super().__init__(*args, **more)
        rows = Area.objects.filter(pk__in=[area.pk for area in areas]).defer("outline")
        self.fields["area"].queryset = rows  # type: ignore[attr-defined]
        if len(areas) == 1:
            self.fields["area"].widget = forms.HiddenInput()
            self.initial.setdefault("area", areas[0].pk)


class ErrandForm(AskForm):
    """A wish that somebody fetch it."""

    group = forms.ModelChoiceField(
        Group.objects.all(), label=_("For whom is it?"), widget=forms.RadioSelect, empty_label=None
    )
    building = forms.TypedChoiceField(
        label=_("Building"),
        help_text=_("Then it goes straight to whoever answers for it."),
        coerce=int,
        empty_value=None,
        required=False,
    )
    copies = forms.IntegerField(label=_("How many certificates"), min_value=1, max_value=9, initial=1)
    field_order = ("key", "area", "group", "name", "phone", "building", "address", "copies", "words")

    def __init__(self, *args: Any, areas: list[Area], buildings: list[tuple[int, str]], **more: Any) -> None:
        """`buildings` are those of the community chosen."""
        super().__init__(*args, areas=areas, **more)
        self.fields["group"].label_from_instance = named  # type: ignore[attr-defined]
        self.fields["building"].choices = [("", _("I write the address")), *buildings]  # type: ignore[attr-defined]


class WithdrawForm(forms.Form):
    """Not wanted any more."""

    reason = forms.CharField(
        label=_("Why do you withdraw it?"),
        max_length=300,
        error_messages={"required": _("Please say why, in a few words.")},
    )
