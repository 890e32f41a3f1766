"""A telephone number as people type it: with spaces, dashes, or an input method's full-width digits."""

from typing import Any
from unicodedata import normalize

from django import forms
from django.utils.translation import gettext_lazy as _

NUMBER = r"^[+0-9][0-9 -]{5,19}$"


class PhoneField(forms.RegexField):
    """A number to call, left out where `required` is False."""

    default_error_messages = {  # noqa: RUF012 - as Django's own fields have it
        "invalid": _("This does not look like a phone number. Check it or leave it out.")
    }

    def __init__(self, *, autocomplete: str = "off", **more: Any) -> None:
        """Let a phone show its number pad."""
        kinds = {"type": "tel", "inputmode": "tel", "autocomplete": autocomplete}
        more.setdefault("label", _("Phone"))
        more.setdefault("widget", forms.TextInput(attrs=kinds))
        more.setdefault("max_length", 20)
        super().__init__(NUMBER, strip=True, **more)

    def to_python(self, value: Any) -> Any:
        """The number in plain digits."""
        return super().to_python(normalize("NFKC", value) if isinstance(value, str) else value)
