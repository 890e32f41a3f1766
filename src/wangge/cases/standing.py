"""What somebody is to a case."""

from wangge.accounts.models import Role
from wangge.cases.models import Case, Handling, Report
from wangge.cases.workflow import Standing
from wangge.journal.actor import Actor


def standing(case: Case, by: Actor, *, report: Report | None = None) -> frozenset[Standing]:
    """Every standing of the actor toward the case: one query for whoever has an account.

    `report` is the report whose secret was shown, for a reporter.
    """
    held = set()
    if report is not None and report.case_id == case.pk:
        held.add(Standing.REPORTER)
    if by.account is None:
        return frozenset(held)
    if case.post_id in by.posts:
        held.add(Standing.HOLDER)
    if by.holds(Role.COMMUNITY, Role.STREET, path=case.area.path):
        held.add(Standing.OFFICE)
    if by.holds(Role.STREET, path=case.area.path):
        held.add(Standing.STREET)
    if Handling.objects.filter(case=case, by=by.account).exists():
        held.add(Standing.HANDLER)
    elif Standing.OFFICE in held or (case.grid_id is not None and case.grid_id in by.grids):
        held.add(Standing.WITNESS)
    return frozenset(held)
