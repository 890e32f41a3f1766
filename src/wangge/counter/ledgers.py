"""What is read of the ledger of errands: whose, by filter, and its counts by group, item and month."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Q, QuerySet

from wangge.counter.errors import NoSuchErrand
from wangge.counter.models import Errand, Group, Item
from wangge.counter.standing import WINDOWS
from wangge.foundation.calendar import CHINA_TIME
from wangge.journal.actor import Actor
from wangge.places.models import Area

Stand = Errand.Stand
OPEN = (Stand.ASKED.value, Stand.TAKEN.value, Stand.FETCHED.value)


def errands_of(by: Actor) -> QuerySet[Errand]:
    """The errands of the windows somebody keeps, of their grids, and those that they run."""
    where = Q(area__in=Area.objects.under(by.paths(*WINDOWS)).values("pk")) | Q(runner=by.account)
    if by.grids:
        where |= Q(grid__in=by.grids)
    rows = Errand.objects.filter(where).select_related("item", "group", "area", "grid", "runner")
    return rows.defer("area__outline", "grid__outline", "item__materials", "item__steps")


def find(pk: int, *, by: Actor) -> Errand:
    """An errand that somebody sees: one statement."""
    found = errands_of(by).filter(pk=pk).first()
    if found is None:
        raise NoSuchErrand
    return found


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows of the ledger: by codes, by the month (2026-03) or year (2026) asked in, by stand."""

    group: str = ""
    item: str = ""
    month: str = ""
    stand: str = ""

    def of(self, rows: QuerySet[Errand]) -> QuerySet[Errand]:
        """The rows of these that are wanted; what was struck out only where it is asked for."""
        if self.group:
            rows = rows.filter(group__code=self.group)
        if self.item:
            rows = rows.filter(item__code=self.item)
        if span := _span(self.month):
            rows = rows.filter(asked_at__gte=span[0], asked_at__lt=span[1])
        if self.stand == "open":
            return rows.filter(stand__in=OPEN)
        if self.stand in Stand.values:
            return rows.filter(stand=self.stand)
        return rows.exclude(stand=Stand.VOID.value)


def _span(month: str) -> tuple[datetime, datetime] | None:
    try:
        begin = date.fromisoformat(f"{month}-01" if len(month) == 7 else f"{month}-01-01")
    except ValueError:
        return None
    later = begin.month + 1 if len(month) == 7 else 13
    end = date(begin.year + later // 13, (later - 1) % 12 + 1, 1)
    first, last = (datetime(day.year, day.month, 1, tzinfo=CHINA_TIME) for day in (begin, end))
    return first, last


@dataclass(frozen=True, slots=True)
class Counts:
    """Certificates (copies), in all and by group, by item and by month, the newest month first."""

    rows: int = 0
    copies: int = 0
    groups: list[tuple[Group, int]] = field(default_factory=list)
    items: list[tuple[Item, int]] = field(default_factory=list)
    months: list[tuple[str, int]] = field(default_factory=list)


def counts(rows: QuerySet[Errand]) -> Counts:
    """Of these rows: three statements."""
    told = rows.select_related(None).order_by().values_list("group_id", "item_id", "asked_at", "copies")
    groups, items, months = Counter[int](), Counter[int](), Counter[str]()
    lines = list(told)
    for group, item, at, copies in lines:
        groups[group] += copies
        items[item] += copies
        months[f"{at.astimezone(CHINA_TIME):%Y-%m}"] += copies
    return Counts(
        rows=len(lines),
        copies=sum(groups.values()),
        groups=[(group, groups[group.pk]) for group in Group.objects.all() if groups[group.pk]],
        items=[(item, items[item.pk]) for item in Item.objects.filter(pk__in=list(items))],
        months=sorted(months.items(), reverse=True),
    )
