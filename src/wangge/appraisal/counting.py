"""Counting rates: measures of cases added up by unit or month in one statement, raw and adjusted."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import BigIntegerField, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models import Case as Choice
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, ExtractMonth, ExtractYear

from wangge.appraisal.figures import Figure, Sheet
from wangge.appraisal.measure import Measure, Reading
from wangge.appraisal.measures import counted, measures
from wangge.appraisal.models import Exclusion, Ground, Rate
from wangge.appraisal.models import Value as Worth
from wangge.appraisal.periods import Period
from wangge.cases.models import CaseQuerySet
from wangge.cases.rulebook import Rulebook
from wangge.foundation.calendar import CHINA_TIME


@dataclass(frozen=True, slots=True)
class Basis:
    """The data that figures rest on: what ratings are worth, and which rates each ground leaves out."""

    values: Mapping[int, int]
    grounds: tuple[Ground, ...]

    def reading(self, *, book: Rulebook, now: datetime, departmental: bool) -> Reading:
        """How measures are to be read at a moment."""
        return Reading(now, self.values, book.practice.bad_score, departmental)

    def leaving_out(self, rate: str) -> list[int]:
        """The grounds that leave a case out of this rate."""
        return [ground.pk for ground in self.grounds if not ground.rates or rate in ground.rates]


def basis() -> Basis:
    """The data as it stands: two statements."""
    return Basis(dict(Worth.objects.values_list("score", "percent")), tuple(Ground.objects.all()))


YEAR, OF_YEAR = (part("reported_at", tzinfo=CHINA_TIME) for part in (ExtractYear, ExtractMonth))
MONTH = YEAR * 12 + OF_YEAR - 1


def count(
    cases: CaseQuerySet,
    period: Period,
    *,
    by: Combinable,
    rates: Sequence[Rate],
    read: Reading,
    resting: Basis,
) -> dict[int, Sheet]:
    """The figures of the cases reported in a period, by a whole number such as an area's id: one statement.

    The measures of a case are found once, inside; they are added up outside, so that a case that is left out
    costs nothing more.
    """
    known = measures(read)
    columns: dict[str, Combinable] = {"g": whole(by), "x": whole(Subquery(_granted()))}
    for index, rate in enumerate(rates):
        columns[f"o{index}"], columns[f"h{index}"] = _columns(known[rate])
    inside = counted(cases).filter(reported_at__gte=period.since, reported_at__lt=period.until).order_by()
    facts = inside.annotate(**{f"f_{name}": value for name, value in columns.items()})
    sql, params = facts.values_list(*(f"f_{name}" for name in columns)).query.sql_with_params()
    sums = ["g", "COUNT(*)"]
    for index, rate in enumerate(rates):
        sums += _sums(index, resting.leaving_out(rate))
    told = (
        f"WITH facts({', '.join(columns)}) AS MATERIALIZED ({sql}) "  # noqa: S608 - numbers and our own names
        f"SELECT {', '.join(sums)} FROM facts GROUP BY g"
    )
    with connection.cursor() as cursor:
        cursor.execute(told, params)
        return {int(row[0]): _sheet(row, rates) for row in cursor.fetchall()}


def whole(*keys: Combinable) -> Coalesce:
    """The first of these ids that is known, as a whole number; 0 where none is."""
    return Coalesce(*keys, Value(0), output_field=BigIntegerField())


LINE = whole(F("grid__lineage"), F("grid"))


def _granted() -> "QuerySet[Exclusion, int]":
    live = Exclusion.objects.filter(case=OuterRef("pk"), state=Exclusion.State.GRANTED)
    return live.values_list("ground", flat=True)[:1]


def _columns(measure: Measure) -> tuple[Combinable, Combinable]:
    if measure.number is not None and measure.worth is not None:
        return measure.number, measure.worth
    return _flag(measure.of), _flag(measure.of & measure.hit)


def _flag(condition: Q) -> Combinable:
    return Choice(When(condition, then=Value(1)), default=Value(0), output_field=IntegerField())


def _sums(index: int, grounds: Iterable[int]) -> list[str]:
    out = ", ".join(str(int(pk)) for pk in grounds)
    keep = f"CASE WHEN x IN ({out}) THEN 0 ELSE 1 END" if out else "1"
    return [f"SUM({letter}{index}{times})" for times in ("", f" * {keep}") for letter in "oh"]


def _sheet(row: Sequence[int], rates: Sequence[Rate]) -> Sheet:
    found = {
        rate: Figure(rate, *(int(value or 0) for value in row[2 + 4 * index : 6 + 4 * index]))
        for index, rate in enumerate(rates)
    }
    return Sheet(int(row[1]), found)
