"""The routing rules as a whole: read as rows of codes, checked, saved in one go, put back as they were."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from wangge.cases.errors import (
    Missing,
    NothingChanged,
    NothingToUndo,
    NotYourRules,
    OutOfRange,
    RulesMoved,
    UnknownArea,
    UnknownChoice,
    UnknownDepartment,
)
from wangge.cases.models import Hours, Practice, RoutingRule, Urgency
from wangge.cases.routing import Rule
from wangge.cases.rulebook import Rulebook, rulebook
from wangge.cases.steering import CATALOGUE, keeps_area, keeps_house
from wangge.journal import actions as journal
from wangge.journal.actor import Actor
from wangge.journal.models import Entry
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
COLUMNS = (
    "order",
    "area",
    "category",
    "channel",
    *CHOICES,
    "weight",
    "department",
    "direct",
    "reason",
    "reason_en",
)


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


def may_change(row: RuleRow, *, by: Actor, book: Rulebook) -> bool:
    """Whether a rule is one of the actor's own: of an area they keep; of all only for the house's keeper."""
    return keeps_area(by, path_of(row, book)) if row.area else keeps_house(by, book)


@transaction.atomic
def set_rules(wanted: RuleSet, *, base: str, by: Actor, now: datetime, undoes: int | None = None) -> None:
    """Save all rules in one go. `base` is the digest of those that the changes began from.

    Rules of others stay as they are and in their order. What is kept keeps its id, so that cases still know
    which rule sent them.
    """
    book = rulebook()
    journal.announce("rules")  # whoever saves at the same time waits here
    before = rules_now()
    if before.digest != base:
        raise RulesMoved
    if before == wanted:
        raise NothingChanged
    for row in wanted.rows:
        check(row, book)
    _expect_own(before, wanted, by=by, book=book)
    _write(wanted.rows, book)
    if wanted.method != before.method:
        Practice.objects.update_or_create(pk=1, defaults={"routing": wanted.method})
    facts = {"before": before.as_json(), "after": rules_now().as_json(), "undoes": undoes}
    journal.append("rules.set", subject=CATALOGUE, by=by, now=now, payload=facts)
    journal.announce("rules")


def _expect_own(before: RuleSet, after: RuleSet, *, by: Actor, book: Rulebook) -> None:
    if after.method not in Practice.Routing.values:
        raise UnknownChoice(value=after.method, what="method")
    if keeps_house(by, book):
        return
    foreign = [
        [row for row in each.rows if not may_change(row, by=by, book=book)] for each in (before, after)
    ]
    if foreign[0] != foreign[1] or before.method != after.method:
        raise NotYourRules


def _write(rows: Sequence[RuleRow], book: Rulebook) -> None:
    areas = {area.code: pk for pk, area in book.areas.items()}
    kept = {row.id for row in rows if row.id is not None}
    known = set(RoutingRule.objects.values_list("pk", flat=True))
    RoutingRule.objects.filter(pk__in=known - kept).delete()
    old: list[RoutingRule] = []
    fresh: list[RoutingRule] = []
    for place, row in enumerate(rows, start=1):
        facts = asdict(row) | {"order": place * 10, "reason": row.reason.strip()}
        pk = facts.pop("id")
        area, category, channel = (facts.pop(name) for name in ("area", "category", "channel"))
        rule = RoutingRule(
            pk=pk if pk in known else None,
            area_id=areas[area] if area else None,
            category=book.category(category) if category else None,
            channel=book.channel(channel) if channel else None,
            **facts,
        )
        (old if pk in known else fresh).append(rule)
    RoutingRule.objects.bulk_update(old, COLUMNS)
    RoutingRule.objects.bulk_create(fresh)


def last_change() -> Entry | None:
    """The last time that the rules were saved as a whole."""
    subject = {"subject_kind": CATALOGUE[0], "subject_id": CATALOGUE[1]}
    return Entry.objects.filter(**subject, verb="rules.set").order_by("-id").first()


def before_last_change(now_in_force: RuleSet) -> RuleSet | None:
    """The rules as they were before the last save, where nothing else has changed them since."""
    last = last_change()
    if last is None or RuleSet.from_json(last.payload["after"]).digest != now_in_force.digest:
        return None
    return RuleSet.from_json(last.payload["before"])


@transaction.atomic
def restore_rules(*, base: str, by: Actor, now: datetime) -> None:
    """Put the rules back as they were before the last save; done twice, it is undone itself."""
    current, last = rules_now(), last_change()
    earlier = before_last_change(current)
    if earlier is None or last is None:
        raise NothingToUndo
    known = {row.id for row in current.rows}
    rows = tuple(row if row.id in known else replace(row, id=None) for row in earlier.rows)
    set_rules(RuleSet(rows, earlier.method), base=base, by=by, now=now, undoes=last.pk)
