"""Delivering sealed entries to reactions: claimed by conditional update, at least once."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from uuid import uuid4

import structlog

from wangge.journal.models import Delivery, Entry

Reaction = Callable[[Entry, datetime], None]
LEASE = timedelta(minutes=2)
TRIES = 8
log = structlog.get_logger(__name__)


def claim(*, now: datetime, most: int = 50) -> list[Delivery]:
    """Take up to `most` deliveries that are due; one that a dead worker left falls due again.

    A claim moves `due_at` to the end of the lease under the condition that nobody moved it before.
    """
    token = uuid4().hex
    due = Delivery.objects.filter(state__in=["owed", "claimed"], due_at__lte=now)
    for pk, due_at in due.order_by("due_at", "id").values_list("pk", "due_at")[:most]:
        Delivery.objects.filter(pk=pk, due_at=due_at, state__in=["owed", "claimed"]).update(
            state=Delivery.State.CLAIMED, claim=token, due_at=now + LEASE
        )
    return list(
        Delivery.objects.filter(claim=token, state="claimed").select_related("entry").order_by("entry_id")
    )


def deliver(delivery: Delivery, *, reactions: Mapping[str, Reaction], now: datetime) -> bool:
    """Run one claimed delivery's reaction; a failure is tried again later, ever more slowly."""
    mine = Delivery.objects.filter(pk=delivery.pk, claim=delivery.claim)
    try:
        reactions[delivery.reaction](delivery.entry, now)
    except Exception as trouble:
        attempts = delivery.attempts + 1
        state = Delivery.State.FAILED if attempts >= TRIES else Delivery.State.OWED
        log.exception("reaction failed", reaction=delivery.reaction, entry=delivery.entry_id)
        mine.update(
            state=state,
            attempts=attempts,
            error=repr(trouble)[:2000],
            due_at=now + timedelta(seconds=2**attempts),
        )
        return False
    mine.update(state=Delivery.State.DONE, attempts=delivery.attempts + 1, error="")
    return True
