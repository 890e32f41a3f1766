"""Files of tickets: sent, looked through, then entered whole, or only their good rows."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction

from wangge.accounts.models import Role
from wangge.cases.errors import NotYours
from wangge.cases.models import Channel
from wangge.cases.rulebook import rulebook
from wangge.foundation.refusals import Refused
from wangge.foundation.tables import Cells, Table, read_table
from wangge.intake.errors import (
    BatchEntered,
    NoSuchBatch,
    NoSuchTicketChannel,
    NothingToEnter,
    RowsRefused,
)
from wangge.intake.incoming import Incoming
from wangge.intake.models import Batch, Ticket
from wangge.intake.ticket_columns import Row, read_sheet
from wangge.intake.tickets import Desk, Fate, same_matter, take_ticket, telling_of
from wangge.journal import actions as journal
from wangge.journal.actor import Actor
from wangge.places.models import Area

OFFICES = (Role.COMMUNITY, Role.STREET)
KEPT = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What would become of a row: its fate, or the reason why it is refused."""

    row: Row
    fate: Fate | None = None
    reason: Refused | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """A file looked through: its heading and a verdict on every row."""

    heading: Cells
    verdicts: tuple[Verdict, ...]

    def count(self, fate: str) -> int:
        """How many rows have this fate; "refused" counts those that cannot be entered."""
        return sum((verdict.fate or "refused") == fate for verdict in self.verdicts)

    @property
    def refused(self) -> tuple[Verdict, ...]:
        """The rows that cannot be entered."""
        return tuple(verdict for verdict in self.verdicts if verdict.reason)


@transaction.atomic
def keep_file(path: Path, *, name: str, channel: Channel, area: Area, by: Actor, now: datetime) -> Batch:
    """Keep a file for its preview; files that nobody entered are thrown away after a week."""
    if not by.holds(*OFFICES, path=area.path):
        raise NotYours
    if not channel.tickets:
        raise NoSuchTicketChannel(code=channel.code)
    table = read_table(path, named=name)
    read_sheet(table)  # refuses what is no file of tickets before anything is kept
    Batch.objects.filter(at__lt=now - KEPT).delete()
    rows = [[number, list(cells)] for number, cells in table.rows]
    return Batch.objects.create(
        channel=channel, area=area, at=now, by_id=by.person, file=name[:120], rows=rows
    )


def find_batch(pk: int, *, by: Actor) -> Batch:
    """A file for an area of the actor's office."""
    found = Batch.objects.filter(pk=pk).select_related("channel", "area").first()
    if found is None or not by.holds(*OFFICES, path=found.area.path):
        raise NoSuchBatch
    return found


def preview(batch: Batch, *, now: datetime) -> Preview:
    """What entering the file would do; four statements and two for each new row with a telephone."""
    table = Table(batch.file, tuple((number, tuple(cells)) for number, cells in batch.rows))
    sheet = read_sheet(table)
    desk = Desk.of(batch.channel, batch.area)
    numbers = [row.ticket.number.strip() for row in sheet.rows if row.ticket]
    known = dict(
        Ticket.objects.filter(channel=batch.channel, number__in=numbers).values_list("number", "fingerprint")
    )
    verdicts = tuple(_verdict(row, desk, known, now) for row in sheet.rows)
    return Preview(sheet.heading, verdicts)


def _verdict(row: Row, desk: Desk, known: dict[str, str], now: datetime) -> Verdict:
    sent = row.ticket
    if sent is None:
        return Verdict(row, reason=row.reason)
    if sent.number.strip() in known:
        same = known[sent.number.strip()] == sent.fingerprint
        return Verdict(row, Fate.SAME if same else Fate.CHANGED)
    try:
        telling_of(sent, desk=desk, book=rulebook(), now=now)
    except Refused as reason:
        return Verdict(row, reason=reason)
    return Verdict(row, Fate.JOINED if _joins(sent, desk) else Fate.NEW)


def _joins(sent: Incoming, desk: Desk) -> bool:
    return bool(sent.phone.strip() or sent.repeats.strip()) and same_matter(sent, desk=desk) is not None


@transaction.atomic
def enter_batch(batch: Batch, *, good_rows_only: bool = False, by: Actor, now: datetime) -> Counter[str]:
    """Enter a file; returns how many tickets had which fate.

    With refused rows it is refused as a whole unless `good_rows_only`. Of its rows only the refused ones are
    kept, to be taken back.
    """
    if not Batch.objects.filter(pk=batch.pk, entered_at=None).update(entered_at=now):
        raise BatchEntered
    seen = preview(batch, now=now)
    good = [verdict.row.ticket for verdict in seen.verdicts if verdict.fate and verdict.row.ticket]
    if not good:
        raise NothingToEnter
    if seen.refused and not good_rows_only:
        raise RowsRefused(refused=len(seen.refused), rows=len(seen.verdicts))
    desk = Desk.of(batch.channel, batch.area)
    fates = Counter(take_ticket(sent, desk=desk, by=by, now=now)[1].value for sent in good)
    numbers = {verdict.row.row for verdict in seen.refused}
    heading = next(row for row in batch.rows if tuple(row[1]) == seen.heading)
    batch.rows = [heading, *(row for row in batch.rows if row[0] in numbers)]
    batch.entered_at, batch.counts = now, {**fates, "refused": len(numbers)}
    batch.save(update_fields=["rows", "counts"])
    facts = {"file": batch.file, "channel": batch.channel.code, **batch.counts}
    journal.append("tickets.imported", subject=("area", batch.area_id), by=by, now=now, payload=facts)
    return fates
