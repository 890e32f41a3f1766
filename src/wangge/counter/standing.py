"""What somebody is to an application, and the departments in whose posts they are."""

from collections.abc import Iterable

from wangge.accounts.models import Role
from wangge.counter.lines import Who
from wangge.counter.models import Application, Stage
from wangge.counter.workflow import Standing
from wangge.journal.actor import Actor
from wangge.staffing.models import Department

WINDOWS = (Role.COMMUNITY, Role.STREET)


def departments_of(by: Actor) -> list[tuple[str, str]]:
    """The codes and areas' paths of the departments in whose posts somebody is: one statement."""
    if Role.DEPARTMENT not in by.roles or not by.posts:
        return []
    rows = Department.objects.filter(posts__in=by.posts).distinct()
    return list(rows.order_by("code").values_list("code", "area__path"))


def takes(who: str, application: Application, by: Actor) -> bool:
    """Whether a step of this level is somebody's to take: one statement for departments, else none."""
    path = application.area.path
    if who == Who.DEPARTMENT:
        own = departments_of(by)
        return any(code == application.item.department and path.startswith(at) for code, at in own)
    return by.holds(Role.COMMUNITY if who == Who.COMMUNITY else Role.STREET, path=path)


def at_step(stages: Iterable[Stage]) -> Stage | None:
    """The step that an application is at."""
    return next((stage for stage in stages if stage.begun_at and not stage.ended_at), None)


def standing(application: Application, stage: Stage | None, by: Actor) -> frozenset[Standing]:
    """What somebody is to an application."""
    held = {Standing.WINDOW} if by.holds(*WINDOWS, path=application.area.path) else set()
    if stage and takes(stage.who, application, by):
        held.add(Standing.STEP)
    return frozenset(held)
