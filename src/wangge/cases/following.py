"""What reporters see of their own case: each step with who and when, where it is now, what is to come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wangge.cases.background import PUBLIC_TIERS, Background, background
from wangge.cases.errors import NoSuchCase
from wangge.cases.models import Case, ClockRun, Hold, Photo, Rating, Report
from wangge.cases.numbering import number_of, opens, serial_of
from wangge.cases.rulebook import rulebook
from wangge.cases.steps_told import Told, entries_of, steps_told
from wangge.cases.workflow import State
from wangge.journal.models import Entry
from wangge.journal.prepared import Prepared

STANDS = {
    State.REPORTED: _("we have it"),
    State.REFUSED: _("not taken on here"),
    State.ACCEPTED: _("taken on"),
    State.DISPATCHED: _("passed on"),
    State.SIGNED: _("being worked on"),
    State.DISPUTED: _("being decided whose it is"),
    State.HELD: _("on hold"),
    State.HANDLED: _("being checked"),
    State.VERIFIED: _("checked"),
    State.CLOSED: _("closed"),
    State.MERGED: _("handled with another"),
}
CURRENT = {
    State.REPORTED: _("The community office looks at it"),
    State.ACCEPTED: _("Somebody is being found who can settle it"),
    State.DISPATCHED: _("Waiting for work to begin"),
    State.SIGNED: _("Being worked on"),
    State.DISPUTED: _("The street decides which unit it belongs to"),
    State.HELD: _("Put off for now"),
    State.HANDLED: _("Somebody else checks on site that it is done"),
    State.VERIFIED: _("About to be closed"),
}
WAITS_FOR_YOU = _("Waiting for you")
AHEAD = (
    (State.SIGNED, _("Work on it")),
    (State.HANDLED, _("A check on site by somebody else")),
    (State.CLOSED, _("Closed, and you say how it was done")),
)
PLACE = {State.DISPUTED: State.DISPATCHED, State.HELD: State.SIGNED}  # where they stand on the way
STEP_CLOCK = {
    State.DISPATCHED: "sign",
    State.DISPUTED: "rule",
    State.HANDLED: "verify",
    State.VERIFIED: "close",
}
CLOCKS = ("resolve", *STEP_CLOCK.values())


@dataclass(frozen=True, slots=True)
class Following:
    """A report with its case: the steps so far, the step it is at (None at the end) and those to come.

    `due_at` is when it is to be settled, `step_due` when the step it is at is to end; `clock` is the one that
    was promised. `brought` says whether this report made the case or one merged into it, and `others` how
    many more have told it. `signed` counts those for whom the representative speaks, themselves included.
    """

    report: Report
    case: Case
    stands: str | Promise
    steps: tuple[Told, ...]
    current: str | Promise | None
    ahead: tuple[str | Promise, ...]
    clock: ClockRun | None
    step_due: datetime | None
    rating: Rating | None
    behind: Background
    brought: bool
    others: int
    signed: int

    @property
    def due_at(self) -> datetime | None:
        """When it is to be settled."""
        return self.clock.due_at if self.clock else None

    @property
    def stands_still(self) -> bool:
        """Whether its time does not run."""
        return self.clock is not None and self.clock.paused_at is not None

    @property
    def speaks(self) -> bool:
        """Whether this reporter speaks for all who signed."""
        return self.signed > 0 and self.case.representative_id == self.report.pk

    @property
    def title(self) -> str:
        """The first line of what this reporter told: nobody reads another's words."""
        line = next(iter(self.report.text.strip().splitlines()), "")
        return line if len(line) <= 60 else f"{line[:59]}…"

    @property
    def place(self) -> Case | None:
        """The case whose address and photos are this reporter's to see."""
        if not self.brought:
            return None
        return self.report.first_case or self.case

    @property
    def private(self) -> bool:
        """Whether the public sees the place only roughly, and so do those who joined."""
        return bool(self.case.category and self.case.category.private_place)

    @property
    def person_shown(self) -> bool:
        """Whether whoever has it stands on the public card, with name and phone."""
        return bool(self.case.post and self.case.post.kind.tier in PUBLIC_TIERS)


CASE = Prepared(lambda pk: Case.objects.filter(pk=pk))
REPORTS = Prepared(lambda case: Report.objects.filter(Q(case=case) | Q(first_case=case)).order_by("id"))


