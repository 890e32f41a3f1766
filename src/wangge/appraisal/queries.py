"""What the pages of figures read: a unit's rates, score, parts and year; the cases behind a figure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, Value

from wangge.accounts.models import Role
from wangge.appraisal.counting import LINE, MONTH, Basis, Figure, Sheet, basis, count, together
from wangge.appraisal.errors import NoSuchExclusion
from wangge.appraisal.measures import LESS, counted, measures
from wangge.appraisal.models import Exclusion, Rate, Review, Scheme
from wangge.appraisal.periods import Period, year_up_to
from wangge.appraisal.scoring import Score, composite
from wangge.appraisal.units import Unit, answering, cases_of, departments_of, fold, parts
from wangge.appraisal.weighing import scheme_for, schemes
from wangge.cases.models import Case, CaseQuerySet
from wangge.cases.rulebook import Rulebook
from wangge.foundation.calendar import CHINA_TIME
from wangge.journal.actor import Actor
from wangge.places.models import Area

MAIN = (Rate.RESPONSE, Rate.RESOLUTION, Rate.SATISFACTION, Rate.ON_TIME, Rate.REWORK, Rate.REFUSALS)
LEVELS = (Rate.IN_GRID, Rate.IN_COMMUNITY, Rate.IN_STREET)
BOTH_SIDES = (Rate.UPWARD, Rate.CALLERS)
HEALTH = (Rate.QUALITY, Rate.RESPONSE, Rate.PRESENCE, Rate.TEAMWORK)
ALL = tuple(Rate)
PARTS = ("of", "in", "out", "left")  # of a figure: all asked about, well, not well, left out of it


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


def behind(
    unit: Unit,
    period: Period,
    rate: Rate | None,
    *,
    part: str,
    adjusted: bool,
    by: Actor,
    book: Rulebook,
    now: datetime,
) -> CaseQuerySet:
    """The cases behind a figure, the latest first: those that the same conditions count.

    `part` is one of `PARTS`; without a rate all cases of the period.
    """
    resting = basis()
    found = counted(cases_of(unit, by, book=book)).filter(
        reported_at__gte=period.since, reported_at__lt=period.until
    )
    if rate is not None:
        read = resting.reading(book=book, now=now, departmental=unit.of_people)
        measure = measures(read)[rate]
        found = found.filter(measure.of)
        out = Q(
            Exists(
                Exclusion.objects.filter(
                    case=OuterRef("pk"),
                    state=Exclusion.State.GRANTED,
                    ground__in=resting.leaving_out(rate),
                )
            )
        )
        if part == "left":
            found = found.filter(out)
        elif adjusted:
            found = found.exclude(out)
        if part in {"in", "out"}:
            found = found.filter(measure.hit if part == "in" else ~measure.hit)
    return found.order_by("-reported_at", "-pk")


def exclusions_of(case: Case) -> list[Exclusion]:
    """What was asked for about a case, the latest first: one statement, two where there is any."""
    return list(_with_all(Exclusion.objects.filter(case=case)))


def exclusions(by: Actor) -> "QuerySet[Exclusion]":
    """Those of cases that the actor may see."""
    seen = Case.objects.seen_by(by).values("pk")
    return _with_all(Exclusion.objects.filter(case__in=seen))


def _with_all(found: "QuerySet[Exclusion]") -> "QuerySet[Exclusion]":
    reviews = Prefetch("reviews", Review.objects.select_related("by"))
    rows = found.select_related("case__area", "case__category", "ground", "post", "asked_by")
    return rows.defer("case__area__outline").prefetch_related(reviews).order_by("-pk")


def find_exclusion(pk: int, *, by: Actor) -> Exclusion:
    """The exclusion, where the actor may see its case: two statements."""
    found = exclusions(by).filter(pk=pk).first() if pk < 2**62 else None
    if found is None:
        raise NoSuchExclusion
    return found


def waiting(by: Actor) -> "QuerySet[Exclusion]":
    """Those that wait for the actor's level and were not asked for, nor reviewed before, by themselves."""
    where = Q(pk__in=[])
    for role, state in ((Role.STREET, Exclusion.State.ASKED), (Role.COMMAND, Exclusion.State.PASSED)):
        for path in by.paths(role):
            where |= Q(state=state, case__area__path__startswith=path)
    others = Exclusion.objects.filter(where).exclude(asked_by=by.account).exclude(reviews__by=by.account)
    return _with_all(others)
