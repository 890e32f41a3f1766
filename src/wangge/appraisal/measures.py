"""What each rate counts, case by case: which cases are asked about, and which of them are as they should be.

A measure is two conditions on a case, `of` (the denominator) and `hit` (the numerator). Merged cases are in
none: their reports went to another case. Clocks that still run in time are asked about when they end.
"""

from django.db.models import Exists, OuterRef, Q

from wangge.appraisal.measure import Measure, Reading, some
from wangge.appraisal.models import Rate
from wangge.appraisal.saying import CLOSED, UPPER, rated, resolution, upward
from wangge.appraisal.timely import on_time, response
from wangge.cases.models import (
    Assignment,
    CaseQuerySet,
    Channel,
    Dispute,
    Handling,
    Photo,
    Rating,
    SiteVisit,
    State,
    Summons,
    Verification,
)
from wangge.staffing.models import Tier

LESS = frozenset({Rate.REWORK, Rate.REFUSALS})  # the fewer, the better
RATED = frozenset({Rate.SATISFACTION, Rate.UPWARD, Rate.CALLERS})  # means of ratings, not shares of cases
GRID = (Tier.MEMBER, Tier.GRID)


def counted(cases: CaseQuerySet) -> CaseQuerySet:
    """The cases that rates are about."""
    return cases.exclude(state=State.MERGED)


def measures(read: Reading) -> dict[Rate, Measure]:
    """Every measure, by its rate."""
    return {
        Rate.RESPONSE: response(read),
        Rate.RESOLUTION: resolution(read),
        Rate.SATISFACTION: rated(read, Rating.objects.filter(side=Rating.Side.REPORTER)),
        Rate.ON_TIME: on_time(read),
        Rate.REWORK: Measure(some(Handling), some(Verification, passed=False) | Q(reopened__gt=0)),
        Rate.REFUSALS: Measure(some(Assignment), _refused()),
        Rate.IN_GRID: Measure(CLOSED & ~Q(level=""), Q(level__in=GRID)),
        Rate.IN_COMMUNITY: Measure(CLOSED & ~Q(level=""), Q(level=Tier.COMMUNITY)),
        Rate.IN_STREET: Measure(CLOSED & ~Q(level=""), Q(level__in=UPPER)),
        Rate.UPWARD: rated(read, upward()),
        Rate.CALLERS: rated(read, Rating.objects.filter(side=Rating.Side.HANDLER)),
        Rate.QUALITY: _quality(),
        Rate.PRESENCE: _presence(),
        Rate.TEAMWORK: _teamwork(read),
    }


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
    shown = some(Photo, step__in=("handle", "settle", "verify", "visit")) | some(SiteVisit)
    return Measure(some(Handling), shown | some(Handling, lon__isnull=False))


def _teamwork(read: Reading) -> Measure:
    """Units were summoned to it and the hour has passed, and all of them came."""
    calls = Summons.objects.filter(whistle__case=OuterRef("pk"), whistle__meet_at__lte=read.now)
    return Measure(Q(Exists(calls)), ~Q(Exists(calls.exclude(came=True))))
