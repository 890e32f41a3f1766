"""Whether a case stands on the public list: an office may take it off, and puts it back."""

from datetime import datetime

from django.db import transaction

from wangge.cases.errors import Missing, NotYours
from wangge.cases.models import Case
from wangge.cases.standing import standing
from wangge.cases.workflow import Standing
from wangge.journal import actions as journal
from wangge.journal.actor import Actor


@transaction.atomic
def publish(case: Case, *, hidden: bool, reason: str = "", by: Actor, now: datetime) -> None:
    """Take a case off the public list, saying why, or put it back; what stands so already stays."""
    if Standing.OFFICE not in standing(case, by, among={Standing.OFFICE}):
        raise NotYours
    if hidden and not reason.strip():
        raise Missing(what="reason")
    if not Case.objects.filter(pk=case.pk).exclude(hidden=hidden).update(hidden=hidden):
        return
    case.hidden = hidden
    verb = "case.hidden" if hidden else "case.shown"
    journal.append(verb, subject=("case", case.pk), by=by, now=now, payload={"reason": reason.strip()})
