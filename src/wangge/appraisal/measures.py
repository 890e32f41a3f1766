"""What each rate counts, case by case: which cases are asked about, and which of them are as they should be.

A measure is two conditions on a case, `of` (the denominator) and `hit` (the numerator). Merged cases are in
none: their reports went to another case. Clocks that still run in time are asked about when they end.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case as Choice
from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from wangge.appraisal.models import Rate
from wangge.cases.models import (
    Assignment,
    CallBack,
    CaseQuerySet,
    Channel,
    ClockRun,
    Contact,
    Dispute,
    Handling,
    Photo,
    Rating,
    Report,
    SiteVisit,
    State,
    Summons,
    Verification,
)
from wangge.staffing.models import Tier

LESS = frozenset({Rate.REWORK, Rate.REFUSALS})  # the fewer, the better
RATED = frozenset({Rate.SATISFACTION, Rate.UPWARD, Rate.CALLERS})  # means of ratings, not shares of cases
GRID, UPPER = (Tier.MEMBER, Tier.GRID), (Tier.STREET, Tier.DEPARTMENT)
CLOSED = Q(state=State.CLOSED)


@dataclass(frozen=True, slots=True)
class Measure:
    """Two conditions; for means of ratings also how many ratings a case has and what they are worth."""

    of: Q
    hit: Q
    number: Combinable | None = None
    worth: Combinable | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What measures depend on besides the facts: the moment, whose clocks, what ratings are worth."""

    now: datetime
    values: Mapping[int, int]
    bad: int
    departmental: bool = False


def counted(cases: CaseQuerySet) -> CaseQuerySet:
    """The cases that rates are about."""
    return cases.exclude(state=State.MERGED)


def measures(read: Reading) -> dict[Rate, Measure]:
    """Every measure, by its rate."""
    return {
        Rate.RESPONSE: _response(read),
        Rate.RESOLUTION: _resolution(read),
        Rate.SATISFACTION: _rated(read, Rating.objects.filter(side=Rating.Side.REPORTER)),
        Rate.ON_TIME: _on_time(read),
        Rate.REWORK: Measure(_some(Handling), _some(Verification, passed=False) | Q(reopened__gt=0)),
        Rate.REFUSALS: Measure(_some(Assignment), _refused()),
        Rate.IN_GRID: Measure(CLOSED & ~Q(level=""), Q(level__in=GRID)),
        Rate.IN_COMMUNITY: Measure(CLOSED & ~Q(level=""), Q(level=Tier.COMMUNITY)),
        Rate.IN_STREET: Measure(CLOSED & ~Q(level=""), Q(level__in=UPPER)),
        Rate.UPWARD: _rated(read, _upward()),
        Rate.CALLERS: _rated(read, Rating.objects.filter(side=Rating.Side.HANDLER)),
        Rate.QUALITY: _quality(),
        Rate.PRESENCE: _presence(),
        Rate.TEAMWORK: _teamwork(read),
    }


def _some(model: type, **which: object) -> Q:
    """Whether a case has a fact of this kind."""
    found: QuerySet = model.objects.filter(case=OuterRef("pk"), **which)  # type: ignore[attr-defined, type-arg]
    return Q(Exists(found))


def _clocks(read: Reading, kind: str) -> "QuerySet[ClockRun]":
    """The clocks of a case; for a department only those whose deadline it had the case for."""
    runs = ClockRun.objects.filter(case=OuterRef("pk"), kind=kind)
    if not read.departmental:
        return runs
    mine = Assignment.objects.filter(
        case=OuterRef("case"), assists=False, post__department=OuterRef(OuterRef("answering"))
    )
    when = Q(at=OuterRef("started_at")) if kind == "sign" else Q(at__lte=OuterRef("due_at"))
    return runs.filter(Exists(mine.filter(when)))


def _late(read: Reading) -> Q:
    return Q(stopped_at__gt=F("due_at")) | Q(stopped_at=None, paused_at=None, due_at__lt=read.now)


def _response(read: Reading) -> Measure:
    """Signed for and, where somebody can be called, spoken with, each within its limit."""
    signs, calls = _clocks(read, "sign"), _clocks(read, "contact")
    reached = Contact.objects.filter(
        case=OuterRef("case"), at__gte=OuterRef("started_at"), at__lte=OuterRef("due_at")
    )
    over = Q(stopped_at__isnull=False) | Q(paused_at=None, due_at__lt=read.now)
    reachable = Q(
        Exists(
            Report.objects.filter(case=OuterRef("pk"))
            .exclude(phone="")
            .exclude(channel__origin=Channel.Origin.FOUND)
        )
    )
    silent = Q(Exists(calls.filter(over).exclude(Exists(reached)))) & reachable
    late = Q(Exists(signs.filter(_late(read)))) | silent
    calling = Q(Exists(calls.filter(stopped_at=None))) & reachable
    running = Q(Exists(signs.filter(stopped_at=None))) | calling
    needed = Q(Exists(signs)) | (Q(Exists(calls)) & reachable)
    return Measure(~Q(state=State.REFUSED) & needed & (late | ~running), ~late)


