"""What is asked about time: waiting, shelving, more time, and what comes from above."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wangge.cases import circumstances
from wangge.web.desk.forms import Reason, StepForm, prose, when
from wangge.web.reckoning import limit, words
from wangge.web.times import exact


class Until(StepForm):
    """Why, and until when."""

    reason = prose(_("Why"), _("The reporter may read this."), most=200)
    until = when(_("Look at it again on"), _("The clock stands still until then, and no longer."))
    field_order = ("reason", "until")


class Waiting(Until):
    """What only the reporter can say or do."""

    reason = prose(_("What the reporter has to say or do"), _("The reporter reads this."), most=200)


class Remark(StepForm):
    """A word, where one is wanted."""

    note = prose(_("A word on it"), required=False)


class Shelving(Remark):
    """The decision on what was asked: it is said again above."""

    def fill(self) -> None:
        """Say who asked for what."""
        self.said = asked_to_shelve(self.case)


class NoShelving(Reason):
    """Why it is not shelved."""

    def fill(self) -> None:
        """Say who asked for what."""
        self.said = asked_to_shelve(self.case)


def asked_to_shelve(case: Any) -> list[str]:
    """Who asked to shelve a case, until when and why."""
    hold = circumstances.asked_hold(case)
    if hold is None:
        return []
    told = gettext("{who} asks to shelve it until {until}: {reason}")
    return [told.format(who=hold.asked_by.name, until=exact(hold.until), reason=hold.reason)]


class MoreTime(StepForm):
    """How much more, and why."""

    amount = forms.IntegerField(label=_("How much more"), min_value=1, max_value=365)
    reason = prose(
        _("Why it takes longer"), _("Somebody else decides; until then the clock runs on."), most=200
    )

    def fill(self) -> None:
        """Say in what it is counted and how much may be asked for."""
        run = circumstances.resolve_clock(self.case)
        if run is not None:
            facts = {"due": exact(run.due_at), "most": limit(run.amount - run.extra, run.unit)}
            self.said = [
                gettext("Its time is up on {due}. At most {most} more can be asked for.").format(**facts)
            ]
            self.fields["amount"].label = gettext("How many more {units}").format(units=unit_word(run.unit))


def unit_word(unit: str) -> str:
    """The unit of a limit by itself, many of it."""
    told = limit(2, unit)
    return told.replace("2", "", 1).strip()


class Extending(Remark):
    """The decision on more time, with the deadline as it would be."""

    def fill(self) -> None:
        """Show from when to when the deadline would move, and how that is reckoned."""
        self.said, self.reckoning = asked_for_time(self)


class NoMoreTime(Reason):
    """Why there is no more time."""

    def fill(self) -> None:
        """Say who asked for what."""
        self.said, self.reckoning = asked_for_time(self)


def asked_for_time(form: StepForm) -> tuple[list[str], list[str]]:
    """Who asked for how much and why; the new deadline, and its reckoning line by line."""
    asked = circumstances.asked_extension(form.case)
    if asked is None:
        return [], []
    found = circumstances.if_extended(asked, book=form.book)
    more = limit(asked.amount, asked.clock.unit)
    told = gettext("{who} asks for {more} more: {reason}")
    moved = gettext("If it is granted, the deadline moves from {old} to {new}.")
    said = [
        told.format(who=asked.asked_by.name, more=more, reason=asked.reason),
        moved.format(old=exact(asked.clock.due_at), new=exact(found.due)),
    ]
    return said, [words(line) for line in found.as_json()]


class Urging(StepForm):
    """What whoever has it is told."""

    note = prose(_("What you tell them"))


class Opinion(StepForm):
    """What has to be done, and by when it has to be answered."""

    opinion = prose(_("What has to be done"), _("Whoever has the case must answer this."))
    due = when(_("Answer by"))


class Answer(StepForm):
    """The answer to a supervision, which is said again above."""

    note = prose(_("Your answer"))

    def fill(self) -> None:
        """Say what was asked."""
        waiting = circumstances.waiting_supervision(self.case)
        if waiting is not None:
            told = gettext("{who} wants an answer by {due}: {opinion}")
            facts = {"who": waiting.by.name, "due": exact(waiting.due_at), "opinion": waiting.opinion}
            self.said = [told.format(**facts)]


class Mended(StepForm):
    """How a bad rating was put right."""

    photos = True
    note = prose(_("How it was put right"), _("The reporter reads this."))

    def fill(self) -> None:
        """Say what was rated badly."""
        rating = circumstances.waiting_rectification(self.case)
        if rating is not None:
            told = gettext("The reporter gave {score} of 5. {comment}")
            self.said = [told.format(score=rating.score, comment=rating.comment).strip()]
