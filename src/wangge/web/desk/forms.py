"""What each step asks of whoever takes it; the names of the fields are those of the action."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wangge.cases.models import CallBack, Case, Category, Template, Urgency
from wangge.cases.rulebook import Rulebook
from wangge.staffing.directory import Seat
from wangge.staffing.models import Tier
from wangge.web.naming import named

Grouped = list[tuple[Any, Any]]


class StepForm(forms.Form):
    """A step that asks for nothing; the others build on it.

    `photos`: pictures may be sent along; `picks`: a point on a map; `positions`: the browser may say where it
    is. `said` are sentences above the fields, `reckoning` the lines of a deadline that would be.
    """

    photos = False
    picks = False
    positions = False
    many = False

    def __init__(self, *args: Any, case: Case, book: Rulebook, seats: list[Seat], **more: Any) -> None:
        """`seats` are the posts that answer for the place of the case."""
        super().__init__(*args, **more)
        self.case, self.book, self.seats = case, book, seats
        self.said: list[str] = []
        self.reckoning: list[str] = []
        self.templates: list[Template] = []
        self.fill()

    def fill(self) -> None:
        """Set choices and initial values from the case."""

    def facts(self) -> dict[str, Any]:
        """The arguments of the action."""
        return dict(self.cleaned_data)

    @property
    def others(self) -> list[Seat]:
        """The posts that do not have the case already."""
        return [seat for seat in self.seats if seat.post != self.case.post_id]

    @property
    def plain(self) -> list[forms.BoundField]:
        """The fields that are no part of a table of rows."""
        return list(self)

    @property
    def worded(self) -> str:
        """The name of the field in which people write, which templates fill; empty where there is none."""
        written = (name for name, f in self.fields.items() if isinstance(f.widget, forms.Textarea))
        return next(written, "")

    def choose(self, name: str, choices: Grouped, *, first: Any = None) -> None:
        """Offer these choices in a field, after an empty one that says what to do."""
        offered = [("", first), *choices] if first is not None else choices
        self.fields[name].choices = offered  # type: ignore[attr-defined]


def prose(label: Any, help_text: Any = "", *, required: bool = True, most: int = 500) -> forms.CharField:
    """A field for a few sentences."""
    area = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, help_text=help_text, required=required, max_length=most, widget=area)


def when(label: Any, help_text: Any = "") -> forms.DateTimeField:
    """A field for a day and a time, in the place's own time."""
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, help_text=help_text, widget=widget)


class Refusal(StepForm):
    """Why not, and where to go."""

    reason = prose(_("Why it is not taken on"), _("The reporter reads this."), most=200)
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
        self.choose("category", categories(self.book), first=_("Choose …"))
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
    reason = prose(_("What they should know"), required=False, most=200)

    def fill(self) -> None:
        """Offer the posts by level, the grid's own first."""
        self.choose("post", by_tier(self.others, self.case, self.book), first=_("Choose …"))

    def facts(self) -> dict[str, Any]:
        """The post's id and the word that goes with it."""
        return {"post": self.cleaned_data["post"], "reason": self.cleaned_data["reason"]}


class Transfer(Assignment):
    """Another post, and why."""

    reason = prose(_("Why it goes elsewhere"), _("Whoever gets it reads this."), most=200)


class Reason(StepForm):
    """Why."""

    reason = prose(_("Why"), most=200)


class Note(StepForm):
    """What was said."""

    note = prose(_("What was said"))


class Evidence(StepForm):
    """Something seen on site: photos, the position where it is given, and why there is no photo."""

    photos = True
    positions = True
    shows = True
    lon = forms.FloatField(widget=forms.HiddenInput, min_value=-180, max_value=180, required=False)
    lat = forms.FloatField(widget=forms.HiddenInput, min_value=-90, max_value=90, required=False)
    unseen = forms.CharField(
        label=_("Why there is no photo"),
        help_text=_("Matters of this kind are shown by a photo; without one, say why."),
        max_length=200,
        required=False,
    )

    def fill(self) -> None:
        """Only matters that ask for evidence ask why there is none."""
        if not (self.case.category and self.case.category.evidence):
            del self.fields["unseen"]

    def clean(self) -> dict[str, Any]:
        """Work that must be shown comes with a photo or a reason."""
        given = super().clean() or {}
        asked = self.shows and "unseen" in self.fields
        if asked and not given.get("unseen") and not self.files.getlist("photos"):
            self.add_error("unseen", gettext("Add a photo of the work, or say why there is none."))
        return given

    def facts(self) -> dict[str, Any]:
        """The note, from where, and why there is no photo."""
        return {**self.cleaned_data, "unseen": self.cleaned_data.get("unseen", "")}


class Done(Evidence):
    """What was done, with photos."""

    note = prose(_("What was done"), _("The reporter reads this."))
    field_order = ("note",)


class Seen(Evidence):
    """What was found on site, with photos."""

    shows = False
    note = prose(_("What you found on site"))
    field_order = ("note",)


class Rework(StepForm):
    """What is missing."""

    photos = True
    reason = prose(_("What is still to be done"), most=200)


class Outcome(StepForm):
    """What the reporter said when asked."""

    outcome = forms.ChoiceField(
        label=_("What the reporter says"), choices=CallBack.Outcome.choices, widget=forms.RadioSelect
    )
    note = prose(_("In their words"), required=False)


class Rating(StepForm):
    """How clear and reachable the request was."""

    score = forms.TypedChoiceField(
        label=_("How clear was the request, how reachable the reporter?"),
        coerce=int,
        choices=[(5, _("5, very")), (4, "4"), (3, "3"), (2, "2"), (1, _("1, not at all"))],
        widget=forms.RadioSelect,
    )
    comment = prose(_("Anything to add"), required=False)


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


def by_tier(seats: list[Seat], case: Case, book: Rulebook) -> Grouped:
    """Posts as choices in groups by level, the grid's own first."""
    own = book.posts.grids.get(case.grid_id or 0)
    groups: Grouped = [(_("of this grid"), [(s.post, s.name) for s in seats if s.post == own])]
    for tier in (Tier.COMMUNITY, Tier.DEPARTMENT, Tier.STREET, Tier.GRID):
        here = [(seat.post, seat.name) for seat in seats if seat.tier == tier and seat.post != own]
        groups.append((tier.label, sorted(here)))
    return [(word, choices) for word, choices in groups if choices]
