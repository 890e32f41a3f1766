"""Which deadlines of a case rest on older limits or an older calendar, and what they would be by today's."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from wangge.cases.models import Case, ClockKind, ClockRun
from wangge.cases.moving import older
from wangge.cases.rulebook import Rulebook
from wangge.intake.limits import bound
from wangge.web.reckoning import limit
from wangge.web.times import exact


def older_rules(runs: Iterable[ClockRun], case: Case, book: Rulebook) -> list[str]:
    """A sentence for each running clock that has another deadline than today's rules would give.

    A deadline that another system set for its ticket rests on no rule of ours.
    """
    category = book.categories.get(case.category_id or 0)
    path = category.path if category else ""
    return [
        _("{clock}: this deadline rests on an older rule. By today's it would be {due} ({limit}).").format(
            clock=ClockKind(run.kind).label,
            due=exact(move.due),
            limit=limit(move.limit.amount, move.limit.unit),
        )
        for run in runs
        if not bound(run) and (move := older(run, category=path, urgency=case.urgency, book=book))
    ]
