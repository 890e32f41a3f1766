"""The ledger of errands as it was kept on paper or in a table: read, and entered whole or not at all."""

import hashlib
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction

from wangge.counter.errors import LedgerRow, LedgerTooLong, LedgerUnreadable, NotAtYourWindow
from wangge.counter.filing import Applicant
from wangge.counter.models import Errand, Group, Item
from wangge.counter.standing import WINDOWS
from wangge.foundation.calendar import CHINA_TIME
from wangge.foundation.refusals import Refused
from wangge.foundation.tables import Table
from wangge.journal import actions as journal
from wangge.journal.actor import SYSTEM, Actor
from wangge.places.models import Area

COLUMNS = ("取证日期", "事项", "对象", "姓名", "份数", "联系电话", "备注")
NEEDED, MOST = COLUMNS[:4], 5000


@dataclass(frozen=True, slots=True)
class Done:
    """An errand that was run: when the certificate was fetched, what, for whom of which group."""

    day: date
    item: Item
    group: Group
    person: Applicant
    copies: int = 1
    words: str = ""

    def key(self, area: Area, again: int) -> str:
        """The same row entered again is known by it; `again` counts equal rows of one file."""
        told = (area.code, self.day, self.item.code, self.group.code, self.person.name, self.words, again)
        return "ledger-" + hashlib.sha256(repr(tuple(map(str, told))).encode()).hexdigest()[:48]


def read(table: Table) -> list[Done]:
    """The rows of a ledger; refuses the first that is not understood, naming it."""
    head = [cell.strip() for cell in table.rows[0][1]]
    if missing := next((name for name in NEEDED if name not in head), None):
        raise LedgerUnreadable(missing=missing)
    if len(table.rows) - 1 > MOST:
        raise LedgerTooLong(most=MOST)
    items = {name: item for item in Item.objects.all() for name in (item.name, item.code)}
    groups = {name: group for group in Group.objects.all() for name in (group.name, group.code)}
    rows = []
    for number, cells in table.rows[1:]:
        said = {name: cells[head.index(name)].strip() for name in COLUMNS if name in head[: len(cells)]}
        rows.append(_row(number, said, items, groups))
    return rows


def _row(number: int, said: dict[str, str], items: dict[str, Item], groups: dict[str, Group]) -> Done:
    what = "取证日期"
    try:
        day = date.fromisoformat(said[what][:10].replace("/", "-"))
        what = "份数"
        copies = int(said.get(what) or 1)
        what = "事项"
        item = items[said[what]]
        what = "对象"
        group = groups[said[what]]
        what = "姓名"
        person = Applicant(said[what], said.get("联系电话", ""))
        person.as_columns()
    except (KeyError, ValueError, Refused):
        raise LedgerRow(row=number, what=what) from None
    return Done(day, item, group, person, max(1, min(99, copies)), said.get("备注", ""))


@transaction.atomic
def enter_ledger(area: Area, rows: list[Done], *, by: Actor, now: datetime) -> int:
    """Enter what was run before; rows that are there already are left alone. Returns how many were new."""
    if by != SYSTEM and not by.holds(*WINDOWS, path=area.path):
        raise NotAtYourWindow
    met: Counter[str] = Counter()
    keyed: dict[str, Done] = {}
    for row in rows:
        met[row.key(area, 0)] += 1
        keyed[row.key(area, met[row.key(area, 0)])] = row
    known = set(Errand.objects.filter(key__in=list(keyed)).values_list("key", flat=True))
    fresh = [_errand(area, row, key, by=by) for key, row in keyed.items() if key not in known]
    Errand.objects.bulk_create(fresh)
    facts = {"rows": len(rows), "entered": len(fresh), "copies": sum(each.copies for each in fresh)}
    journal.append("errand.ledger_entered", subject=("area", area.pk), by=by, now=now, payload=facts)
    return len(fresh)


def _errand(area: Area, row: Done, key: str, *, by: Actor) -> Errand:
    at = datetime.combine(row.day, time(10), tzinfo=CHINA_TIME)
    return Errand(
        item=row.item,
        group=row.group,
        area=area,
        stand=Errand.Stand.HANDED.value,
        copies=row.copies,
        words=row.words[:300],
        asked_at=at,
        taken_at=at,
        fetched_at=at,
        handed_at=at,
        runner_id=by.account,
        key=key,
        **row.person.as_columns(),
    )
