"""What the journal keeps of the window: never a name, a telephone or a number of a person."""

from collections.abc import Mapping
from datetime import datetime

from wangge.counter.models import Application, Errand
from wangge.journal import actions as journal
from wangge.journal.actor import Actor


def noted(
    verb: str, application: Application, facts: Mapping[str, object], *, by: Actor, now: datetime
) -> None:
    """Something was done with an application."""
    journal.append(f"counter.{verb}", subject=("application", application.pk), by=by, now=now, payload=facts)


def run(verb: str, errand: Errand, facts: Mapping[str, object], *, by: Actor, now: datetime) -> None:
    """Something was done with an errand."""
    journal.append(f"errand.{verb}", subject=("errand", errand.pk), by=by, now=now, payload=facts)


def opened(application: Application, *, by: Actor, now: datetime) -> None:
    """Somebody of the staff opened an application with the name in it."""
    noted("opened", application, {"state": application.state}, by=by, now=now)
