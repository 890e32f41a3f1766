"""The end of a solving: its result becomes the draft's, or a draft beside one that was changed meanwhile."""

from datetime import datetime

from wangge.journal import actions as journal
from wangge.journal.actor import SYSTEM, Actor
from wangge.planning.drawing import Result
from wangge.planning.models import Draft, Solving
from wangge.planning.revising import held, renewed


def finish(job: Solving, found: Result, *, now: datetime) -> Draft:
    """Keep a result, inside the caller's transaction; returns the draft that has it."""
    draft, by = held(job.draft), _asker(job)
    facts = {"solving": job.pk, "mode": job.mode, "objective": found.figures["objective"]}
    if draft.revision == job.revision and not draft.adopted and not draft.discarded:
        _take(draft, found, job)
        return renewed(draft, "draft.solved", facts=facts, by=by, now=now)
    made = Draft(
        area=draft.area,
        basis=draft.basis,
        parent=draft,
        name=draft.name,
        terms=draft.terms,
        pins=draft.pins,
        made_at=now,
        made_by_id=by.account,
    )
    _take(made, found, job)
    made.save()
    journal.append("draft.solved", subject=("draft", made.pk), by=by, now=now, payload=facts)
    return made


def _take(draft: Draft, found: Result, job: Solving) -> None:
    draft.grids, draft.assignment, draft.figures = list(found.grids), found.assignment, found.figures
    draft.microgrids, draft.seed = [], job.seed


def _asker(job: Solving) -> Actor:
    """Whoever asked: what the worker draws for them is theirs."""
    if job.asked_by is None:
        return SYSTEM
    return Actor(label=job.asked_by.name, account=job.asked_by_id)
