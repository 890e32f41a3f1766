"""Moving a case along the table: checked, by conditional update, with one journal entry."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from wangge.cases import clocks
from wangge.cases.errors import (
    BadScore,
    CannotReceive,
    CaseMoved,
    Missing,
    NobodyAbove,
    NotAhead,
    NotNow,
    NotYours,
    OwnWork,
    RatedAlready,
)
from wangge.cases.models import Assignment, Case, CaseQuerySet, Rating, Report, State
from wangge.cases.rulebook import Rulebook, rulebook
from wangge.cases.sla import Clock
from wangge.cases.standing import standing
from wangge.cases.workflow import BY_NAME, Standing, Transition
from wangge.journal import actions as journal
from wangge.journal.actor import Actor
from wangge.journal.prepared import Prepared, PreparedInsert, PreparedUpdate
from wangge.staffing.directory import Seat

if TYPE_CHECKING:
    from django.db.models import QuerySet

PAST = {
    "accept": "accepted", "refuse": "refused", "classify": "classified", "locate": "located",
    "settle": "settled", "dispatch": "dispatched", "transfer": "transferred", "sign": "signed",
    "return": "returned", "pass_up": "passed_up", "dispute": "disputed", "rule": "ruled",
    "appeal": "appealed", "uphold": "appeal_upheld", "dismiss": "appeal_dismissed", "whistle": "whistled",
    "respond": "responded", "attend": "attended", "conclude": "concluded", "plan": "planned",
    "perform": "performed", "drop": "dropped", "visit": "visited", "wait": "waited",
    "ask_shelving": "shelving_asked", "shelve": "shelved", "decline_shelving": "shelving_declined",
    "resume": "resumed", "supplement": "supplemented", "ask_extension": "extension_asked",
    "extend": "extended", "decline_extension": "extension_declined", "urge": "urged",
    "supervise": "supervised", "answer": "answered", "charge": "charged", "contact": "contacted",
    "handle": "handled", "verify": "verified", "rework": "sent_back", "close": "closed", "merge": "merged",
    "part": "parted", "split": "split", "call_back": "called_back", "rate": "rated",
    "invite_party": "party_invited", "drop_party": "party_dropped", "meet": "meeting_called",
    "minute": "meeting_minuted", "rate_reporter": "reporter_rated", "rectify": "rectified",
    "reopen": "reopened",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the table that this actor may take with this case now."""

    case: Case
    row: Transition
    by: Actor
    facts: Mapping[str, object]

    def take(self, *, now: datetime, **changes: object) -> None:
        """Move the case on by conditional update and write the one journal entry of the action.

        Nought rows changed means that somebody was first (`CaseMoved`); the action is undone whole.
        """
        case, source = self.case, self.case.state
        target = self.row.target.value if self.row.target else source
        moved = changes or target != source
        if moved and not _move(case, {"state": target, **changes}):
            raise CaseMoved
        for field, value in {"state": target, **changes}.items():
            setattr(case, field, value)
        facts = {"from": source, "to": target, **self.facts}
        verb = f"case.{PAST[self.row.name]}"
        journal.append(verb, subject=("case", case.pk), by=self.by, now=now, payload=facts)


def begin(case: Case, name: str, *, by: Actor, report: Report | None = None, **facts: object) -> Step:
    """The step of this name, or a refusal: not in this state, not by this actor, or something missing.

    From here to the end of the transaction nobody else moves the case.
    """
    row = BY_NAME[name]
    if case.state not in row.sources:
        raise NotNow(state=State(case.state).label)
    if not LOCK.rows(**as_seen(case)):
        raise CaseMoved
    held = standing(case, by, report=report, among=row.who)
    if not row.who & held:
        raise OwnWork if row.who == {Standing.WITNESS} and Standing.HANDLER in held else NotYours
    for need in row.needs:
        if not str(facts.get(need) or "").strip():
            raise Missing(what=need)
    return Step(case, row, by, facts)


def as_seen(case: Case) -> dict[str, Any]:
    """How the case stands by this copy of it, for `standing_so`."""
    return {"case": case.pk, "seen": case.state, "holder": case.post_id, "turn": case.reopened}


def standing_so(case: int, seen: str, holder: int | None, turn: int) -> CaseQuerySet:
    """The case, if it still stands so."""
    return Case.objects.filter(pk=case, state=seen, post=holder, reopened=turn)


def _locked(cases: CaseQuerySet) -> "QuerySet[Case, tuple[int, str]]":
    return cases.select_for_update(no_key=True).order_by("pk").values_list("pk", "state")


LOCK = Prepared(lambda **stands: _locked(standing_so(**stands)))
_MOVES: dict[tuple[str, ...], PreparedUpdate] = {}


