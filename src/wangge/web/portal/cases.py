"""Following one's own report by number and secret; rating it; saying that it is not settled."""

from collections.abc import Callable, Sequence
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from wangge.cases import actions
from wangge.cases.errors import CaseMoved, NoSuchCase, NotNow, RatedAlready
from wangge.cases.following import Told, follow, photos_for, report_of
from wangge.cases.models import Report
from wangge.cases.numbering import number_of, secret_of
from wangge.cases.workflow import Standing, State, allowed
from wangge.foundation.calendar import CHINA_TIME
from wangge.foundation.refusals import Refused
from wangge.journal.actor import RESIDENT
from wangge.staffing.cards import holders
from wangge.web.access import public
from wangge.web.middleware import told
from wangge.web.portal import pictures
from wangge.web.portal.codes import qr
from wangge.web.portal.forms import FindForm, RatingForm, ReopenForm, posted
from wangge.web.throttle import expect_guess, note_wrong, slowed

# Not `no-referrer`: with it browsers send no origin along with the forms of the page either.
PRIVATE = {
    "Cache-Control": "private, no-store",
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "same-origin",
}
FOLD, LAST = 3, 7  # what is not worth folding away, and how many of very many steps stay
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
        try:
            report = report_of(form.cleaned_data["number"], form.cleaned_data["secret"])
        except NoSuchCase:
            return _not_found(request, form)
        return redirect("portal:case", number=number_of(report.case), secret=secret_of(report))
    return render(request, "portal/find.html", {"form": form}, status=422 if form.errors else 200)


@secret_page
def case(request: HttpRequest, number: str, secret: str) -> HttpResponse:
    """The reporter's own page of a case."""
    return _page(request, report_of(number, secret))


def _recent(steps: Sequence[Told]) -> int:
    """Where the steps of now begin: at the last reopening, and never more than a page of them."""
    opened = max((n for n, step in enumerate(steps) if step.verb == "case.reopened"), default=0)
    since = max(opened, len(steps) - LAST)
    return since if since > FOLD else 0


def _page(
    request: HttpRequest,
    report: Report,
    *,
    rating_form: RatingForm | None = None,
    reopen_form: ReopenForm | None = None,
) -> HttpResponse:
    found, now = follow(report), timezone.now()
    may = {row.name for row in allowed(State(found.case.state), [Standing.REPORTER])}
    number, secret = number_of(found.case), secret_of(report)
    link = request.build_absolute_uri(reverse("portal:case", args=[number, secret]))
    own, after = photos_for(report)
    since = _recent(found.steps)
    facts = {
        "found": found,
        "own": own,
        "after": after,
        "folded": found.steps[:since],
        "steps": found.steps[since:],
        "case": found.case,
        "number": number,
        "secret": secret,
        "link": link,
        "qr": qr(link),
        "people": holders(post=found.case.post_id, on=now.astimezone(CHINA_TIME).date()),
        "late": bool(found.current and found.due_at and found.due_at <= now),
        "just_sent": "sent" in request.GET,
        "may_rate": "rate" in may and found.rating is None,
        "may_reopen": "reopen" in may,
        "rating_form": rating_form or RatingForm(auto_id="rating-%s"),
        "reopen_form": reopen_form or ReopenForm(auto_id="reopen-%s"),
        "now": now,
    }
    wrong = (rating_form and rating_form.errors) or (reopen_form and reopen_form.errors)
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


def _back(report: Report) -> HttpResponse:
    return redirect("portal:case", number=number_of(report.case), secret=secret_of(report))
