"""The routing rules as a whole, as rows of codes: read, told one set from another, checked."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from wangge.cases.errors import Missing, OutOfRange, UnknownArea, UnknownChoice, UnknownDepartment
from wangge.cases.models import Hours, Practice, RoutingRule, Urgency
from wangge.cases.routing import Rule
from wangge.cases.rulebook import Rulebook
from wangge.places.models import Compound, Grid
from wangge.staffing.models import Tier

SENT_TO = (Tier.GRID, Tier.COMMUNITY, Tier.STREET, Tier.DEPARTMENT)
CHOICES: Mapping[str, Sequence[str]] = {
    "urgency": ("", *Urgency.values),
    "grid_kind": ("", *Grid.Kind.values),
    "compound_kind": ("", *Compound.Kind.values),
    "hours": ("", *Hours.values),
    "tier": SENT_TO,
}
MOST_WEIGHT = 100


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule by codes, as screens and the journal have it; `id` is None while it is not kept yet."""

    tier: str
    reason: str
    reason_en: str = ""
    department: str = ""
    direct: bool = False
    area: str = ""
    category: str = ""
    channel: str = ""
    urgency: str = ""
    grid_kind: str = ""
    compound_kind: str = ""
    hours: str = ""
    weight: int = 0
    id: int | None = None


@dataclass(frozen=True, slots=True)
class RuleSet:
    """All rules in their order, and how they are used: `ordered` or `scored`."""

    rows: tuple[RuleRow, ...]
    method: str

    @property
    def digest(self) -> str:
        """Tells one set of rules from another."""
        return hashlib.sha256(json.dumps(self.as_json(), sort_keys=True).encode()).hexdigest()[:20]

    def as_json(self) -> dict[str, Any]:
        """As the journal and a session keep it."""
        return {"method": self.method, "rows": [asdict(row) for row in self.rows]}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "RuleSet":
        """From what `as_json` gave."""
        return cls(tuple(RuleRow(**row) for row in kept["rows"]), str(kept["method"]))


def rules_now() -> RuleSet:
    """The rules in force: two statements."""
    found = RoutingRule.objects.select_related("area", "category", "channel").defer("area__outline")
    practice = Practice.objects.first() or Practice()
    return RuleSet(tuple(_row(rule) for rule in found), practice.routing)


def _row(rule: RoutingRule) -> RuleRow:
    named: dict[str, Any] = {
        name: getattr(getattr(rule, name), "code", "") for name in ("area", "category", "channel")
    }
    plain = ("department", "direct", "reason", "reason_en", "weight", *CHOICES)
    return RuleRow(id=rule.pk, **named, **{name: getattr(rule, name) for name in plain})


def check(row: RuleRow, book: Rulebook) -> None:
    """Refuse a rule that cannot be: an unknown code, no reason, a department that does not exist."""
    if not row.reason.strip():
        raise Missing(what="reason")
    for what, known in CHOICES.items():
        if getattr(row, what) not in known:
            raise UnknownChoice(value=getattr(row, what), what=what)
    path_of(row, book)
    if row.category:
        book.category(row.category)
    if row.channel:
        book.channel(row.channel)
    if row.tier == Tier.DEPARTMENT and row.department not in {code for _, code in book.posts.departments}:
        raise UnknownDepartment(code=row.department)
    if not -MOST_WEIGHT <= row.weight <= MOST_WEIGHT:
        raise OutOfRange(what="weight", least=-MOST_WEIGHT, most=MOST_WEIGHT)


def path_of(row: RuleRow, book: Rulebook) -> str:
    """The path of the area a rule is of; "" for all."""
    if not row.area:
        return ""
    found = next((area.path for area in book.areas.values() if area.code == row.area), None)
    if found is None:
        raise UnknownArea(code=row.area)
    return found


def as_rules(rows: Iterable[RuleRow], book: Rulebook) -> list[Rule]:
    """The rules as routing reads them; one not kept yet has its place, below nought, for an id."""
    return [
        Rule(
            **{
                **asdict(row),
                "id": -place if row.id is None else row.id,
                "area": path_of(row, book),
                "category": book.category(row.category).path if row.category else "",
            }
        )
        for place, row in enumerate(rows, start=1)
    ]
