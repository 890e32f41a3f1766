"""What else is known of a case: what was asked for, planned, called, disputed, seen and said about it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Prefetch, Q

from wangge.cases.clocks import extensions_of, pauses_of
from wangge.cases.models import (
    Alarm,
    Case,
    ClockRun,
    Decision,
    Dispute,
    Extension,
    Hold,
    Invited,
    JointMeeting,
    Party,
    Rating,
    SiteVisit,
    Summons,
    Supervision,
    Supplement,
    Task,
    Whistle,
)
from wangge.cases.rulebook import Rulebook
from wangge.cases.sla import Deadline, Limit, Unit, deadline
from wangge.cases.sla import Extension as More
from wangge.foundation.calendar import CHINA_TIME
from wangge.journal.models import Entry
from wangge.staffing.models import Appointment

BULKY = ("area__outline", "text")


@dataclass(slots=True)
class Circumstances:
    """The rows of a case by what they are about, oldest first; empty where its record names nothing such."""

    holds: list[Hold] = field(default_factory=list)
    extensions: list[Extension] = field(default_factory=list)
    alarms: list[Alarm] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    whistles: list[Whistle] = field(default_factory=list)
    disputes: list[Dispute] = field(default_factory=list)
    visits: list[SiteVisit] = field(default_factory=list)
    supervisions: list[Supervision] = field(default_factory=list)
    supplements: list[Supplement] = field(default_factory=list)
    ratings: list[Rating] = field(default_factory=list)
    parties: list[Party] = field(default_factory=list)
    meetings: list[JointMeeting] = field(default_factory=list)
    parts: list[Case] = field(default_factory=list)
    merged: list[Case] = field(default_factory=list)


def circumstances(case: Case, entries: Iterable[Entry]) -> Circumstances:
    """What the entries of a case say there is of it: a statement for each kind that they name, no other."""
    verbs = {entry.verb for entry in entries}
    found = Circumstances()
    if verbs & {"case.waited", "case.shelving_asked"}:
        found.holds = list(Hold.objects.filter(case=case).select_related("asked_by", "decided_by"))
    if "case.extension_asked" in verbs:
        asked = Extension.objects.filter(clock__case=case).select_related("asked_by", "decided_by", "clock")
        found.extensions = list(asked.order_by("id"))
    if any(verb.startswith("case.clock_") for verb in verbs) or "case.urged" in verbs:
        rung = Alarm.objects.filter(case=case).select_related("post", "by", "clock")
        found.alarms = list(rung.order_by("id"))
    if verbs & {"case.rated", "case.reporter_rated"}:
        rated = Rating.objects.filter(case=case).select_related("rectification__clock", "by")
        found.ratings = list(rated.order_by("id"))
    _units(case, verbs, found)
    _parties(case, verbs, found)
    _others(case, verbs, found)
    return found


def _units(case: Case, verbs: set[str], found: Circumstances) -> None:
    """What several units do on the case."""
    if "case.planned" in verbs:
        tasks = Task.objects.filter(case=case).select_related("post", "clock", "ended_by")
        found.tasks = list(tasks.order_by("order"))
    if "case.whistled" in verbs:
        called = Prefetch("summons", Summons.objects.select_related("post").order_by("-leads", "id"))
        blown = Whistle.objects.filter(case=case).select_related("by").prefetch_related(called)
        found.whistles = list(blown.order_by("id"))
    if "case.disputed" in verbs:
        disputes = Dispute.objects.filter(case=case).select_related("post", "by", "decided_by")
        found.disputes = list(disputes.order_by("id"))
    if "case.visited" in verbs:
        found.visits = list(SiteVisit.objects.filter(case=case).select_related("by").order_by("id"))
    if "case.supervised" in verbs:
        above = Supervision.objects.filter(case=case).select_related("by", "answered_by")
        found.supervisions = list(above.order_by("id"))


def _parties(case: Case, verbs: set[str], found: Circumstances) -> None:
    """Who takes part, and what they met about."""
    if "case.party_invited" in verbs:
        found.parties = parties_of(case)
    if "case.meeting_called" in verbs:
        found.meetings = meetings_of(case)


def parties_of(case: Case) -> list[Party]:
    """The parties that take part in a case now, whoever leads first: one statement."""
    there = Party.objects.filter(case=case, ended_at=None).select_related("kind")
    order = {part: place for place, part in enumerate(Party.Part.values)}
    return sorted(there, key=lambda party: (order[party.part], party.kind.position, party.pk))


def meetings_of(case: Case) -> list[JointMeeting]:
    """The joint meetings on a case with who came and what was decided, oldest first: three statements."""
    called = Prefetch("invited", Invited.objects.select_related("party__kind").order_by("id"))
    decided = Prefetch("decisions", Decision.objects.select_related("party__kind"))
    held = JointMeeting.objects.filter(case=case).select_related("by", "ended_by")
    return list(held.prefetch_related(called, decided).order_by("id"))


def _others(case: Case, verbs: set[str], found: Circumstances) -> None:
    """What reporters added, and the cases that belong to this one."""
    if verbs & {"case.supplemented", "case.absorbed"}:
        added = Supplement.objects.filter(report__case=case).select_related("report")
        found.supplements = list(added.order_by("id"))
    if "case.split" in verbs:
        found.parts = list(Case.objects.filter(parent=case).defer("text").order_by("id"))
    if "case.absorbed" in verbs:
        found.merged = list(Case.objects.filter(merged_into=case).defer("text").order_by("id"))


def decided(case: Case) -> list[Decision]:
    """What the last joint meeting decided: one statement."""
    held = Decision.objects.filter(meeting__case=case).order_by("-meeting_id", "order")
    rows = list(held.select_related("party"))
    return [row for row in rows if row.meeting_id == rows[0].meeting_id]


def asked_extension(case: Case) -> Extension | None:
    """The extension that waits for a decision: one statement."""
    asked = Extension.objects.filter(clock__case=case, clock__stopped_at=None, granted=None)
    return asked.select_related("clock__case", "asked_by").first()


def asked_hold(case: Case) -> Hold | None:
    """The shelving that waits for a decision: one statement."""
    return Hold.objects.filter(case=case, granted=None).select_related("asked_by").first()


def if_extended(asked: Extension, *, book: Rulebook) -> Deadline:
    """The deadline as it would be, and its reckoning, if the extension were granted: two statements."""
    run = asked.clock
    more = (*extensions_of([run]).get(run.pk, ()), More(asked.amount, asked.asked_by.name))
    limit = Limit(run.amount, Unit(run.unit))
    pauses = pauses_of(run.case)
    return deadline(run.started_at, limit, book.calendar, pauses=pauses, extensions=more)


def resolve_clock(case: Case) -> ClockRun | None:
    """The resolve clock that runs: one statement."""
    return ClockRun.objects.filter(case=case, kind="resolve", stopped_at=None).first()


def called(case: Case) -> list[Summons]:
    """The units that a whistle that still sounds called: one statement."""
    found = Summons.objects.filter(whistle__case=case, whistle__ended_at=None)
    return list(found.select_related("post", "whistle").order_by("-leads", "id"))


def due_task(case: Case) -> Task | None:
    """The step of the work that is due: one statement."""
    running = Task.objects.filter(case=case, ended_at=None, started_at__isnull=False)
    return running.select_related("post", "clock").order_by("order").first()


def waiting_supervision(case: Case) -> Supervision | None:
    """The supervision that has waited longest for its answer: one statement."""
    waiting = Supervision.objects.filter(case=case, answered_at=None).select_related("by")
    return waiting.order_by("due_at", "id").first()


def waiting_rectification(case: Case) -> Rating | None:
    """The bad rating that has waited longest to be put right: one statement."""
    waiting = Rating.objects.filter(case=case, rectification__done_at=None, rectification__isnull=False)
    return waiting.order_by("rectification__id").first()


def open_dispute(case: Case) -> Dispute | None:
    """The dispute or the appeal that is not decided yet: one statement."""
    return Dispute.objects.filter(case=case, decided_at=None).select_related("post", "by").first()


def people_near(case: Case, *, book: Rulebook, now: datetime) -> list[Appointment]:
    """Who is posted over the place of a case, from its grid upwards: one statement."""
    parts = case.area.path.rstrip("/").split("/")
    over = ["/".join(parts[:n]) + "/" for n in range(1, len(parts) + 1)]
    posts = Q(post__grid=None, post__area__path__in=over)
    if case.grid_id is not None:
        posts |= Q(post__grid__in=book.line(case.grid_id))
    held = Appointment.objects.on(now.astimezone(CHINA_TIME).date()).filter(posts)
    return list(held.select_related("account", "post__kind").order_by("post__kind__tier", "id"))
