"""What a notice asks of whoever publishes or corrects it."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from wangge.cases.rulebook import rulebook
from wangge.journal.actor import Actor
from wangge.notices.actions import Draft, Places, Words
from wangge.notices.kinds import kinds
from wangge.notices.models import Notice
from wangge.notices.standing import OFFICES
from wangge.places.models import Area, Building, Compound, Division, Grid
from wangge.web.desk.forms import categories, prose, when
from wangge.web.naming import named

UNITS = re.compile(r"\d{1,3}(?:\s*[-–~]\s*\d{1,3})?")
LEVELS = (Area.Level.STREET, Area.Level.COMMUNITY)


def areas_of(by: Actor) -> QuerySet[Area]:
    """The areas for which an office may publish: its own and those below."""
    return Area.objects.under(by.paths(*OFFICES)).filter(level__in=LEVELS).defer("outline").order_by("path")


class WordsForm(forms.Form):
    """The wording and the time of what is announced."""

    title = forms.CharField(label=_("Title"), max_length=80)
    text = prose(_("Text"), _("Plain words: what, where, from when until when, whom to call."), most=4000)
    begins = when(_("From"))
    ends = when(_("Until"))

    def words(self) -> Words:
        """What it says."""
        return Words(**{name: self.cleaned_data[name] for name in ("title", "text", "begins", "ends")})


class CorrectionForm(WordsForm):
    """Another wording, why, and whether it must be told again."""

    again = forms.BooleanField(
        label=_("Everybody must be told again"),
        help_text=_("Then every unit counts as not told until somebody tells it the new wording."),
        required=False,
    )
    reason = forms.CharField(label=_("Why it is corrected"), max_length=200)


class NoticeForm(WordsForm):
    """A new notice."""

    kind = forms.ChoiceField(label=_("Kind"))
    category = forms.ChoiceField(
        label=_("Which cases would be about it"),
        help_text=_("Tickets of this matter from these places are counted against the notice."),
        required=False,
    )
    urgent = forms.BooleanField(
        label=_("Urgent"), help_text=_("It goes to every level at once."), required=False
    )
    due_at = when(_("To be passed on by"), _("Empty: within a day, and before it begins."))
    days = forms.IntegerField(
        label=_("Days after the end in which tickets still count"), min_value=0, max_value=60, initial=3
    )
    grids = forms.ModelMultipleChoiceField(
        Grid.objects.none(), label=_("Only these grids"), required=False, widget=forms.CheckboxSelectMultiple
    )
    compounds = forms.ModelMultipleChoiceField(
        Compound.objects.none(),
        label=_("Only these compounds"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    buildings = forms.ModelMultipleChoiceField(
        Building.objects.none(),
        label=_("Only these buildings"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    units = forms.CharField(
        label=_("Only these units of the buildings"),
        help_text=_("Such as 1-3, 5. Empty: all of them."),
        max_length=60,
        required=False,
    )
    key = forms.CharField(widget=forms.HiddenInput, max_length=40)
    field_order = ("kind", "title", "text", "begins", "ends", "urgent", "category", "days", "due_at")

    def __init__(self, *args: Any, area: Area, now: datetime, **more: Any) -> None:
        """Offer the places of a community; a street's notice is for all of it."""
        super().__init__(*args, **more)
        self.now = now
        self.fields["due_at"].required = False
        self.kinds = {kind.code: kind for kind in kinds()}
        self._choose("kind", [(code, named(kind)) for code, kind in self.kinds.items()])
        self.book = rulebook()
        usual = [("", _("as usual for the kind")), ("-", _("none"))]
        self._choose("category", [*usual, *categories(self.book)])
        self.initial.setdefault("key", uuid4().hex)
        begins = (now + timedelta(days=1)).replace(hour=9, minute=0, second=0)
        self.initial.setdefault("begins", begins)
        self.initial.setdefault("ends", begins + timedelta(hours=8))
        if area.level == Area.Level.COMMUNITY:
            self._offer(area, now)
        else:
            for name in ("grids", "compounds", "buildings", "units"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """A notice of what is over already would be told to nobody: most likely the day is mistyped."""
        said: dict[str, Any] = super().clean() or self.cleaned_data
        begins, ends = said.get("begins"), said.get("ends")
        if begins and ends and begins < ends <= self.now:
            self.add_error("ends", _("This time is over already. Choose one that is still to come."))
        return said

    def clean_units(self) -> Sequence[int]:
        """The numbers of units: single ones and ranges."""
        said = str(self.cleaned_data["units"]).replace("，", ",").replace("、", ",").replace("单元", "")
        parts = [part.strip() for part in said.split(",") if part.strip()]
        if not all(UNITS.fullmatch(part) for part in parts):
            raise forms.ValidationError(_("Write numbers of units, such as 1-3, 5."))
        return sorted({number for part in parts for number in _range(part)})

    def draft(self) -> Draft:
        """The notice that is to be published."""
        said = self.cleaned_data
        names = ("grids", "compounds", "buildings", "units")
        places = Places(**{name: tuple(said.get(name) or ()) for name in names})
        return Draft(
            kind=said["kind"],
            words=self.words(),
            key=said["key"],
            places=places,
            category=self.book.by_code.get(said["category"] or self.kinds[said["kind"]].category),
            due_at=said["due_at"],
            days=said["days"],
            urgent=said["urgent"],
        )

    def _offer(self, area: Area, now: datetime) -> None:
        held = Division.objects.on(now.date()).filter(area=area)
        grids = Grid.objects.filter(division__in=held, level=Grid.Level.GRID).defer("outline")
        buildings = Building.objects.filter(area=area).select_related("compound").defer("footprint")
        compounds = Compound.objects.filter(area=area).defer("outline").order_by("name")
        self.fields["grids"].queryset = grids.order_by("number")  # type: ignore[attr-defined]
        self.fields["compounds"].queryset = compounds  # type: ignore[attr-defined]
        self.fields["buildings"].queryset = buildings.order_by("compound__name", "id")  # type: ignore[attr-defined]

    def _choose(self, name: str, choices: list[Any]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]


def _range(part: str) -> Iterable[int]:
    first, *last = (int(number) for number in re.findall(r"\d+", part))
    return range(first, (last[0] if last else first) + 1)


def told_of(notice: Notice) -> dict[str, Any]:
    """The wording in force, to begin a correction with."""
    return {name: getattr(notice, name) for name in ("title", "text", "begins", "ends")}
