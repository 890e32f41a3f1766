"""Is it the same matter? Suggestions with their reasons, two cases side by side, and merging them."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from wangge.cases import actions, queries
from wangge.cases.errors import CaseMoved, NoSuchCase, NotNow
from wangge.cases.likeness import Facts, Matter
from wangge.cases.lookalikes import Lookalike, lookalikes
from wangge.cases.models import Case, Photo
from wangge.cases.numbering import number_of
from wangge.cases.rulebook import rulebook
from wangge.cases.sought import Sought
from wangge.cases.workflow import OPEN
from wangge.foundation.refusals import Refused
from wangge.journal.actor import Actor
from wangge.web.access import actor, allow
from wangge.web.desk.cases import back_of
from wangge.web.desk.forms_many import Merging
from wangge.web.desk.offers import seats_for
from wangge.web.desk.steps import OF
from wangge.web.lacking import refusal_words
from wangge.web.middleware import told

MOST = 5
STEP = OF["merge"]


@dataclass(frozen=True, slots=True)
class Likeness:
    """A case that may be the same, and what speaks for it in words."""

    case: Case
    number: str
    percent: int
    reasons: list[str]
    open: bool
    joined: int


@dataclass(frozen=True, slots=True)
class Side:
    """One of two cases that are compared."""

    case: Case
    number: str
    photos: list[Photo]
    reports: int


@allow(*STEP.roles)
@require_http_methods(["GET", "POST"])
def merge(request: HttpRequest, number: str) -> HttpResponse:
    """Suggestions, the comparison with the one that is chosen, and merging."""
    by, now = actor(request), timezone.now()
    found = queries.find(number, by=by)
    form = _form(found, request.POST if request.method == "POST" else None, request.GET.get("into", ""))
    if request.method == "GET" or not form.is_valid():
        return _page(request, found, form, by=by, status=200 if request.method == "GET" else 422)
    facts = form.facts()
    try:
        into = queries.find(facts["into"], by=by)
        actions.merge(found, into=into, reason=facts["reason"], by=by, now=now)
    except NoSuchCase as refusal:
        form.add_error("into", told(refusal))
    except (CaseMoved, NotNow) as moved:
        messages.warning(request, _("{why} This is how it stands now.").format(why=told(moved)))
        return redirect(reverse("desk:case", args=[number_of(found)]))
    except Refused as refusal:
        form.add_error(None, refusal_words(refusal))
    else:
        messages.success(request, STEP.done)
        return redirect(reverse("desk:case", args=[number_of(into)]))
    return _page(request, found, form, by=by, status=422)


def _form(found: Case, data: Any, into: str) -> Merging:
    book = rulebook()
    kinds: dict[str, Any] = {"initial": {"into": into}} if data is None else {"data": data}
    return Merging(case=found, book=book, seats=seats_for(found, book), auto_id="merge-%s", **kinds)


def _page(request: HttpRequest, found: Case, form: Merging, *, by: Actor, status: int) -> HttpResponse:
    """What looks alike, and the chosen one beside this one."""
    now = timezone.now()
    alike = [_alike(each) for each in lookalikes(Sought.filed(found), by=by, now=now, most=MOST)]
    wanted = str(form["into"].value() or "")
    chosen = None
    if wanted:
        try:
            chosen = queries.find(wanted, by=by)
        except NoSuchCase as refusal:
            if not form.is_bound:
                form.said = [told(refusal)]
    reasons = next((each.reasons for each in alike if chosen and each.case.pk == chosen.pk), [])
    context = {
        "step": STEP,
        "case": found,
        "number": number_of(found),
        "now": now,
        "form": form,
        "alike": alike,
        "chosen": chosen,
        "sides": [_side(found), _side(chosen)] if chosen else [],
        "reasons": reasons,
        "can": chosen is not None and chosen.state in OPEN and chosen.pk != found.pk,
        "back": back_of(request, ""),
    }
    return render(request, "desk/merge.html", context, status=status)


def _side(case: Case) -> Side:
    photos = list(case.photos.order_by("id")[:4])
    return Side(case, number_of(case), photos, case.reports.count())


def _alike(found: Lookalike) -> Likeness:
    case = found.case
    percent = round(found.score * 100)
    return Likeness(case, number_of(case), percent, reasons(found.facts), case.state in OPEN, found.joined)


def reasons(facts: Facts) -> list[str]:
    """What two requests have in common, place, time, matter and words, each in a few words."""
    said = []
    if facts.same_building:
        said.append(_("the same building"))
    elif facts.same_address:
        said.append(_("the same address"))
    if facts.metres is not None and facts.metres < 1 and not said:
        said.append(_("the same spot"))
    elif facts.metres is not None and not facts.same_building:
        said.append(_("{metres} m away").format(metres=round(facts.metres)))
    said.append(_days(facts.days))
    said.append(
        {
            Matter.SAME: _("the same matter"),
            Matter.BRANCH: _("a related matter"),
            Matter.UNLIKE: _("another matter"),
            Matter.UNKNOWN: _("its matter is not set"),
        }[facts.matter]
    )
    if facts.words is not None:
        said.append(_("words {share}% alike").format(share=round(facts.words * 100)))
    return said


def _days(days: float) -> str:
    """How long before or after it was told."""
    whole = round(abs(days))
    if whole == 0:
        return _("told on the same day")
    if days < 0:
        return ngettext("told {count} day before", "told {count} days before", whole).format(count=whole)
    return ngettext("told {count} day after", "told {count} days after", whole).format(count=whole)
