"""From a case to the post that the rules mean: what routing looks at, the route, and why it was taken."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from wangge.cases.models import Case, Hours
from wangge.cases.routing import Matter, Rule, route
from wangge.cases.rulebook import Rulebook
from wangge.foundation.calendar import WorkCalendar, local, second_of_day
from wangge.places.models import Compound
from wangge.staffing.models import Tier

Facts = dict[str, object]


@dataclass(frozen=True, slots=True)
class Route:
    """Where the rules send a case; `post` is None where no rule fits or nobody is posted there."""

    rule: Rule | None
    post: int | None
    triage: bool = True
    matter: Matter | None = None

    def as_facts(self) -> Facts:
        """Why it was taken, for the journal: the rule, its reason, and the conditions that held."""
        if self.rule is None:
            return {"rule": None}
        said = {
            "rule": self.rule.id,
            "sent_because": self.rule.reason,
            "sent_because_en": self.rule.reason_en,
        }
        return {**said, "conditions": self.rule.conditions}


def hours_at(moment: datetime, calendar: WorkCalendar) -> str:
    """Whether offices are open at a moment, by the working calendar."""
    here = local(moment)
    second = second_of_day(here)
    open_ = calendar.is_working(here.date()) and any(s.begin <= second < s.end for s in calendar.slots)
    return (Hours.OFFICE if open_ else Hours.OFF).value


def matter_of(case: Case, *, book: Rulebook, compound_kind: str | None = None) -> Matter:
    """What routing looks at in a case; the kind of its compound is looked up only where a rule asks for it.

    `compound_kind` is of its building, where that is known already; without a building that of its grid.
    """
    category = book.categories.get(case.category_id or 0)
    if book.compound_kinds is not None and not compound_kind:
        compound_kind = _kind_at(case) or book.compound_kinds.get(case.grid_id or 0, "")
    return Matter(
        area_path=case.area.path,
        category_path=category.path if category else "",
        channel=case.channel.code,
        urgency=case.urgency,
        grid=case.grid_id,
        grid_kind=book.grid_kinds.get(case.grid_id or 0, ""),
        compound_kind=compound_kind or "",
        hours=hours_at(case.reported_at, book.calendar),
    )


def _kind_at(case: Case) -> str:
    if case.building_id is None:
        return ""
    return Compound.objects.filter(buildings=case.building_id).values_list("kind", flat=True).first() or ""


def send(
    matter: Matter, *, book: Rulebook, rules: Iterable[Rule] | None = None, method: str | None = None
) -> Route:
    """Where rules (those in force, unless others are tried) send a matter: to the post of the rule's tier.

    What is not dispatched directly goes to the community's office for triage.
    """
    tried = book.rules if rules is None else rules
    rule = route(matter, tried, book.practice.routing if method is None else method)
    if rule is None:
        return Route(None, None, matter=matter)
    tier = rule.tier if rule.direct else Tier.COMMUNITY.value
    post = book.posts.find(tier, area_path=matter.area_path, grid=matter.grid, department=rule.department)
    return Route(rule, post, triage=not rule.direct, matter=matter)


def find_route(case: Case, *, book: Rulebook, compound_kind: str | None = None) -> Route:
    """Where the rules in force send a case."""
    return send(matter_of(case, book=book, compound_kind=compound_kind), book=book)
