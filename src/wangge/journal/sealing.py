"""Sealing appended entries into the chain, in order, and owing them to their reactions."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from wangge.journal.chain import digest
from wangge.journal.models import Delivery, Entry, Head

FACT = ("id", "at", "actor_id", "actor_label", "verb", "subject_kind", "subject_id", "payload")


def fact_of(entry: Entry) -> dict[str, object]:
    """What the hash of an entry covers."""
    return {name: getattr(entry, name) for name in FACT}


def seal(*, owed: Mapping[str, Iterable[str]], now: datetime, most: int = 500) -> int:
    """Seal up to `most` waiting entries; returns how many. Safe to run in several processes.

    `owed` names the reactions of each verb; their deliveries are written in the same transaction,
    so that none is lost and none is owed twice.
    """
    with transaction.atomic():
        Head.objects.bulk_create([Head(pk=1)], ignore_conflicts=True)
        head = Head.objects.select_for_update().get(pk=1)
        waiting = list(Entry.objects.filter(sequence=None).order_by("id")[:most])
        deliveries = []
        for entry in waiting:
            entry.sequence, entry.previous = head.sequence + 1, head.hash
            entry.hash = digest(entry.previous, entry.sequence, fact_of(entry))
            head.sequence, head.hash = entry.sequence, entry.hash
            deliveries += [
                Delivery(entry=entry, reaction=name, due_at=now) for name in owed.get(entry.verb, ())
            ]
        if waiting:
            Entry.objects.bulk_update(waiting, ["sequence", "previous", "hash"], batch_size=100)
            Delivery.objects.bulk_create(deliveries)
            head.save()
    return len(waiting)
