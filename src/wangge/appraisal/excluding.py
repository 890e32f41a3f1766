"""Exclusions: asked for with evidence, reviewed by street and then command, neither of them the asker."""

from datetime import datetime

from django.db import IntegrityError, transaction

from wangge.accounts.models import Role
from wangge.appraisal.errors import (
    AskedAlready,
    EvidenceMissing,
    ExclusionMoved,
    NotItsTurn,
    NotTheAsker,
    OwnExclusion,
    ReasonMissing,
    UnknownGround,
)
from wangge.appraisal.models import Exclusion, Ground, Review
from wangge.cases.errors import NotNow, NotYours
from wangge.cases.models import Assignment, Case, State
from wangge.journal import actions as journal
from wangge.journal.actor import Actor

ASKERS = (Role.COMMUNITY, Role.STREET)
LEVELS = {
    Exclusion.State.ASKED: (Review.Level.STREET, Role.STREET, Exclusion.State.PASSED),
    Exclusion.State.PASSED: (Review.Level.COMMAND, Role.COMMAND, Exclusion.State.GRANTED),
}


def ask(case: Case, *, ground: str, evidence: str, by: Actor, now: datetime) -> Exclusion:
    """Ask that a case be left out of adjusted rates: by a unit that has or had it, or the office there."""
    if case.state == State.MERGED:
        raise NotNow(state=State(case.state).label)
    post = asking_post(case, by)
    if post is None and not by.holds(*ASKERS, path=case.area.path):
        raise NotYours
    chosen = Ground.objects.filter(code=ground).first()
    if chosen is None:
        raise UnknownGround(code=ground)
    if not evidence.strip():
        raise EvidenceMissing
    try:
        with transaction.atomic():
            asked = Exclusion.objects.create(
                case=case,
                ground=chosen,
                post_id=post,
                asked_at=now,
                asked_by_id=by.person,
                evidence=evidence.strip(),
            )
            _tell(asked, "asked", by=by, now=now, ground=chosen.code, note=evidence.strip())
    except IntegrityError as trouble:
        raise AskedAlready from trouble
    return asked


def asking_post(case: Case, by: Actor) -> int | None:
    """The post for which the actor may ask: one of theirs that has or had the case; one statement at most."""
    if not by.posts:
        return None
    if case.post_id in by.posts:
        return case.post_id
    held = Assignment.objects.filter(case=case, post__in=by.posts).order_by("-id")
    return held.values_list("post", flat=True).first()


def may_ask(case: Case, by: Actor) -> bool:
    """Whether the actor may ask for this case to be left out."""
    if case.state == State.MERGED:
        return False
    return by.holds(*ASKERS, path=case.area.path) or asking_post(case, by) is not None


@transaction.atomic
def review(exclusion: Exclusion, *, granted: bool, note: str = "", by: Actor, now: datetime) -> Review:
    """Say yes or no at the level that it waits for; no needs a reason, and two yeses leave the case out."""
    if exclusion.state not in LEVELS:
        raise ExclusionMoved
    state = Exclusion.State(exclusion.state)
    level, role, passed = LEVELS[state]
    if not by.holds(role, path=exclusion.case.area.path):
        raise NotItsTurn
    earlier = set(exclusion.reviews.values_list("by", flat=True))
    if by.account in {exclusion.asked_by_id, *earlier}:
        raise OwnExclusion
    if not granted and not note.strip():
        raise ReasonMissing
    target = passed if granted else Exclusion.State.REFUSED
    _move(exclusion, target, now=None if target == Exclusion.State.PASSED else now)
    made = Review.objects.create(
        exclusion=exclusion, level=level, at=now, by_id=by.person, granted=granted, note=note.strip()
    )
    _tell(exclusion, target.value, by=by, now=now, review=level.value, note=note.strip())
    return made


def may_review(exclusion: Exclusion, by: Actor) -> bool:
    """Whether it waits for the actor's level, and for the actor; `reviews` should be prefetched."""
    if exclusion.state not in LEVELS:
        return False
    _, role, _ = LEVELS[Exclusion.State(exclusion.state)]
    earlier = {each.by_id for each in exclusion.reviews.all()}
    held = by.holds(role, path=exclusion.case.area.path)
    return held and by.account not in {exclusion.asked_by_id, *earlier}


@transaction.atomic
def withdraw(exclusion: Exclusion, *, by: Actor, now: datetime) -> None:
    """Take back what was asked for, before it is decided: by whoever asked, or a colleague in the post."""
    if not may_withdraw(exclusion, by):
        if exclusion.state not in LEVELS:
            raise ExclusionMoved
        raise NotTheAsker
    _move(exclusion, Exclusion.State.WITHDRAWN, now=now)
    _tell(exclusion, "withdrawn", by=by, now=now)


def may_withdraw(exclusion: Exclusion, by: Actor) -> bool:
    """Whether the actor may take it back now."""
    asker = exclusion.asked_by_id == by.account or (exclusion.post_id in by.posts)
    return exclusion.state in LEVELS and asker


def _move(exclusion: Exclusion, target: Exclusion.State, *, now: datetime | None) -> None:
    held = Exclusion.objects.filter(pk=exclusion.pk, state=exclusion.state)
    if not held.update(state=target, ended_at=now):
        raise ExclusionMoved
    exclusion.state, exclusion.ended_at = target, now


def _tell(exclusion: Exclusion, verb: str, *, by: Actor, now: datetime, **facts: str) -> None:
    told = {"exclusion": exclusion.pk, **facts}
    subject = ("case", exclusion.case_id)
    journal.append(f"exclusion.{verb}", subject=subject, by=by, now=now, payload=told)
