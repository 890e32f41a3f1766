"""Which rule sends a case where: the first rule that fits, in their order, and why."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Matter:
    """What routing looks at. `area_path` and `category_path` are chains of codes, root first."""

    area_path: str
    category_path: str
    channel: str
    urgency: str
    grid: int | None
    grid_kind: str


@dataclass(frozen=True, slots=True)
class Rule:
    """Empty conditions fit everything; `area` and `category` fit their whole subtree."""

    id: int
    tier: str
    department: str
    direct: bool
    area: str = ""
    category: str = ""
    channel: str = ""
    urgency: str = ""
    grid_kind: str = ""

    def fits(self, matter: Matter) -> bool:
        """Whether every condition of the rule holds for the matter."""
        return (
            matter.area_path.startswith(self.area)
            and matter.category_path.startswith(self.category)
            and self.channel in ("", matter.channel)
            and self.urgency in ("", matter.urgency)
            and self.grid_kind in ("", matter.grid_kind)
            and (self.tier != "grid" or matter.grid is not None)
        )


def route(matter: Matter, rules: Iterable[Rule]) -> Rule | None:
    """The first rule that fits, or None: then the case waits in the queue of the unrouted."""
    return next((rule for rule in rules if rule.fits(matter)), None)
