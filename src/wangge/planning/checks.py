"""What a plan is checked for: each check is data, says what it is about, and never blocks."""

from django.utils.translation import gettext as _

from wangge.planning import checks_ground as ground
from wangge.planning import checks_means as means
from wangge.planning import checks_people as people
from wangge.planning import checks_shape as shape
from wangge.planning import checks_size as size
from wangge.planning import checks_work as work
from wangge.planning.checking import WARN, Subject, check
from wangge.planning.sheets import Check

ALL = (
    ground.outdated,
    ground.orphans,
    ground.outside,
    ground.coverage,
    size.average,
    size.range_,
    size.total,
    means.branch,
    means.large,
    shape.empty,
    shape.connected,
    shape.barrier,
    shape.compounds,
    work.balance,
    work.special,
    work.elements,
    people.staffed,
    people.one_net,
    work.microgrids,
)


def checks(subject: Subject) -> list[Check]:
    """Every check, in the order in which a planner looks."""
    if not subject.layout.rows:
        return [check("empty", WARN, _("There are no grids yet: draw them."))]
    return [found for each in ALL for found in each(subject)]
