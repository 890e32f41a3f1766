"""The work on a case in ordered steps, each with a post and a clock of its own; and going there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from wangge.cases import clocks, moves
from wangge.cases.errors import Missing, NoTask, TasksUnderWay
from wangge.cases.models import Case, SiteVisit, Task
from wangge.cases.moves import Step, begin
from wangge.cases.rulebook import rulebook
from wangge.cases.sla import Unit
from wangge.journal.actor import Actor


@dataclass(frozen=True, slots=True)
class Planned:
    """A step to be: what, who, and how long it may take once it is its turn."""

    title: str
    post: int
    amount: int
    unit: Unit


@transaction.atomic
def plan(case: Case, *, tasks: Sequence[Planned], by: Actor, now: datetime) -> list[Task]:
    """Lay down the steps of the work in order; the first begins now, each other after the one before."""
    titles = [task.title.strip() for task in tasks]
    step = begin(case, "plan", by=by, tasks=titles)
    if not all(titles):
        raise Missing(what="title")
    ended = list(Task.objects.filter(case=case).values_list("ended_at", flat=True))
    if None in ended:
        raise TasksUnderWay
    book = rulebook()
    for task in tasks:
        moves.seat_of(case, task.post, book=book)
    laid = Task.objects.bulk_create(
        Task(
            case=case,
            order=len(ended) + number,
            title=task.title.strip()[:120],
            post_id=task.post,
            amount=task.amount,
            unit=task.unit.value,
        )
        for number, task in enumerate(tasks, start=1)
    )
    moves.assist(case, [task.post for task in tasks], by=by, now=now, reason=titles[0])
    clocks.start_task(laid[0], now=now, book=book)
    step.take(now=now, due_at=clocks.next_due(case))
    return laid


@transaction.atomic
def perform(case: Case, *, note: str, by: Actor, now: datetime) -> Task:
    """The step that is due is done; the next one begins."""
    step = begin(case, "perform", by=by, note=note)
    due = Task.objects.filter(case=case, ended_at=None, started_at__isnull=False, post__in=by.posts).first()
    return _end(step, due, done=True, note=note, now=now)


@transaction.atomic
def drop(case: Case, *, reason: str, by: Actor, now: datetime) -> Task:
    """The step that is due is not needed after all; the next one begins."""
    step = begin(case, "drop", by=by, reason=reason)
    due = Task.objects.filter(case=case, ended_at=None, started_at__isnull=False).first()
    return _end(step, due, done=False, note=reason, now=now)


def _end(step: Step, task: Task | None, *, done: bool, note: str, now: datetime) -> Task:
    if task is None:
        raise NoTask
    task.ended_at, task.ended_by_id, task.done, task.note = now, step.by.person, done, note
    task.save(update_fields=["ended_at", "ended_by", "done", "note"])
    clocks.stop_one(task.clock_id, now=now)
    after = Task.objects.filter(case=step.case, ended_at=None).order_by("order").first()
    if after:
        after.case = step.case
        clocks.start_task(after, now=now, book=rulebook())
    step.take(now=now, due_at=clocks.next_due(step.case))
    return task


@transaction.atomic
def visit(case: Case, *, outcome: str, note: str, by: Actor, now: datetime) -> SiteVisit:
    """Somebody went there: what came of it. Some matters need many visits."""
    step = begin(case, "visit", by=by, outcome=outcome, note=note)
    if outcome not in SiteVisit.Outcome.values:
        raise Missing(what="outcome")
    step.take(now=now)
    return SiteVisit.objects.create(case=case, at=now, by_id=by.person, outcome=outcome, note=note)
