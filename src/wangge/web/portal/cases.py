"""Following one's own report by number and secret; rating it; saying that it is not settled."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from wangge.cases import actions
from wangge.cases.errors import CaseMoved, NoSuchCase, NotNow, RatedAlready
from wangge.cases.following import own_number, report_of
from wangge.cases.models import Report
from wangge.cases.numbering import secret_of
from wangge.counter.numbering import filed_under, is_number, number_of
from wangge.counter.numbering import secret_of as secret_of_filed
from wangge.foundation.refusals import Refused
from wangge.journal.actor import RESIDENT
from wangge.web.access import public
from wangge.web.middleware import told
from wangge.web.portal import casepage, pictures
from wangge.web.portal.codes import qr
from wangge.web.portal.forms import FindForm, RatingForm, ReopenForm, SupplementForm, posted
from wangge.web.throttle import expect_guess, note_wrong, slowed

# Not `no-referrer`: with it browsers send no origin along with the forms of the page either.
PRIVATE = {
    "Cache-Control": "private, no-store",
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "same-origin",
}
Secret = Callable[..., HttpResponseBase]


def secret_page(view: Secret) -> Secret:
    """A page that its secret opens, kept nowhere; a wrong secret and a wrong number look the same."""

    @wraps(view)
    def guarded(request: HttpRequest, number: str, secret: str, **more: object) -> HttpResponseBase:
        expect_guess(request)
        try:
            answer = view(request, number, secret, **more)
        except NoSuchCase:
            answer = _not_found(request, FindForm())
        for header, value in PRIVATE.items():
            answer[header] = value
        return answer

    public(guarded)
    return guarded


def _not_found(request: HttpRequest, form: FindForm) -> HttpResponse:
    note_wrong(request)
    return render(request, "portal/find.html", {"form": form, "missing": True}, status=404)


@public
def find(request: HttpRequest) -> HttpResponse:
    """Find a report by what its page and its receipt say."""
    form = FindForm(posted(request))
    if request.method == "POST" and form.is_valid():
        expect_guess(request)
        if is_number(form.cleaned_data["number"]):
            return _filed(request, form)
        try:
            report = report_of(form.cleaned_data["number"], form.cleaned_data["secret"])
        except NoSuchCase:
            return _not_found(request, form)
        return redirect("portal:case", number=own_number(report), secret=secret_of(report))
    return render(request, "portal/find.html", {"form": form}, status=422 if form.errors else 200)


def _filed(request: HttpRequest, form: FindForm) -> HttpResponse:
    """What was applied for at the window is found in the same place."""
    try:
        found = filed_under(form.cleaned_data["number"], form.cleaned_data["secret"])
    except NoSuchCase:
        return _not_found(request, form)
    return redirect("portal:filed", filed=number_of(found), word=secret_of_filed(found))


@secret_page
def case(request: HttpRequest, number: str, secret: str) -> HttpResponse:
    """The reporter's own page of a case."""
    return _page(request, report_of(number, secret, whole=True))


def _page(
    request: HttpRequest,
    report: Report,
    *,
    rating_form: RatingForm | None = None,
    reopen_form: ReopenForm | None = None,
    supplement_form: SupplementForm | None = None,
) -> HttpResponse:
    secret = secret_of(report)
    link = request.build_absolute_uri(reverse("portal:case", args=[own_number(report), secret]))
    facts = casepage.facts(report, now=timezone.now()) | {
        "secret": secret,
        "link": link,
        "qr": qr(link),
        "just_sent": "sent" in request.GET,
        "rating_form": rating_form or RatingForm(auto_id="rating-%s"),
        "reopen_form": reopen_form or ReopenForm(auto_id="reopen-%s"),
        "supplement_form": supplement_form or SupplementForm(auto_id="supplement-%s"),
    }
    wrong = any(form and form.errors for form in (rating_form, reopen_form, supplement_form))
    return render(request, "portal/case.html", facts, status=422 if wrong else 200)


@secret_page
@require_GET
def photo(request: HttpRequest, number: str, secret: str, pk: int) -> HttpResponseBase:
    """A picture of one's own report, or of how it was settled; small where asked for."""
    return pictures.sent_photo(report_of(number, secret), pk, small="small" in request.GET)


@secret_page
@slowed
@require_POST
def rating(request: HttpRequest, number: str, secret: str) -> HttpResponse:
    """Rate how it was done."""
    report = report_of(number, secret)
    form = RatingForm(request.POST, auto_id="rating-%s")
    if form.is_valid():
        given = form.cleaned_data
        try:
            actions.rate(report, score=given["score"], comment=given["comment"], now=timezone.now())
        except RatedAlready:
            pass  # sent twice: the first counts, and the page says so
        except Refused as refusal:
            form.add_error(None, told(refusal))
    return _page(request, report, rating_form=form) if form.errors else _back(report)


@secret_page
@slowed
@require_POST
def reopening(request: HttpRequest, number: str, secret: str) -> HttpResponse:
    """Say that it is not settled: the case is open again."""
    report = report_of(number, secret)
    form = ReopenForm(request.POST, auto_id="reopen-%s")
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            actions.reopen(report.case, reason=reason, by=RESIDENT, now=timezone.now(), report=report)
        except (CaseMoved, NotNow):
            form.add_error(None, _("It is open already. Look below at how far it is."))
        except Refused as refusal:
            form.add_error(None, told(refusal))
    return _page(request, report, reopen_form=form) if form.errors else _back(report)


@secret_page
@slowed
@require_POST
def supplement(request: HttpRequest, number: str, secret: str) -> HttpResponse:
    """Add something to one's report, or answer what was asked; a case that waited for it goes on."""
    report = report_of(number, secret)
    form = SupplementForm(request.POST, auto_id="supplement-%s")
    if form.is_valid():
        try:
            actions.supplement(report, note=form.cleaned_data["note"], now=timezone.now())
        except Refused as refusal:
            form.add_error(None, told(refusal))
        else:
            messages.success(request, _("Thank you. Whoever has it sees what you added."))
    return _page(request, report, supplement_form=form) if form.errors else _back(report)


def _back(report: Report) -> HttpResponse:
    return redirect("portal:case", number=own_number(report), secret=secret_of(report))
