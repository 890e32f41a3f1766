"""The steps after the papers: passed on, on public notice, decided, handed over; or withdrawn."""

from datetime import datetime

from django.db import transaction

from wangge.counter.checking import begin
from wangge.counter.errors import (
    HandedOverAlready,
    NoticeStillRuns,
    NotTheDecision,
    SayWhat,
    TheDecision,
)
from wangge.counter.filing import Applicant
from wangge.counter.lines import Kind
from wangge.counter.models import Application
from wangge.counter.moving import end_stage, expect, move
from wangge.foundation.calendar import CHINA_TIME
from wangge.journal.actor import Actor


@transaction.atomic
def pass_on(application: Application, *, note: str = "", by: Actor, now: datetime) -> None:
    """The step is done, the next one begins; a public notice must have run its time."""
    stage = expect(application, "pass_on", by=by)
    if stage is None or stage.kind == Kind.DECISION:
        raise TheDecision
    if stage.kind == Kind.NOTICE and stage.due_at and now < stage.due_at:
        raise NoticeStillRuns(day=f"{stage.due_at.astimezone(CHINA_TIME):%Y-%m-%d %H:%M}")
    end_stage(stage, note, by=by, now=now)
    following = application.stages.get(position=stage.position + 1)
    begin(application, "pass_on", following, {"done": stage.name}, by=by, now=now)


@transaction.atomic
def grant(application: Application, *, note: str = "", by: Actor, now: datetime) -> None:
    """It is granted, by the level that decides and no other."""
    _decide(application, "grant", note, by=by, now=now)


@transaction.atomic
def refuse(application: Application, *, reason: str, by: Actor, now: datetime) -> None:
    """It is refused, by the level that decides and no other, with the reason for the applicant."""
    if not reason.strip():
        raise SayWhat(what="reason")
    _decide(application, "refuse", reason, by=by, now=now)


def _decide(application: Application, name: str, words: str, *, by: Actor, now: datetime) -> None:
    stage = expect(application, name, by=by)
    if stage is None or stage.kind != Kind.DECISION:
        raise NotTheDecision
    end_stage(stage, words, by=by, now=now)
    ended = {"due_at": None, "ended_at": now, "ended_by_id": by.account, "reason": words.strip()[:500]}
    move(application, name, {"step": stage.name}, by=by, now=now, **ended)


@transaction.atomic
def withdraw(
    application: Application, *, reason: str, applicant: bool = False, by: Actor, now: datetime
) -> None:
    """The applicant does not want it any more; `applicant` says that they came by number and secret."""
    expect(application, "withdraw", by=by, applicant=applicant)
    if not reason.strip():
        raise SayWhat(what="reason")
    ended = {"due_at": None, "ended_at": now, "ended_by_id": by.account, "reason": reason.strip()[:500]}
    move(application, "withdraw", {"applicant": applicant}, by=by, now=now, **ended)


@transaction.atomic
def correct(
    application: Application, person: Applicant, *, applicant: bool = False, by: Actor, now: datetime
) -> None:
    """Put right how the applicant is called and reached; the journal keeps which of it changed, not what."""
    expect(application, "correct", by=by, applicant=applicant)
    columns = person.as_columns()
    changed = [name for name, value in columns.items() if getattr(application, name) != value]
    if changed:
        facts = {"changed": changed, "applicant": applicant}
        move(application, "correct", facts, by=by, now=now, **columns)


@transaction.atomic
def hand_over(application: Application, *, to: str, by: Actor, now: datetime) -> None:
    """The result is handed over, once: to whom, by whom."""
    expect(application, "hand_over", by=by)
    if not to.strip():
        raise SayWhat(what="to")
    handed = {"handed_at": now, "handed_by_id": by.account, "handed_to": to.strip()[:60]}
    if not Application.objects.filter(pk=application.pk, handed_at=None).update(**handed):
        raise HandedOverAlready
    move(application, "hand_over", {}, by=by, now=now, **handed)
