"""What is asked of a force, of a role's holder and of a work record."""

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wangge.foundation.calendar import CHINA_TIME
from wangge.outreach.models import Record, RecordKind, WorkRole
from wangge.places.models import Area, Grid
from wangge.staffing.forces import MOST_PEOPLE, Draft
from wangge.staffing.models import Force, ForceKind, Skill
from wangge.web.naming import named

if TYPE_CHECKING:
    _One = forms.ModelChoiceField[Any]
    _Many = forms.ModelMultipleChoiceField[Any]
else:
    _One, _Many = forms.ModelChoiceField, forms.ModelMultipleChoiceField
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class Named(_One):
    """A choice by the name in the language of the page."""

    def label_from_instance(self, obj: Any) -> str:
        """Its name."""
        return named(obj)


class NamedMany(_Many):
    """Choices by the name in the language of the page."""

    def label_from_instance(self, obj: Any) -> str:
        """Its name."""
        return named(obj)


def _used(words: type[ForceKind] | type[Skill], force: Force | None) -> Any:
    """The words in use, and those that a force has from before."""
    return words.objects.filter(Q(retired_on=None) | Q(pk__in=words.objects.filter(forces=force or 0)))


class ForceForm(forms.Form):
    """A force: where it stands, how many they are, what they can do, whom to call."""

    name = forms.CharField(label=gettext_lazy("Name of the force"), max_length=80)
    kind = Named(ForceKind.objects.none(), label=gettext_lazy("Kind"), empty_label=None)
    place = forms.ChoiceField(
        label=gettext_lazy("Where it stands"),
        help_text=gettext_lazy("A street, a community or a grid; its level follows from it."),
    )
    people = forms.IntegerField(label=gettext_lazy("How many people"), min_value=1, max_value=MOST_PEOPLE)
    skills = NamedMany(
        Skill.objects.none(),
        label=gettext_lazy("What they can do"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    hours = forms.CharField(
        label=gettext_lazy("When they can be called"),
        help_text=gettext_lazy("Such as: weekdays after 18:00."),
        max_length=80,
        required=False,
    )
    contact = forms.CharField(label=gettext_lazy("Whom to call"), max_length=40)
    phone = forms.CharField(
        label=gettext_lazy("Telephone"),
        help_text=gettext_lazy("Masked in lists; shown to whoever may call them."),
        max_length=20,
    )
    sent_by = forms.CharField(label=gettext_lazy("Sent by"), max_length=80, required=False)
    since = forms.DateField(label=gettext_lazy("From"), widget=DAY)
    until = forms.DateField(label=gettext_lazy("To"), widget=DAY, required=False)

    def __init__(
        self, *args: Any, areas: list[Area], grids: list[Grid], force: Force | None = None, **more: Any
    ) -> None:
        """Offer the places of the office; a force that is there already stays where it is."""
        super().__init__(*args, **more)
        self.fields["kind"].queryset = _used(ForceKind, force)  # type: ignore[attr-defined]
        self.fields["skills"].queryset = _used(Skill, force)  # type: ignore[attr-defined]
        self.initial.setdefault("since", timezone.now().astimezone(CHINA_TIME).date())
        by_key = {area.pk: area for area in areas}
        self.places: dict[str, tuple[Area, Grid | None]] = {f"area-{area.pk}": (area, None) for area in areas}
        self.places |= {f"grid-{g.pk}": (by_key[g.division.area_id], g) for g in grids}
        told = [
            (key, f"{area.name} {grid.name}" if grid else area.name)
            for key, (area, grid) in self.places.items()
        ]
        self.fields["place"].choices = told  # type: ignore[attr-defined]
        if force:
            del self.fields["place"]
            kept = {name: getattr(force, name) for name in self.fields if name not in {"skills", "kind"}}
            self.initial.update(kept, skills=list(force.skills.all()), kind=force.kind_id)

    def draft(self) -> Draft:
        """The answers as the room takes them."""
        return Draft(**{name: value for name, value in self.cleaned_data.items() if name != "place"})


class RecordForm(forms.Form):
    """What was done, in which role, and what came of it."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=40)
    grid = Named(Grid.objects.none(), label=gettext_lazy("Grid"), empty_label=None)
    kind = forms.ChoiceField(label=gettext_lazy("In which role, and what"))
    what = forms.CharField(
        label=gettext_lazy("In a few words"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    outcome = forms.ChoiceField(
        label=gettext_lazy("What came of it"), choices=Record.Outcome.choices, widget=forms.RadioSelect
    )
    day = forms.DateField(label=gettext_lazy("Day"), widget=DAY)
    case = forms.CharField(
        label=gettext_lazy("Case number"),
        help_text=gettext_lazy("If it belongs to a case."),
        required=False,
        max_length=40,
    )

    def __init__(self, *args: Any, grids: list[Grid], **more: Any) -> None:
        """Offer one's own grids, and the kinds under their roles."""
        super().__init__(*args, **more)
        held = Grid.objects.filter(pk__in=[grid.pk for grid in grids]).select_related("division__area")
        self.fields["grid"].queryset = held.defer("outline", "division__area__outline")  # type: ignore[attr-defined]
        self.kinds = {str(kind.pk): kind for kind in RecordKind.objects.filter(retired_on=None)}
        grouped = [
            (role.label, [(pk, named(kind)) for pk, kind in self.kinds.items() if kind.role == role])
            for role in WorkRole
        ]
        self.fields["kind"].choices = [("", _("choose …")), *grouped]  # type: ignore[attr-defined]
        self.initial.setdefault("day", timezone.now().astimezone(CHINA_TIME).date())
        self.initial.setdefault("key", uuid4().hex)
        if len(grids) == 1:
            self.fields["grid"].widget = forms.HiddenInput()
            self.initial["grid"] = grids[0].pk
