"""From above: urging whoever has a case, and supervision (督办) that must be answered."""

from datetime import datetime

from django.db import transaction

from wangge.cases.errors import NothingAsked
from wangge.cases.models import Alarm, Case, Supervision
from wangge.cases.moves import ahead, begin
from wangge.cases.ringing import told_at
from wangge.cases.rulebook import rulebook
from wangge.journal.actor import Actor


@transaction.atomic
def urge(case: Case, *, note: str, by: Actor, now: datetime) -> Alarm:
    """Urge whoever has the case (催办); a case that nobody has urges its office."""
    step = begin(case, "urge", by=by, note=note)
    post = told_at(case, 0, book=rulebook())
    urged = Alarm.objects.create(
        case=case, kind=Alarm.Kind.URGE, at=now, by_id=by.person, post_id=post, note=note
    )
    step.take(now=now)
    return urged


@transaction.atomic
def supervise(case: Case, *, opinion: str, due: datetime, by: Actor, now: datetime) -> Supervision:
    """Put a case under supervision: whoever has it must answer by a time."""
    step = begin(case, "supervise", by=by, opinion=opinion, due=due.isoformat())
    opened = Supervision.objects.create(
        case=case, at=now, by_id=by.person, opinion=opinion, due_at=ahead(due, now=now)
    )
    step.take(now=now)
    return opened


@transaction.atomic
def answer(case: Case, *, note: str, by: Actor, now: datetime) -> Supervision:
    """Answer the supervision that has waited longest."""
    step = begin(case, "answer", by=by, note=note)
    waiting = Supervision.objects.filter(case=case, answered_at=None).order_by("due_at", "id").first()
    answered = {"answered_at": now, "answered_by_id": by.person, "answer": note}
    if waiting is None or not Supervision.objects.filter(pk=waiting.pk, answered_at=None).update(**answered):
        raise NothingAsked
    step.take(now=now)
    waiting.refresh_from_db()
    return waiting
