"""Entering the data of appraisal: grounds, what ratings are worth, business lines."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from wangge.appraisal.models import Business, Ground, Value
from wangge.journal import actions as journal
from wangge.journal.actor import Actor

Rows = Sequence[Mapping[str, Any]]


@transaction.atomic
def enter_appraisal(data: Mapping[str, Rows], *, by: Actor, now: datetime) -> None:
    """Enter `grounds`, `values`, `businesses`: rows by code (values by score); what exists is renewed."""
    for position, row in enumerate(data.get("grounds", ())):
        Ground.objects.update_or_create(code=row["code"], defaults={**row, "position": position})
    for row in data.get("values", ()):
        Value.objects.update_or_create(score=row["score"], defaults=dict(row))
    for position, row in enumerate(data.get("businesses", ())):
        Business.objects.update_or_create(code=row["code"], defaults={**row, "position": position})
    facts = {name: len(rows) for name, rows in data.items()}
    journal.append("appraisal.entered", subject=("catalogue", 2), by=by, now=now, payload=facts)
