"""What each step asks of whoever takes it; the names of the fields are those of the action."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wangge.cases.models import CallBack, Case, Category, Urgency
from wangge.cases.rulebook import Rulebook
from wangge.staffing.directory import Seat
from wangge.staffing.models import Tier
from wangge.web.naming import named

Grouped = list[tuple[Any, Any]]


class StepForm(forms.Form):
    """A step that asks for nothing; the others build on it."""

    photos = False
    picks = False

    def __init__(self, *args: Any, case: Case, book: Rulebook, seats: list[Seat], **more: Any) -> None:
        """`seats` are the posts that may be given the case."""
        super().__init__(*args, **more)
        self.case, self.book, self.seats = case, book, seats
        self.fill()

    def fill(self) -> None:
        """Set choices and initial values from the case."""

    def facts(self) -> dict[str, Any]:
        """The arguments of the action."""
        return dict(self.cleaned_data)


def _text(label: Any, help_text: Any = "", *, required: bool = True, most: int = 500) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, help_text=help_text, required=required, max_length=most, widget=area)


class Refusal(StepForm):
    """Why not, and where to go."""

    reason = _text(_("Why it is not taken on"), _("The reporter reads this."), most=200)
    referral = forms.CharField(
        label=_("Where to go instead"), help_text=_("An office, a number or an address."), max_length=200
    )


class Classification(StepForm):
    """What it is about and how soon it must be met."""

    category = forms.ChoiceField(label=_("What it is about"))
    urgency = forms.ChoiceField(
        label=_("How soon"),
        required=False,
        choices=[("", _("as usual for this matter")), *Urgency.choices],
        help_text=_("The deadlines are reckoned anew from when it came in."),
    )

    def fill(self) -> None:
        """Offer the categories; the guess, where there was one, is chosen already."""
        chosen = self.case.category or self.case.guess
        self.fields["category"].choices = [("", _("Choose …")), *categories(self.book)]  # type: ignore[attr-defined]
        self.initial.setdefault("category", chosen.code if chosen else "")


class Location(StepForm):
    """A point on the map."""

    picks = True
    lon = forms.FloatField(widget=forms.HiddenInput, min_value=-180, max_value=180)
    lat = forms.FloatField(widget=forms.HiddenInput, min_value=-90, max_value=90)

    def fill(self) -> None:
        """Begin where the case lies now."""
        self.initial.update(lon=self.case.lon, lat=self.case.lat)


class Assignment(StepForm):
    """A post that answers for the place."""

    post = forms.TypedChoiceField(label=_("Who takes care of it"), coerce=int)
    reason = _text(_("What they should know"), required=False, most=200)

    def fill(self) -> None:
        """Offer the posts by level, the grid's own first."""
        self.fields["post"].choices = [("", _("Choose …")), *_by_tier(self.seats, self.case, self.book)]  # type: ignore[attr-defined]

    def facts(self) -> dict[str, Any]:
        """The post's id and the word that goes with it."""
        return {"post": self.cleaned_data["post"], "reason": self.cleaned_data["reason"]}


class Reason(StepForm):
    """Why."""

    reason = _text(_("Why"), most=200)


class Note(StepForm):
    """What was said."""

    note = _text(_("What was said"))


class Done(StepForm):
    """What was done, with photos."""

    photos = True
    note = _text(_("What was done"), _("The reporter reads this."))


class Seen(StepForm):
    """What was found on site, with photos."""

    photos = True
    note = _text(_("What you found on site"))


class Rework(StepForm):
    """What is missing."""

    photos = True
    reason = _text(_("What is still to be done"), most=200)


class Outcome(StepForm):
    """What the reporter said when asked."""

    outcome = forms.ChoiceField(
        label=_("What the reporter says"), choices=CallBack.Outcome.choices, widget=forms.RadioSelect
    )
    note = _text(_("In their words"), required=False)


class Rating(StepForm):
    """How clear and reachable the request was."""

    score = forms.TypedChoiceField(
        label=_("How clear was the request, how reachable the reporter?"),
        coerce=int,
        choices=[(5, _("5, very")), (4, "4"), (3, "3"), (2, "2"), (1, _("1, not at all"))],
        widget=forms.RadioSelect,
    )
    comment = _text(_("Anything to add"), required=False)


def categories(book: Rulebook) -> Grouped:
    """Categories as choices: those with parents in groups, by their code."""
    groups: dict[int | None, list[Category]] = {}
    for category in sorted(book.categories.values(), key=lambda c: c.path):
        groups.setdefault(category.parent_id, []).append(category)
    choices: Grouped = []
    for top in groups.get(None, []):
        below = [(c.code, named(c)) for c in book.categories.values() if c.path.startswith(top.path)]
        choices.append((named(top), below) if len(below) > 1 else (top.code, named(top)))
    return choices


def _by_tier(seats: list[Seat], case: Case, book: Rulebook) -> Grouped:
    own = book.posts.grids.get(case.grid_id or 0)
    groups: Grouped = [(_("of this grid"), [(s.post, s.name) for s in seats if s.post == own])]
    for tier in (Tier.COMMUNITY, Tier.DEPARTMENT, Tier.STREET, Tier.GRID):
        here = [(seat.post, seat.name) for seat in seats if seat.tier == tier and seat.post != own]
        groups.append((tier.label, sorted(here)))
    return [(word, choices) for word, choices in groups if choices]
