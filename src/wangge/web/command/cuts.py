"""Ways of cutting the open cases: by deadline, by state, by level, by what they are about."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from wangge.cases.board import Counts
from wangge.cases.models import State
from wangge.cases.rulebook import Rulebook
from wangge.cases.workflow import OPEN
from wangge.places.models import Area
from wangge.staffing.models import Tier
from wangge.web.naming import named

LEVELS = (Tier.GRID, Tier.COMMUNITY, Tier.STREET, Tier.DEPARTMENT)
MOST = 8  # categories shown


@dataclass(frozen=True, slots=True)
class Bar:
    """One share of a cut: its word, its number, its tone, and the list that it opens to."""

    word: str
    number: int
    url: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Cut:
    """One way of cutting, and the longest bar, against which the others are drawn."""

    title: str
    bars: tuple[Bar, ...]

    @property
    def longest(self) -> int:
        """The largest number."""
        return max((bar.number for bar in self.bars), default=0)


def inbox(area: Area, **wanted: str) -> str:
    """The inbox with these filters, for this area."""
    return f"{reverse('desk:inbox')}?{urlencode({**wanted, 'area': area.code})}"


def deadlines(counted: Counts, area: Area) -> tuple[Bar, ...]:
    """The three large numbers: what is late, what is due before midnight, what has time."""
    late, today = counted.deadlines.get("late", 0), counted.deadlines.get("today", 0)
    return (
        Bar(_("Late"), late, inbox(area, view="late"), "late" if late else ""),
        Bar(_("Due today"), today, inbox(area, view="today"), "soon" if today else ""),
        Bar(_("Not yet due"), counted.total - late - today, inbox(area)),
    )


def cuts(counted: Counts, area: Area, book: Rulebook) -> tuple[Cut, ...]:
    """The bars, in the order of their weight."""
    return (
        Cut(_("By state"), _states(counted.states, area)),
        Cut(_("By level"), _levels(counted.tiers, area)),
        Cut(_("By matter"), _matters(counted.categories, area, book)),
    )


def _states(numbers: Mapping[str, int], area: Area) -> tuple[Bar, ...]:
    return tuple(
        Bar(str(State(state).label), numbers.get(state, 0), inbox(area, state=state))
        for state in State.values
        if state in OPEN
    )


def _levels(numbers: Mapping[str, int], area: Area) -> tuple[Bar, ...]:
    bars = [Bar(str(tier.label), numbers.get(tier, 0), inbox(area, level=tier)) for tier in LEVELS]
    above = Bar(str(Tier.ABOVE.label), numbers.get(Tier.ABOVE, 0), inbox(area, level=Tier.ABOVE))
    nobody = Bar(_("nobody yet"), numbers.get("", 0), inbox(area, view="queue"), "soon")
    return (*bars, *_if_any(above), *_if_any(nobody))


def _matters(numbers: Mapping[int | None, int], area: Area, book: Rulebook) -> tuple[Bar, ...]:
    known = sorted(((n, pk) for pk, n in numbers.items() if pk is not None), reverse=True)
    bars = []
    for number, pk in known[:MOST]:
        category = book.categories[pk]
        bars.append(Bar(named(category), number, inbox(area, category=category.code)))
    unset = Bar(_("not set yet"), numbers.get(None, 0), inbox(area, view="unsorted"), "soon")
    return (*bars, *_if_any(unset))


def _if_any(bar: Bar) -> tuple[Bar, ...]:
    return (bar,) if bar.number else ()
