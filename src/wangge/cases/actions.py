"""Every write to a case, one function for each thing a person does; each is one transaction."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from wangge.cases import clocks, moves
from wangge.cases.errors import CannotReceive, NobodyAbove, NotYours
from wangge.cases.models import (
    Assignment,
    CallBack,
    Case,
    Contact,
    Handling,
    Rating,
    Report,
    Verification,
)
from wangge.cases.moves import begin
from wangge.cases.photos import Picture, attach
from wangge.cases.reporting import earlier, find_route, new_case, write_case
from wangge.cases.rulebook import rulebook
from wangge.cases.siting import at_point, site
from wangge.cases.sla import Clock
from wangge.cases.telling import Telling
from wangge.foundation.calendar import CHINA_TIME
from wangge.foundation.refusals import Refused
from wangge.journal import actions as journal
from wangge.journal import editions
from wangge.journal.actor import RESIDENT, Actor
from wangge.staffing.models import Tier


def report(telling: Telling, *, pictures: Sequence[Picture] = (), by: Actor, now: datetime) -> Report:
    """Take one report in and make its case. The same key again gives the same report back."""
    telling.check(now=now)
    try:
        with transaction.atomic():
            return _report(telling, pictures=pictures, by=by, now=now)
    except (IntegrityError, Refused):  # a repeat is rare: it is looked for only where the report fails
        if found := earlier(telling, rulebook()):
            return found
        raise


def _report(telling: Telling, *, pictures: Sequence[Picture], by: Actor, now: datetime) -> Report:
    stamps = editions.current()
    book = rulebook(stamps)
    place = site(telling, on=now.astimezone(CHINA_TIME).date(), book=book, editions=stamps)
    case = new_case(telling, place, now=now, book=book)
    way = find_route(case, book=book)
    told = write_case(telling, case, way, by=by, now=now, book=book)
    facts = {
        "channel": case.channel.code,
        "report": told.pk,
        "category": case.category.code if case.category else None,
        "grid": case.grid_id,
        "post": way.post,
        "rule": way.rule.id if way.rule else None,
        "state": case.state,
    }
    journal.append("case.reported", subject=("case", case.pk), by=by, now=now, payload=facts)
    for picture in pictures:
        attach(case, picture, step="report", by=by, now=now)
    return told


@transaction.atomic
def accept(case: Case, *, by: Actor, now: datetime) -> None:
    """Take the case on; its place in the inbox is answered."""
    step = begin(case, "accept", by=by)
    moves.answer(case, by=by, now=now)
    step.take(now=now, due_at=clocks.next_due(case))


@transaction.atomic
def refuse(case: Case, *, reason: str, referral: str, by: Actor, now: datetime) -> None:
    """Decline the case, saying why and where to go instead."""
    step = begin(case, "refuse", by=by, reason=reason, referral=referral)
    clocks.stop(case, *Clock, now=now)
    moves.end_assignment(case, now=now, ending=reason)
    step.take(now=now, due_at=None, closed_at=now)


@transaction.atomic
def classify(case: Case, *, category: str, urgency: str = "", by: Actor, now: datetime) -> None:
    """Say what the case is about; clocks that run are reckoned anew from their old starts."""
    book = rulebook()
    chosen = book.category(category)
    wanted = urgency or chosen.urgency
    guess = book.categories.get(case.guess_id or 0)
    guessed = guess.code if guess else None
    step = begin(case, "classify", by=by, category=chosen.code, urgency=wanted, guess=guessed)
    case.category, case.urgency = chosen, wanted
    clocks.reckon_again(case, book=book)
    step.take(now=now, category=chosen, urgency=wanted, due_at=clocks.next_due(case))


@transaction.atomic
def locate(case: Case, *, lon: float, lat: float, by: Actor, now: datetime) -> None:
    """Put the case on the map; its grid is the grid of the day it was reported."""
    place = at_point(lon, lat, on=case.reported_at.astimezone(CHINA_TIME).date(), editions=editions.current())
    step = begin(case, "locate", by=by, point=[lon, lat], grid=place.grid, area=place.area)
    step.take(now=now, lon=lon, lat=lat, grid_id=place.grid, area=rulebook().areas[place.area])


@transaction.atomic
def dispatch(case: Case, *, post: int, reason: str = "", by: Actor, now: datetime) -> Assignment:
    """Give the case to a post that answers for its place."""
    step = begin(case, "dispatch", by=by, post=post, category=case.category_id, reason=reason)
    book = rulebook()
    seat = book.posts.seats.get(post)
    if seat is None or not case.area.path.startswith(seat.area_path):
        raise CannotReceive
    given = moves.assign(case, post, by=by, now=now, reason=reason, book=book)
    step.take(now=now, post_id=post, due_at=clocks.next_due(case))
    return given


@transaction.atomic
def sign(case: Case, *, by: Actor, now: datetime) -> None:
    """Sign for the case: from now on this post works on it."""
    step = begin(case, "sign", by=by)
    moves.answer(case, by=by, now=now)
    step.take(now=now, due_at=clocks.next_due(case))


@transaction.atomic
def return_(case: Case, *, reason: str, by: Actor, now: datetime) -> None:
    """Give the case back to the office that can send it elsewhere."""
    moves.hand_up(case, "return", reason=reason, by=by, now=now)


@transaction.atomic
def pass_up(case: Case, *, reason: str, by: Actor, now: datetime) -> None:
    """Pass the case to the next level: it cannot be settled here."""
    moves.hand_up(case, "pass_up", reason=reason, by=by, now=now)


@transaction.atomic
def contact(case: Case, *, note: str, by: Actor, now: datetime) -> Contact:
    """Record having spoken with the reporter; the first time stops the contact clock."""
    step = begin(case, "contact", by=by, note=note)
    clocks.stop(case, Clock.CONTACT, now=now)
    step.take(now=now, due_at=clocks.next_due(case))
    return Contact.objects.create(case=case, at=now, by_id=by.account, note=note)


@transaction.atomic
def handle(case: Case, *, note: str, by: Actor, now: datetime) -> Handling:
    """Say that the work is done and what was done; somebody else verifies it."""
    seat = rulebook().posts.seats.get(case.post_id or 0)
    if seat is None:
        raise NotYours
    step = begin(case, "handle", by=by, note=note, level=seat.tier)
    clocks.stop(case, Clock.RESOLVE, now=now)
    step.take(now=now, handled_at=now, level=seat.tier, due_at=clocks.next_due(case))
    return Handling.objects.create(case=case, post_id=seat.post, at=now, by_id=by.person, note=note)


@transaction.atomic
def verify(case: Case, *, note: str, by: Actor, now: datetime) -> Verification:
    """Confirm on site that it is done; whoever handled the case cannot."""
    begin(case, "verify", by=by, note=note).take(now=now)
    return Verification.objects.create(case=case, at=now, by_id=by.person, passed=True, note=note)


@transaction.atomic
def rework(case: Case, *, reason: str, by: Actor, now: datetime) -> Verification:
    """Send the case back to whoever handled it: it is not done; the clock runs on."""
    step = begin(case, "rework", by=by, reason=reason)
    clocks.resume(case, Clock.RESOLVE)
    step.take(now=now, handled_at=None, level="", due_at=clocks.next_due(case))
    return Verification.objects.create(case=case, at=now, by_id=by.person, passed=False, note=reason)


@transaction.atomic
def close(case: Case, *, by: Actor, now: datetime) -> None:
    """Close a verified case and let its reporters know."""
    step = begin(case, "close", by=by, level=case.level)
    clocks.stop(case, *Clock, now=now)
    moves.end_assignment(case, now=now, ending="closed")
    step.take(now=now, closed_at=now, due_at=None)


@transaction.atomic
def call_back(case: Case, *, outcome: str, note: str = "", by: Actor, now: datetime) -> CallBack:
    """Record what the reporter said when asked whether it is settled."""
    begin(case, "call_back", by=by, outcome=outcome, note=note).take(now=now)
    return CallBack.objects.create(case=case, at=now, by_id=by.person, outcome=outcome, note=note)


@transaction.atomic
def rate(told: Report, *, score: int, comment: str = "", now: datetime) -> Rating:
    """The reporter's rating of the outcome: once for each report and each closing."""
    case = told.case
    step = begin(case, "rate", by=RESIDENT, report=told, score=score, comment=comment)
    rating = Rating(case=case, report=told, at=now, side=Rating.Side.REPORTER, score=score, comment=comment)
    moves.write_rating(rating)
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
def reopen(case: Case, *, reason: str, by: Actor, now: datetime, report: Report | None = None) -> None:
    """Open a closed or refused case again, by its reporter or the office; new clocks run."""
    step = begin(case, "reopen", by=by, report=report, reason=reason)
    book = rulebook()
    office = book.posts.find(Tier.COMMUNITY, area_path=case.area.path, grid=None)
    if office is None:
        raise NobodyAbove
    moves.assign(case, office, by=by, now=now, reason=reason, book=book)
    clocks.start(case, Clock.CONTACT, Clock.RESOLVE, now=now, book=book)
    fresh = {"closed_at": None, "handled_at": None, "level": "", "due_at": clocks.next_due(case)}
    step.take(now=now, post_id=office, reopened=case.reopened + 1, **fresh)
