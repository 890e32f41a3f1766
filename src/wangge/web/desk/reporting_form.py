"""What is asked when a report is taken down at the desk."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wangge.cases.joining import Signer
from wangge.cases.models import Channel, Urgency
from wangge.cases.rulebook import Rulebook
from wangge.cases.telling import MOST_TEXT, Telling
from wangge.intake.signers import read_signers
from wangge.journal.actor import Actor
from wangge.places.models import Building
from wangge.web.desk.forms import categories
from wangge.web.desk.reporting_place import Understood, understood
from wangge.web.naming import named


class ReportForm(forms.Form):
    """What, where, and from whom."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=80)
    channel = forms.ChoiceField(label=gettext_lazy("How it came in"))
    name = forms.CharField(label=gettext_lazy("Who told you"), required=False, max_length=40)
    phone = forms.CharField(
        label=gettext_lazy("Their telephone"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    text = forms.CharField(
        label=gettext_lazy("What is the matter?"),
        max_length=MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3, "autofocus": True}),
    )
    address = forms.CharField(
        label=gettext_lazy("Where? The address as it was told"),
        help_text=gettext_lazy("Compound, building, entrance, door, in any spelling."),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    meant = forms.IntegerField(widget=forms.HiddenInput, required=False)
    building = forms.TypedChoiceField(
        label=gettext_lazy("At which building?"), required=False, coerce=int, empty_value=None
    )
    lon = forms.FloatField(widget=forms.HiddenInput, required=False)
    lat = forms.FloatField(widget=forms.HiddenInput, required=False)
    category = forms.ChoiceField(label=gettext_lazy("What it is about"), required=False)
    urgency = forms.ChoiceField(
        label=gettext_lazy("How soon"),
        required=False,
        choices=[("", gettext_lazy("as usual for this matter")), *Urgency.choices],
    )
    settled = forms.CharField(
        label=gettext_lazy("Settled already: what settled it?"),
        help_text=gettext_lazy("Only where it is settled now; somebody else still checks it."),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    signers = forms.CharField(
        label=gettext_lazy("Paste signers"),
        help_text=gettext_lazy("A line for each: name, telephone, home. Blanks or commas between them."),
        required=False,
        max_length=40_000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(
        self, *args: Any, book: Rulebook, buildings: list[Building], office: bool, by: Actor, **more: Any
    ) -> None:
        """Offices take reports of every channel of the desk; grid workers what they found themselves."""
        super().__init__(*args, **more)
        self._by, self._buildings = by, buildings
        open_to = offered(book, office=office)
        self.choose("channel", [(c.code, named(c)) for c in open_to])
        self.choose("category", [("", _("Let Wangge find out")), *categories(book)])
        places = [(b.pk, f"{b.compound.name if b.compound else ''} {b.name}".strip()) for b in buildings]
        self.choose("building", [("", _("not at a building")), *places])
        self.initial.setdefault("key", uuid4().hex)
        usual = Channel.Origin.ORDERED if office else Channel.Origin.FOUND
        self.initial.setdefault("channel", next((c.code for c in open_to if c.origin == usual), ""))
        if office:
            self.fields["text"].label = _("What do they report?")
        self.fields["building"].help_text = _("Not at a building? Point on the map below.")
        if not office:
            for field in ("name", "phone", "signers"):
                del self.fields[field]

    def clean(self) -> dict[str, Any]:
        """A chosen building, a point, or what the address means; asked for beside the field that names it."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        said["area"] = None
        if not said.get("building") and said.get("lon") is None and (place := self.place()):
            possible = {each.building for each in place.possible}
            said["building"] = said["meant"] if said.get("meant") in possible else place.building
            said["area"] = None if said["building"] or possible else place.area
        placed = said.get("building") or said["area"] or said.get("lon") is not None
        if not placed and "building" not in self.errors:
            self.add_error("building", _("Choose a building, or point on the map below."))
        return said

    def choose(self, name: str, choices: list[Any]) -> None:
        """Set what a field offers."""
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def place(self) -> Understood | None:
        """What is understood of the address, where one is typed."""
        address = (self.data.get("address") or "").strip()[:200]
        return understood(address, by=self._by, buildings=self._buildings) if address else None

    def telling(self) -> Telling:
        """The report as the domain takes it: a building before a point."""
        beside = {"settled", "signers", "meant"}
        said = {name: value for name, value in self.cleaned_data.items() if name not in beside}
        if said["building"]:
            said["lon"] = said["lat"] = None
        return Telling(**said)

    def signing(self, typed: list[tuple[str, ...]]) -> list[Signer]:
        """Those who sign, typed in rows and pasted in lines, each once."""
        if "signers" not in self.fields:
            return []
        rows = [Signer(*row) for row in typed if row[0]]
        return list(dict.fromkeys([*rows, *read_signers(self.cleaned_data["signers"])]))


def offered(book: Rulebook, *, office: bool) -> list[Channel]:
    """The channels that somebody may take reports down for; all of them where none is marked for the desk."""
    used = [channel for channel in book.channels.values() if not channel.retired_on]
    marked = [channel for channel in used if channel.desk] or used
    return [channel for channel in marked if office or channel.origin == Channel.Origin.FOUND]
