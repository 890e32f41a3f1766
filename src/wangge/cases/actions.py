"""Every write to a case, one function for each thing a person does; each is one transaction."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from wangge.cases import clocks, moves
from wangge.cases.closing import expect_ready
from wangge.cases.disputing import appeal, dismiss, dispute, rule, uphold
from wangge.cases.errors import BeyondAuthority, CannotReceive, HasItAlready, Missing, NotYours, TasksOpen
from wangge.cases.extending import ask_extension, decline_extension, extend
from wangge.cases.holding import ask_shelving, decline_shelving, resume, shelve, supplement, wait
from wangge.cases.joining import join, merge, part, petition, split
from wangge.cases.meeting import drop_party, invite_party, meet, minute
from wangge.cases.models import (
    Assignment,
    Case,
    Contact,
    Handling,
    Report,
    State,
    Task,
    Urgency,
    Verification,
)
from wangge.cases.moves import Step, begin
from wangge.cases.persons import charge
from wangge.cases.photos import Picture, attach
from wangge.cases.rating import call_back, rate, rate_reporter, rectify, reopen
from wangge.cases.reporting import earlier, new_case, write_case
from wangge.cases.rulebook import rulebook
from wangge.cases.sending import find_route
from wangge.cases.siting import at_point, site
from wangge.cases.sla import Clock
from wangge.cases.tasking import drop, perform, plan, visit
from wangge.cases.telling import Telling
from wangge.cases.urging import answer, supervise, urge
from wangge.cases.whistling import attend, conclude, respond, whistle
from wangge.foundation.calendar import CHINA_TIME
from wangge.foundation.refusals import Refused
from wangge.journal import actions as journal
from wangge.journal import editions
from wangge.journal.actor import Actor
from wangge.journal.prepared import PreparedInsert

__all__ = [
    "accept",
    "answer",
    "appeal",
    "ask_extension",
    "ask_shelving",
    "attend",
    "call_back",
    "charge",
    "classify",
    "close",
    "conclude",
    "contact",
    "decline_extension",
    "decline_shelving",
    "dismiss",
    "dispatch",
    "dispute",
    "drop",
    "drop_party",
    "extend",
    "handle",
    "invite_party",
    "join",
    "locate",
    "meet",
    "merge",
    "minute",
    "part",
    "pass_up",
    "perform",
    "petition",
    "plan",
    "rate",
    "rate_reporter",
    "rectify",
    "refuse",
    "reopen",
    "report",
    "respond",
    "resume",
    "return_",
    "rework",
    "rule",
    "settle",
    "shelve",
    "sign",
    "split",
    "supervise",
    "supplement",
    "transfer",
    "uphold",
    "urge",
    "verify",
    "visit",
    "wait",
    "whistle",
]
Point = tuple[float | None, float | None]
WORK, LOOK = PreparedInsert(Handling), PreparedInsert(Verification)


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
    way = find_route(case, book=book, compound_kind=place.compound_kind)
    told = write_case(telling, case, way, by=by, now=now, book=book)
    facts = {
        "channel": case.channel.code,
        "report": told.pk,
        "category": case.category.code if case.category else None,
        "urgency": case.urgency,
        "grid": case.grid_id,
        "post": way.post,
        "state": case.state,
        **way.as_facts(),
    }
    journal.append("case.reported", subject=("case", case.pk), by=by, now=now, payload=facts)
    for picture in pictures:
        attach(case, picture, step="report", by=by, now=now)
    return told


@transaction.atomic
def accept(case: Case, *, by: Actor, now: datetime) -> None:
    """Take the case on; what no rule sent anywhere is its office's from now on."""
    step = begin(case, "accept", by=by)
    post = case.post_id
    if post is None:
        book = rulebook()
        post = moves.office_of(case, book=book, by=by)
        if post is not None:
            moves.assign(case, post, by=by, now=now, reason="", book=book)
    moves.answer(case, by=by, now=now)
    step.take(now=now, post_id=post, due_at=clocks.next_due(case))


