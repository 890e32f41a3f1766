"""Moving a case along the table: checked, by conditional update, with one journal entry."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from wangge.cases import clocks
from wangge.cases.errors import (
    BadScore,
    CaseMoved,
    Missing,
    NobodyAbove,
    NotNow,
    NotYours,
    OwnWork,
    RatedAlready,
)
from wangge.cases.models import Assignment, Case, Rating, Report, State
from wangge.cases.rulebook import Rulebook, rulebook
from wangge.cases.sla import Clock
from wangge.cases.standing import standing
from wangge.cases.workflow import BY_NAME, Standing, Transition
from wangge.journal import actions as journal
from wangge.journal.actor import Actor

PAST = {
    "accept": "accepted", "refuse": "refused", "classify": "classified", "locate": "located",
    "dispatch": "dispatched", "sign": "signed", "return": "returned", "pass_up": "passed_up",
    "contact": "contacted", "handle": "handled", "verify": "verified", "rework": "sent_back",
    "close": "closed", "call_back": "called_back", "rate": "rated", "rate_reporter": "reporter_rated",
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
        held = Case.objects.filter(pk=case.pk, state=source, post=case.post, reopened=case.reopened)
        if not held.update(state=target, **changes):
            raise CaseMoved
        for field, value in {"state": target, **changes}.items():
            setattr(case, field, value)
        facts = {"from": source, "to": target, **self.facts}
        verb = f"case.{PAST[self.row.name]}"
        journal.append(verb, subject=("case", case.pk), by=self.by, now=now, payload=facts)


def begin(case: Case, name: str, *, by: Actor, report: Report | None = None, **facts: object) -> Step:
    """The step of this name, or a refusal: not in this state, not by this actor, or something missing."""
    row = BY_NAME[name]
    if case.state not in row.sources:
        raise NotNow(state=State(case.state).label)
    held = standing(case, by, report=report)
    if not row.who & held:
        raise OwnWork if row.who == {Standing.WITNESS} and Standing.HANDLER in held else NotYours
    for need in row.needs:
        if not str(facts.get(need) or "").strip():
            raise Missing(what=need)
    return Step(case, row, by, facts)


def assign(case: Case, post: int, *, by: Actor, now: datetime, reason: str, book: Rulebook) -> Assignment:
    """End the running assignment and begin another, with its own sign clock. The journal has long reasons."""
    end_assignment(case, now=now, ending=reason)
    clocks.stop(case, Clock.SIGN, now=now)
    clocks.start(case, Clock.SIGN, now=now, book=book)
    return Assignment.objects.create(case=case, post_id=post, at=now, by_id=by.account, reason=reason[:200])


def end_assignment(case: Case, *, now: datetime, ending: str) -> None:
    """The post that has the case no longer has it."""
    Assignment.objects.filter(case=case, ended_at=None).update(ended_at=now, ending=ending[:200])


def answer(case: Case, *, by: Actor, now: datetime) -> None:
    """The post that has the case has seen it: its sign clock stops."""
    clocks.stop(case, Clock.SIGN, now=now)
    Assignment.objects.filter(case=case, ended_at=None).update(signed_at=now, signed_by=by.account)


def hand_up(case: Case, name: str, *, reason: str, by: Actor, now: datetime) -> None:
    """Give the case to the office one level up, as a return or because it is beyond this level.

    What the highest office returns stays with it, to be sent elsewhere.
    """
    step = begin(case, name, by=by, reason=reason)
    book = rulebook()
    office = book.posts.above(case.post_id, area_path=case.area.path)
    if office is None and name == "return":
        office = case.post_id
    if office is None:
        raise NobodyAbove
    assign(case, office, by=by, now=now, reason=reason, book=book)
    step.take(now=now, post_id=office, due_at=clocks.next_due(case))


def write_rating(rating: Rating) -> None:
    """Write a rating of this round of the case, once from each side."""
    if rating.score not in range(1, 6):
        raise BadScore
    rating.round = rating.case.reopened
    same = Rating.objects.filter(case=rating.case, round=rating.round, report=rating.report, side=rating.side)
    if same.exists():
        raise RatedAlready
    rating.save(force_insert=True)
