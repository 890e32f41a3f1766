"""What lies behind a case that its reporters may know: holds, disputes, meetings, tasks, visits, parts."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, QuerySet, Subquery

from wangge.cases.circumstances import meetings_of
from wangge.cases.models import (
    Case,
    ClockRun,
    Dispute,
    Extension,
    Hold,
    JointMeeting,
    SiteVisit,
    Summons,
    Supplement,
    Task,
    Whistle,
)
from wangge.cases.models.facts import Report
from wangge.cases.workflow import State

Verbs = Collection[str]
HELD = {"case.waited", "case.shelved"}
DISPUTED = {"case.disputed", "case.appealed"}
PUBLIC_TIERS = frozenset({"member", "grid", "community"})  # whose people stand on the public card


@dataclass(frozen=True, slots=True)
class Called:
    """A whistle and the units it called; each came, did not, or is still expected."""

    whistle: Whistle
    units: tuple[Summons, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a case: its number is no secret, its state, who has it, and when it is to be settled."""

    case: Case
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Background:
    """The facts behind the steps, each empty where there is none."""

    holds: Sequence[Hold] = ()
    extensions: Sequence[Extension] = ()
    disputes: Sequence[Dispute] = ()
    whistles: Sequence[Called] = ()
    meetings: Sequence[JointMeeting] = ()
    tasks: Sequence[Task] = ()
    visits: Sequence[SiteVisit] = ()
    parts: Sequence[Part] = ()
    added: Sequence[Supplement] = ()

    @property
    def hold(self) -> Hold | None:
        """The hold that the case is on now."""
        return next((hold for hold in self.holds if hold.granted and hold.ended_at is None), None)

    @property
    def dispute(self) -> Dispute | None:
        """The dispute that is not decided yet."""
        return next((found for found in self.disputes if found.decided_at is None), None)

    @property
    def extension(self) -> Extension | None:
        """The last time that was granted."""
        return self.extensions[-1] if self.extensions else None

    @property
    def task(self) -> Task | None:
        """The step of the work that is due now."""
        return next((task for task in self.tasks if task.started_at and task.ended_at is None), None)

    @property
    def outcomes(self) -> list[tuple[str, int]]:
        """How the visits on site ended, and how many each."""
        counted = Counter(visit.get_outcome_display() for visit in self.visits)
        return list(counted.items())

    def words(self) -> Mapping[tuple[str, datetime | None], str]:
        """What was said at a step whose journal entry does not hold it, by the step and its moment."""
        said: dict[tuple[str, datetime | None], str] = {
            ("case.shelved", hold.began_at): hold.reason
            for hold in self.holds
            if hold.kind == Hold.Kind.SHELVED
        }
        said |= {("case.extended", found.decided_at): found.reason for found in self.extensions}
        said |= {("case.performed", task.ended_at): task.title for task in self.tasks if task.done}
        said |= {("case.dropped", task.ended_at): task.title for task in self.tasks if not task.done}
        said |= {("case.visited", visit.at): str(visit.get_outcome_display()) for visit in self.visits}
        return said


def background(report: Report, verbs: Verbs) -> Background:
    """What lies behind these steps: a statement for each kind that the journal says there is, none else."""
    case = report.case
    return Background(
        holds=_rows(Hold.objects.filter(case=case, granted=True), verbs, HELD),
        extensions=_rows(
            Extension.objects.filter(clock__case=case, granted=True).select_related("decided_by"),
            verbs,
            {"case.extended"},
        ),
        disputes=_rows(
            Dispute.objects.filter(case=case).select_related("post"),
            verbs,
            {"case.disputed", "case.appealed"},
        ),
        whistles=_whistles(case) if "case.whistled" in verbs else (),
        meetings=meetings_of(case) if "case.meeting_called" in verbs else (),
        tasks=_rows(
            Task.objects.filter(case=case).select_related("post", "clock"), verbs, {"case.planned"}, "order"
        ),
        visits=_rows(SiteVisit.objects.filter(case=case), verbs, {"case.visited"}),
        parts=_parts(case) if "case.split" in verbs else (),
        added=_rows(Supplement.objects.filter(report=report), verbs, {"case.supplemented"}),
    )


def _rows(rows: QuerySet, verbs: Verbs, wanted: set[str], order: str = "id") -> list:  # type: ignore[type-arg]
    return list(rows.order_by(order)) if wanted & set(verbs) else []


def _whistles(case: Case) -> list[Called]:
    units: dict[Whistle, list[Summons]] = {}
    called = Summons.objects.filter(whistle__case=case).select_related("whistle", "post")
    for row in called.order_by("whistle_id", "-leads", "id"):
        units.setdefault(row.whistle, []).append(row)
    return [Called(whistle, tuple(rows)) for whistle, rows in units.items()]


def _parts(case: Case) -> list[Part]:
    last = ClockRun.objects.filter(case=OuterRef("pk"), kind="resolve").order_by("-id").values("due_at")[:1]
    found = Case.objects.filter(parent=case).select_related("post", "category").annotate(due=Subquery(last))
    ended = {State.CLOSED, State.REFUSED, State.MERGED}
    return [
        Part(part, None if part.state in ended else part.due)  # type: ignore[attr-defined]
        for part in found.order_by("id")
    ]
