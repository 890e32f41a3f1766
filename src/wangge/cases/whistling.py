"""The whistle (吹哨报到): a street calls units to a case; each confirms or explains, and comes."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from wangge.cases import moves
from wangge.cases.errors import ExplainWhy, NotCalled, NoWhistle, WhistleSounds
from wangge.cases.models import Case, Summons, Whistle
from wangge.cases.moves import ahead, begin
from wangge.cases.rulebook import rulebook
from wangge.journal.actor import Actor


@transaction.atomic
def whistle(
    case: Case,
    *,
    posts: Sequence[int],
    leads: int | None = None,
    place: str,
    meet_at: datetime,
    matter: str = "",
    by: Actor,
    now: datetime,
) -> Whistle:
    """Call units to a place at a time; one of them leads, the others assist."""
    called = list(dict.fromkeys([*posts, *([leads] if leads else [])]))
    when, where = meet_at.isoformat(), place.strip()
    step = begin(case, "whistle", by=by, posts=called, place=where, meet_at=when, leads=leads)
    if Whistle.objects.filter(case=case, ended_at=None).exists():
        raise WhistleSounds
    book = rulebook()
    for post in called:
        moves.seat_of(case, post, book=book)
    blown = Whistle.objects.create(
        case=case,
        at=now,
        by_id=by.person,
        place=where[:200],
        meet_at=ahead(meet_at, now=now),
        matter=matter.strip() or case.title,
    )
    Summons.objects.bulk_create(Summons(whistle=blown, post_id=post, leads=post == leads) for post in called)
    moves.assist(case, called, by=by, now=now, reason=blown.matter)
    step.take(now=now)
    return blown


@transaction.atomic
def respond(case: Case, *, answer: str, note: str = "", by: Actor, now: datetime) -> Summons:
    """Answer the call: coming, or why not."""
    step = begin(case, "respond", by=by, answer=answer, note=note)
    if answer not in Summons.Answer.values:
        raise ExplainWhy
    if answer == Summons.Answer.EXPLAINED and not note.strip():
        raise ExplainWhy
    called = _summons(case).filter(post__in=by.posts).order_by("answered_at", "id").first()
    if called is None:
        raise NotCalled
    called.answer, called.answered_at, called.answered_by_id, called.note = answer, now, by.person, note
    called.save(update_fields=["answer", "answered_at", "answered_by", "note"])
    step.take(now=now)
    return called


@transaction.atomic
def attend(case: Case, *, post: int, came: bool = True, by: Actor, now: datetime) -> Summons:
    """Record whether a unit that was called came (报到)."""
    step = begin(case, "attend", by=by, post=post, came=came)
    called = _summons(case).filter(post=post).first()
    if called is None:
        raise NotCalled
    called.came, called.came_at, called.seen_by_id = came, now, by.person
    called.save(update_fields=["came", "came_at", "seen_by"])
    step.take(now=now)
    return called


@transaction.atomic
def conclude(case: Case, *, note: str, by: Actor, now: datetime) -> Whistle:
    """End the meeting with its minutes; whoever was not seen did not come."""
    step = begin(case, "conclude", by=by, note=note)
    sounding = Whistle.objects.filter(case=case, ended_at=None).first()
    if sounding is None:
        raise NoWhistle
    Summons.objects.filter(whistle=sounding, came=None).update(came=False)
    sounding.ended_at, sounding.ended_by_id, sounding.minutes = now, by.person, note
    sounding.save(update_fields=["ended_at", "ended_by", "minutes"])
    step.take(now=now)
    return sounding


def _summons(case: Case) -> QuerySet[Summons]:
    return Summons.objects.filter(whistle__case=case, whistle__ended_at=None)
