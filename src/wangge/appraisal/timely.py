"""Measures of time: answered within the limits, done before the time to resolve ran out."""

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from wangge.appraisal.measure import Measure, Reading
from wangge.cases.models import Assignment, Channel, ClockRun, Contact, Report, State


def response(read: Reading) -> Measure:
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


def on_time(read: Reading) -> Measure:
    """Done before the resolve clock ran out."""
    runs = _clocks(read, "resolve")
    late, running = Q(Exists(runs.filter(_late(read)))), Q(Exists(runs.filter(stopped_at=None)))
    return Measure(~Q(state=State.REFUSED) & Q(Exists(runs)) & (late | ~running), ~late)


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
