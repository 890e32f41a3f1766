"""Tickets of other systems at the desk: their numbers and limits beside ours, and their answers."""

from datetime import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from wangge.accounts.models import Role
from wangge.cases.models import ClockRun
from wangge.cases.numbering import number_of
from wangge.intake import actions, queries, sheets
from wangge.intake.answers import seen_by
from wangge.intake.limits import own_limit, resolve_runs
from wangge.intake.models import Ticket
from wangge.web.access import actor, allow
from wangge.web.desk.sheets import EXCEL, Column, spreadsheet
from wangge.web.times import exact

LOOKING = (Role.COMMUNITY, Role.STREET, Role.COMMAND, Role.ADMINISTRATOR)
TAKING = (Role.COMMUNITY, Role.STREET)
PAGE, MOST = 50, 10_000


@allow(*LOOKING)
@require_GET
def tickets(request: HttpRequest) -> HttpResponse:
    """The tickets, newest first; as a workbook where asked for."""
    by, now = actor(request), timezone.now()
    found = queries.tickets_of(by)
    if text := request.GET.get("q", "").strip()[:60]:
        found = found.filter(number__icontains=text)
    if "excel" in request.GET:
        return _workbook(found, now=now)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    ours = resolve_runs([ticket.report.case_id for ticket in page.object_list])
    rows = [_row(ticket, ours.get(ticket.report.case_id)) for ticket in page.object_list]
    context = {
        "rows": rows,
        "page": page,
        "text": text,
        "now": now,
        "answers": list(seen_by(by)[:50]),
        "takes": not by.roles.isdisjoint(TAKING),
        "administers": Role.ADMINISTRATOR in by.roles,
    }
    return render(request, "desk/tickets.html", context)


def _row(ticket: Ticket, run: ClockRun | None) -> tuple[Ticket, str, ClockRun | None, datetime | None]:
    """A ticket, our number, the clock that counts and our own limit, which may be later than the sender's."""
    return ticket, number_of(ticket.report.case), run, own_limit(run) if run else None


def _workbook(found: object, *, now: object) -> HttpResponse:
    columns = [Column(_("Ticket number"), 22), Column(_("Channel"), 16), Column(_("Received"), 18)]
    columns += [Column(_("Its own limit"), 18), Column(_("Ours"), 18), Column(_("Case number"), 18)]
    columns += [Column(_("State"), 12), Column(_("What it says"), 60), Column(_("Place"), 30)]
    listed = list(found[:MOST])  # type: ignore[index]
    ours = resolve_runs([ticket.report.case_id for ticket in listed])
    rows = [
        (
            ticket.number,
            ticket.channel.name,
            exact(ticket.received_at),
            exact(ticket.due_at) if ticket.due_at else "",
            exact(own_limit(run)) if (run := ours.get(ticket.report.case_id)) else "",
            number_of(ticket.report.case),
            str(ticket.report.case.get_state_display()),
            ticket.text,
            ticket.address,
        )
        for ticket in listed
    ]
    return spreadsheet(_("Tickets"), _("Tickets"), columns, rows, now=now)  # type: ignore[arg-type]


@allow(*TAKING)
@require_GET
def answers(request: HttpRequest) -> HttpResponse:
    """The answers that wait, as a workbook for a sender without an interface; they wait on until noted."""
    answer = HttpResponse(sheets.answers(seen_by(actor(request))[:MOST]), content_type=EXCEL)
    answer["Content-Disposition"] = 'attachment; filename="wangge-answers.xlsx"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@allow(*TAKING)
@require_POST
def answers_sent(request: HttpRequest) -> HttpResponse:
    """Note that the sender has the answers up to the last one that the page showed."""
    by, last = actor(request), request.POST.get("last", "")
    upto = int(last) if last.isascii() and last.isdecimal() and len(last) < 18 else 0
    had = list(seen_by(by).filter(pk__lte=upto))
    if had:
        actions.acknowledge(had, by=by, now=timezone.now())
        messages.success(request, _("Noted: {count} answers are with their senders.").format(count=len(had)))
    return redirect("desk:tickets")
