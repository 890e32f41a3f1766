"""What is asked for the rota of day and night: numbers, turns, a shift, a colleague, a file."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wangge.foundation.calendar import CHINA_TIME
from wangge.places.models import Area
from wangge.staffing import rota
from wangge.staffing.duty import Numbers, Planned
from wangge.staffing.models import Office, Shift
from wangge.web.times import exact


def day(label: Any, **more: Any) -> forms.DateField:
    """A field for a day."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **more)


def clock(label: Any, **more: Any) -> forms.TimeField:
    """A field for a time of day."""
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return forms.TimeField(label=label, widget=widget, **more)


class NumbersForm(forms.Form):
    """How the office is reached; all of it is public."""

    phone = forms.CharField(label=_("Office telephone"), max_length=20, required=False)
    mobile = forms.CharField(
        label=_("Mobile of the office"),
        help_text=_("The office's own, not a person's: residents read it."),
        max_length=20,
        required=False,
    )
    day_and_night = forms.CharField(
        label=_("Telephone of day and night"),
        help_text=_("Somebody answers it for 24 hours; it stands on cards and on the residents' pages."),
        max_length=20,
        required=False,
    )
    account_name = forms.CharField(label=_("Name of the official account"), max_length=40, required=False)
    account_link = forms.URLField(
        label=_("Where its QR code leads"), max_length=300, required=False, assume_scheme="https"
    )

    def numbers(self) -> Numbers:
        """As the action takes them."""
        return Numbers(**self.cleaned_data)


class TurnsForm(forms.Form):
    """When shifts begin, and who takes turns in which order."""

    starts = forms.CharField(
        label=_("Shifts begin at"),
        help_text=_("Such as 08:00 16:00 00:00"),
        max_length=80,
        initial="08:00 20:00",
    )
    since = day(_("The first of them begins on"))

    def __init__(self, *args: Any, area: Area, office: Office | None, today: date, **more: Any) -> None:
        """Offer everybody who may be on duty, with their place in the order."""
        super().__init__(*args, **more)
        self.people = list(rota.crew(area))
        turns = office.turns if office else []
        for person in self.people:
            self.fields[f"turn-{person.pk}"] = forms.IntegerField(
                label=person.name, min_value=1, max_value=99, required=False
            )
            if person.pk in turns:
                self.initial.setdefault(f"turn-{person.pk}", turns.index(person.pk) + 1)
        if office and office.starts:
            self.initial.setdefault("starts", " ".join(office.starts))
        self.initial.setdefault("since", (office.since if office else None) or today.replace(day=1))

    @property
    def turns(self) -> list[int]:
        """The accounts in the order of their places."""
        given = {p.pk: self.cleaned_data.get(f"turn-{p.pk}") for p in self.people}
        return [pk for pk, place in sorted(given.items(), key=lambda each: each[1] or 0) if place]

    @property
    def taking(self) -> list[forms.BoundField]:
        """The fields of whoever takes turns, in their order."""
        return sorted((f for f in self._turns() if f.value()), key=lambda f: f"{f.value():>3}")

    @property
    def resting(self) -> list[forms.BoundField]:
        """The fields of all others."""
        return [f for f in self._turns() if not f.value()]

    def _turns(self) -> list[forms.BoundField]:
        return [self[f"turn-{person.pk}"] for person in self.people]


class ShiftForm(forms.Form):
    """Who is on duty from when until when; an end before the beginning lies on the next day."""

    account = forms.TypedChoiceField(label=_("Who"), coerce=int)
    day = day(_("Day"))
    since = clock(_("From"), initial="08:00")
    until = clock(_("Until"), initial="20:00")

    def __init__(self, *args: Any, area: Area, **more: Any) -> None:
        """Offer everybody who may be on duty."""
        super().__init__(*args, **more)
        people = [(person.pk, person.name) for person in rota.crew(area)]
        self.fields["account"].choices = [("", _("Choose …")), *people]  # type: ignore[attr-defined]

    def planned(self) -> Planned:
        """The shift."""
        said = self.cleaned_data
        return Planned(said["account"], *span(said["day"], said["since"], said["until"]))


def span(on: date, since: time, until: time) -> tuple[datetime, datetime]:
    """From one time of a day until another, of the next day where it is not later."""
    begin, end = (datetime.combine(on, at, CHINA_TIME) for at in (since, until))
    return begin, end if end > begin else end + timedelta(days=1)


class ColleagueForm(forms.Form):
    """Which colleague takes the shift, and which of theirs one takes for it."""

    to = forms.TypedChoiceField(label=_("Who takes it"), coerce=int)
    back = forms.TypedChoiceField(label=_("You take for it"), coerce=int, required=False, empty_value=None)

    def __init__(self, *args: Any, shift: Shift, office: bool, **more: Any) -> None:
        """Offer the others, and their shifts to come; the office decides without a swap."""
        super().__init__(*args, **more)
        others = [a for a in rota.crew(shift.area) if a.pk != shift.account_id]
        self.fields["to"].choices = [("", _("Choose …")), *((a.pk, a.name) for a in others)]  # type: ignore[attr-defined]
        if office:
            del self.fields["back"]
            return
        coming = rota.shifts(shift.area, timezone.now(), shift.since + timedelta(days=31))
        theirs = [
            (s.pk, f"{s.account.name} {exact(s.since)}") for s in coming if s.account_id != shift.account_id
        ]
        self.fields["back"].choices = [("", _("nothing")), *theirs]  # type: ignore[attr-defined]
