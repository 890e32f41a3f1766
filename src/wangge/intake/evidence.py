"""Photos of tickets: those that the sender has of the matter, and those of the result that go back."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from wangge.cases.models import Case, Photo
from wangge.cases.photos import Picture, attach
from wangge.cases.workflow import OPEN
from wangge.intake.errors import TicketEnded, TooManyPhotos
from wangge.intake.models import Answer, Source, Ticket
from wangge.journal.actor import Actor

MOST = 6
REPORTED, DONE = "report", ("handle", "settle")


@transaction.atomic
def add_photos(ticket: Ticket, pictures: Sequence[Picture], *, by: Actor, now: datetime) -> int:
    """Keep photos of the matter with the ticket's case; those sent before add nothing. Returns how many."""
    case = Case.objects.select_for_update(no_key=True).get(pk=ticket.report.case_id)
    known = set(Photo.objects.filter(case=case, step=REPORTED).values_list("file", flat=True))
    fresh = list({p.file: p for p in pictures if p.file not in known}.values())
    if fresh and case.state not in OPEN:
        raise TicketEnded
    if len(known) + len(fresh) > MOST:
        raise TooManyPhotos(most=MOST)
    for picture in fresh:
        attach(case, picture, step=REPORTED, by=by, now=now)
    return len(fresh)


def results(answers: Iterable[Answer]) -> dict[int, list[Photo]]:
    """By answer, the photos of how its case was last settled: one statement.

    Of a private place only whoever brought the matter sees them, as on the reporter's own page.
    """
    settled = (answer for answer in answers if answer.kind == Answer.Kind.SETTLED)
    asked = [answer for answer in settled if not _hidden(answer.ticket)]
    cases = {answer.ticket.report.case_id for answer in asked}
    found: dict[tuple[int, datetime], list[Photo]] = {}
    for photo in Photo.objects.filter(case__in=cases, step__in=DONE).order_by("id"):
        found.setdefault((photo.case_id, photo.at), []).append(photo)
    handled = {answer.pk: answer.ticket.report.case.handled_at for answer in asked}
    return {
        answer.pk: found.get((answer.ticket.report.case_id, at), []) if (at := handled[answer.pk]) else []
        for answer in asked
    }


def _hidden(ticket: Ticket) -> bool:
    category = ticket.report.case.category
    return ticket.joined and category is not None and category.private_place


def result(source: Source, *, answer: int, photo: int) -> Photo | None:
    """A photo of the result, where the answer is the source's own."""
    own = Answer.objects.filter(
        ticket__channel=source.channel_id, ticket__area__path__startswith=source.area.path, pk=answer
    )
    found = results(own.select_related("ticket__report__case__category"))
    return next((each for each in found.get(answer, []) if each.pk == photo), None)