@transaction.atomic
def refuse(case: Case, *, reason: str, referral: str, by: Actor, now: datetime) -> None:
    """Decline the case, saying why and where to go instead."""
    step = begin(case, "refuse", by=by, reason=reason, referral=referral)
    clocks.stop_work(case, now=now)
    moves.end_assignments(case, now=now, ending=reason)
    step.take(now=now, due_at=None, closed_at=now)


@transaction.atomic
def classify(case: Case, *, category: str, urgency: str = "", by: Actor, now: datetime) -> None:
    """Say what the case is about; clocks that run are reckoned anew from their old starts."""
    book = rulebook()
    known = book.by_code.get(category)
    wanted = urgency or (known.urgency if known else "")
    guess = book.categories.get(case.guess_id or 0)
    guessed = guess.code if guess else None
    step = begin(case, "classify", by=by, category=category, urgency=wanted, guess=guessed)
    chosen = book.category(category)
    if wanted not in Urgency.values:
        raise Missing(what="urgency")
    case.category, case.urgency = chosen, wanted
    clocks.reckon_again(case, book=book, now=now)
    step.take(now=now, category=chosen, urgency=wanted, due_at=clocks.next_due(case))


@transaction.atomic
def locate(case: Case, *, lon: float, lat: float, by: Actor, now: datetime) -> None:
    """Put the case on the map; its grid is the grid of the day it was reported.

    Where whoever has it does not answer for that place, the office there has it from now on.
    """
    stamps = editions.current()
    book = rulebook(stamps)
    place = at_point(lon, lat, on=case.reported_at.astimezone(CHINA_TIME).date(), editions=stamps)
    step = begin(case, "locate", by=by, point=[lon, lat], grid=place.grid, area=place.area)
    case.area, post = book.areas[place.area], case.post_id
    seat = book.posts.seats.get(post or 0)
    if seat and not case.area.path.startswith(seat.area_path):
        post = moves.office_of(case, book=book)
        if post is None:
            raise CannotReceive
        moves.assign(case, post, by=by, now=now, reason="", book=book)
    step.take(
        now=now,
        lon=lon,
        lat=lat,
        grid_id=place.grid,
        building_id=None,
        area=case.area,
        post_id=post,
        due_at=clocks.next_due(case),
    )


@transaction.atomic
def settle(
    case: Case,
    *,
    note: str,
    lon: float | None = None,
    lat: float | None = None,
    unseen: str = "",
    by: Actor,
    now: datetime,
) -> Handling:
    """Settle a trifle on the spot: it is handled without having been sent anywhere."""
    return _work(case, "settle", note=note, at=(lon, lat), unseen=unseen, by=by, now=now)


@transaction.atomic
def dispatch(case: Case, *, post: int, reason: str = "", by: Actor, now: datetime) -> Assignment:
    """Give the case to a post that answers for its place."""
    step = begin(case, "dispatch", by=by, post=post, category=case.category_id, reason=reason)
    return _give(step, post, reason=reason, now=now)


@transaction.atomic
def transfer(case: Case, *, post: int, reason: str, by: Actor, now: datetime) -> Assignment:
    """Give the case to another post than the one that has it, and say why."""
    step = begin(case, "transfer", by=by, post=post, category=case.category_id, reason=reason)
    if post == case.post_id:
        raise HasItAlready
    return _give(step, post, reason=reason, now=now)


def _give(step: Step, post: int, *, reason: str, now: datetime) -> Assignment:
    book = rulebook()
    moves.seat_of(step.case, post, book=book)
    given = moves.assign(step.case, post, by=step.by, now=now, reason=reason, book=book)
    step.take(now=now, post_id=post, due_at=clocks.next_due(step.case))
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
    """Record having spoken with the reporter; the first time stops the contact clock, also during a hold."""
    step = begin(case, "contact", by=by, note=note)
    if case.state == State.HELD:
        clocks.deduct(case, Clock.CONTACT, now=now, book=rulebook())
    clocks.stop(case, Clock.CONTACT, now=now)
    step.take(now=now, due_at=clocks.next_due(case))
    return Contact.objects.create(case=case, at=now, by_id=by.account, note=note)


