"""After closing: the call-back, the ratings of both sides, bad ones put right, and opening again."""

from datetime import datetime

from django.db import transaction

from wangge.cases import clocks, moves
from wangge.cases.errors import Missing, NobodyAbove, NothingBad
from wangge.cases.models import CallBack, Case, Rating, Rectification, Report
from wangge.cases.moves import begin
from wangge.cases.rulebook import rulebook
from wangge.cases.sla import Clock
from wangge.journal.actor import RESIDENT, Actor


@transaction.atomic
def call_back(case: Case, *, outcome: str, note: str = "", by: Actor, now: datetime) -> CallBack:
    """Record what the reporter said when asked whether it is settled."""
    step = begin(case, "call_back", by=by, outcome=outcome, note=note)
    if outcome not in CallBack.Outcome.values:
        raise Missing(what="outcome")
    step.take(now=now)
    return CallBack.objects.create(case=case, at=now, by_id=by.person, outcome=outcome, note=note)


@transaction.atomic
def rate(told: Report, *, score: int, comment: str = "", now: datetime) -> Rating:
    """The reporter's rating of the outcome: once for each report and each closing.

    A bad one must be put right, by a clock of its own.
    """
    case = told.case
    step = begin(case, "rate", by=RESIDENT, report=told, score=score, comment=comment)
    rating = Rating(case=case, report=told, at=now, side=Rating.Side.REPORTER, score=score, comment=comment)
    moves.write_rating(rating)
    book = rulebook()
    if score <= book.practice.bad_score:
        clock = clocks.reckon(case, Clock.RECTIFY, start=now, book=book)
        if clock:
            clock.save(force_insert=True)
        Rectification.objects.create(rating=rating, clock=clock)
    step.take(now=now)
    return rating


@transaction.atomic
def rate_reporter(case: Case, *, score: int, comment: str = "", by: Actor, now: datetime) -> Rating:
    """The handler's rating of the request: clear, reachable, fair."""
    step = begin(case, "rate_reporter", by=by, score=score, comment=comment)
    side = Rating.Side.HANDLER
    rating = Rating(case=case, at=now, by_id=by.account, side=side, score=score, comment=comment)
    moves.write_rating(rating)
    step.take(now=now)
    return rating


@transaction.atomic
def rectify(case: Case, *, note: str, by: Actor, now: datetime) -> Rectification:
    """Say how a bad rating was put right: the oldest that still waits for it."""
    step = begin(case, "rectify", by=by, note=note)
    waiting = Rectification.objects.filter(rating__case=case, done_at=None).order_by("id").first()
    if waiting is None:
        raise NothingBad
    if not Rectification.objects.filter(pk=waiting.pk, done_at=None).update(
        done_at=now, done_by=by.person, note=note
    ):
        raise NothingBad
    clocks.stop_one(waiting.clock_id, now=now)
    step.take(now=now)
    waiting.refresh_from_db()
    return waiting


@transaction.atomic
def reopen(case: Case, *, reason: str, by: Actor, now: datetime, report: Report | None = None) -> None:
    """Open a closed or refused case again, by its reporter or the office; new clocks run."""
    step = begin(case, "reopen", by=by, report=report, reason=reason)
    book = rulebook()
    office = moves.office_of(case, book=book)
    if office is None:
        raise NobodyAbove
    moves.assign(case, office, by=by, now=now, reason=reason, book=book)
    clocks.start(case, Clock.CONTACT, Clock.RESOLVE, now=now, book=book)
    fresh = {"closed_at": None, "handled_at": None, "level": "", "on_the_spot": False}
    step.take(now=now, post_id=office, reopened=case.reopened + 1, due_at=clocks.next_due(case), **fresh)
