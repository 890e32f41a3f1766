"""What is read of the gate: whose tasks somebody sees, what is collected already, what was saved."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet, Sum

from wangge.accounts.models import Role
from wangge.admission.errors import NoSuchTask
from wangge.admission.models import Field, Handout, Task
from wangge.admission.workflow import ADMITTED, Standing, State
from wangge.journal.actor import Actor
from wangge.places.models import Area, Division, Grid
from wangge.staffing.models import Department

OVERSEERS = (Role.COMMUNITY, Role.STREET, Role.COMMAND, Role.ADMINISTRATOR)
ALIVE = [State.PROPOSED.value, *(state.value for state in ADMITTED)]


def above(path: str) -> list[str]:
    """The paths of an area and of all above it."""
    parts = path.rstrip("/").split("/")
    return ["/".join(parts[:n]) + "/" for n in range(1, len(parts) + 1)]


def departments_of(by: Actor) -> list[Department]:
    """The departments in whose posts somebody is: one statement."""
    if Role.DEPARTMENT not in by.roles or not by.posts:
        return []
    mine = Department.objects.filter(posts__in=by.posts).select_related("area").defer("area__outline")
    return list(mine.distinct())


def seen_by(by: Actor) -> QuerySet[Task]:
    """The tasks of the actor's area and of those above and below it, of their department, of their grids."""
    where = Q(pk__in=[])
    for path in by.paths(*OVERSEERS):
        where |= Q(area__path__startswith=path) | Q(area__path__in=above(path))
    if by.posts and Role.DEPARTMENT in by.roles:
        where |= Q(department__in=Department.objects.filter(posts__in=by.posts).values("pk"))
    if by.grids:
        where |= Q(pk__in=Handout.objects.filter(grid__in=by.grids).values("task"))
    return Task.objects.filter(where)


def listed(by: Actor, *, states: Collection[str] = ()) -> list[Task]:
    """The tasks in these states (or all) that somebody sees, the newest first, with what a list shows."""
    tasks = seen_by(by).filter(**({"state__in": list(states)} if states else {}))
    counted = tasks.annotate(
        form_count=Count("forms", distinct=True), field_count=Count("forms__fields", distinct=True)
    )
    return list(counted.select_related("department", "area", "merged_into").defer("area__outline")[:500])


def find(pk: int, *, by: Actor) -> Task:
    """A task that somebody sees, or a refusal: one statement."""
    tasks = seen_by(by).select_related("department", "area", "merged_into", "asked_by", "decided_by")
    task = tasks.defer("area__outline").filter(pk=pk).first()
    if task is None:
        raise NoSuchTask
    return task


def standing(task: Task, by: Actor) -> frozenset[Standing]:
    """What somebody is to a task: one statement at most."""
    held = {Standing.STREET} if by.holds(Role.STREET, path=task.area.path) else set()
    if any(each.pk == task.department_id for each in departments_of(by)):
        held.add(Standing.DEPARTMENT)
    return frozenset(held)


def fields_of(task: Task) -> list[Field]:
    """The fields of a task in the order of its forms: one statement."""
    fields = Field.objects.filter(form__task=task).select_related(
        "form", "known_from__form__task__department"
    )
    return list(fields.order_by("form__order", "order"))


@dataclass(frozen=True, slots=True)
class Alike:
    """Another task that asks for the same: which fields, and how large a part of what is asked that is.

    `covers`: it reaches all the grids of the task, so that it could take it in. `admitted`: it collects these
    fields already.
    """

    task: Task
    shared: tuple[str, ...]
    part: float
    covers: bool
    admitted: bool


def alike(task: Task) -> list[Alike]:
    """Tasks that wait or are admitted, in the same place and time, asking for the same: two statements."""
    asked = {field.key: field.name for field in fields_of(task)}
    found: dict[int, tuple[Task, set[str]]] = {}
    for field in _collected(task, list(asked), states=ALIVE):
        found.setdefault(field.form.task_id, (field.form.task, set()))[1].add(field.key)
    rows = [
        Alike(
            task=other,
            shared=tuple(name for key, name in asked.items() if key in keys),
            part=len(keys) / len(asked),
            covers=task.area.path.startswith(other.area.path),
            admitted=State(other.state) in ADMITTED,
        )
        for other, keys in found.values()
    ]
    return sorted(rows, key=lambda row: (-row.part, -row.task.pk))


def collectors(task: Task, keys: Collection[str]) -> dict[str, Field]:
    """By what is asked for, the field of an admitted task that collects it from all these grids already."""
    found = _collected(task, keys, states=[state.value for state in ADMITTED])
    return {field.key: field for field in found if task.area.path.startswith(field.form.task.area.path)}


def _collected(task: Task, keys: Collection[str], *, states: Sequence[str]) -> list[Field]:
    place = Q(form__task__area__path__startswith=task.area.path) | Q(
        form__task__area__path__in=above(task.area.path)
    )
    time = Q(form__task__since__lte=task.until, form__task__until__gte=task.since)
    fields = Field.objects.filter(place, time, key__in=list(keys), known_from=None)
    alive = fields.filter(form__task__state__in=list(states)).exclude(form__task=task)
    return list(alive.select_related("form__task__department", "form__task__area").order_by("-pk"))


def grids_in(area: Area, *, on: date) -> QuerySet[Grid]:
    """The grids in force in an area on a day."""
    held = Division.objects.on(on).filter(area__path__startswith=area.path)
    return Grid.objects.filter(division__in=held, level=Grid.Level.GRID).order_by("code")


@dataclass(frozen=True, slots=True)
class Saved:
    """What the gate saved the grids: tasks not sent out by themselves, forms and fields not asked again."""

    tasks: int
    forms: int
    fields: int


def saved(by: Actor) -> Saved:
    """What was saved in the tasks that somebody sees: one statement."""
    spared = seen_by(by).filter(Q(saved_forms__gt=0) | Q(saved_fields__gt=0))
    sums = spared.aggregate(
        tasks=Count("pk"),
        forms=Sum(F("saved_forms") * F("grids")),
        fields=Sum(F("saved_fields") * F("grids")),
    )
    return Saved(sums["tasks"] or 0, sums["forms"] or 0, sums["fields"] or 0)


def waiting(by: Actor) -> int:
    """How many tasks wait at somebody's gate: one statement, none for who keeps no gate."""
    paths = by.paths(Role.STREET)
    if not paths:
        return 0
    return Task.objects.filter(
        state=State.PROPOSED.value, area__in=Area.objects.under(paths).values("pk")
    ).count()


def handouts_of(by: Actor) -> list[Handout]:
    """What went out to somebody's own grids and is not handed in: one statement."""
    if not by.grids:
        return []
    open_ones = Handout.objects.filter(grid__in=by.grids, done_at=None, task__state=State.OUT.value)
    return list(
        open_ones.select_related("task__department", "grid").defer("grid__outline").order_by("task__until")
    )


def progress(task: Task) -> tuple[int, int]:
    """How many grids have handed in, and how many were asked: one statement."""
    counted = task.handouts.aggregate(all=Count("pk"), done=Count("done_at"))
    return counted["done"], counted["all"]
