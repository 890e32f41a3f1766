"""Work records in three roles: counts by outcome that open to the records; written at the desk or on a phone."""

from datetime import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.db.models.functions import TruncMonth
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from wangge.cases import queries as cases
from wangge.cases.numbering import number_of
from wangge.foundation.calendar import CHINA_TIME
from wangge.foundation.refusals import Refused
from wangge.journal import actions as journal
from wangge.journal.actor import Actor
from wangge.outreach import records as kept
from wangge.outreach.actions import keep_record
from wangge.outreach.models import Record, WorkRole
from wangge.outreach.records import Said, Wanted
from wangge.staffing.force_list import CALLERS
from wangge.web.access import actor, allow
from wangge.web.desk.forces import SEEING
from wangge.web.desk.forces_forms import RecordForm
from wangge.web.desk.sheets import Column, spreadsheet
from wangge.web.middleware import told
from wangge.web.naming import named

PAGE, MOST = 50, 20_000
FILTERS = ("month", "grid", "role", "outcome")


@allow(*SEEING)
@require_GET
def records(request: HttpRequest) -> HttpResponse:
    """The records by role and outcome; nobody is counted or ranked."""
    by, now = actor(request), timezone.now()
    wanted = Wanted(**{name: request.GET.get(name, "")[:40] for name in FILTERS})
    seen = kept.seen_by(by)
    rows = wanted.of(seen)
    if "excel" in request.GET:
        return _workbook(rows[:MOST], by=by, now=now)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    around = Wanted(month=wanted.month, grid=wanted.grid).of(seen)
    months = seen.order_by().annotate(first=TruncMonth("day")).values_list("first", flat=True).distinct()
    context = {
        "page": page,
        "rows": [(each, number_of(each.case) if each.case else "") for each in page.object_list],
        "counts": kept.counts(around.order_by().values_list("kind__role", "outcome")),
        "outcomes": Record.Outcome.choices,
        "wanted": wanted,
        "role": WorkRole(wanted.role).label if wanted.role in WorkRole.values else "",
        "months": sorted({f"{first:%Y-%m}" for first in months}, reverse=True),
        "grids": cases.grids_of(by, on=now.astimezone(CHINA_TIME).date()),
        "may": not by.roles.isdisjoint(CALLERS),
    }
    return render(request, "desk/work_records.html", context)


def _workbook(rows: QuerySet[Record], *, by: Actor, now: datetime) -> HttpResponse:
    heads = [(_("Day"), 12), (_("Grid"), 20), (_("Role"), 16), (_("Kind"), 20), (_("What was done"), 50)]
    heads += [(_("Outcome"), 12), (_("Case number"), 20)]
    cells = [
        (
            *(each.day.isoformat(), each.grid.name, str(WorkRole(each.kind.role).label), named(each.kind)),
            *(each.what, str(each.get_outcome_display()), number_of(each.case) if each.case else ""),
        )
        for each in rows
    ]
    facts = {"rows": len(cells)}
    journal.append("records.exported", subject=("account", by.person), by=by, now=now, payload=facts)
    columns = [Column(*head) for head in heads]
    return spreadsheet(_("Work records"), _("Work records in three roles"), columns, cells, now=now)


@allow(*CALLERS)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Write down what was done."""
    by, now = actor(request), timezone.now()
    grids = cases.grids_of(by, on=now.astimezone(CHINA_TIME).date())
    initial = {"case": request.GET.get("case", "")[:40]}
    form = RecordForm(request.POST or None, grids=grids, initial=initial)
    if form.is_valid():
        said = form.cleaned_data
        try:
            case = cases.find(said["case"], by=by) if said["case"].strip() else None
            words = {name: said[name] for name in ("what", "outcome", "day", "key")}
            told_of = Said(kind=form.kinds[said["kind"]], case=case, **words)
            keep_record(told_of, grid=said["grid"], by=by, now=now)
        except Refused as refusal:
            form.add_error(None, told(refusal))
        else:
            messages.success(request, _("Noted."))
            return redirect("desk:work-records")
    return render(request, "desk/work_record_new.html", {"form": form}, status=422 if form.errors else 200)
