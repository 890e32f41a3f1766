"""Has somebody reported it already? Look-alikes shown before a report is sent, and "I have this too"."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise

from wangge.cases import actions, queries
from wangge.cases.errors import CannotTakeMore
from wangge.cases.following import STANDS
from wangge.cases.lookalikes import Hint, hints
from wangge.cases.models import Report
from wangge.cases.photos import Picture, attach
from wangge.cases.rulebook import rulebook
from wangge.cases.siting import site
from wangge.cases.sought import Sought
from wangge.cases.telling import Telling
from wangge.cases.workflow import OPEN, State
from wangge.foundation.calendar import CHINA_TIME
from wangge.foundation.refusals import Refused
from wangge.journal import editions
from wangge.journal.actor import Actor
from wangge.web.access import public
from wangge.web.portal import because, drafts
from wangge.web.portal.drafts import Draft

Row = tuple[Hint, str | Promise, bool]  # what is known, its state in words, whether one can join it


def known(draft: Draft, *, now: datetime) -> list[Row]:
    """What may be the same matter, as anybody may know of it; nothing where the place makes no sense."""
    telling, stamps = draft.telling(), editions.current()
    book = rulebook(stamps)
    try:
        place = site(telling, on=now.astimezone(CHINA_TIME).date(), book=book, editions=stamps)
    except Refused:
        return []
    found = hints(Sought.told(telling, place, book=book, now=now), now=now)
    return [(hint, STANDS[State(hint.state)], State(hint.state) in OPEN) for hint in found]


@public
def same(request: HttpRequest) -> HttpResponse:
    """Between the place and the contact: what others have reported there, to join or to pass by."""
    draft = drafts.read(request)
    if not draft.text.strip() or not draft.placed:
        return redirect("portal:report")
    now = timezone.now()
    rows, notices = known(draft, now=now), because.explained(draft, now=now)
    if request.method == "POST":
        chosen = request.POST.get("case", "")
        joined = next((h.case for h, _word, still in rows if still and str(h.case) == chosen), None)
        drafts.keep(request, replace(draft, joins=joined))
        return redirect("portal:contact")
    if not rows and not notices:
        return redirect("portal:contact")
    context = {"rows": rows, "notices": notices, "draft": draft, "now": now}
    return render(request, "portal/same.html", context)


def asks(draft: Draft, *, now: datetime) -> bool:
    """Whether there is anything to show before the report is sent."""
    return bool(known(draft, now=now) or because.explained(draft, now=now))


def join(case: int, telling: Telling, *, pictures: Sequence[Picture], by: Actor, now: datetime) -> Report:
    """Add a report to the case of the same matter, with its pictures; sent again it adds nothing."""
    found = queries.shown(case)
    if found is None:
        raise CannotTakeMore
    with transaction.atomic():
        told = actions.join(found, telling, by=by, now=now)
        if told.at == now:
            for picture in pictures:
                attach(told.case, picture, step="report", by=by, now=now)
    return told
