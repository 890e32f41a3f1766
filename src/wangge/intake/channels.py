"""Channels are data: adding, renaming and retiring them."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from wangge.cases.models import Channel
from wangge.foundation.calendar import CHINA_TIME
from wangge.intake.errors import BadCode, CodeTaken, LastChannel, Nameless
from wangge.intake.models import Way
from wangge.journal import actions as journal
from wangge.journal.actor import Actor

CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@transaction.atomic
def add_channel(code: str, *, by: Actor, now: datetime, **facts: object) -> Channel:
    """A new way in; `facts` as in `change_channel`."""
    if not CODE.fullmatch(code) or len(code) > 40:
        raise BadCode
    if Channel.objects.filter(code=code).exists():
        raise CodeTaken(code=code)
    channel = Channel(code=code)
    _write(channel, "channel.added", facts, by=by, now=now)
    return channel


@transaction.atomic
def change_channel(channel: Channel, *, by: Actor, now: datetime, **facts: object) -> None:
    """Rename a channel or say anew what it brings; its cases keep it.

    `facts` are `name`, `name_en`, `origin`, `open_to_all`, `round_the_clock`, `tickets`, `desk` and `keeper`,
    who takes it down. A retired channel is in use again.
    """
    channel.retired_on = None
    _write(channel, "channel.changed", facts, by=by, now=now)


def _write(channel: Channel, verb: str, facts: dict[str, object], *, by: Actor, now: datetime) -> None:
    keeper = str(facts.pop("keeper", "")).strip()
    for field, value in facts.items():
        setattr(channel, field, value.strip() if isinstance(value, str) else value)
    if not channel.name:
        raise Nameless
    channel.save()
    Way.objects.update_or_create(channel=channel, defaults={"keeper": keeper[:80]})
    told = {"code": channel.code, "keeper": keeper, **facts}
    journal.append(verb, subject=("channel", channel.pk), by=by, now=now, payload=told)
    journal.announce("rules")


@transaction.atomic
def retire_channel(channel: Channel, *, by: Actor, now: datetime) -> None:
    """Nothing comes in by this channel any more; what came stays as it is."""
    if channel.desk and not Channel.objects.filter(desk=True).exclude(pk=channel.pk).exists():
        raise LastChannel
    day = now.astimezone(CHINA_TIME).date()
    Channel.objects.filter(pk=channel.pk).update(desk=False, open_to_all=False, retired_on=day)
    journal.append(
        "channel.retired", subject=("channel", channel.pk), by=by, now=now, payload={"on": f"{day}"}
    )
    journal.announce("rules")


@transaction.atomic
def enter_ways(rows: Iterable[Mapping[str, str]], *, by: Actor, now: datetime) -> None:
    """Enter who takes each channel down: rows with `code` and `keeper`; channels must be there."""
    channels = {channel.code: channel for channel in Channel.objects.all()}
    said = {row["code"]: row["keeper"] for row in rows if row.get("keeper")}
    for code, keeper in said.items():
        Way.objects.update_or_create(channel=channels[code], defaults={"keeper": keeper[:80]})
    journal.append("channels.kept", subject=("catalogue", 1), by=by, now=now, payload=said)
