"""Every write at the gate, one function for each thing a person does; each is one transaction, one entry."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from wangge.admission import queries
from wangge.admission.errors import (
    CannotTakeIn,
    HandedIn,
    NoGrids,
    NotCollected,
    NotPossibleNow,
    NotYourDepartment,
    NotYourStep,
    OutAlready,
    PeriodTurned,
    TaskMoved,
    Unsaid,
)
from wangge.admission.fields import Sheet, key_of, read
from wangge.admission.models import Field, Form, Handout, Task
from wangge.admission.models import State as Word
from wangge.admission.workflow import BY_NAME, State
from wangge.foundation.calendar import CHINA_TIME
from wangge.journal import actions as journal
from wangge.journal.actor import Actor
from wangge.places.models import Area
from wangge.staffing.models import Department

PAST = {
    "amend": "amended", "withdraw": "withdrawn", "approve": "approved", "merge": "merged",
    "return": "returned", "refuse": "refused", "send_out": "sent_out", "finish": "finished",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wish:
    """What a department wants: what, why, for whom, how often, from when to when, and on which forms.

    `forms` has one form a line: its name, a colon, its fields with commas between them.
    """

    title: str
    purpose: str
    audience: str
    since: date
    until: date
    forms: str
    basis: str = ""
    every: str = Task.Cycle.ONCE.value

    def check(self) -> list[Sheet]:
        """The forms asked for; refuses what is not said and a period that ends before it begins."""
        for what in ("title", "purpose", "audience"):
            if not getattr(self, what).strip():
                raise Unsaid(what=what)
        if self.every not in Task.Cycle.values:
            raise Unsaid(what="every")
        if self.until < self.since:
            raise PeriodTurned
        return read(self.forms)

    def as_columns(self) -> dict[str, object]:
        """The columns of a task that say it."""
        return {
            "title": self.title.strip()[:80],
            "purpose": self.purpose.strip(),
            "audience": self.audience.strip()[:120],
            "basis": self.basis.strip()[:200],
            "since": self.since,
            "until": self.until,
            "every": self.every,
        }


@transaction.atomic
def propose(wish: Wish, *, department: Department, area: Area, by: Actor, now: datetime) -> Task:
    """Ask the street of an area to admit a task for all grids there."""
    sheets = wish.check()
    mine = any(each.pk == department.pk for each in queries.departments_of(by))
    if not mine or not area.path.startswith(department.area.path):
        raise NotYourDepartment
    grids = _grids(area, now=now)
    task = Task.objects.create(
        department=department,
        area=area,
        grids=grids,
        asked_at=now,
        asked_by_id=by.person,
        **wish.as_columns(),
    )
    _write(task, sheets)
    facts = {"to": task.state, "department": department.code, "area": area.code, "grids": grids}
    _noted("proposed", task, facts | _size(sheets), by=by, now=now)
    return task


@transaction.atomic
def amend(task: Task, wish: Wish, *, by: Actor, now: datetime) -> None:
    """Change what is asked for, before the gate has admitted it."""
    sheets = wish.check()
    columns = {**wish.as_columns(), "grids": _grids(task.area, now=now), "reason": ""}
    _move(task, "amend", _size(sheets), by=by, now=now, **columns)
    task.forms.all().delete()
    _write(task, sheets)


@transaction.atomic
def withdraw(task: Task, *, reason: str, by: Actor, now: datetime) -> None:
    """The department does not want it any more."""
    _move(task, "withdraw", {"reason": reason}, by=by, now=now, reason=reason)


@transaction.atomic
def approve(task: Task, *, strike: Collection[int] = (), reason: str = "", by: Actor, now: datetime) -> None:
    """Admit the task; fields that an admitted task collects from the same grids already are struck."""
    fields = queries.fields_of(task)
    struck = [field for field in fields if field.pk in set(strike)]
    collected = queries.collectors(task, [field.key for field in struck])
    for field in struck:
        if field.key not in collected:
            raise NotCollected(name=field.name)
    whole = {field.form_id for field in fields} - {field.form_id for field in fields if field not in struck}
    facts = {"reason": reason, "struck": [field.name for field in struck]}
    _decide(task, "approve", facts, forms=len(whole), fields=len(struck), by=by, now=now)
    for field in struck:
        field.known_from = collected[field.key]
    Field.objects.bulk_update(struck, ["known_from"])


@transaction.atomic
def merge(task: Task, *, into: Task, reason: str, by: Actor, now: datetime) -> None:
    """Let another task ask for this one's fields too: what it has already is not asked again.

    Fields that it lacks are added to it, in a form of their own, as long as it has not gone out.
    """
    if into.pk == task.pk or into.state not in queries.ALIVE or not task.area.path.startswith(into.area.path):
        raise CannotTakeIn
    has = {field.key for field in queries.fields_of(into)}
    fields = queries.fields_of(task)
    lacking = list({field.key: field for field in fields if field.key not in has}.values())
    if lacking and into.state == State.OUT.value:
        raise OutAlready(names="、".join(field.name for field in lacking))
    facts = {"into": into.pk, "reason": reason, "added": [field.name for field in lacking]}
    forms = {field.form_id for field in fields}
    spared = {"forms": len(forms) - bool(lacking), "fields": len(fields) - len(lacking)}
    _decide(task, "merge", facts, **spared, by=by, now=now, merged_into=into)
    _take_in(into, task, lacking)


@transaction.atomic
def return_(task: Task, *, reason: str, by: Actor, now: datetime) -> None:
    """Give it back to the department, which may change it and ask again."""
    _move(task, "return", {"reason": reason}, by=by, now=now, reason=reason)


@transaction.atomic
def refuse(task: Task, *, reason: str, by: Actor, now: datetime) -> None:
    """Do not admit the task: the grids are spared all its forms."""
    fields = queries.fields_of(task)
    spared = {"forms": len({field.form_id for field in fields}), "fields": len(fields)}
    _decide(task, "refuse", {"reason": reason}, **spared, by=by, now=now)


@transaction.atomic
def send_out(task: Task, *, by: Actor, now: datetime) -> list[Handout]:
    """Hand an admitted task out to each grid in force in its area."""
    grids = list(queries.grids_in(task.area, on=_day(now)).only("pk"))
    if not grids:
        raise NoGrids
    _move(task, "send_out", {"grids": len(grids)}, by=by, now=now)
    return Handout.objects.bulk_create([Handout(task=task, grid=grid, at=now) for grid in grids])


@transaction.atomic
def finish(task: Task, *, by: Actor, now: datetime) -> None:
    """Nothing more is wanted from the grids; what is not handed in need not be."""
    _move(task, "finish", {}, by=by, now=now)


@transaction.atomic
def hand_in(handout: Handout, *, by: Actor, now: datetime) -> None:
    """The grid has given what was asked for, said by somebody of that grid."""
    if handout.grid_id not in by.grids:
        raise NotYourStep
    if handout.task.state != State.OUT.value:
        raise NotPossibleNow(state=Word(handout.task.state).label)
    if not Handout.objects.filter(pk=handout.pk, done_at=None).update(done_at=now, done_by=by.person):
        raise HandedIn
    _noted("handed_in", handout.task, {"grid": handout.grid_id}, by=by, now=now)


def _move(
    task: Task, name: str, facts: Mapping[str, object], *, by: Actor, now: datetime, **changes: object
) -> None:
    """Move a task on by conditional update, with one journal entry, or refuse."""
    row, source = BY_NAME[name], task.state
    if source not in row.sources:
        raise NotPossibleNow(state=Word(source).label)
    if not row.who & queries.standing(task, by):
        raise NotYourStep
    for need in row.needs:
        if not str(facts.get(need) or "").strip():
            raise Unsaid(what=need)
    target = {"state": row.target.value, **changes}
    if not Task.objects.filter(pk=task.pk, state=source).update(**target):
        raise TaskMoved
    for column, value in target.items():
        setattr(task, column, value)
    _noted(PAST[name], task, {"from": source, "to": task.state, **facts}, by=by, now=now)


def _decide(
    task: Task,
    name: str,
    facts: Mapping[str, object],
    *,
    forms: int,
    fields: int,
    by: Actor,
    now: datetime,
    **changes: object,
) -> None:
    """The street's decision, with what it saves each grid."""
    decided = {"decided_at": now, "decided_by_id": by.account, "reason": str(facts.get("reason", ""))}
    spared = {"saved_forms": forms, "saved_fields": fields}
    _move(task, name, {**facts, **spared}, by=by, now=now, **decided, **spared, **changes)


