"""Entering the data that steers the loop: categories, channels, service levels, routing rules."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from wangge.cases.models import Category, Channel, RoutingRule, ServiceLevel
from wangge.journal import actions as journal
from wangge.journal.actor import Actor
from wangge.places.models import Area

Rows = Sequence[Mapping[str, Any]]


@transaction.atomic
def enter_catalogue(data: Mapping[str, Rows], *, by: Actor, now: datetime) -> None:
    """Enter `categories`, `channels`, `service_levels` and `routing_rules`; what exists is renewed.

    Each is a list of rows named by codes; parents come before their children. Rules are replaced whole.
    """
    for row in data.get("channels", ()):
        Channel.objects.update_or_create(code=row["code"], defaults=_named(row, "origin", "open_to_all"))
    for row in data.get("categories", ()):
        _category(row)
    for row in data.get("service_levels", ()):
        _service_level(row)
    if "routing_rules" in data:
        RoutingRule.objects.all().delete()
        for order, row in enumerate(data["routing_rules"], start=1):
            _routing_rule(order * 10, row)
    journal.append(
        "catalogue.entered",
        subject=("catalogue", 1),
        by=by,
        now=now,
        payload={name: len(rows) for name, rows in data.items()},
    )
    journal.announce("rules")


def _named(row: Mapping[str, Any], *more: str) -> dict[str, Any]:
    return {key: row[key] for key in ("name", "name_en", *more) if key in row}


def _category(row: Mapping[str, Any]) -> None:
    parent = Category.objects.get(code=row["parent"]) if row.get("parent") else None
    path = f"{parent.path if parent else ''}{row['code']}/"
    defaults = {**_named(row, "keywords", "urgency"), "parent": parent, "path": path}
    Category.objects.update_or_create(code=row["code"], defaults=defaults)


def _service_level(row: Mapping[str, Any]) -> None:
    category = Category.objects.get(code=row["category"]) if row.get("category") else None
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
        category=Category.objects.get(code=row["category"]) if row.get("category") else None,
        channel=Channel.objects.get(code=row["channel"]) if row.get("channel") else None,
        **{
            k: row[k]
            for k in ("urgency", "grid_kind", "tier", "department", "direct", "reason", "reason_en")
            if k in row
        },
    )
