"""What reporters see of their own case: each step with who and when, and what they may do now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wangge.cases.errors import NoSuchCase
from wangge.cases.models import Case, ClockRun, Rating, Report
from wangge.cases.numbering import opens, serial_of
from wangge.journal.models import Entry

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


@dataclass(frozen=True, slots=True)
class Told:
    """One step as the reporter may know it: the fact, when, and the words meant for them."""

    title: str | Promise
    at: datetime
    words: str = ""
    referral: str = ""


@dataclass(frozen=True, slots=True)
class Following:
    """A report with its case, the steps so far, when it should be settled, and whether it was rated."""

    report: Report
    case: Case
    steps: tuple[Told, ...]
    due_at: datetime | None
    rating: Rating | None


def report_of(number: str, secret: str) -> Report:
    """The report whose number and secret these are; the same refusal whichever of them is wrong."""
    since, serial = serial_of(number)
    reports = Report.objects.filter(case=serial, case__reported_at__gte=since)
    found = reports.select_related("case__area", "case__post", "case__category", "case__grid", "channel")
    for report in found:
        if opens(secret, report):
            return report
    raise NoSuchCase


def follow(report: Report) -> Following:
    """The case as its reporter may see it: three statements."""
    case = report.case
    entries = Entry.objects.filter(subject_kind="case", subject_id=case.pk, verb__in=SHOWN).order_by("id")
    clock = ClockRun.objects.filter(case=case, kind="resolve").order_by("-id").first()
    rating = Rating.objects.filter(report=report, round=case.reopened).first()
    return Following(report, case, tuple(_told(entries)), clock.due_at if clock else None, rating)


def _told(entries: Iterable[Entry]) -> Iterable[Told]:
    for entry in entries:
        meant = entry.verb in STAFF_WORDS
        words = str(entry.payload.get("note") or entry.payload.get("reason") or "") if meant else ""
        yield Told(SHOWN[entry.verb], entry.at, words, str(entry.payload.get("referral") or ""))
