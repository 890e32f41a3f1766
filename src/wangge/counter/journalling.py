"""What the journal keeps of the window: never a name, a telephone or a number of a person."""

from collections.abc import Mapping
from datetime import datetime

from wangge.counter.models import Application, Errand
from wangge.foundation.calendar import CHINA_TIME
from wangge.journal import actions as journal
from wangge.journal.actor import Actor
from wangge.journal.models import Entry


def noted(
    verb: str, application: Application, facts: Mapping[str, object], *, by: Actor, now: datetime
) -> None:
    """Something was done with an application."""
    journal.append(f"counter.{verb}", subject=("application", application.pk), by=by, now=now, payload=facts)


def run(verb: str, errand: Errand, facts: Mapping[str, object], *, by: Actor, now: datetime) -> None:
    """Something was done with an errand."""
    journal.append(f"errand.{verb}", subject=("errand", errand.pk), by=by, now=now, payload=facts)


def opened(application: Application, *, by: Actor, now: datetime) -> None:
    """Somebody of the staff opened an application with the name in it; noted once a day for each of them."""
    midnight = now.astimezone(CHINA_TIME).replace(hour=0, minute=0, second=0, microsecond=0)
    same = Entry.objects.filter(subject_kind="application", subject_id=application.pk, verb="counter.opened")
    if same.filter(actor_id=by.account, at__gte=midnight).exists():
        return
    noted("opened", application, {"state": application.state}, by=by, now=now)
