"""Entering the data that steers the loop: categories, channels, service levels, routing rules."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from wangge.cases.models import (
    Authority,
    Category,
    Channel,
    PartyKind,
    Practice,
    RoutingRule,
    Rung,
    ServiceLevel,
    Template,
)
from wangge.journal import actions as journal
from wangge.journal.actor import Actor
from wangge.places.models import Area

CHANNEL = ("origin", "open_to_all", "round_the_clock", "tickets", "desk")
CONDITIONS = ("urgency", "grid_kind", "compound_kind", "hours", "weight")
RULE = (*CONDITIONS, "tier", "department", "direct", "reason", "reason_en")
Rows = Sequence[Mapping[str, Any]]


@transaction.atomic
def enter_catalogue(data: Mapping[str, Rows], *, by: Actor, now: datetime) -> None:
    """Enter channels, categories, limits, rules, rungs, powers, parties and more; what exists is renewed.

    Each is a list of rows named by codes; parents come before their children. Rules, rungs, powers and
    templates are replaced whole; `practice` has one row.
    """
    for row in data.get("channels", ()):
        Channel.objects.update_or_create(code=row["code"], defaults=_named(row, *CHANNEL))
    for row in data.get("categories", ()):
        _category(row)
    for row in data.get("service_levels", ()):
        _service_level(row)
    if "routing_rules" in data:
        RoutingRule.objects.all().delete()
        for order, row in enumerate(data["routing_rules"], start=1):
            _routing_rule(order * 10, row)
    if "rungs" in data:
        Rung.objects.all().delete()
        Rung.objects.bulk_create(Rung(order=order, **row) for order, row in enumerate(data["rungs"], start=1))
    if "authorities" in data:
        Authority.objects.all().delete()
        Authority.objects.bulk_create(
            Authority(category=_known(row.get("category")), tier=tier)
            for row in data["authorities"]
            for tier in row["tiers"]
        )
    if "templates" in data:
        Template.objects.all().delete()
        Template.objects.bulk_create(
            Template(**{**row, "category": _known(row.get("category"))}) for row in data["templates"]
        )
    for row in data.get("practice", ()):
        Practice.objects.update_or_create(pk=1, defaults=dict(row))
    _party_kinds(data.get("party_kinds", ()))
    journal.append(
        "catalogue.entered",
        subject=("catalogue", 1),
        by=by,
        now=now,
        payload={name: len(rows) for name, rows in data.items()},
    )
    journal.announce("rules")


def _known(category: str | None) -> Category | None:
    return Category.objects.get(code=category) if category else None


def _named(row: Mapping[str, Any], *more: str) -> dict[str, Any]:
    return {key: row[key] for key in ("name", "name_en", *more) if key in row}


def _category(row: Mapping[str, Any]) -> None:
    parent = _known(row.get("parent"))
    path = f"{parent.path if parent else ''}{row['code']}/"
    defaults = {
        **_named(row, "keywords", "urgency", "evidence", "public", "private_place"),
        "parent": parent,
        "path": path,
    }
    Category.objects.update_or_create(code=row["code"], defaults=defaults)


def _party_kinds(rows: Rows) -> None:
    """Renew the kinds of party; which of them leads is said anew."""
    if rows:
        PartyKind.objects.update(leads=False)
    for position, row in enumerate(rows, start=1):
        known = _named(row, "leads") | {"position": position}
        PartyKind.objects.update_or_create(code=row["code"], defaults=known)


def _service_level(row: Mapping[str, Any]) -> None:
    category = _known(row.get("category"))
    ServiceLevel.objects.update_or_create(
        category=category,
        urgency=row["urgency"],
        clock=row["clock"],
        defaults={key: row[key] for key in ("amount", "unit", "provenance")},
    )


def _routing_rule(order: int, row: Mapping[str, Any]) -> None:
    RoutingRule.objects.create(
        order=order,
        area=Area.objects.get(code=row["area"]) if row.get("area") else None,
        category=_known(row.get("category")),
        channel=Channel.objects.get(code=row["channel"]) if row.get("channel") else None,
        **{k: row[k] for k in RULE if k in row},
    )