@transaction.atomic
def handle(
    case: Case,
    *,
    note: str,
    lon: float | None = None,
    lat: float | None = None,
    unseen: str = "",
    by: Actor,
    now: datetime,
) -> Handling:
    """Say that the work is done and what was done, from where; somebody else verifies it.

    `unseen` says why there is no photo where the matter asks for one.
    """
    return _work(case, "handle", note=note, at=(lon, lat), unseen=unseen, by=by, now=now)


def _work(case: Case, name: str, *, note: str, at: Point, unseen: str, by: Actor, now: datetime) -> Handling:
    """The work is done, by the post that has the case, if it may settle such matters."""
    book = rulebook()
    seat = book.posts.seats.get(case.post_id or 0)
    step = begin(case, name, by=by, note=note, level=seat.level if seat else "")
    if seat is None:
        raise NotYours
    if not book.may_settle(seat.tier, case.category_id):
        raise BeyondAuthority
    if open_tasks := list(Task.objects.filter(case=case, ended_at=None).values_list("title", flat=True)):
        raise TasksOpen(titles="、".join(open_tasks))
    if name == "settle":
        moves.answer(case, by=by, now=now)
    clocks.lapse(case, now=now)
    clocks.stop(case, Clock.RESOLVE, now=now)
    clocks.start(case, Clock.VERIFY, now=now, book=book)
    due = clocks.next_due(case)
    step.take(now=now, handled_at=now, level=seat.level, on_the_spot=name == "settle", due_at=due)
    done = Handling(
        case=case,
        post_id=seat.post,
        at=now,
        by_id=by.person,
        note=note,
        round=case.reopened,
        lon=at[0],
        lat=at[1],
        unseen=unseen.strip()[:200],
    )
    return WORK(done)


@transaction.atomic
def verify(
    case: Case,
    *,
    note: str,
    lon: float | None = None,
    lat: float | None = None,
    unseen: str = "",
    by: Actor,
    now: datetime,
) -> Verification:
    """Confirm on site that it is done; whoever handled the case cannot."""
    step = begin(case, "verify", by=by, note=note)
    clocks.stop(case, Clock.VERIFY, now=now)
    clocks.start(case, Clock.CLOSE, now=now, book=rulebook())
    step.take(now=now, due_at=clocks.next_due(case))
    seen = Verification(
        case=case,
        at=now,
        by_id=by.person,
        passed=True,
        note=note,
        round=case.reopened,
        lon=lon,
        lat=lat,
        unseen=unseen.strip()[:200],
    )
    return LOOK(seen)


@transaction.atomic
def rework(case: Case, *, reason: str, by: Actor, now: datetime) -> Verification:
    """Send the case back to whoever handled it: it is not done; the clock runs on."""
    step = begin(case, "rework", by=by, reason=reason)
    clocks.stop(case, Clock.VERIFY, Clock.CLOSE, now=now)
    clocks.resume(case, Clock.RESOLVE)
    fresh = {"handled_at": None, "level": "", "on_the_spot": False}
    step.take(now=now, due_at=clocks.next_due(case), **fresh)
    return Verification.objects.create(
        case=case, at=now, by_id=by.person, passed=False, note=reason, round=case.reopened
    )


@transaction.atomic
def close(case: Case, *, by: Actor, now: datetime) -> None:
    """Close a verified case that lacks nothing, and let its reporters know."""
    step = begin(case, "close", by=by, level=case.level)
    expect_ready(case, now=now)
    clocks.stop_work(case, now=now)
    moves.end_assignments(case, now=now, ending="closed")
    step.take(now=now, closed_at=now, due_at=None)
