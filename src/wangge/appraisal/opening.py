"""The cases behind a figure: those that the very same conditions count."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from wangge.appraisal.counting import basis
from wangge.appraisal.measures import counted, measures
from wangge.appraisal.models import Exclusion, Rate
from wangge.appraisal.periods import Period
from wangge.appraisal.units import Unit, cases_of
from wangge.cases.models import CaseQuerySet
from wangge.cases.rulebook import Rulebook
from wangge.journal.actor import Actor

PARTS = ("of", "in", "out", "left")  # of a figure: all asked about, well, not well, left out of it


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
