"""The items of the window are data: keeping one, entering many."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from django.db import transaction

from wangge.accounts.models import Role
from wangge.counter.errors import CodeTaken, NoDepartmentNamed, NotAtYourWindow, SayWhat
from wangge.counter.lines import Material, Step, Who, as_rows, check
from wangge.counter.models import Group, Item
from wangge.journal import actions as journal
from wangge.journal.actor import SYSTEM, Actor

KEEPERS = (Role.STREET, Role.ADMINISTRATOR)


@dataclass(frozen=True, slots=True)
class Guide:
    """All that the guide of an item says."""

    code: str
    name: str
    audience: str
    fee: str
    materials: tuple[Material, ...]
    steps: tuple[Step, ...]
    name_en: str = ""
    theme: str = ""
    summary: str = ""
    check_days: int = 1
    basis: str = ""
    forms: str = ""
    place: str = ""
    department: str = ""
    errand: bool = True
    position: int = 0
    offered: bool = True

    def as_columns(self) -> dict[str, Any]:
        """The columns of an item; refuses what does not hold together."""
        for what in ("code", "name", "audience", "fee"):
            if not str(getattr(self, what)).strip():
                raise SayWhat(what=what)
        check(list(self.steps))
        if not self.department and any(step.who == Who.DEPARTMENT for step in self.steps):
            raise NoDepartmentNamed
        plain = {each.name: getattr(self, each.name) for each in fields(self)}
        return plain | {"materials": as_rows(self.materials), "steps": as_rows(self.steps)}


@transaction.atomic
def keep_item(known: Item | None, guide: Guide, *, by: Actor, now: datetime) -> Item:
    """Add an item, or change one; applications keep the steps and papers they were filed with."""
    if by != SYSTEM and by.roles.isdisjoint(KEEPERS):
        raise NotAtYourWindow
    columns = guide.as_columns()
    if Item.objects.filter(code=guide.code).exclude(pk=known.pk if known else 0).exists():
        raise CodeTaken(code=guide.code)
    item = known or Item()
    for name, value in columns.items():
        setattr(item, name, value)
    item.save()
    facts = {"code": item.code, "name": item.name, "days": item.days, "offered": item.offered}
    journal.append("counter.item_kept", subject=("counter_item", item.pk), by=by, now=now, payload=facts)
    return item


def enter_items(rows: Iterable[Mapping[str, Any]], *, by: Actor, now: datetime) -> list[Item]:
    """Enter items as data files have them, in their order; those that are known are renewed."""
    known = {item.code: item for item in Item.objects.all()}
    return [
        keep_item(known.get(row["code"]), _guide(row, position), by=by, now=now)
        for position, row in enumerate(rows)
    ]


def enter_groups(rows: Iterable[Mapping[str, str]], *, by: Actor, now: datetime) -> None:
    """Enter the groups that errands are run for."""
    for position, row in enumerate(rows):
        names = {"name": row["name"], "name_en": row.get("name_en", ""), "position": position}
        group, _made = Group.objects.update_or_create(code=row["code"], defaults=names)
        subject = ("errand_group", group.pk)
        journal.append("counter.group_kept", subject=subject, by=by, now=now, payload=dict(row))


def _guide(row: Mapping[str, Any], position: int) -> Guide:
    told = {name: value for name, value in row.items() if name not in {"materials", "steps"}}
    return Guide(
        **told,
        position=position,
        materials=tuple(Material(**each) for each in row["materials"]),
        steps=tuple(Step(**each) for each in row["steps"]),
    )
