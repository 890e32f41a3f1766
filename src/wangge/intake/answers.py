"""Answers on the way back: a row for each ticket whose case has ended, until the sender has it."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from wangge.accounts.models import Role
from wangge.cases.models import Handling
from wangge.cases.numbering import number_of
from wangge.intake.models import Answer, Source, Ticket
from wangge.journal import actions as journal
from wangge.journal.actor import Actor
from wangge.journal.models import Entry
from wangge.places.models import Area

OFFICES = (Role.COMMUNITY, Role.STREET, Role.COMMAND, Role.ADMINISTRATOR)
KINDS = {"case.closed": Answer.Kind.SETTLED, "case.refused": Answer.Kind.REFUSED}


def owe_answers(entry: Entry, _now: datetime) -> None:
    """The reaction to a case's end: every ticket of it is owed an answer. A second time changes nothing."""
    found = Ticket.objects.filter(report__case=entry.subject_id).select_related("report__case")
    tickets = list(found.order_by("id"))
    if not tickets:
        return
    kind, case = KINDS[entry.verb], tickets[0].report.case
    if kind == Answer.Kind.REFUSED:
        text = "\n".join(str(entry.payload.get(part) or "") for part in ("reason", "referral"))
    else:
        last = Handling.objects.filter(case=case).order_by("-id").first()
        text = last.note if last else number_of(case)
    Answer.objects.bulk_create(
        [
            Answer(ticket=ticket, kind=kind, at=entry.at, round=case.reopened, text=text.strip())
            for ticket in tickets
        ],
        ignore_conflicts=True,
    )


def waiting(*, channel: int | None = None, within: str = "") -> QuerySet[Answer]:
    """The answers that their senders do not have yet, oldest first."""
    found = Answer.objects.filter(taken_at=None).select_related(
        "ticket__channel", "ticket__report__case__category"
    )
    if channel is not None:
        found = found.filter(ticket__channel=channel)
    return found.filter(ticket__area__path__startswith=within).order_by("id")


def of_source(source: Source) -> QuerySet[Answer]:
    """What waits for a source."""
    return waiting(channel=source.channel_id, within=source.area.path)


def seen_by(by: Actor) -> QuerySet[Answer]:
    """The waiting answers of the actor's areas."""
    where = Q(ticket__area__in=Area.objects.under(by.paths(*OFFICES)).values("pk"))
    return waiting().filter(where)


@transaction.atomic
def acknowledge(answers: Iterable[Answer], *, by: Actor, now: datetime) -> int:
    """The sender has these answers; returns how many were still waiting."""
    ids = [answer.pk for answer in answers]
    taken = Answer.objects.filter(pk__in=ids, taken_at=None).update(taken_at=now)
    if taken:
        facts = {"answers": ids[:500], "taken": taken}
        journal.append("answers.taken", subject=("answer", ids[0]), by=by, now=now, payload=facts)
    return taken
