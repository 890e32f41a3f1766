"""Clocks that run out: each rings once, and the journal says when."""

from datetime import datetime

from django.db import transaction

from wangge.cases.models import ClockRun
from wangge.journal import actions as journal
from wangge.journal.actor import SYSTEM


def ring(*, now: datetime, most: int = 200) -> int:
    """Mark up to `most` running clocks past their time; returns how many rang. Safe in several processes."""
    due = ClockRun.objects.filter(stopped_at=None, rang_at=None, due_at__lt=now).order_by("due_at")
    rang = 0
    for clock in due[:most]:
        with transaction.atomic():
            mine = ClockRun.objects.filter(pk=clock.pk, stopped_at=None, rang_at=None).update(rang_at=now)
            if mine:
                facts = {"clock": clock.kind, "due": clock.due_at.isoformat()}
                journal.append(
                    "case.clock_rang", subject=("case", clock.case_id), by=SYSTEM, now=now, payload=facts
                )
                rang += 1
    return rang
