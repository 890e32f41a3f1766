"""The lines of business that come into every grid: what each grid has of them, open and done (四进网格)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from wangge.appraisal.counting import LINE
from wangge.appraisal.errors import UnknownBusiness
from wangge.appraisal.models import Business
from wangge.appraisal.periods import Period
from wangge.appraisal.units import Unit, cases_of
from wangge.cases.models import CaseQuerySet, State
from wangge.cases.rulebook import Rulebook
from wangge.cases.workflow import OPEN
from wangge.journal.actor import Actor


@dataclass(slots=True)
class Carried:
    """What a grid has of one business: came in, of these closed; open now, of these late."""

    came: int = 0
    closed: int = 0
    open: int = 0
    late: int = 0


def carried(
    unit: Unit, period: Period, *, by: Actor, book: Rulebook, now: datetime
) -> tuple[list[Business], dict[tuple[int, str], Carried]]:
    """By line of grids and business code, of an area: two statements."""
    business = list(Business.objects.all())
    came = Q(reported_at__gte=period.since, reported_at__lt=period.until)
    still = Q(state__in=[state.value for state in OPEN])
    rows = (
        cases_of(unit, by, book=book)
        .filter(came | still)
        .exclude(state=State.MERGED)
        .order_by()
        .annotate(line=LINE)
        .values_list("line", "category")
        .annotate(
            came_in=Count("pk", filter=came),
            done=Count("pk", filter=came & Q(state=State.CLOSED)),
            waits=Count("pk", filter=still),
            overdue=Count("pk", filter=still & Q(due_at__lt=now)),
        )
    )
    found: dict[tuple[int, str], Carried] = defaultdict(Carried)
    for line, category, *numbers in rows:
        known = book.categories.get(category or 0)
        for each in business:
            if belongs(each, known.path if known else ""):
                cell = found[line, each.code]
                cell.came, cell.closed = cell.came + numbers[0], cell.closed + numbers[1]
                cell.open, cell.late = cell.open + numbers[2], cell.late + numbers[3]
    return business, found


def belongs(business: Business, path: str) -> bool:
    """Whether a matter, by the path of its category, is of this business."""
    return not business.categories or bool(set(path.strip("/").split("/")) & set(business.categories))


def behind(
    unit: Unit, period: Period, code: str, *, by: Actor, book: Rulebook
) -> tuple[Business, CaseQuerySet]:
    """A business and its cases of the period, and those still open, the latest first."""
    business = Business.objects.filter(code=code).first()
    if business is None:
        raise UnknownBusiness(code=code)
    came = Q(reported_at__gte=period.since, reported_at__lt=period.until)
    still = Q(state__in=[state.value for state in OPEN])
    found = cases_of(unit, by, book=book).filter(came | still).exclude(state=State.MERGED)
    if business.categories:
        of_it = [pk for pk, category in book.categories.items() if belongs(business, category.path)]
        found = found.filter(category__in=of_it)
    shown = found.select_related("grid", "area", "category", "post", "channel", "building")
    outlines = ("text", "area__outline", "grid__outline", "building__footprint")
    return business, shown.defer(*outlines).order_by("-reported_at", "-pk")
