"""Measures of what people say: whether it is settled, and what their ratings are worth."""

from django.db.models import Case as Choice
from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce

from wangge.appraisal.measure import Measure, Reading, some
from wangge.cases.models import CallBack, Rating, State
from wangge.staffing.models import Tier

CLOSED = Q(state=State.CLOSED)
UPPER = (Tier.STREET, Tier.DEPARTMENT)


def resolution(read: Reading) -> Measure:
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
        some(CallBack) | Q(Exists(ours)) | Q(reopened__gt=0),
        CLOSED & (settled | (~Q(Exists(said)) & content)),
    )


def _last_answer() -> "QuerySet[CallBack, int]":
    """The last call-back that reached somebody, of the same case."""
    same = CallBack.objects.filter(case=OuterRef("case")).exclude(outcome=CallBack.Outcome.UNREACHED)
    return same.order_by("-at", "-id").values_list("pk", flat=True)[:1]


def rated(read: Reading, ratings: "QuerySet[Rating]") -> Measure:
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


def upward() -> "QuerySet[Rating]":
    """Ratings that our own people gave to work done above them (下评上)."""
    return Rating.objects.filter(
        side=Rating.Side.REPORTER, report__account__isnull=False, case__level__in=UPPER
    )
