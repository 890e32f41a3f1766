"""What is open on a case and waits for somebody: which steps there is a reason to offer."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from wangge.cases.circumstances import Circumstances
from wangge.cases.closing import Lack
from wangge.cases.models import Case, ClockRun, Dispute, JointMeeting, Rating, Task, Whistle
from wangge.cases.queries import Dossier
from wangge.cases.rulebook import Rulebook
from wangge.journal.actor import Actor


@dataclass(frozen=True, slots=True)
class Outlook:
    """What the offers look at: the case, its facts, who looks and when."""

    case: Case
    dossier: Dossier
    facts: Circumstances
    book: Rulebook
    by: Actor
    now: datetime
    lacks: list[Lack]

    @property
    def task(self) -> Task | None:
        """The step of the work that is due."""
        return next((t for t in self.facts.tasks if t.ended_at is None and t.started_at), None)

    @property
    def whistle(self) -> Whistle | None:
        """The whistle that still sounds."""
        return next((w for w in self.facts.whistles if w.ended_at is None), None)

    @property
    def meeting(self) -> JointMeeting | None:
        """The joint meeting of which there are no minutes yet."""
        return next((m for m in self.facts.meetings if m.ended_at is None), None)

    @property
    def disputed(self) -> Dispute | None:
        """The dispute or the appeal that is not decided."""
        return next((d for d in self.facts.disputes if d.decided_at is None), None)

    @property
    def resolve(self) -> ClockRun | None:
        """The resolve clock that runs."""
        runs = (run for run in self.dossier.clocks if run.kind == "resolve" and run.stopped_at is None)
        return next(runs, None)

    @property
    def may_settle(self) -> bool:
        """Whether the level that has the case may settle it."""
        seat = self.book.posts.seats.get(self.case.post_id or 0)
        return seat is not None and self.book.may_settle(seat.tier, self.case.category_id)

    def asked(self, what: str) -> bool:
        """Whether more time, or shelving, waits for a decision; of whoever looks it is not asked."""
        rows = self.facts.extensions if what == "extension" else self.facts.holds
        return any(row.granted is None and row.asked_by_id != self.by.account for row in rows)

    def waits(self, what: str) -> bool:
        """Whether more time, or shelving, was asked for by anybody and is not decided."""
        rows = self.facts.extensions if what == "extension" else self.facts.holds
        return any(row.granted is None for row in rows)

    def ruled_against(self) -> bool:
        """Whether the street has ruled against whoever has the case, and no appeal followed."""
        own = [d for d in self.facts.disputes if d.post_id == self.case.post_id]
        return bool(own) and own[-1].kind == Dispute.Kind.DISPUTE and own[-1].upheld is False

    def disputed_before(self) -> bool:
        """Whether whoever has the case lost a dispute about it."""
        return any(d.post_id == self.case.post_id and d.upheld is False for d in self.facts.disputes)

    def bad_rating(self) -> bool:
        """Whether a bad rating waits to be put right."""
        found = (getattr(rating, "rectification", None) for rating in self.facts.ratings)
        return any(one is not None and one.done_at is None for one in found)

    def rated(self) -> bool:
        """Whether the request of this round was rated by its handler."""
        side, here = Rating.Side.HANDLER, self.case.reopened
        return any(rating.side == side and rating.round == here for rating in self.facts.ratings)

    def decides(self, kind: str) -> bool:
        """Whether such a dispute is open and not the looker's own."""
        found = self.disputed
        return found is not None and found.kind == kind and found.by_id != self.by.account


def _more_time(look: Outlook) -> bool:
    run = look.resolve
    return (
        run is not None and run.due_at > look.now and run.extra < run.amount and not look.waits("extension")
    )


ONLY_IF: dict[str, Callable[[Outlook], bool]] = {
    "pass_up": lambda o: o.book.posts.above(o.case.post_id, area_path=o.case.area.path) is not None,
    "settle": lambda o: o.may_settle and o.task is None,
    "dispute": lambda o: not o.disputed_before() and o.disputed is None,
    "rule": lambda o: o.decides(Dispute.Kind.DISPUTE),
    "appeal": lambda o: o.ruled_against(),
    "uphold": lambda o: o.decides(Dispute.Kind.APPEAL),
    "dismiss": lambda o: o.decides(Dispute.Kind.APPEAL),
    "whistle": lambda o: o.whistle is None,
    "attend": lambda o: o.whistle is not None,
    "conclude": lambda o: o.whistle is not None,
    "plan": lambda o: all(task.ended_at for task in o.facts.tasks),
    "drop": lambda o: o.task is not None,
    "drop_party": lambda o: bool(o.facts.parties),
    "meet": lambda o: bool(o.facts.parties) and o.meeting is None,
    "minute": lambda o: o.meeting is not None,
    "wait": lambda o: not o.waits("shelving"),
    "ask_shelving": lambda o: not o.waits("shelving"),
    "shelve": lambda o: o.asked("shelving"),
    "decline_shelving": lambda o: o.asked("shelving"),
    "ask_extension": _more_time,
    "extend": lambda o: o.asked("extension"),
    "decline_extension": lambda o: o.asked("extension"),
    "answer": lambda o: any(one.answered_at is None for one in o.facts.supervisions),
    "rate_reporter": lambda o: not o.rated(),
    "rectify": lambda o: o.bad_rating(),
    "merge": lambda o: not o.facts.parts,
}