def _on_time(read: Reading) -> Measure:
    """Done before the resolve clock ran out."""
    runs = _clocks(read, "resolve")
    late, running = Q(Exists(runs.filter(_late(read)))), Q(Exists(runs.filter(stopped_at=None)))
    return Measure(~Q(state=State.REFUSED) & Q(Exists(runs)) & (late | ~running), ~late)


def _resolution(read: Reading) -> Measure:
    """Settled, as the reporter said when called back or by a rating after the last closing.

    Somebody who opens the case again has said that it is not. Who could not be reached has not said so.
    """
    ours = Rating.objects.filter(case=OuterRef("pk"), side=Rating.Side.REPORTER)
    answers = CallBack.objects.filter(case=OuterRef("pk"), at__gte=OuterRef("closed_at"))
    said = answers.exclude(outcome=CallBack.Outcome.UNREACHED)
    settled = Q(Exists(said.filter(outcome=CallBack.Outcome.SETTLED, pk=Subquery(_last_answer()))))
    rated = ours.filter(round=OuterRef("reopened"))
    content = Q(Exists(rated.filter(score__gt=read.bad))) & ~Q(Exists(rated.filter(score__lte=read.bad)))
    return Measure(
        _some(CallBack) | Q(Exists(ours)) | Q(reopened__gt=0),
        CLOSED & (settled | (~Q(Exists(said)) & content)),
    )


def _last_answer() -> "QuerySet[CallBack, int]":
    """The last call-back that reached somebody, of the same case."""
    same = CallBack.objects.filter(case=OuterRef("case")).exclude(outcome=CallBack.Outcome.UNREACHED)
    return same.order_by("-at", "-id").values_list("pk", flat=True)[:1]


def _rated(read: Reading, ratings: "QuerySet[Rating]") -> Measure:
    """The mean of what ratings are worth."""
    of_case = ratings.filter(case=OuterRef("pk"))
    one = of_case.order_by().values("case")
    worth = Choice(
        *(When(score=score, then=Value(percent)) for score, percent in read.values.items()),
        default=Value(0),
        output_field=IntegerField(),
    )
    number = Coalesce(Subquery(one.annotate(n=Count("pk")).values("n")), 0, output_field=IntegerField())
    total = Coalesce(Subquery(one.annotate(n=Sum(worth)).values("n")), 0, output_field=IntegerField())
    return Measure(
        Q(Exists(of_case)), ~Q(Exists(of_case.filter(score__lte=read.bad))), number=number, worth=total
    )


def _upward() -> "QuerySet[Rating]":
    """Ratings that our own people gave to work done above them (下评上)."""
    return Rating.objects.filter(
        side=Rating.Side.REPORTER, report__account__isnull=False, case__level__in=UPPER
    )


def _refused() -> Q:
    """Refused in spite of a ruling: an appeal that was dismissed or waits for its decision."""
    return Q(
        Exists(Dispute.objects.filter(case=OuterRef("pk"), kind=Dispute.Kind.APPEAL).exclude(upheld=True))
    )


def _quality() -> Measure:
    """Found by ourselves, and taken on with a matter and a place."""
    placed = Q(grid__isnull=False) | Q(building__isnull=False)
    found = Q(channel__origin=Channel.Origin.FOUND)
    return Measure(found, ~Q(state=State.REFUSED) & Q(category__isnull=False) & placed)


def _presence() -> Measure:
    """Worked on, and shown on site: by a photo of the work, a visit, or from where it was reported done."""
    shown = _some(Photo, step__in=("handle", "settle", "verify", "visit")) | _some(SiteVisit)
    return Measure(_some(Handling), shown | _some(Handling, lon__isnull=False))


def _teamwork(read: Reading) -> Measure:
    """Units were summoned to it and the hour has passed, and all of them came."""
    calls = Summons.objects.filter(whistle__case=OuterRef("pk"), whistle__meet_at__lte=read.now)
    return Measure(Q(Exists(calls)), ~Q(Exists(calls.exclude(came=True))))
