"""Saving all routing rules in one go, by whoever keeps them, and putting them back as they were."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime

from django.db import transaction

from wangge.cases.errors import NothingChanged, NothingToUndo, NotYourRules, RulesMoved, UnknownChoice
from wangge.cases.models import Practice, RoutingRule
from wangge.cases.rulebook import Rulebook, rulebook
from wangge.cases.rulesets import CHOICES, RuleRow, RuleSet, check, path_of, rules_now
from wangge.cases.steering import CATALOGUE, keeps_area, keeps_house
from wangge.journal import actions as journal
from wangge.journal.actor import Actor
from wangge.journal.models import Entry

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
