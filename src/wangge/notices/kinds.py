"""The kinds of notice: data, with a first set for a house that has none of its own yet."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from wangge.journal import actions as journal
from wangge.journal.actor import Actor
from wangge.notices.errors import NoSuchKind
from wangge.notices.models import Kind

STANDARD = (
    ("water", "停水", "water stop", "droplet", "water-supply"),
    ("power", "停电", "power cut", "lightning", "power-supply"),
    ("gas", "停气", "gas stop", "fire", "gas-supply"),
    ("heating", "供暖", "heating", "sunrise", "heating"),
    ("lift", "电梯", "lift", "building", "lift"),
    ("works", "施工", "works", "tools", "noise-works"),
    ("safety", "安全提醒", "safety", "shield-check", "safety"),
    ("policy", "政策通知", "policy", "file-earmark-text", ""),
    ("event", "活动", "event", "calendar3", ""),
    ("other", "其他", "other", "megaphone", ""),
)
COLUMNS = ("code", "name", "name_en", "icon", "category")


def standard() -> list[dict[str, Any]]:
    """The first set, as rows."""
    return [dict(zip(COLUMNS, row, strict=True)) for row in STANDARD]


@transaction.atomic
def set_kinds(rows: Iterable[Mapping[str, Any]], *, by: Actor, now: datetime) -> None:
    """Enter kinds; what exists is renewed by its code."""
    entered = list(rows)
    for position, row in enumerate(entered):
        facts = {name: row[name] for name in COLUMNS[1:] if name in row}
        Kind.objects.update_or_create(code=row["code"], defaults={**facts, "position": position})
    codes = {"kinds": [row["code"] for row in entered]}
    journal.append("notice_kinds.entered", subject=("notice_kinds", 1), by=by, now=now, payload=codes)


def kinds() -> list[Kind]:
    """The kinds to choose from; the first set where none were entered. One statement."""
    return list(Kind.objects.all()) or [Kind(**row) for row in standard()]


def kind_of(code: str) -> Kind:
    """The kind of this code, kept from the first set where it is not entered yet; or a refusal."""
    row = next((each for each in kinds() if each.code == code), None)
    if row is None:
        raise NoSuchKind(code=code)
    return row if row.pk else Kind.objects.get_or_create(code=code, defaults=_rest(row))[0]


def _rest(kind: Kind) -> dict[str, Any]:
    return {name: getattr(kind, name) for name in COLUMNS[1:]}
