"""The form that begins a scenario: what it starts from and, where drawn afresh, how large a grid is."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _


class OpeningForm(forms.Form):
    """Without a plan in force there is only the fresh beginning."""

    name = forms.CharField(label=_("Name of the scenario"), max_length=60, required=False)
    basis = forms.ChoiceField(
        label=_("Begin with"),
        choices=[("in_force", _("the plan in force")), ("fresh", _("nothing: draw afresh"))],
        widget=forms.RadioSelect,
    )
    measure = forms.ChoiceField(
        label=_("A grid is measured"),
        choices=[("households", _("by households")), ("people", _("by people"))],
        widget=forms.RadioSelect,
        initial="households",
    )
    min = forms.IntegerField(label=_("At least"), min_value=0, max_value=1_000_000, initial=300)
    max = forms.IntegerField(label=_("At most"), min_value=1, max_value=1_000_000, initial=500)
    k = forms.IntegerField(
        label=_("Number of grids"),
        min_value=1,
        max_value=999,
        required=False,
        help_text=_("Such as the number of grid workers. Empty: as many as fit best."),
    )

    def __init__(self, *args: Any, in_force: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        basis = cast("forms.ChoiceField", self.fields["basis"])
        if not in_force:
            basis.choices = [("fresh", _("nothing: draw afresh"))]
        basis.initial = "in_force" if in_force else "fresh"

    def clean(self) -> dict[str, Any]:
        """At most is at least as much as at least."""
        found = super().clean() or {}
        low, high = found.get("min"), found.get("max")
        if low is not None and high is not None and low > high:
            self.add_error("max", _("This is less than the least. Write the larger number here."))
        return found

    def facts(self) -> dict[str, Any]:
        """As `planning.actions.open_draft` takes it."""
        told = self.cleaned_data
        terms = {name: told[name] for name in ("min", "max", "k", "measure")}
        return {"name": told["name"], "basis": told["basis"], "terms": terms}
