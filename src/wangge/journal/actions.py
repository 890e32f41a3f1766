"""Appending facts to the journal, and announcing a new edition of reference data."""

from collections.abc import Mapping
from datetime import datetime
from uuid import uuid4

from wangge.journal.actor import Actor
from wangge.journal.editions import forget
from wangge.journal.models import Edition, Entry
from wangge.journal.prepared import PreparedInsert

ENTER = PreparedInsert(Entry)


def append(
    verb: str,
    *,
    subject: tuple[str, int],
    by: Actor,
    now: datetime,
    payload: Mapping[str, object] | None = None,
) -> Entry:
    """Append one fact inside the caller's transaction; the worker seals it into the chain later."""
    return ENTER(
        Entry(
            at=now,
            actor_id=by.account,
            actor_label=by.label,
            verb=verb,
            subject_kind=subject[0],
            subject_id=subject[1],
            payload=dict(payload or {}),
        )
    )


def announce(name: str) -> None:
    """Stamp a new edition of a body of reference data, inside the transaction that changed it."""
    Edition.objects.update_or_create(name=name, defaults={"stamp": uuid4().hex})
    forget()
