"""The minutes of a joint meeting on A4: who came, what was said, what was decided; for staff alone."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from wangge.cases import queries
from wangge.cases.circumstances import meetings_of
from wangge.cases.models import Case, JointMeeting
from wangge.cases.numbering import number_of
from wangge.journal import actions as journal
from wangge.web.access import actor, staff
from wangge.web.naming import named
from wangge.web.papers.page import Printing, shared
from wangge.web.papers.sheets import Form, Sheet, Size
from wangge.web.papers.typesetting import typeset
from wangge.web.times import exact

PAPER = Sheet(Size.A4, landscape=False, internal=True)


@staff
@require_GET
def minutes(request: HttpRequest, number: str, meeting: int) -> HttpResponse:
    """The PDF; the journal keeps who took it."""
    by, now = actor(request), timezone.now()
    case = queries.find(number, by=by)
    held = next((each for each in meetings_of(case) if each.pk == meeting and each.ended_at), None)
    if held is None:
        raise Http404
    printing = Printing(PAPER, by, now, "")
    made = typeset("minutes", facts(case, held, printing), form=Form.PDF, now=now)
    told = {"kind": "minutes", "meeting": held.pk}
    journal.append("print.made", subject=("area", case.area_id), by=by, now=now, payload=told)
    answer = HttpResponse(made[0], content_type="application/pdf")
    name = f"minutes-{number_of(case)}-{held.pk}.pdf"
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def facts(case: Case, held: JointMeeting, printing: Printing) -> dict[str, Any]:
    """What the template of the minutes takes."""
    title = _("Minutes of the joint meeting on {number}").format(number=number_of(case))
    rows = list(held.invited.all())
    return {
        **shared(printing, area=case.area, title=title, told=number_of(case)),
        "subtitle": case.title,
        "rows": [
            [_("Where and when"), f"{held.place} · {exact(held.meet_at)}"],
            [_("About"), held.matter],
            [_("Called by"), held.by.name],
            [_("Came"), _people(rows, came=True)],
            [_("Did not come"), _people(rows, came=False)],
        ],
        "minutes": held.minutes,
        "decisions": [
            [
                str(each.order),
                each.text,
                f"{each.party.name} ({named(each.party.kind)})" if each.party else _("all of them"),
                date_format(each.due, "Y-m-d") if each.due else "—",
            ]
            for each in held.decisions.all()
        ],
        "words": {
            "said": _("Minutes"),
            "decided": _("What was decided"),
            "heads": [pgettext("print", "No."), _("What"), _("Who does it"), _("By when")],
            "signed": _("Signed by those who came"),
        },
    }


def _people(rows: list[Any], *, came: bool) -> str:
    told = [f"{row.party.name} ({named(row.party.kind)})" for row in rows if row.came is came]
    return "、".join(told) or "—"
