"""What is asked of a letter box and of a letter."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wangge.cases import queries as cases
from wangge.cases.telling import MOST_TEXT
from wangge.foundation.calendar import CHINA_TIME
from wangge.intake import queries
from wangge.intake.boxes import OFFICES
from wangge.intake.models import Box
from wangge.journal.actor import Actor
from wangge.places.models import Area


class BoxForm(forms.Form):
    """Where a box hangs and who has its key."""

    area = forms.TypedChoiceField(label=gettext_lazy("Community"), coerce=int)
    grid = forms.TypedChoiceField(label=gettext_lazy("Grid"), coerce=int, required=False, empty_value=None)
    name = forms.CharField(label=gettext_lazy("Name of the box"), max_length=60)
    place = forms.CharField(label=gettext_lazy("Where it hangs"), max_length=200)
    keeper = forms.TypedChoiceField(
        label=gettext_lazy("Who has the key"), coerce=int, required=False, empty_value=None
    )
    every_days = forms.IntegerField(
        label=gettext_lazy("Opened at least every … days"), min_value=1, max_value=365, initial=7
    )

    def __init__(self, *args: Any, by: Actor, box: Box | None = None, **more: Any) -> None:
        """Offer the communities, grids and people that the office answers for."""
        super().__init__(*args, **more)
        areas = list(Area.objects.under(by.paths(*OFFICES)).filter(level="community").defer("outline"))
        self.areas = {area.pk: area for area in areas}
        holders = {a.pk: a for area in areas for a in queries.key_holders(area)}
        self.holders = holders
        today = timezone.now().astimezone(CHINA_TIME).date()
        self.grids = {grid.pk: grid for grid in cases.grids_of(by, on=today)}
        self._choose("keeper", [("", _("nobody yet")), *((pk, a.name) for pk, a in holders.items())])
        if box:
            for field in ("area", "grid", "name"):
                del self.fields[field]
            self.initial = {"place": box.place, "keeper": box.keeper_id, "every_days": box.every_days}
            return
        self._choose("area", [(pk, area.name) for pk, area in self.areas.items()])
        self._choose("grid", [("", _("in no grid")), *((pk, grid.name) for pk, grid in self.grids.items())])
        if len(areas) == 1:
            self.fields["area"].widget = forms.HiddenInput()
            self.initial.setdefault("area", areas[0].pk)

    def _choose(self, name: str, choices: list[Any]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]


class LetterForm(forms.Form):
    """What a letter says."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=40)
    opening = forms.IntegerField(widget=forms.HiddenInput)
    text = forms.CharField(
        label=gettext_lazy("What the letter says"),
        max_length=MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    building = forms.TypedChoiceField(
        label=gettext_lazy("At which building?"), required=False, coerce=int, empty_value=None
    )
    name = forms.CharField(label=gettext_lazy("Signed by"), required=False, max_length=40)
    phone = forms.CharField(label=gettext_lazy("Their telephone"), required=False, max_length=20)

    def __init__(self, *args: Any, by: Actor, **more: Any) -> None:
        """Offer the buildings that the actor answers for."""
        super().__init__(*args, **more)
        held = cases.buildings_of(by, on=timezone.now().astimezone(CHINA_TIME).date())
        places = [(b.pk, f"{b.compound.name if b.compound else ''} {b.name}".strip()) for b in held]
        self.fields["building"].choices = [("", _("where the box hangs")), *places]  # type: ignore[attr-defined]
