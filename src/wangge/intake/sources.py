"""The systems that may send tickets here: each has a token, of which only a digest is kept."""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from wangge.cases.models import Channel
from wangge.intake.errors import Nameless, NoSuchTicketChannel
from wangge.intake.models import Source
from wangge.intake.progress import Five
from wangge.journal import actions as journal
from wangge.journal.actor import Actor
from wangge.places.models import Area

PREFIX = "wgt_"


def digest_of(token: str) -> str:
    """What is kept of a token: it has 256 random bits, so that a plain digest tells nothing of it."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def open_source(
    channel: Channel,
    *,
    area: Area,
    name: str,
    states: Mapping[str, str] | None = None,
    by: Actor,
    now: datetime,
) -> tuple[Source, str]:
    """Let another system send tickets for an area; returns its token, which is shown this once."""
    if not channel.tickets:
        raise NoSuchTicketChannel(code=channel.code)
    if not name.strip():
        raise Nameless
    token = PREFIX + secrets.token_urlsafe(32)
    words = {
        five.value: word.strip() for five in Five if (word := (states or {}).get(five.value, "")).strip()
    }
    source = Source.objects.create(
        channel=channel, area=area, name=name.strip()[:60], digest=digest_of(token), states=words, since=now
    )
    facts = {"channel": channel.code, "area": area.code, "name": source.name}
    journal.append("source.opened", subject=("source", source.pk), by=by, now=now, payload=facts)
    return source, token


@transaction.atomic
def close_source(source: Source, *, by: Actor, now: datetime) -> None:
    """Its token opens nothing any more."""
    Source.objects.filter(pk=source.pk, until=None).update(until=now)
    journal.append("source.closed", subject=("source", source.pk), by=by, now=now)


def source_of(token: str) -> Source | None:
    """The open source of this token: one statement."""
    if not token.startswith(PREFIX):
        return None
    found = Source.objects.filter(digest=digest_of(token), until=None)
    return found.select_related("channel", "area").defer("area__outline").first()


def actor_for(source: Source) -> Actor:
    """A source as the journal names it; it may do nothing but what the intake does for it."""
    return Actor(label=source.name)
