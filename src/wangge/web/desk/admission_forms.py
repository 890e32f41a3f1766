"""What the gate asks: a department's wish, and the street's decision."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wangge.admission.actions import Wish
from wangge.admission.fields import Sheet, written
from wangge.admission.models import Field, Task
from wangge.places.models import Area
from wangge.staffing.models import Department
from wangge.web.desk.forms import prose

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class WishForm(forms.Form):
    """What a department wants from the grids."""

    title = forms.CharField(label=_("What is wanted"), max_length=80)
    purpose = prose(_("What it is for"), _("The street reads this first."))
    audience = forms.CharField(
        label=_("About whom or what"),
        help_text=_("Such as: residents over 80, shops on the street."),
        max_length=120,
    )
    basis = forms.CharField(label=_("By which rule or paper"), max_length=200, required=False)
    department = forms.ModelChoiceField(Department.objects.none(), label=_("Department"), empty_label=None)
    area = forms.ModelChoiceField(
        Area.objects.none(),
        label=_("For the grids of"),
        help_text=_("All grids in force there are asked."),
        empty_label=None,
    )
    since = forms.DateField(label=_("From"), widget=DAY)
    until = forms.DateField(label=_("To"), widget=DAY)
    every = forms.ChoiceField(label=_("How often"), choices=Task.Cycle.choices)
    forms = forms.CharField(
        label=_("Forms and their fields"),
        help_text=_("One form a line: its name, a colon, then its fields with commas between them."),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def __init__(
        self, *args: Any, departments: list[Department], amends: Task | None = None, **more: Any
    ) -> None:
        """`amends` is the task that is changed: its department and its place stay."""
        super().__init__(*args, **more)
        if amends:
            del self.fields["department"], self.fields["area"]
            return
        keys = [each.pk for each in departments]
        self.fields["department"].queryset = Department.objects.filter(pk__in=keys)  # type: ignore[attr-defined]
        levels = [Area.Level.COMMUNITY.value, Area.Level.STREET.value]
        areas = Area.objects.under(each.area.path for each in departments).filter(level__in=levels)
        self.fields["area"].queryset = areas.defer("outline").order_by("path")  # type: ignore[attr-defined]

    def wish(self) -> Wish:
        """The answers as the gate takes them."""
        told = {
            name: value for name, value in self.cleaned_data.items() if name not in {"department", "area"}
        }
        return Wish(**told)


def told_of(task: Task, fields: list[Field]) -> dict[str, Any]:
    """What a task says, as the form begins with it."""
    sheets: dict[int, tuple[str, list[str]]] = {}
    for field in fields:
        sheets.setdefault(field.form_id, (field.form.name, []))[1].append(field.name)
    said = {
        name: getattr(task, name)
        for name in ("title", "purpose", "audience", "basis", "since", "until", "every")
    }
    return said | {"forms": written([Sheet(name, tuple(names)) for name, names in sheets.values()])}
