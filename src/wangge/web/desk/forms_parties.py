"""What is asked where several parties settle a case together: who takes part, the meeting, its minutes."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wangge.cases import circumstances
from wangge.cases.meeting import Decided
from wangge.cases.models import Party, PartyKind
from wangge.web.desk.forms import Reason, StepForm, prose, when
from wangge.web.desk.rows import Row, RowsForm
from wangge.web.naming import named
from wangge.web.times import exact


def told(party: Party) -> str:
    """A party with its kind, for a choice."""
    return f"{party.name} ({named(party.kind)})"


class Invitation(StepForm):
    """Which kind of party, who it is, and what it does in the case."""

    kind = forms.ChoiceField(label=_("Kind of party"))
    name = forms.CharField(
        label=_("Who it is"), help_text=_("The unit or the person, as they go by here."), max_length=60
    )
    contact = forms.CharField(
        label=_("How to reach them"),
        help_text=_("Only those who work on the case see it whole."),
        max_length=40,
        required=False,
    )
    part = forms.ChoiceField(
        label=_("What they do in it"),
        choices=Party.Part.choices,
        widget=forms.RadioSelect,
        initial=Party.Part.JOINS.value,
    )

    def fill(self) -> None:
        """Offer the kinds; the one that leads comes first, and leads where nobody does yet."""
        kinds = list(PartyKind.objects.all())
        self.choose("kind", [(kind.code, named(kind)) for kind in kinds], first=_("Choose …"))
        leading = next((kind for kind in kinds if kind.leads), None)
        if leading and not any(p.part == Party.Part.LEADS for p in circumstances.parties_of(self.case)):
            self.said = [gettext("Nobody leads yet: usually {party} does.").format(party=named(leading))]


class Leaving(Reason):
    """Which party leaves, and why."""

    party = forms.TypedChoiceField(label=_("Who takes part no longer"), coerce=int)
    field_order = ("party", "reason")

    def fill(self) -> None:
        """Offer those that take part."""
        there = circumstances.parties_of(self.case)
        self.choose("party", [(party.pk, told(party)) for party in there], first=_("Choose …"))


class Summoning(StepForm):
    """Who meets, where and when."""

    parties = forms.TypedMultipleChoiceField(
        label=_("Who is invited"), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    place = forms.CharField(label=_("Where to meet"), max_length=200)
    meet_at = when(_("When to meet"))
    matter = prose(
        _("What the meeting is about"), _("Without words of yours: the title of the case."), required=False
    )

    def fill(self) -> None:
        """Offer those that take part, all of them chosen."""
        there = circumstances.parties_of(self.case)
        self.choose("parties", [(party.pk, told(party)) for party in there])
        self.initial.setdefault("parties", [party.pk for party in there])


class JointMinutes(RowsForm):
    """Who came, what was said, and what was decided."""

    columns = ("text", "party", "due")
    subject = _("Decision")
    hint = _("What was decided, who does it, by when. The reporter reads the decisions, not the minutes.")
    beside = ("came", "note")
    came = forms.TypedMultipleChoiceField(
        label=_("Who came"), coerce=int, widget=forms.CheckboxSelectMultiple, required=False
    )
    note = prose(_("Minutes"), _("Who said what: only the staff read this."), most=2000)

    def fill(self) -> None:
        """Offer those that take part; those invited are ticked already."""
        self.there = circumstances.parties_of(self.case)
        self.choose("came", [(party.pk, told(party)) for party in self.there])
        for meeting in circumstances.meetings_of(self.case):
            if meeting.ended_at is None:
                self.initial.setdefault("came", [each.party_id for each in meeting.invited.all()])
                facts = {"place": meeting.place, "time": exact(meeting.meet_at), "matter": meeting.matter}
                self.said = [gettext("{place}, {time}: {matter}").format(**facts)]
        super().fill()

    @property
    def plain(self) -> list[forms.BoundField]:
        """Who came and the minutes stand above the decisions."""
        return [self[name] for name in self.beside]

    def cells(self) -> dict[str, forms.Field]:
        """The fields of one decision."""
        day = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        return {
            "text": forms.CharField(label=_("What was decided"), max_length=120, required=False),
            "party": forms.TypedChoiceField(
                label=_("Who does it"),
                choices=[("", _("all of them")), *((party.pk, told(party)) for party in self.there)],
                coerce=int,
                empty_value=None,
                required=False,
            ),
            "due": forms.DateField(label=_("By when"), widget=day, required=False),
        }

    def check(self, number: int, row: Row) -> None:
        """A decision says what."""
        if not row["text"]:
            self.add_error(f"text-{number}", gettext("Say what was decided."))

    def facts(self) -> dict[str, Any]:
        """Who came, the minutes and the decisions."""
        given = self.cleaned_data
        decided = [Decided(row["text"], row["party"], row["due"]) for row in self.told()]
        return {"came": given["came"], "note": given["note"], "decisions": decided}

    @classmethod
    def rearranged(cls, data: Mapping[str, Any], do: str) -> dict[str, Any]:
        """What stands above the rows stays when they are moved."""
        several = getattr(data, "getlist", lambda name: data.get(name, []))
        return super().rearranged(data, do) | {"came": several("came"), "note": data.get("note", "")}
