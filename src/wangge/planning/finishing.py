"""The end of a solving: its result becomes the draft's, or a draft beside it; several lie side by side."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import count, repeat

from wangge.journal import actions as journal
from wangge.journal.actor import SYSTEM, Actor
from wangge.planning.drawing import Result
from wangge.planning.models import Draft, Solving
from wangge.planning.revising import held, renewed

NUMBERED = re.compile(r"( · \d+)+$")


def finish(job: Solving, found: Sequence[Result], *, now: datetime) -> Draft:
    """Keep the results, best first, inside the caller's transaction; returns the draft that has the best.

    Where several were asked for, a draft that has grids stays as it is, and each is a draft beside it.
    """
    draft, by = held(job.draft), _asker(job)
    changed = draft.revision != job.revision or draft.adopted or draft.discarded
    several = job.mode == Solving.Mode.SEVERAL
    beside = list(found)
    kept = None
    if not changed and not (several and draft.assignment):
        first = beside.pop(0)
        _take(draft, first, job)
        kept = renewed(draft, "draft.solved", facts=_facts(job, first), by=by, now=now)
    names = _names(draft) if several else repeat(draft.name)
    named = zip(beside, names, strict=False)
    made = [_made(draft, each, job, name=name, by=by, now=now) for each, name in named]
    return kept or made[0]


def _made(draft: Draft, found: Result, job: Solving, *, name: str, by: Actor, now: datetime) -> Draft:
    """A draft beside another, with its terms."""
    made = Draft(
        area=draft.area,
        basis=draft.basis,
        parent=draft,
        name=name,
        terms=draft.terms,
        pins=draft.pins,
        made_at=now,
        made_by_id=by.account,
    )
    _take(made, found, job)
    made.save()
    facts = _facts(job, found)
    journal.append("draft.solved", subject=("draft", made.pk), by=by, now=now, payload=facts)
    return made


def _names(draft: Draft) -> Iterator[str]:
    """Names for several: that of the draft with numbers that are free; none where it has none."""
    if not draft.name:
        yield from repeat("")
    taken = set(Draft.objects.filter(area=draft.area, discarded=False).values_list("name", flat=True))
    root = NUMBERED.sub("", draft.name)[:50]
    yield from (name for n in count(1) if (name := f"{root} · {n}") not in taken)


def _facts(job: Solving, found: Result) -> dict[str, object]:
    return {"solving": job.pk, "mode": job.mode, "objective": found.figures["objective"]}


def _take(draft: Draft, found: Result, job: Solving) -> None:
    draft.grids, draft.assignment, draft.figures = list(found.grids), found.assignment, found.figures
    draft.microgrids, draft.seed = [], job.seed


def _asker(job: Solving) -> Actor:
    """Whoever asked: what the worker draws for them is theirs."""
    if job.asked_by is None:
        return SYSTEM
    return Actor(label=job.asked_by.name, account=job.asked_by_id)
