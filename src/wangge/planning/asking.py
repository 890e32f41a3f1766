"""Asking for a draft to be solved by the worker, and calling it off."""

from datetime import datetime

from django.db import IntegrityError, transaction

from wangge.foundation.calendar import CHINA_TIME
from wangge.journal import actions as journal
from wangge.journal.actor import Actor
from wangge.planning.errors import NothingInForce, StillSolving
from wangge.planning.force import in_force
from wangge.planning.models import Draft, Solving
from wangge.planning.revising import expect_open, held
from wangge.planning.telling import LONGEST
from wangge.planning.terms import Terms

SHORTEST = 0.2
OPEN = (Solving.State.WAITING, Solving.State.RUNNING)


@transaction.atomic
def ask_solving(
    draft: Draft,
    *,
    mode: str = Solving.Mode.FRESH,
    seed: int = 0,
    seconds: float | None = None,
    by: Actor,
    now: datetime,
) -> Solving:
    """Ask the worker to solve the draft as it stands; one at a time; `seconds`: else as its terms say."""
    found = held(draft)
    expect_open(found)
    if mode == Solving.Mode.REDRAW and not in_force(found.area, on=now.astimezone(CHINA_TIME).date()):
        raise NothingInForce(area=found.area.name)
    budget = Terms.of(found.terms).seconds if seconds is None else seconds
    try:
        with transaction.atomic():
            made = Solving.objects.create(
                draft=found,
                revision=found.revision,
                mode=Solving.Mode(mode),
                seed=seed,
                seconds=min(max(budget, SHORTEST), LONGEST),
                asked_at=now,
                asked_by_id=by.account,
            )
    except IntegrityError as again:
        raise StillSolving from again
    facts = {"draft": found.pk, "revision": found.revision, "mode": mode, "seconds": made.seconds}
    journal.append("solving.asked", subject=("solving", made.pk), by=by, now=now, payload=facts)
    return made


@transaction.atomic
def cancel_solving(draft: Draft, *, by: Actor, now: datetime) -> bool:
    """Call off what is under way for a draft; False where nothing is. The best found so far is kept."""
    job = Solving.objects.filter(draft=draft, state__in=OPEN).first()
    if job is None:
        return False
    ended = {"state": Solving.State.CANCELLED, "ended_at": now}
    Solving.objects.filter(pk=job.pk, state=Solving.State.WAITING).update(cancel=True, **ended)
    Solving.objects.filter(pk=job.pk, state=Solving.State.RUNNING).update(cancel=True)
    journal.append("solving.cancelled", subject=("solving", job.pk), by=by, now=now)
    return True
