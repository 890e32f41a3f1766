"""What reporters see of their own case: each step with who and when, where it is now, what is to come."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wangge.cases.errors import NoSuchCase
from wangge.cases.models import Case, ClockRun, Photo, Rating, Report
from wangge.cases.numbering import opens, serial_of
from wangge.cases.workflow import State
from wangge.journal.models import Entry
from wangge.staffing.models import Post

SHOWN = {
    "case.reported": _("Received"),
    "case.accepted": _("Taken on"),
    "case.refused": _("Cannot be taken on here"),
    "case.dispatched": _("Given to somebody to settle"),
    "case.signed": _("Work has begun"),
    "case.returned": _("Given back, to be sent elsewhere"),
    "case.passed_up": _("Passed to a higher office"),
    "case.contacted": _("You were contacted"),
    "case.handled": _("Said to be done"),
    "case.sent_back": _("Not done yet: it is being done again"),
    "case.verified": _("Checked on site by somebody else"),
    "case.closed": _("Closed"),
    "case.rated": _("You rated it"),
    "case.reopened": _("Opened again"),
}
STAFF_WORDS = ("case.refused", "case.handled")
REPORTERS = ("case.reported", "case.rated")  # whose names nobody is shown
STANDS = {
    State.REPORTED: _("we have it"),
    State.REFUSED: _("not taken on here"),
    State.ACCEPTED: _("taken on"),
    State.DISPATCHED: _("passed on"),
    State.SIGNED: _("being worked on"),
    State.HANDLED: _("being checked"),
    State.VERIFIED: _("checked"),
    State.CLOSED: _("settled"),
}
CURRENT = {
    State.REPORTED: _("The community office looks at it"),
    State.ACCEPTED: _("Somebody is being found who can settle it"),
    State.DISPATCHED: _("Waiting for work to begin"),
    State.SIGNED: _("Being worked on"),
    State.HANDLED: _("Somebody else checks on site that it is done"),
    State.VERIFIED: _("About to be closed"),
}
AHEAD = (
    (State.SIGNED, _("Work on it")),
    (State.HANDLED, _("A check on site by somebody else")),
    (State.CLOSED, _("Closed, and you say how it was done")),
)


@dataclass(frozen=True, slots=True)
class Told:
    """One step as the reporter may know it: the fact, when, who did it, to whom it went, words for them."""

    verb: str
    title: str | Promise
    at: datetime
    who: str = ""
    to: str = ""
    words: str = ""
    referral: str = ""


@dataclass(frozen=True, slots=True)
class Following:
    """A report with its case: the steps so far, the step it is at (None at the end) and those to come."""

    report: Report
    case: Case
    stands: str | Promise
    steps: tuple[Told, ...]
    current: str | Promise | None
    ahead: tuple[str | Promise, ...]
    due_at: datetime | None
    rating: Rating | None


def report_of(number: str, secret: str) -> Report:
    """The report whose number and secret these are; the same refusal whichever of them is wrong."""
    since, serial = serial_of(number)
    day = (since, since + timedelta(days=1))
    reports = Report.objects.filter(case=serial, case__reported_at__gte=day[0], case__reported_at__lt=day[1])
    found = reports.select_related("case__area", "case__post", "case__category", "case__grid", "channel")
    for report in found:
        if opens(secret, report):
            return report
    raise NoSuchCase


def follow(report: Report) -> Following:
    """The case as its reporter may see it: at most four statements."""
    case = report.case
    entries = list(
        Entry.objects.filter(subject_kind="case", subject_id=case.pk, verb__in=SHOWN).order_by("id")
    )
    clock = ClockRun.objects.filter(case=case, kind="resolve").order_by("-id").first()
    rating = Rating.objects.filter(report=report, round=case.reopened).first()
    state = State(case.state)
    return Following(
        report=report,
        case=case,
        stands=STANDS[state],
        steps=tuple(_told(entries)),
        current=CURRENT.get(state),
        ahead=_ahead(state),
        due_at=clock.due_at if clock else None,
        rating=rating,
    )


def photos_for(report: Report) -> tuple[list[Photo], list[Photo]]:
    """The photos that came with a report, and those of how its case was last settled: one statement."""
    case = report.case
    own = Q(step="report", at=report.at)
    after = Q(step="handle", at=case.handled_at) if case.handled_at else Q(pk=None)
    found = list(Photo.objects.filter(own | after, case=case).order_by("id"))
    return [p for p in found if p.step == "report"], [p for p in found if p.step == "handle"]


def _ahead(state: State) -> tuple[str | Promise, ...]:
    if state not in CURRENT:
        return ()
    order = list(State)
    return tuple(title for stage, title in AHEAD if order.index(stage) > order.index(state))


def _told(entries: Iterable[Entry]) -> Iterable[Told]:
    posts = _posts(entries)
    for entry in entries:
        facts, staff = entry.payload, entry.actor_id is not None and entry.verb not in REPORTERS
        words = facts.get("note") or facts.get("reason") or "" if entry.verb in STAFF_WORDS else ""
        yield Told(
            verb=entry.verb,
            title=SHOWN[entry.verb],
            at=entry.at,
            who=entry.actor_label if staff else "",
            to=posts.get(_given(facts) or 0, ""),
            words=str(words),
            referral=str(facts.get("referral") or ""),
        )


def _given(facts: Mapping[str, object]) -> int | None:
    """The post that an entry says the case went to."""
    post = facts.get("post")
    return post if isinstance(post, int) else None


def _posts(entries: Iterable[Entry]) -> dict[int, str]:
    wanted = {post for entry in entries if (post := _given(entry.payload))}
    return dict(Post.objects.filter(pk__in=wanted).values_list("pk", "name")) if wanted else {}
