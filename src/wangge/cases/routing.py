"""Which rule sends a case where, and why; which rules never can."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

TREES = ("area", "category")  # conditions that fit a whole subtree
EXACT = ("channel", "urgency", "grid_kind", "compound_kind", "hours")
CONDITIONS = (*TREES, *EXACT)
ORDERED, SCORED = "ordered", "scored"
OTHER = "\0"  # stands for every value that no rule names


@dataclass(frozen=True, slots=True)
class Matter:
    """What routing looks at. `area_path` and `category_path` are chains of codes, root first.

    `hours` is "office" or "off", by the working calendar at the moment of the report.
    """

    area_path: str
    category_path: str
    channel: str
    urgency: str
    grid: int | None
    grid_kind: str
    compound_kind: str = ""
    hours: str = ""

    def value(self, condition: str) -> str:
        """What a condition of this name is compared with."""
        found: str = getattr(self, f"{condition}_path" if condition in TREES else condition)
        return found


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
    compound_kind: str = ""
    hours: str = ""
    weight: int = 0
    reason: str = ""
    reason_en: str = ""

    @property
    def conditions(self) -> dict[str, str]:
        """What it asks for, by name; nothing fits all."""
        return {name: value for name in CONDITIONS if (value := getattr(self, name))}

    @property
    def score(self) -> int:
        """Its weight and one for each condition."""
        return self.weight + len(self.conditions)

    def fits(self, matter: Matter) -> bool:
        """Whether every condition holds for the matter, and there is a grid where the rule sends to one."""
        return (
            matter.area_path.startswith(self.area)
            and matter.category_path.startswith(self.category)
            and self.channel in ("", matter.channel)
            and self.urgency in ("", matter.urgency)
            and self.grid_kind in ("", matter.grid_kind)
            and self.compound_kind in ("", matter.compound_kind)
            and self.hours in ("", matter.hours)
            and (self.tier != "grid" or matter.grid is not None)
        )


def route(matter: Matter, rules: Iterable[Rule], method: str = ORDERED) -> Rule | None:
    """The rule that sends a matter, or None: then the case waits in the queue of the unrouted.

    Ordered: the first that fits. Scored: of those that fit the one that weighs most, of equals the first.
    """
    fitting = (rule for rule in rules if rule.fits(matter))
    if method == SCORED:
        return max(fitting, key=lambda rule: rule.score, default=None)
    return next(fitting, None)


def shadowed(rules: Sequence[Rule], method: str = ORDERED) -> dict[int, tuple[int, ...]]:
    """The rules that can never send anything (places in the list), each with those that come before it.

    Exact for all conditions but that several subtrees may together fill the one of their parent.
    """
    found: dict[int, tuple[int, ...]] = {}
    for place, rule in enumerate(rules):
        ahead = [
            (other, each)
            for other, each in enumerate(rules)
            if (_comes_first(each, rule, method, earlier=other < place) and _holds_within(each, rule))
        ]
        if any(_covers(each, rule, {}) for _other, each in ahead):
            found[place] = (next(other for other, each in ahead if _covers(each, rule, {})),)
        elif ahead and all(any(_covers(e, rule, point) for _o, e in ahead) for point in _points(rule, ahead)):
            found[place] = tuple(other for other, _each in ahead)
    return found


def _comes_first(each: Rule, rule: Rule, method: str, *, earlier: bool) -> bool:
    if method != SCORED:
        return earlier
    return each.score > rule.score or (each.score == rule.score and earlier)


def _holds_within(each: Rule, rule: Rule) -> bool:
    """Whether each could fit some of what the rule fits, whole in area and category."""
    needs_grid = each.tier == "grid" and not each.grid_kind
    has_grid = rule.tier == "grid" or bool(rule.grid_kind)
    trees = all(getattr(rule, name).startswith(getattr(each, name)) for name in TREES)
    return trees and (has_grid or not needs_grid)


def _covers(each: Rule, rule: Rule, point: Mapping[str, str]) -> bool:
    """Whether each fits all that the rule fits at a point: values of conditions that the rule leaves open."""
    return all(
        wanted in ("", getattr(rule, name) or point.get(name, OTHER))
        for name in EXACT
        if (wanted := getattr(each, name))
    )


CLOSED: Mapping[str, tuple[str, ...]] = {
    "urgency": ("normal", "urgent", "emergency"),
    "hours": ("office", "off"),
}


def _points(rule: Rule, ahead: Iterable[tuple[int, Rule]]) -> Iterator[dict[str, str]]:
    """Every combination of values that the rule leaves open and that the others tell apart."""
    others = [each for _place, each in ahead]
    open_ = [name for name in EXACT if not getattr(rule, name) and any(getattr(e, name) for e in others)]
    values = [CLOSED.get(name) or (*{getattr(e, name) for e in others} - {""}, OTHER) for name in open_]
    for chosen in product(*values):
        yield dict(zip(open_, chosen, strict=True))
