"""Following one's own application or errand by number and secret; putting it right; withdrawing it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wangge.counter import actions, queries
from wangge.counter.models import FORM_WORDS, LEVEL_WORDS, Application, Errand
from wangge.counter.numbering import application_of, filed_under, number_of, secret_of
from wangge.foundation.identity import mask_name, mask_phone
from wangge.foundation.refusals import Refused
from wangge.journal.actor import RESIDENT
from wangge.web.access import public
from wangge.web.middleware import told
from wangge.web.portal.cases import secret_page
from wangge.web.portal.codes import qr
from wangge.web.portal.guide_forms import ReachForm, WithdrawForm
from wangge.web.throttle import slowed

TONES = {
    "filed": "new", "lacking": "soon", "running": "doing",
    "granted": "done", "refused": "quiet", "withdrawn": "quiet",
    "asked": "new", "taken": "doing", "fetched": "doing", "handed": "done", "void": "quiet",
}  # fmt: skip
View = Callable[..., HttpResponseBase]


def own(view: View) -> View:
    """A page that its secret opens."""
    inner = secret_page(view)

    def opened(request: HttpRequest, filed: str, word: str) -> HttpResponseBase:
        return inner(request, number=filed, secret=word)

    public(opened)
    return opened


@own
def page(request: HttpRequest, number: str, secret: str) -> HttpResponse:
    """The applicant's own page."""
    found = filed_under(number, secret)
    if isinstance(found, Errand):
        return render(request, "portal/filed_errand.html", _errand(request, found))
    return _page(request, found)


def _shared(request: HttpRequest, found: Application | Errand, stand: str) -> dict[str, Any]:
    number, secret = number_of(found), secret_of(found)
    link = request.build_absolute_uri(reverse("portal:filed", args=[number, secret]))
    return {
        "found": found,
        "number": number,
        "secret": secret,
        "link": link,
        "qr": qr(link),
        "just_sent": "sent" in request.GET,
        "tone": TONES[stand],
        "masked": " ".join(filter(None, [mask_name(found.name), mask_phone(found.phone)])),
        "now": timezone.now(),
    }


def _errand(request: HttpRequest, found: Errand) -> dict[str, Any]:
    steps = [
        (_("asked for"), found.asked_at),
        (_("papers taken along"), found.taken_at),
        (_("certificate fetched"), found.fetched_at),
        (_("handed over at home"), found.handed_at),
    ]
    return _shared(request, found, found.stand) | {"steps": steps}


def _page(
    request: HttpRequest,
    found: Application,
    *,
    reach: ReachForm | None = None,
    leave: WithdrawForm | None = None,
) -> HttpResponse:
    progress = queries.progress(found)
    facts = _shared(request, found, found.state) | {
        "progress": progress,
        "papers": [(paper, FORM_WORDS[paper.form]) for paper in progress.papers],
        "stages": [(stage, LEVEL_WORDS[stage.who]) for stage in progress.stages],
        "may": progress.applicant_may,
        "reach": reach or ReachForm(auto_id="reach-%s"),
        "leave": leave or WithdrawForm(auto_id="leave-%s"),
        "sheet_url": reverse("papers:told", args=[number_of(found), secret_of(found)]),
    }
    wrong = bool((reach and reach.errors) or (leave and leave.errors))
    return render(request, "portal/filed.html", facts, status=422 if wrong else 200)


@own
@slowed
@require_POST
def correction(request: HttpRequest, number: str, secret: str) -> HttpResponse:
    """Put right how one is called and reached; what is kept is never shown in full."""
    found = application_of(number, secret)
    form = ReachForm(request.POST, auto_id="reach-%s")
    if form.is_valid():
        try:
            actions.correct(found, form.person(), applicant=True, by=RESIDENT, now=timezone.now())
        except Refused as refusal:
            form.add_error(None, told(refusal))
        else:
            messages.success(request, _("Corrected. Thank you."))
            return redirect("portal:filed", filed=number, word=secret)
    return _page(request, found, reach=form)


@own
@slowed
@require_POST
def withdrawal(request: HttpRequest, number: str, secret: str) -> HttpResponse:
    """Not wanted any more."""
    found = application_of(number, secret)
    form = WithdrawForm(request.POST, auto_id="leave-%s")
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            actions.withdraw(found, reason=reason, applicant=True, by=RESIDENT, now=timezone.now())
        except Refused as refusal:
            form.add_error(None, told(refusal))
        else:
            return redirect("portal:filed", filed=number, word=secret)
    return _page(request, found, leave=form)
