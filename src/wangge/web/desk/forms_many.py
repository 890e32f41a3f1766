"""What is asked about people and other cases: the five persons, and one report with several matters."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wangge.cases import circumstances
from wangge.cases.joining import Part
from wangge.cases.models import Five
from wangge.web.desk.forms import StepForm, categories
from wangge.web.desk.rows import Row, RowsForm


class Naming(StepForm):
    """Which of the five persons, and who it is."""

    role = forms.ChoiceField(label=_("Who is it that …"), choices=Five.choices, widget=forms.RadioSelect)
    account = forms.TypedChoiceField(
        label=_("Who"), help_text=_("Whoever supervises must not be the one who solves it."), coerce=int
    )

    def fill(self) -> None:
        """Offer everybody who is posted over the place, each once."""
        held = circumstances.people_near(self.case, book=self.book, now=timezone.now())
        known: dict[int, str] = {}
        for one in held:
            known.setdefault(one.account_id, f"{one.account.name} · {one.post.name}")
        self.choose("account", sorted(known.items(), key=lambda item: item[1]), first=_("Choose …"))


class Parts(RowsForm):
    """The matters of one report, each to become a case of its own."""

    columns = ("title", "text", "category")
    subject = _("Part")
    hint = _("Each part gets a number, a way and clocks of its own. This case is closed after all of them.")

    def cells(self) -> dict[str, forms.Field]:
        """The fields of one row."""
        return {
            "title": forms.CharField(label=_("In a few words"), max_length=120, required=False),
            "text": forms.CharField(
                label=_("What was said of it"),
                max_length=500,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            ),
            "category": forms.ChoiceField(
                label=_("What it is about"),
                choices=[("", _("as this case")), *categories(self.book)],
                required=False,
            ),
        }

    def check(self, number: int, row: Row) -> None:
        """A part has a title."""
        if not row["title"]:
            self.add_error(f"title-{number}", gettext("Say in a few words what this part is about."))

    def facts(self) -> dict[str, Any]:
        """The parts, in order."""
        return {"parts": [Part(row["title"], row["text"], row["category"]) for row in self.told()]}


class Merging(StepForm):
    """Into which case, and why it is the same matter."""

    into = forms.CharField(label=_("Number of the other case"), max_length=24)
    reason = forms.CharField(
        label=_("Why it is the same matter"), help_text=_("It stays in the record of both."), max_length=200
    )
