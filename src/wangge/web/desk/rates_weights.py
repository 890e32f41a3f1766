"""What rates weigh: the schemes that hold, and the form by which another is set."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from wangge.appraisal import actions, weighing
from wangge.appraisal.models import Ground, Rate, Scheme, Value
from wangge.foundation.calendar import CHINA_TIME
from wangge.foundation.refusals import Refused
from wangge.web.access import allow
from wangge.web.desk.rates_frame import Asked, asked, frame, readers
from wangge.web.desk.rates_words import HOW
from wangge.web.desk.sheets import Column, spreadsheet
from wangge.web.middleware import told

weighers = allow(*weighing.WEIGHERS)


class Weights(forms.Form):
    """Points for each rate, where they come from, and from which day on."""

    provenance = forms.CharField(
        label=gettext_lazy("Where these weights come from"),
        help_text=gettext_lazy("The rule or decision and its date. It stands beside every score."),
        max_length=300,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
    since = forms.DateField(
        label=gettext_lazy("From this day on"), widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, weights: dict[str, int] | None = None, **named_args: Any) -> None:
        super().__init__(*args, **named_args)
        for rate in Rate:
            self.fields[f"w-{rate.value}"] = forms.IntegerField(
                label=rate.label,
                help_text=HOW[rate],
                min_value=0,
                max_value=100,
                required=False,
                initial=(weights or {}).get(rate.value),
                widget=forms.NumberInput({"inputmode": "numeric"}),
            )

    @property
    def points(self) -> list[Any]:
        """The fields of the weights."""
        return [self[f"w-{rate.value}"] for rate in Rate]

    def weights(self) -> dict[str, int]:
        """What was given, by rate."""
        return {rate.value: self.cleaned_data.get(f"w-{rate.value}") or 0 for rate in Rate}


@readers
@require_GET
def weights(request: HttpRequest) -> HttpResponse:
    """The schemes that hold for this unit, and the form by which another is set."""
    wanted = asked(request)
    return _weights(request, wanted, kind=_kind(request.GET.get("kind", ""), wanted))


@weighers
@require_POST
def new_weights(request: HttpRequest) -> HttpResponse:
    """Set weights that add up to 100; anything else is refused, and says what is missing."""
    wanted = asked(request)
    kind, form = _kind(request.POST.get("kind", ""), wanted), Weights(request.POST)
    if not form.is_valid():
        return _weights(request, wanted, kind=kind, form=form, status=422)
    try:
        actions.set_weights(
            weighing.own_area(wanted.by, book=wanted.book),
            kind=kind,
            weights=form.weights(),
            provenance=form.cleaned_data["provenance"],
            since=form.cleaned_data["since"],
            by=wanted.by,
            now=wanted.now,
        )
    except Refused as refusal:
        form.add_error(None, told(refusal))
        return _weights(request, wanted, kind=kind, form=form, status=422)
    messages.success(
        request, _("The weights are saved. Scores of periods that end from that day on use them.")
    )
    return redirect(wanted.url("rates-weights", kind=kind))


def _workbook(schemes: list[Scheme], wanted: Asked) -> HttpResponse:
    """What stands on the page: a line for each rate of each scheme, the one in force first."""
    heads = [Column(_("From this day on"), 14), Column(_("Area"), 20), Column(_("Set by"), 14)]
    heads += [Column(_("Rate"), 24), Column(_("Points"), 8), Column(_("Where these weights come from"), 60)]
    cells = [
        (
            f"{scheme.since}",
            scheme.area.name if scheme.area else "",
            scheme.made_by.name if scheme.made_by else "",
            str(Rate(weight.rate).label),
            weight.points,
            scheme.provenance,
        )
        for scheme in schemes
        for weight in scheme.weights.all()
    ]
    return spreadsheet(_("Weights"), _("Weights"), heads, cells, now=wanted.now)


def _kind(text: str, wanted: Asked) -> str:
    usual = Scheme.Kind.DEPARTMENT if wanted.unit.of_people else Scheme.Kind.AREA
    return text if text in Scheme.Kind.values else usual.value


def _weights(
    request: HttpRequest, wanted: Asked, *, kind: str, form: Weights | None = None, status: int = 200
) -> HttpResponse:
    today = wanted.now.astimezone(CHINA_TIME).date()
    known = weighing.schemes(kind, on=date(9999, 12, 31))
    holding = [each for each in known if wanted.unit.path.startswith(each.area.path if each.area else "")]
    here = weighing.scheme_for(wanted.unit.path, [each for each in known if each.since <= today])
    current = {weight.rate: weight.points for weight in here.weights.all()} if here else {}
    if "excel" in request.GET:
        return _workbook(([here] if here else []) + [each for each in holding if each != here], wanted)
    can = not wanted.by.roles.isdisjoint(weighing.WEIGHERS)
    context = frame(wanted, "rates-weights") | {
        "kind": kind,
        "kinds": [(code, word, wanted.url("rates-weights", kind=code)) for code, word in Scheme.Kind.choices],
        "here": here,
        "earlier": [each for each in holding if each != here],
        "form": (form or Weights(initial={"since": today}, weights=current)) if can else None,
        "area": weighing.own_area(wanted.by, book=wanted.book) if can else None,
        "values": Value.objects.all(),
        "grounds": [(ground, [Rate(r).label for r in ground.rates]) for ground in Ground.objects.all()],
    }
    return render(request, "desk/rates_weights.html", context, status=status)
