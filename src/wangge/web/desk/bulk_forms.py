"""What a step with many cases asks once for all of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wangge.cases.models import Case, Template
from wangge.cases.rulebook import Rulebook
from wangge.staffing.directory import Seat
from wangge.web.desk.forms import prose


class BulkForm(forms.Form):
    """A step that asks for nothing; the others build on it."""

    def __init__(self, *args: Any, cases: Sequence[Case], book: Rulebook, step: str, **more: Any) -> None:
        super().__init__(*args, **more)
        self.cases, self.book, self.step = cases, book, step
        self.fill()

    def fill(self) -> None:
        """Set choices from the cases."""

    def facts(self) -> dict[str, Any]:
        """The arguments of the action, the same for each case."""
        return {}


class ToOnePost(BulkForm):
    """The post that gets all of them, and a word with it."""

    post = forms.TypedChoiceField(
        label=_("Who takes care of them"),
        coerce=int,
        help_text=_("Where a post answers for some of the places only, the others stay where they are."),
    )
    reason = prose(_("What they should know"), required=False, most=200)

    def fill(self) -> None:
        """Offer the posts that answer for most of the places first."""
        paths = [case.area.path for case in self.cases]
        reach = [(seat, sum(path.startswith(seat.area_path) for path in paths)) for seat in self._seats()]
        best = sorted((each for each in reach if each[1]), key=lambda each: (-each[1], each[0].name))
        self.fields["post"].choices = [  # type: ignore[attr-defined]
            ("", _("Choose …")),
            *((seat.post, _reaching(seat, some, len(paths))) for seat, some in best),
        ]

    def _seats(self) -> Sequence[Seat]:
        return list(self.book.posts.seats.values())

    def facts(self) -> dict[str, Any]:
        """The post and the word that goes with it."""
        return {"post": self.cleaned_data["post"], "reason": self.cleaned_data["reason"]}


class Words(BulkForm):
    """Words that each case gets: from a template, or written for the day."""

    template = forms.ChoiceField(label=_("From a template"), required=False)
    note = prose(
        _("Or your own words"), _("What stands here is taken rather than the template."), required=False
    )

    def fill(self) -> None:
        """Offer the templates of this step; without any there is only the field."""
        self.texts = {
            str(pk): (name, text)
            for pk, name, text in Template.objects.filter(step=self.step).values_list("pk", "name", "text")
        }
        if not self.texts:
            del self.fields["template"]
            self.fields["note"].label, self.fields["note"].help_text = _("In words"), ""
            return
        offered = [(pk, f"{name}：{text[:40]}") for pk, (name, text) in self.texts.items()]
        self.fields["template"].choices = [("", _("none")), *offered]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Something has to be said."""
        given = super().clean() or {}
        self.said = str(given.get("note") or self.texts.get(given.get("template", ""), ("", ""))[1])
        if not self.said.strip():
            self.add_error("note", _("Choose a template or write a few words."))
        return given

    def facts(self) -> dict[str, Any]:
        """The words."""
        return {"note": self.said}


@dataclass(frozen=True, slots=True)
class Deed:
    """A step as it is offered for many cases."""

    verb: Any
    icon: str
    explain: Any
    form: type[BulkForm] = BulkForm


OFFERED = {
    "accept": Deed(_("Accept"), "check2", _("Each is a matter for here; its clock for signing stops.")),
    "dispatch": Deed(_("Dispatch"), "send", _("One post gets all of them."), ToOnePost),
    "urge": Deed(_("Urge"), "bell", _("Whoever has each of them is told the same words."), Words),
    "contact": Deed(
        _("Note a talk"), "telephone", _("Each gets the note that its reporter was spoken with."), Words
    ),
    "close": Deed(_("Close them"), "check-circle-fill", _("Verified cases that lack nothing are closed.")),
}


def _reaching(seat: Seat, some: int, of: int) -> str:
    if some == of:
        return seat.name
    return _("%(name)s (answers for %(some)d of %(of)d)") % {"name": seat.name, "some": some, "of": of}
