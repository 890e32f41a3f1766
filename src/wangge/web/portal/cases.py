"""Following one's own report by number and secret; rating it; saying that it is not settled."""

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from wangge.cases import actions
from wangge.cases.following import follow, report_of
from wangge.cases.numbering import number_of, secret_of
from wangge.cases.workflow import Standing, State, allowed
from wangge.foundation.calendar import CHINA_TIME
from wangge.foundation.refusals import Refused
from wangge.journal.actor import RESIDENT
from wangge.staffing.cards import holders
from wangge.web.access import public
from wangge.web.middleware import told
from wangge.web.portal.forms import FindForm, RatingForm, ReopenForm


@public
def find(request: HttpRequest) -> HttpResponse:
    """Find a report by what its page and its receipt say."""
    form = FindForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            report = report_of(form.cleaned_data["number"], form.cleaned_data["secret"])
        except Refused as refusal:
            form.add_error(None, told(refusal))
        else:
            return redirect("portal:case", number=number_of(report.case), secret=secret_of(report))
    return render(request, "portal/find.html", {"form": form}, status=422 if form.errors else 200)


@public
def case(request: HttpRequest, number: str, secret: str) -> HttpResponse:
    """The reporter's own page of a case."""
    return _page(request, number, secret)


def _page(
    request: HttpRequest,
    number: str,
    secret: str,
    *,
    rating_form: RatingForm | None = None,
    reopen_form: ReopenForm | None = None,
) -> HttpResponse:
    found = follow(report_of(number, secret))
    now = timezone.now()
    may = {row.name for row in allowed(State(found.case.state), [Standing.REPORTER])}
    link = request.build_absolute_uri(request.path.partition("/rating")[0].partition("/reopening")[0])
    facts = {
        "found": found,
        "case": found.case,
        "number": number_of(found.case),
        "secret": secret,
        "link": link,
        "qr": _qr(link),
        "people": holders(post=found.case.post_id, on=now.astimezone(CHINA_TIME).date()),
        "may_rate": "rate" in may and found.rating is None,
        "may_reopen": "reopen" in may,
        "rating_form": rating_form or RatingForm(),
        "reopen_form": reopen_form or ReopenForm(),
        "now": now,
    }
    wrong = (rating_form and rating_form.errors) or (reopen_form and reopen_form.errors)
    return render(request, "portal/case.html", facts, status=422 if wrong else 200)


def _qr(link: str) -> str:
    return str(segno.make(link, error="m").svg_data_uri(scale=4, border=1, dark="#1c2126"))


@public
@require_POST
def rating(request: HttpRequest, number: str, secret: str) -> HttpResponse:
    """Rate how it was done."""
    form = RatingForm(request.POST)
    if not form.is_valid():
        return _page(request, number, secret, rating_form=form)
    given = form.cleaned_data
    report = report_of(number, secret)
    actions.rate(report, score=given["score"], comment=given["comment"], now=timezone.now())
    return redirect("portal:case", number=number, secret=secret)


@public
@require_POST
def reopening(request: HttpRequest, number: str, secret: str) -> HttpResponse:
    """Say that it is not settled: the case is open again."""
    form = ReopenForm(request.POST)
    if not form.is_valid():
        return _page(request, number, secret, reopen_form=form)
    report = report_of(number, secret)
    reason = form.cleaned_data["reason"]
    actions.reopen(report.case, reason=reason, by=RESIDENT, now=timezone.now(), report=report)
    return redirect("portal:case", number=number, secret=secret)