def _take_in(into: Task, task: Task, lacking: Sequence[Field]) -> None:
    """The other task lasts as long as both, and asks for what it lacked; it must stand as it was seen."""
    wider = {"since": min(into.since, task.since), "until": max(into.until, task.until)}
    if not Task.objects.filter(pk=into.pk, state=into.state).update(**wider):
        raise TaskMoved
    into.since, into.until = wider["since"], wider["until"]
    if not lacking:
        return
    form = Form.objects.create(task=into, order=into.forms.count(), name=task.title[:60])
    Field.objects.bulk_create(
        [Field(form=form, order=n, name=field.name, key=field.key) for n, field in enumerate(lacking)]
    )


def _write(task: Task, sheets: Sequence[Sheet]) -> None:
    forms = Form.objects.bulk_create(
        [Form(task=task, order=order, name=sheet.name) for order, sheet in enumerate(sheets)]
    )
    fields = [
        Field(form=form, order=order, name=name, key=key_of(name))
        for form, sheet in zip(forms, sheets, strict=True)
        for order, name in enumerate(sheet.fields)
    ]
    Field.objects.bulk_create(fields)


def _grids(area: Area, *, now: datetime) -> int:
    grids = queries.grids_in(area, on=_day(now)).count()
    if not grids:
        raise NoGrids
    return grids


def _day(now: datetime) -> date:
    return now.astimezone(CHINA_TIME).date()


def _size(sheets: Sequence[Sheet]) -> dict[str, object]:
    return {"forms": len(sheets), "fields": sum(len(sheet.fields) for sheet in sheets)}


def _noted(verb: str, task: Task, facts: Mapping[str, object], *, by: Actor, now: datetime) -> None:
    journal.append(f"admission.{verb}", subject=("gate_task", task.pk), by=by, now=now, payload=facts)
