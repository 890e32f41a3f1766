"""What the pages of figures read: a unit's rates, score, parts and year."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Value

from wangge.appraisal.counting import LINE, MONTH, Basis, basis, count
from wangge.appraisal.figures import Figure, Sheet, together
from wangge.appraisal.measures import LESS
from wangge.appraisal.models import Rate, Scheme
from wangge.appraisal.periods import Period, year_up_to
from wangge.appraisal.scoring import Score, composite
from wangge.appraisal.units import Unit, answering, cases_of, departments_of, fold, parts
from wangge.appraisal.weighing import scheme_for, schemes
from wangge.cases.rulebook import Rulebook
from wangge.foundation.calendar import CHINA_TIME
from wangge.journal.actor import Actor
from wangge.places.models import Area

MAIN = (Rate.RESPONSE, Rate.RESOLUTION, Rate.SATISFACTION, Rate.ON_TIME, Rate.REWORK, Rate.REFUSALS)
LEVELS = (Rate.IN_GRID, Rate.IN_COMMUNITY, Rate.IN_STREET)
BOTH_SIDES = (Rate.UPWARD, Rate.CALLERS)
HEALTH = (Rate.QUALITY, Rate.RESPONSE, Rate.PRESENCE, Rate.TEAMWORK)
ALL = tuple(Rate)


@dataclass(frozen=True, slots=True)
class Judged:
    """A unit with its figures and, where units of its kind are scored, its score raw and adjusted."""

    unit: Unit
    sheet: Sheet
    scheme: Scheme | None = None
    raw: Score | None = None
    adjusted: Score | None = None

    def figure(self, rate: Rate) -> Figure:
        """One of its figures."""
        return self.sheet.figures.get(rate) or Figure(rate)


@dataclass(frozen=True, slots=True)
class Overview:
    """All that the page of a unit shows; `months` has the twelve months up to the end of the period."""

    judged: Judged
    parts: tuple[Judged, ...]
    departments: tuple[Judged, ...]
    months: dict[int, Sheet]


def overview(unit: Unit, period: Period, *, by: Actor, book: Rulebook, now: datetime) -> Overview:
    """A unit with its parts and its year: eleven statements for an area, fewer for others."""
    resting = basis()
    on = min(period.last, now.astimezone(CHINA_TIME).date())
    below = parts(unit, book=book, on=on)
    inside = fold(unit, below, book=book)
    key = F("area") if inside or unit.of_people else LINE
    cells = _count(unit, period, key if unit.kind != "grid" else Value(0), ALL, by, book, now, resting)
    kind = Scheme.Kind.DEPARTMENT if unit.of_people else Scheme.Kind.AREA
    known = schemes(kind, on=period.last)
    lower = [_judge(each, _part(each, cells, inside), known) for each in below]
    year = year_up_to(period)
    months = _count(unit, year, MONTH, MAIN, by, book, now, resting)
    first = year.first.year * 12 + year.first.month - 1
    return Overview(
        _judge(unit, together(cells.values()), known),
        tuple(lower),
        tuple(_departments(unit, period, by=by, book=book, now=now, resting=resting)),
        {index: months.get(index, Sheet()) for index in range(first, first + 12)},
    )


def _count(
    unit: Unit,
    period: Period,
    key: object,
    rates: Sequence[Rate],
    by: Actor,
    book: Rulebook,
    now: datetime,
    resting: Basis,
) -> dict[int, Sheet]:
    read = resting.reading(book=book, now=now, departmental=unit.of_people)
    cases = cases_of(unit, by, book=book)
    return count(cases, period, by=key, rates=rates, read=read, resting=resting)  # type: ignore[arg-type]


def _part(part: Unit, cells: dict[int, Sheet], inside: dict[int, int]) -> Sheet:
    return together(sheet for key, sheet in cells.items() if inside.get(key, key) == part.key)


def _judge(unit: Unit, sheet: Sheet, known: list[Scheme]) -> Judged:
    """Grids are shown, and never scored."""
    scheme = scheme_for(unit.path, known) if unit.kind != "grid" else None
    if scheme is None:
        return Judged(unit, sheet)
    weights = [(weight.rate, weight.points) for weight in scheme.weights.all()]
    less = frozenset(rate.value for rate in LESS)
    raw = {rate.value: figure.raw for rate, figure in sheet.figures.items()}
    adjusted = {rate.value: figure.adjusted for rate, figure in sheet.figures.items()}
    return Judged(unit, sheet, scheme, composite(weights, raw, less), composite(weights, adjusted, less))


def _departments(
    unit: Unit, period: Period, *, by: Actor, book: Rulebook, now: datetime, resting: Basis
) -> list[Judged]:
    """The departments that answer for an area, each by the cases there: four statements, or none."""
    if unit.kind != "area" or unit.level == Area.Level.COMMUNITY:
        return []
    units = departments_of(by, under=unit.path)
    if not units:
        return []
    read = resting.reading(book=book, now=now, departmental=True)
    cases = cases_of(unit, by, book=book).annotate(department_id=answering()).exclude(department_id=None)
    cells = count(cases, period, by=F("department_id"), rates=ALL, read=read, resting=resting)
    known = schemes(Scheme.Kind.DEPARTMENT, on=period.last)
    return [_judge(each, cells.get(each.key, Sheet()), known) for each in units]
