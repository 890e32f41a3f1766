"""Taking a report in at the desk: from a patrol, by telephone, at the counter; alone or with many signers."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wangge.accounts.models import Role
from wangge.cases import queries
from wangge.cases.models import Case
from wangge.cases.numbering import number_of
from wangge.cases.rulebook import rulebook
from wangge.cases.workflow import OPEN
from wangge.foundation.calendar import CHINA_TIME
from wangge.foundation.refusals import Refused
from wangge.intake import actions
from wangge.intake.alike import alike
from wangge.intake.taking import Taken, taken_before
from wangge.journal.actor import Actor
from wangge.web.access import ACTING, actor, allow
from wangge.web.desk.cases import pictures
from wangge.web.desk.maps import sources
from wangge.web.desk.merge import reasons
from wangge.web.desk.reporting_form import ReportForm
from wangge.web.middleware import told

ROWS = 5  # of signers, to be typed one by one
OFFICES = {Role.COMMUNITY, Role.STREET}


@allow(*ACTING)
@require_http_methods(["GET", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """Report something found or told; what may be the same matter is shown before it is filed."""
    by, now = actor(request), timezone.now()
    form = _form(request, by)
    found: list[Any] = []
    if form.is_valid():
        try:
            signers, into = form.signing(_typed(request)), _chosen(request, by)
            decided = into or "another" in request.POST or taken_before(form.telling())
            found = [] if decided else likely(form, by)
            if not _unseen(request, found):
                taken = actions.take_down(
                    form.telling(),
                    pictures=pictures(request),
                    signers=signers,
                    into=into,
                    settled=form.cleaned_data["settled"],
                    by=by,
                    now=now,
                )
                return _done(request, taken, joined=into is not None)
        except Refused as refusal:
            form.add_error(None, told(refusal))
    return _page(request, form, found, by=by)


def _form(request: HttpRequest, by: Actor) -> ReportForm:
    office = not by.roles.isdisjoint(OFFICES)
    buildings = queries.buildings_of(by, on=timezone.now().astimezone(CHINA_TIME).date())
    asked = request.GET.get("channel", "")
    initial = {"channel": asked} if asked in rulebook().channels else {}
    return ReportForm(
        request.POST or None, book=rulebook(), buildings=buildings, office=office, by=by, initial=initial
    )


def _page(request: HttpRequest, form: ReportForm, found: list[Any], *, by: Actor) -> HttpResponse:
    rows = _typed(request)
    blank = [("", "", "")] * max(1, ROWS - len(rows))
    context = {
        "form": form,
        "place": form.place(),
        "alike": found,
        "asks": bool(found),
        "rows": [*rows, *blank],
        "signing": bool(rows) or bool(form.data.get("signers")),
        "sources": sources(by),
        "now": timezone.now(),
    }
    return render(request, "desk/report.html", context, status=422 if form.errors else 200)


def _typed(request: HttpRequest) -> list[tuple[str, ...]]:
    """The rows of signers that have anything in them: name, telephone, home."""
    columns = [request.POST.getlist(f"signer_{part}") for part in ("name", "phone", "home")]
    return [tuple(cell.strip() for cell in row) for row in zip(*columns, strict=False) if any(row)]


def likely(form: ReportForm, by: Actor) -> list[dict[str, Any]]:
    """The cases that it may repeat, each with its reasons in words."""
    found = alike(form.telling(), by=by, now=timezone.now())
    return [
        {
            "case": each.case,
            "number": number_of(each.case),
            "reasons": reasons(each.facts),
            "open": each.case.state in OPEN,
            "joined": each.joined,
        }
        for each in found
    ]


@allow(*ACTING)
@require_POST
def report_alike(request: HttpRequest) -> HttpResponse:
    """The likely duplicates of what is being typed, as a part of the page."""
    by = actor(request)
    form = _form(request, by)
    found = likely(form, by) if form.is_valid() else []
    return render(request, "desk/parts/alike.html", {"alike": found, "form": form, "now": timezone.now()})


@allow(*ACTING)
@require_POST
def report_place(request: HttpRequest) -> HttpResponse:
    """What is understood of the address that is being typed, as a part of the page."""
    place = _form(request, actor(request)).place()
    return render(request, "desk/parts/address.html", {"place": place})


def _chosen(request: HttpRequest, by: Actor) -> Case | None:
    """The case that it is the same as, where somebody said so."""
    number = request.POST.get("join", "")
    return queries.find(number, by=by) if number else None


def _unseen(request: HttpRequest, found: list[Any]) -> bool:
    """Whether there is a likely duplicate that was not on the page when it was sent."""
    seen = set(request.POST.getlist("compared"))
    return any(each["number"] not in seen for each in found)


def _done(request: HttpRequest, taken: Taken, *, joined: bool) -> HttpResponse:
    number = number_of(taken.report.case)
    if joined:
        messages.success(
            request, _("Added to {number}: this reporter is told and asked too.").format(number=number)
        )
    else:
        messages.success(request, _("Reported as {number}.").format(number=number))
    if taken.unsettled:
        why = told(taken.unsettled)
        messages.warning(request, _("It is filed, but not settled: {why}").format(why=why))
    if taken.signers:
        return redirect("desk:receipts", number)
    return redirect("desk:case", number)
