"""What the window asks: who it is for, what is missing, what an item's guide says, what errand is wanted."""

from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from wangge.counter import lines
from wangge.counter.filing import Applicant
from wangge.counter.items import Guide
from wangge.counter.models import Group, Item
from wangge.foundation.refusals import Refused
from wangge.places.models import Area, Grid
from wangge.web.desk.forms import prose
from wangge.web.middleware import told
from wangge.web.naming import named
from wangge.web.phones import PhoneField


class ApplicantForm(forms.Form):
    """Who it is for."""

    name = forms.CharField(
        label=_("Name"), max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    phone = PhoneField(required=False)
    tail = forms.CharField(
        label=_("Last four signs of the identity number"),
        help_text=_("No more of it is kept."),
        max_length=4,
        required=False,
    )
    address = forms.CharField(label=_("Home address"), max_length=120, required=False)

    def person(self) -> Applicant:
        """Who it is for."""
        return Applicant(**{name: self.cleaned_data[name] for name in ("name", "phone", "tail", "address")})


class FilingForm(ApplicantForm):
    """An application at the window."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=64)
    area = forms.ModelChoiceField(Area.objects.none(), label=_("Community"), empty_label=None)
    words = prose(_("What else to know"), required=False)

    def __init__(self, *args: Any, areas: list[Area], **more: Any) -> None:
        """Offer the communities of the window."""
        super().__init__(*args, **more)
        offer_areas(self, areas)


class ErrandForm(FilingForm):
    """An errand, at the door or at the window."""

    item = forms.ModelChoiceField(Item.objects.filter(offered=True, errand=True), label=_("What is fetched"))
    group = forms.ModelChoiceField(Group.objects.all(), label=_("For whom"), widget=forms.RadioSelect)
    copies = forms.IntegerField(label=_("How many certificates"), min_value=1, max_value=99, initial=1)
    grid = forms.ModelChoiceField(Grid.objects.none(), label=_("Grid"), required=False)
    taken = forms.BooleanField(
        label=_("I take the papers along now"),
        help_text=_("Tick it at the door; whoever takes the papers runs the errand."),
        required=False,
        initial=True,
    )
    papers = forms.CharField(
        label=_("Which papers"), help_text=_("With commas between them."), max_length=300, required=False
    )
    field_order = ("item", "group", "name", "phone", "address", "copies", "grid", "taken", "papers", "words")

    def __init__(self, *args: Any, areas: list[Area], grids: list[Grid], must: bool, **more: Any) -> None:
        """`must`: only errands of one's own grids can be begun."""
        super().__init__(*args, areas=areas, **more)
        del self.fields["tail"]
        self.fields["item"].label_from_instance = named  # type: ignore[attr-defined]
        self.fields["group"].label_from_instance = named  # type: ignore[attr-defined]
        self.fields["group"].empty_label = None  # type: ignore[attr-defined]
        self.fields["item"].empty_label = gettext("Choose …")  # type: ignore[attr-defined]
        self.fields["grid"].empty_label = gettext("not known")  # type: ignore[attr-defined]
        rows = Grid.objects.filter(pk__in=[grid.pk for grid in grids]).defer("outline")
        self.fields["grid"].queryset = rows.order_by("number")  # type: ignore[attr-defined]
        if must:
            self.fields["grid"].required = True
            self.fields["grid"].empty_label = None  # type: ignore[attr-defined]

    def person(self) -> Applicant:
        """Who it is for; no number at all is asked for an errand."""
        return Applicant(**{name: self.cleaned_data[name] for name in ("name", "phone", "address")})

    def papers_taken(self) -> list[str] | None:
        """The papers taken along, or None where none were."""
        said = self.cleaned_data["papers"].replace("，", ",").replace("、", ",").split(",")
        return [name.strip() for name in said if name.strip()] if self.cleaned_data["taken"] else None


class LedgerForm(forms.Form):
    """A ledger kept so far on paper or in a table."""

    area = forms.ModelChoiceField(Area.objects.none(), label=_("Community"), empty_label=None)
    file = forms.FileField(
        label=_("The file"), help_text=_("Excel (.xlsx, .xls) or CSV, as in the template.")
    )

    def __init__(self, *args: Any, areas: list[Area], **more: Any) -> None:
        """Offer the communities of the window."""
        super().__init__(*args, **more)
        offer_areas(self, areas)


def offer_areas(form: forms.Form, areas: list[Area]) -> None:
    """One community need not be chosen."""
    field = form.fields["area"]
    field.queryset = Area.objects.filter(pk__in=[a.pk for a in areas]).defer("outline")  # type: ignore[attr-defined]
    if len(areas) == 1:
        field.widget = forms.HiddenInput()
        form.initial.setdefault("area", areas[0].pk)
    if "key" in form.fields:
        form.initial.setdefault("key", uuid4().hex)


class ItemForm(forms.Form):
    """The guide of an item."""

    code = forms.SlugField(label=_("Code"), help_text=_("Small letters, digits, hyphens."), max_length=40)
    name = forms.CharField(label=pgettext_lazy("of a thing", "Name"), max_length=60)
    name_en = forms.CharField(label=_("English name"), max_length=100, required=False)
    theme = forms.CharField(label=_("Theme"), max_length=20, required=False)
    summary = forms.CharField(label=_("In one sentence"), max_length=300, required=False)
    audience = forms.CharField(
        label=_("Who may apply"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    materials = forms.CharField(
        label=_("What to bring"),
        help_text=_(
            "One paper a line: name | 原件, 复印件, 原件和复印件 or 填写 | how many | where to get it."
        ),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    steps = forms.CharField(
        label=_("Steps"),
        help_text=_(
            "One step a line: name | 社区, 街道 or 部门 | working days | 办理, 公示 or 决定; 决定 last."
        ),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    department = forms.ChoiceField(label=_("Department of the steps of departments"), required=False)
    check_days = forms.IntegerField(
        label=_("Papers are looked through within (working days)"), min_value=0, max_value=30, initial=1
    )
    fee = forms.CharField(label=_("Fee"), max_length=60, initial=_("free of charge"))
    basis = forms.CharField(label=_("Legal basis"), max_length=300, required=False)
    forms_ = forms.CharField(label=_("Forms and where they are"), max_length=300, required=False)
    place = forms.CharField(label=_("Where and when"), max_length=200, required=False)
    errand = forms.BooleanField(label=_("Can be run as an errand"), required=False, initial=True)
    offered = forms.BooleanField(label=_("Offered now"), required=False, initial=True)

    def __init__(self, *args: Any, departments: list[tuple[str, str]], **more: Any) -> None:
        """`departments` are codes and names."""
        super().__init__(*args, **more)
        self.fields["department"].choices = [("", _("none")), *departments]  # type: ignore[attr-defined]

    def clean_materials(self) -> tuple[lines.Material, ...]:
        """The papers, or what is unclear in which line."""
        return tuple(_read(lines.read_materials, self.cleaned_data["materials"]))

    def clean_steps(self) -> tuple[lines.Step, ...]:
        """The steps, or what is unclear in which line."""
        return tuple(_read(lines.read_steps, self.cleaned_data["steps"]))

    def guide(self, *, position: int) -> Guide:
        """The guide as the counter takes it."""
        said = dict(self.cleaned_data)
        return Guide(forms=said.pop("forms_"), position=position, **said)


def told_of(item: Item) -> dict[str, Any]:
    """What a guide says, as the form begins with it."""
    said = {
        name: getattr(item, name, "") for name in ItemForm.base_fields if name not in {"materials", "steps"}
    }
    written = {"materials": lines.written_materials(item.materials), "steps": lines.written_steps(item.steps)}
    return said | written | {"forms_": item.forms}


def _read(reader: Any, text: str) -> Any:
    try:
        return reader(text)
    except Refused as refusal:
        raise ValidationError(told(refusal)) from None
