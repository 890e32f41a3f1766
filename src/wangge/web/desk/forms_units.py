"""What is asked where several units are on a case: disputes, rulings, the whistle, the steps of the work."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wangge.cases import circumstances
from wangge.cases.models import SiteVisit, Summons
from wangge.cases.sla import Unit
from wangge.cases.tasking import Planned
from wangge.web.desk.forms import Reason, StepForm, by_tier, prose, when
from wangge.web.desk.rows import Row, RowsForm
from wangge.web.times import exact

UNITS = {
    Unit.NATURAL_HOUR: _("hours"),
    Unit.WORKING_HOUR: _("working hours"),
    Unit.NATURAL_DAY: _("days"),
    Unit.WORKING_DAY: _("working days"),
}


class Disputed(StepForm):
    """Why it is not ours, and whose it is."""

    reason = prose(_("Why it is not your unit's"), _("The street office reads this and rules."), most=200)
    proposed = forms.ChoiceField(label=_("Whose it is, you think"), required=False)

    def fill(self) -> None:
        """Offer the names of the other units."""
        names = sorted({seat.name for seat in self.others})
        self.choose("proposed", [(name, name) for name in names], first=_("I cannot say"))


class Ruling(StepForm):
    """Whose it is, and why; both sides read it."""

    post = forms.TypedChoiceField(label=_("Who has to take it"), coerce=int)
    reason = prose(_("Why"), _("Both units read this. Whoever gets it must take it."), most=200)

    def fill(self) -> None:
        """Offer every post, and say what was disputed."""
        self.choose("post", by_tier(self.others, self.case, self.book), first=_("Choose …"))
        self.said = disputed(self.case)


class Decision(Reason):
    """A decision on an appeal, with its reason."""

    def fill(self) -> None:
        """Say what the appeal says."""
        self.said = disputed(self.case)


def disputed(case: Any) -> list[str]:
    """What the open dispute or appeal says."""
    found = circumstances.open_dispute(case)
    if found is None:
        return []
    said = [gettext("{unit} says: {reason}").format(unit=found.post.name, reason=found.reason)]
    if found.proposed:
        said.append(gettext("It thinks it belongs to: {unit}").format(unit=found.proposed))
    return said


class Call(StepForm):
    """Which units, where and when."""

    posts = forms.TypedMultipleChoiceField(
        label=_("Which units come"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    leads = forms.TypedChoiceField(
        label=_("Which of them leads"),
        help_text=_("The others assist."),
        coerce=int,
        empty_value=None,
        required=False,
    )
    place = forms.CharField(label=_("Where to meet"), max_length=200)
    meet_at = when(_("When to meet"))
    matter = prose(
        _("What the meeting is about"), _("Without words of yours: the title of the case."), required=False
    )

    def fill(self) -> None:
        """Offer the units by level; the place of the case is where to meet, unless another is named."""
        groups = by_tier(self.seats, self.case, self.book)
        self.choose("posts", [choice for _word, choices in groups for choice in choices])
        self.choose("leads", groups, first=_("none of them"))
        building = self.case.building.name if self.case.building else ""
        self.initial.setdefault("place", " ".join(filter(None, [building, self.case.address])))


class Response(StepForm):
    """Coming, or why not."""

    answer = forms.ChoiceField(
        label=_("Your answer"), choices=Summons.Answer.choices, widget=forms.RadioSelect
    )
    note = prose(_("Why not, or what you bring"), required=False, most=200)

    def fill(self) -> None:
        """Say where and when."""
        for summons in circumstances.called(self.case)[:1]:
            blown = summons.whistle
            told = gettext("{place}, {time}: {matter}")
            self.said = [told.format(place=blown.place, time=exact(blown.meet_at), matter=blown.matter)]


class Attendance(StepForm):
    """Which unit, and whether it came."""

    post = forms.TypedChoiceField(label=_("Which unit"), coerce=int)
    came = forms.TypedChoiceField(
        label=_("Did it come?"),
        coerce=lambda said: said == "yes",
        choices=[("yes", _("It came")), ("no", _("It did not come"))],
        widget=forms.RadioSelect,
        initial="yes",
    )

    def fill(self) -> None:
        """Offer the units that were called."""
        called = circumstances.called(self.case)
        self.choose("post", [(s.post_id, s.post.name) for s in called], first=_("Choose …"))


class Minutes(StepForm):
    """What was agreed at the meeting."""

    photos = True
    note = prose(_("What was agreed"), _("Who does what by when. Whoever was not seen did not come."))


class Plan(RowsForm):
    """The steps of the work in order: what, who, and how long each may take."""

    columns = ("title", "post", "amount", "unit")
    subject = _("Step")
    hint = _(
        "The first step begins now, each other one when the one before it is done. 0 days: the same day."
    )

    def fill(self) -> None:
        """The decisions of the last joint meeting are the steps to begin with."""
        decided = [] if self.is_bound or "rows" in self.initial else circumstances.decided(self.case)
        if decided:
            written = {f"title-{n}": each.text for n, each in enumerate(decided)}
            self.initial = {"rows": len(decided), **written, **self.initial}
            self.said = [gettext("What the joint meeting decided stands here already.")]
        super().fill()

    def cells(self) -> dict[str, forms.Field]:
        """The fields of one row."""
        groups = by_tier(self.seats, self.case, self.book)
        return {
            "title": forms.CharField(label=_("What is to be done"), max_length=120, required=False),
            "post": forms.TypedChoiceField(
                label=_("Who"),
                choices=[("", _("Choose …")), *groups],
                coerce=int,
                empty_value=None,
                required=False,
            ),
            "amount": forms.IntegerField(
                label=_("How long"), min_value=0, max_value=365, initial=1, required=False
            ),
            "unit": forms.ChoiceField(
                label=_("Counted in"), choices=list(UNITS.items()), initial=Unit.NATURAL_DAY, required=False
            ),
        }

    def check(self, number: int, row: Row) -> None:
        """A step says who does it and how long it may take."""
        if not row["title"]:
            self.add_error(f"title-{number}", gettext("Say what is to be done in this step."))
        if row["post"] is None:
            self.add_error(f"post-{number}", gettext("Choose who does this step."))
        if row["amount"] is None:
            self.add_error(f"amount-{number}", gettext("Say how long this step may take."))

    def blank(self, row: Row) -> bool:
        """A row in which nobody wrote anything."""
        return not row["title"] and row["post"] is None

    def facts(self) -> dict[str, Any]:
        """The steps, in order."""
        return {
            "tasks": [
                Planned(row["title"], row["post"], row["amount"], Unit(row["unit"] or Unit.NATURAL_DAY))
                for row in self.told()
            ]
        }


class Performed(StepForm):
    """What was done in the step that is due."""

    photos = True
    note = prose(_("What was done"))

    def fill(self) -> None:
        """Say which step it is."""
        self.said = due_step(self.case)


class Dropped(Reason):
    """Why the step is not needed."""

    def fill(self) -> None:
        """Say which step it is."""
        self.said = due_step(self.case)


def due_step(case: Any) -> list[str]:
    """Which step of the work is due, and whose it is."""
    task = circumstances.due_task(case)
    if task is None:
        return []
    return [gettext("Step {n}: {title} ({unit})").format(n=task.order, title=task.title, unit=task.post.name)]


class Visit(StepForm):
    """What came of going there."""

    photos = True
    outcome = forms.ChoiceField(
        label=_("What came of it"), choices=SiteVisit.Outcome.choices, widget=forms.RadioSelect
    )
    note = prose(_("What you saw and said"))
