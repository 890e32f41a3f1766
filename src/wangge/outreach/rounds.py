"""The patrols of a day: which are due, which have results, and which were simply not done."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from wangge.foundation.calendar import CHINA_TIME
from wangge.outreach.models import Patrol, Slot
from wangge.places.models import Grid


class Stage(StrEnum):
    """Where a round stands."""

    AHEAD = "ahead"
    NOW = "now"
    OPEN = "open"  # its time is over and there is no result yet
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Round:
    """One slot of one day in one grid, with its results."""

    grid: Grid
    slot: Slot
    day: date
    results: list[Patrol] = field(default_factory=list)

    @property
    def begins(self) -> datetime:
        """When it begins."""
        return datetime.combine(self.day, self.slot.begins, tzinfo=CHINA_TIME)

    @property
    def ends(self) -> datetime:
        """When its time is over."""
        return datetime.combine(self.day, self.slot.ends, tzinfo=CHINA_TIME)

    def stage(self, *, now: datetime) -> Stage:
        """Where it stands at a moment."""
        if self.results:
            return Stage.DONE
        if now < self.begins:
            return Stage.AHEAD
        return Stage.NOW if now < self.ends else Stage.OPEN

    @property
    def key(self) -> str:
        """Its name in addresses and on phones: `12.morning.2026-03-02`."""
        return f"{self.grid.pk}.{self.slot.code}.{self.day.isoformat()}"


def rounds(grids: Collection[Grid], *, since: date, until: date) -> list[Round]:
    """Every round of these grids from a day to a day, both included, in order of time: two statements."""
    slots = list(Slot.objects.all())
    told: dict[tuple[int, int, date], list[Patrol]] = {}
    rows = Patrol.objects.filter(grid__in=[grid.pk for grid in grids], day__gte=since, day__lte=until)
    for row in rows.select_related("case").order_by("id"):
        told.setdefault((row.grid_id, row.slot_id, row.day), []).append(row)
    return [
        Round(grid, slot, day, told.get((grid.pk, slot.pk, day), []))
        for day in _days(since, until)
        for slot in slots
        for grid in grids
    ]


def _days(since: date, until: date) -> Iterable[date]:
    return (since + timedelta(days=n) for n in range((until - since).days + 1))