def lock(cases: CaseQuerySet) -> dict[int, str]:
    """Keep these cases to this transaction, in the order of their ids, and read their states: one statement.

    Rows that point at them may still be added meanwhile. SQLite has let nobody else in anyway.
    """
    return dict(_locked(cases))


def _move(case: Case, changes: Mapping[str, object]) -> int:
    """Give these columns of the case new values, if it still stands as this copy of it says."""
    columns = tuple(changes)
    if columns not in _MOVES:
        _MOVES[columns] = PreparedUpdate(standing_so, *columns)
    return _MOVES[columns](**as_seen(case), **{name: getattr(v, "pk", v) for name, v in changes.items()})


def assign(
    case: Case,
    post: int,
    *,
    by: Actor,
    now: datetime,
    reason: str,
    book: Rulebook,
    starts: Clock = Clock.SIGN,
) -> Assignment:
    """End the running assignment and begin another, with its own sign clock. The journal has long reasons."""
    ended = Assignment.objects.filter(Q(assists=False) | Q(post=post), case=case, ended_at=None)
    ended.update(ended_at=now, ending=reason[:200])
    clocks.lapse(case, now=now)
    clocks.stop(case, Clock.SIGN, Clock.REVIEW, now=now)
    clocks.start(case, starts, now=now, book=book)
    return Assignment.objects.create(case=case, post_id=post, at=now, by_id=by.account, reason=reason[:200])


def assist(case: Case, posts: Iterable[int], *, by: Actor, now: datetime, reason: str) -> None:
    """These posts help with the case from now on, those that do not have it already: two statements."""
    held = set(Assignment.objects.filter(case=case, ended_at=None).values_list("post", flat=True))
    given = [
        Assignment(case=case, post_id=post, assists=True, at=now, by_id=by.account, reason=reason[:200])
        for post in dict.fromkeys(posts)
        if post not in held
    ]
    Assignment.objects.bulk_create(given)


SIGN = PreparedUpdate(
    lambda case: Assignment.objects.filter(case=case, ended_at=None, assists=False),
    "signed_at",
    "signed_by_id",
)
END = PreparedUpdate(lambda case: Assignment.objects.filter(case=case, ended_at=None), "ended_at", "ending")


def end_assignments(case: Case, *, now: datetime, ending: str) -> None:
    """Nobody has the case any longer, nor helps with it."""
    END(case=case.pk, ended_at=now, ending=ending[:200])


def answer(case: Case, *, by: Actor, now: datetime) -> None:
    """The post that has the case has seen it: its sign clock stops."""
    clocks.stop(case, Clock.SIGN, now=now)
    SIGN(case=case.pk, signed_at=now, signed_by_id=by.account)


def hand_up(case: Case, name: str, *, reason: str, by: Actor, now: datetime) -> None:
    """Give the case to the office one level up, as a return or because it is beyond this level.

    What the street's office returns stays with it, to be sent elsewhere; beyond the street a case is only
    passed up, on purpose. What nobody has is its office's.
    """
    step = begin(case, name, by=by, reason=reason)
    book = rulebook()
    below = case.post_id or office_of(case, book=book)
    office = book.posts.above(below, area_path=case.area.path)
    if name == "return" and (office is None or book.posts.seats[office].beyond):
        office = below
    if office is None:
        raise NobodyAbove
    assign(case, office, by=by, now=now, reason=reason, book=book)
    step.take(now=now, post_id=office, due_at=clocks.next_due(case))


RATE = PreparedInsert(Rating)
SAME = Prepared(
    lambda case, turn, report, side: Rating.objects.filter(
        case=case, round=turn, report=report, side=side
    ).values_list("pk")
)


def write_rating(rating: Rating) -> None:
    """Write a rating of this round of the case, once from each side."""
    if rating.score not in range(1, 6):
        raise BadScore
    rating.round = rating.case.reopened
    if SAME.rows(case=rating.case_id, turn=rating.round, report=rating.report_id, side=rating.side):
        raise RatedAlready
    RATE(rating)


def office_of(case: Case, *, book: Rulebook, by: Actor | None = None) -> int | None:
    """The lowest office over the case's place, or rather the actor's own; None where nobody is posted."""
    offices = book.posts.offices_of(case.area.path)
    own = (post for post in offices if by and post in by.posts)
    return next(own, next(iter(offices), None))


def seat_of(case: Case, post: int, *, book: Rulebook) -> Seat:
    """The seat of a post that answers for the case's place, or a refusal."""
    seat = book.posts.seats.get(post)
    if seat is None or not case.area.path.startswith(seat.area_path):
        raise CannotReceive
    return seat


def ahead(until: datetime, *, now: datetime) -> datetime:
    """A moment that lies ahead, or a refusal."""
    if until <= now:
        raise NotAhead
    return until
