"""Tickets of other systems become cases, once each; what is the same matter joins the case that is there."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import IntegrityError, transaction

from wangge.addressing.book import Book
from wangge.cases import actions
from wangge.cases.likeness import likeness, pairs
from wangge.cases.models import Case, Channel, Report, Urgency
from wangge.cases.rulebook import Rulebook, rulebook
from wangge.cases.telling import MOST_TEXT, WAITED, Telling
from wangge.cases.workflow import OPEN
from wangge.intake.incoming import Incoming
from wangge.intake.limits import keep_limit
from wangge.intake.models import Ticket
from wangge.intake.placing import place_of
from wangge.journal import actions as journal
from wangge.journal.actor import Actor
from wangge.places import addresses
from wangge.places.models import Area

ALIKE = 0.5  # likeness of two texts from one telephone, from which they are one matter


class Fate(StrEnum):
    """What became of a ticket that was sent."""

    NEW = "new"
    JOINED = "joined"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Desk:
    """Where tickets arrive: by which channel, for which area, with the places known there."""

    channel: Channel
    area: Area
    book: Book

    @classmethod
    def of(cls, channel: Channel, area: Area) -> "Desk":
        """The desk of a channel in an area."""
        return cls(channel, area, addresses.book())


def take_ticket(sent: Incoming, *, desk: Desk, by: Actor, now: datetime) -> tuple[Ticket, Fate]:
    """Take a ticket in. Sent again it changes nothing; with other words or another limit it is renewed."""
    sent.check()
    try:
        with transaction.atomic():
            known = known_ticket(sent.number, desk)
            return renew(known, sent, by=by, now=now) if known else _enter(sent, desk=desk, by=by, now=now)
    except IntegrityError:  # the same ticket came twice at once
        known = known_ticket(sent.number, desk)
        if known is None:
            raise
        return renew(known, sent, by=by, now=now)


def known_ticket(number: str, desk: Desk) -> Ticket | None:
    """The ticket of this number, where the channel sent it before."""
    found = Ticket.objects.filter(channel=desk.channel, number=number.strip())
    return found.select_related("report__case", "channel").first()


def telling_of(sent: Incoming, *, desk: Desk, book: Rulebook, now: datetime) -> Telling:
    """The ticket as a report, checked; refuses what has no place here."""
    if sent.lon is not None and sent.lat is not None:
        place: dict[str, object] = {"lon": sent.lon, "lat": sent.lat}
    else:
        building, area = place_of(
            sent.address, sent.text, community=sent.community, within=desk.area, book=desk.book
        )
        place = {"building": building} if building else {"area": area}
    said = sent.matter.strip()
    matter = next(
        (c.code for c in book.categories.values() if said and said in {c.code, c.name, c.name_en}), ""
    )
    telling = Telling(
        text=sent.text.strip()[:MOST_TEXT],
        channel=desk.channel.code,
        address=sent.address.strip() or desk.area.name,
        category=matter,
        urgency=sent.urgency if sent.urgency in Urgency.values else "",
        name=sent.caller,
        phone=sent.phone,
        key=f"ticket:{sent.number.strip()}"[:80],
        told_at=sent.received_at if sent.received_at and sent.received_at > now - WAITED else None,
        **place,  # type: ignore[arg-type]
    )
    telling.check(now=now)
    book.channel_in_use(telling.channel)
    return telling


def renew(known: Ticket, sent: Incoming, *, by: Actor, now: datetime) -> tuple[Ticket, Fate]:
    """A ticket that is known: the same, or with something changed that the desk then sees."""
    if known.fingerprint == sent.fingerprint:
        return known, Fate.SAME
    before = {"due_at": f"{known.due_at}", "text": known.text, "address": known.address}
    known.received_at = sent.received_at or known.received_at
    known.due_at, known.text = sent.due_at, sent.text.strip()
    known.address, known.matter = sent.address.strip()[:200], sent.matter[:80]
    known.fingerprint = sent.fingerprint
    known.save()
    told = {"number": known.number, "before": before, "due_at": f"{known.due_at}"}
    journal.append("ticket.changed", subject=("ticket", known.pk), by=by, now=now, payload=told)
    keep_limit(known.report.case, now=now)
    return known, Fate.CHANGED


def _enter(sent: Incoming, *, desk: Desk, by: Actor, now: datetime) -> tuple[Ticket, Fate]:
    telling = telling_of(sent, desk=desk, book=rulebook(), now=now)
    same = same_matter(sent, desk=desk)
    told = actions.join(same, telling, by=by, now=now) if same else actions.report(telling, by=by, now=now)
    ticket = Ticket.objects.create(
        channel=desk.channel,
        area=told.case.area,
        number=sent.number.strip(),
        received_at=sent.received_at or now,
        due_at=sent.due_at,
        matter=sent.matter.strip()[:80],
        text=sent.text.strip(),
        address=sent.address.strip()[:200],
        report=told,
        joined=same is not None,
        taken_at=now,
        fingerprint=sent.fingerprint,
    )
    facts = {
        "number": ticket.number,
        "channel": desk.channel.code,
        "case": told.case_id,
        "joined": ticket.joined,
    }
    journal.append("ticket.taken", subject=("ticket", ticket.pk), by=by, now=now, payload=facts)
    keep_limit(told.case, now=now)
    return ticket, Fate.JOINED if same else Fate.NEW


def same_matter(sent: Incoming, *, desk: Desk) -> Case | None:
    """The open case that a ticket repeats: by the number it names, or told before from the same telephone."""
    alive = Case.objects.filter(
        state__in=[state.value for state in OPEN], area__path__startswith=desk.area.path
    )
    if sent.repeats.strip():
        named = Ticket.objects.filter(channel=desk.channel, number=sent.repeats.strip())
        return alive.filter(reports__in=named.values("report")).select_related("area").first()
    if not sent.phone.strip():
        return None
    told = Report.objects.filter(phone=sent.phone.strip()[:20], case__in=alive.values("pk"))
    words = pairs(sent.text)
    close = [
        (alike, report)
        for report in told.select_related("case__area").order_by("-id")[:20]
        if (alike := likeness(words, pairs(report.text)) or 0.0) >= ALIKE
    ]
    return max(close, key=lambda pair: pair[0])[1].case if close else None