def report_of(number: str, secret: str, *, whole: bool = False) -> Report:
    """The report whose number and secret these are; the same refusal whichever of them is wrong.

    The number of the case that it made goes on working after that case was merged into another. `whole`
    brings the case's grid and post too.
    """
    since, serial = serial_of(number)
    own = _whole(serial) if whole else CASE.first(pk=serial)
    if own is None or not since <= own.reported_at < since + timedelta(days=1):
        raise NoSuchCase
    book = rulebook()
    for report in REPORTS.records(case=serial):
        if opens(secret, report):
            report.channel = book.channel_ids[report.channel_id]
            if report.first_case_id == serial:
                report.first_case = own
            if report.case_id == serial:
                report.case = own
            book.dress(report.case)
            return report
    raise NoSuchCase


def _whole(serial: int) -> Case | None:
    related = Case.objects.select_related("post__kind", "grid").defer("grid__outline")
    return related.filter(pk=serial).first()


def own_number(report: Report) -> str:
    """The number that a reporter was given: that of the case it made, else of the one it joined."""
    return number_of(report.first_case or report.case)


def follow(report: Report) -> Following:
    """The case as its reporter may see it: five statements, and one for each kind of thing that happened."""
    case, entries = report.case, entries_of(report)
    verbs = {entry.verb for entry in entries}
    behind = background(report, verbs)
    ratings = list(Rating.objects.filter(report=report)) if "case.rated" in verbs else []
    clocks = {
        clock.kind: clock
        for clock in ClockRun.objects.filter(case=case, kind__in=CLOCKS).order_by("id")
        if clock.kind == "resolve" or clock.stopped_at is None
    }
    state = State(case.state)
    return Following(
        report=report,
        case=case,
        stands=_stands(state, behind),
        steps=tuple(steps_told(report, entries, behind, own={rating.at for rating in ratings})),
        current=_current(state, behind),
        ahead=_ahead(state),
        clock=clocks.get("resolve"),
        step_due=_step_due(state, behind, clocks.get(STEP_CLOCK.get(state, "resolve"))),
        rating=next((rating for rating in ratings if rating.round == case.reopened), None),
        behind=behind,
        brought=_brought(report, entries),
        others=_others(report, verbs),
        signed=_signed(entries) if case.representative_id else 0,
    )


def _waits(state: State, behind: Background) -> bool:
    return state is State.HELD and behind.hold is not None and behind.hold.kind == Hold.Kind.WAITING


def _stands(state: State, behind: Background) -> str | Promise:
    return WAITS_FOR_YOU if _waits(state, behind) else STANDS[state]


def _current(state: State, behind: Background) -> str | Promise | None:
    return WAITS_FOR_YOU if _waits(state, behind) else CURRENT.get(state)


def _step_due(state: State, behind: Background, clock: ClockRun | None) -> datetime | None:
    if state is State.HELD:
        return behind.hold.until if behind.hold else None
    return clock.due_at if clock and state in CURRENT else None


def _brought(report: Report, entries: Sequence[Entry]) -> bool:
    return any(e.verb == "case.reported" and e.payload.get("report") == report.pk for e in entries)


def _others(report: Report, verbs: set[str]) -> int:
    """How many more have told the same; no statement where nobody could have."""
    many = {"case.joined", "case.absorbed", "case.petitioned"} & verbs or report.first_case_id
    return Report.objects.filter(case=report.case_id).count() - 1 if many else 0


def _signed(entries: Sequence[Entry]) -> int:
    signed = [len(e.payload.get("reports", ())) for e in entries if e.verb == "case.petitioned"]
    return sum(signed) + 1 if signed else 0


def photos_for(report: Report) -> tuple[list[Photo], list[Photo]]:
    """The photos that came with a report, and those of how its case was last settled: one statement.

    Who joined a matter of a private place sees none of the others' homes.
    """
    case = report.case
    own = Q(step="report", at=report.at, case__in=[case.pk, report.first_case_id or case.pk])
    after = Q(step__in=["handle", "settle"], at=case.handled_at, case=case) if case.handled_at else Q(pk=None)
    found = list(Photo.objects.filter(own | after).order_by("id"))
    done = [p for p in found if p.step != "report"]
    private = bool(case.category and case.category.private_place)
    if done and private and not _brought(report, entries_of(report)):
        done = []
    return [p for p in found if p.step == "report"], done


def _ahead(state: State) -> tuple[str | Promise, ...]:
    if state not in CURRENT:
        return ()
    order = list(State)
    here = order.index(PLACE.get(state, state))
    return tuple(title for stage, title in AHEAD if order.index(stage) > here)
