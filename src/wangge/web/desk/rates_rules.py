"""What rates weigh, and what may be left out: the pages of weights and of exclusions."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wangge.accounts.models import Role
from wangge.appraisal import actions, queries, weighing
from wangge.appraisal.excluding import may_ask, may_review, may_withdraw
from wangge.appraisal.models import Exclusion, Ground, Rate, Scheme, Value
from wangge.cases import queries as case_queries
from wangge.cases.numbering import number_of
from wangge.foundation.calendar import CHINA_TIME
from wangge.foundation.refusals import Refused
from wangge.web.access import ACTING, actor, allow
from wangge.web.desk.rates import PAGE, Asked, asked, frame, readers
from wangge.web.desk.rates_words import HOW
from wangge.web.middleware import told
from wangge.web.naming import named

weighers = allow(*weighing.WEIGHERS)
reviewers = allow(Role.STREET, Role.COMMAND)
askers = allow(*ACTING)


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


class Ask(forms.Form):
    """Why a case should be left out, and what shows it."""

    ground = forms.ChoiceField(label=gettext_lazy("Ground"), widget=forms.RadioSelect)
    evidence = forms.CharField(
        label=gettext_lazy("What shows it"),
        help_text=gettext_lazy(
            "Calls and their times, a court's number, the earlier case. Both reviewers read it."
        ),
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
    )

    def __init__(self, *args: Any, **named_args: Any) -> None:
        super().__init__(*args, **named_args)
        choices = [(ground.code, named(ground)) for ground in Ground.objects.all()]
        self.fields["ground"].choices = choices  # type: ignore[attr-defined]


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


@readers
@require_GET
def exclusions(request: HttpRequest) -> HttpResponse:
    """What was asked to be left out: what waits for the reader, and everything else they may see."""
    wanted = asked(request)
    view = "all" if request.GET.get("view") == "all" else "waiting"
    waits = queries.waiting(wanted.by)
    found = queries.exclusions(wanted.by) if view == "all" else waits
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = frame(wanted, "rates-exclusions") | {
        "view": view,
        "page": page,
        "rows": [_shown(each, wanted) for each in page.object_list],
        "drawers": [
            (_("Waits for me"), wanted.url("rates-exclusions"), view == "waiting"),
            (_("All"), wanted.url("rates-exclusions", view="all"), view == "all"),
        ],
    }
    return render(request, "desk/rates_exclusions.html", context)


def _shown(each: Exclusion, wanted: Asked) -> dict[str, Any]:
    return {
        "exclusion": each,
        "number": number_of(each.case),
        "review": may_review(each, wanted.by),
        "withdraw": may_withdraw(each, wanted.by),
    }


@askers
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, number: str) -> HttpResponse:
    """Ask that a case be left out of adjusted rates."""
    by = actor(request)
    case = case_queries.find(number, by=by)
    form = Ask(request.POST or None) if request.method == "POST" else Ask()
    if request.method == "POST" and form.is_valid():
        try:
            actions.ask(case, **form.cleaned_data, by=by, now=timezone.now())
        except Refused as refusal:
            form.add_error(None, told(refusal))
        else:
            messages.success(request, _("Asked for. The street looks at it first, then the command centre."))
            return redirect("desk:case", number=number_of(case))
    context = {"case": case, "number": number_of(case), "form": form, "may": may_ask(case, by)}
    return render(request, "desk/rates_ask.html", context, status=422 if request.method == "POST" else 200)


@reviewers
@require_POST
def review(request: HttpRequest, exclusion: int) -> HttpResponse:
    """Leave a case out, or refuse to, at the level that it waits for."""
    by = actor(request)
    found = queries.find_exclusion(exclusion, by=by)
    granted = request.POST.get("granted") == "yes"
    note = request.POST.get("note", "")[:2000]
    actions.review(found, granted=granted, note=note, by=by, now=timezone.now())
    words = {
        Exclusion.State.PASSED: _("Passed on to the command centre."),
        Exclusion.State.GRANTED: _("Left out of the adjusted rates. The raw ones still count it."),
    }
    messages.success(request, words.get(Exclusion.State(found.state), _("Refused, and its unit reads why.")))
    return redirect("desk:rates-exclusions")


@askers
@require_POST
def withdrawal(request: HttpRequest, exclusion: int) -> HttpResponse:
    """Take back what was asked for."""
    by = actor(request)
    found = queries.find_exclusion(exclusion, by=by)
    actions.withdraw(found, by=by, now=timezone.now())
    messages.success(request, _("Withdrawn. The case counts again everywhere."))
    return redirect("desk:case", number=number_of(found.case))
