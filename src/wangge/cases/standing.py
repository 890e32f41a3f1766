"""What somebody is to a case."""

from collections.abc import Collection

from django.db.models import Exists, QuerySet, Value

from wangge.accounts.models import Role
from wangge.cases.models import Case, Handling, Report, Summons, Task
from wangge.cases.workflow import Standing
from wangge.journal.actor import Actor
from wangge.journal.prepared import Prepared

OFFICES = {
    Standing.OFFICE: (Role.COMMUNITY, Role.STREET),
    Standing.STREET: (Role.STREET,),
    Standing.COMMAND: (Role.COMMAND,),
}
CALLED = {Standing.SUMMONED, Standing.TASKED}
WORKED = {Standing.HANDLER, Standing.WITNESS}


def standing(
    case: Case, by: Actor, *, report: Report | None = None, among: Collection[Standing] = frozenset(Standing)
) -> frozenset[Standing]:
    """Every standing of the actor toward the case, of those asked for: two statements at most.

    `report` is the report whose secret was shown, for a reporter.
    """
    held = {Standing.REPORTER} if report is not None and report.case_id == case.pk else set()
    if by.account is None:
        return frozenset(held)
    held |= {what for what, roles in OFFICES.items() if by.holds(*roles, path=case.area.path)}
    if case.post_id in by.posts:
        held.add(Standing.HOLDER)
        if Standing.COMMAND in held:  # passed up to the district, it is its office's
            held.add(Standing.OFFICE)
    if by.posts and CALLED.intersection(among):
        held |= _called(case, by)
    if WORKED.intersection(among):
        if worked_on(case, by.account):
            held.add(Standing.HANDLER)
        elif Standing.OFFICE in held or (case.grid_id is not None and case.grid_id in by.grids):
            held.add(Standing.WITNESS)
    return frozenset(held)


def _work_of(case: int, account: int) -> "QuerySet[Case]":
    handled = Handling.objects.filter(case=case, by=account)
    did = Task.objects.filter(case=case, ended_by=account, done=True)
    return Case.objects.filter(Exists(handled) | Exists(did), pk=case)


WORK_OF = Prepared(lambda case, account: _work_of(case, account).values_list("pk"))


def worked_on(case: Case, account: int) -> bool:
    """Whether somebody ever handled the case, or did one of its tasks: one statement."""
    return bool(WORK_OF.rows(case=case.pk, account=account))


def _called(case: Case, by: Actor) -> set[Standing]:
    """Whether a whistle that still sounds called the actor, and whether a task is theirs now."""
    calls = Summons.objects.filter(whistle__case=case, whistle__ended_at=None, post__in=by.posts)
    due = Task.objects.filter(case=case, ended_at=None, started_at__isnull=False, post__in=by.posts)
    found = calls.values_list(Value(Standing.SUMMONED.value)).union(
        due.order_by().values_list(Value(Standing.TASKED.value))
    )
    return {Standing(name) for (name,) in found}
