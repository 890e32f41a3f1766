"""The steps of a case as its reporters are told them: which, in what words, by whom; nothing about others."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wangge.cases.background import PUBLIC_TIERS, Background
from wangge.cases.models import Report
from wangge.journal.models import Entry
from wangge.staffing.models import Appointment, Post, PostKind

SHOWN = {
    "case.reported": _("Received"),
    "case.joined": _("You said that you have this too"),
    "case.petitioned": _("Brought by several people together"),
    "case.accepted": _("Taken on"),
    "case.refused": _("Cannot be taken on here"),
    "case.dispatched": _("Given to somebody to settle"),
    "case.transferred": _("Given to another unit"),
    "case.signed": _("Work has begun"),
    "case.returned": _("Given back, to be sent elsewhere"),
    "case.passed_up": _("Passed to a higher office"),
    "case.disputed": _("A unit says that it is not its own; the street decides"),
    "case.ruled": _("The street has decided whose it is"),
    "case.appealed": _("The unit asks for another decision; its time runs on"),
    "case.appeal_upheld": _("The decision was changed"),
    "case.appeal_dismissed": _("The decision stays"),
    "case.whistled": _("Several units were called to the place"),
    "case.concluded": _("The units have met"),
    "case.meeting_called": _("Those concerned were called to a joint meeting"),
    "case.meeting_minuted": _("The joint meeting has decided"),
    "case.planned": _("The work was laid out in steps"),
    "case.performed": _("A step of the work is done"),
    "case.dropped": _("A step of the work is not needed"),
    "case.visited": _("Somebody went there"),
    "case.waited": _("We need something from you"),
    "case.shelved": _("Put off, with leave from above"),
    "case.resumed": _("Work goes on"),
    "case.supplemented": _("You added something"),
    "case.extended": _("More time was granted"),
    "case.contacted": _("You were contacted"),
    "case.urged": _("Whoever has it was urged"),
    "case.supervised": _("Put under supervision from above"),
    "case.clock_rang": _("Its time is up"),
    "case.clock_urged": _("Urged, because its time is up"),
    "case.clock_escalated": _("Told to a higher office, because its time is up"),
    "case.clock_circulated": _("Told to all offices above, because its time is up"),
    "case.merged": _("Handled together with another report of the same matter"),
    "case.parted": _("Handled by itself again"),
    "case.split": _("Divided into parts, each with its own time"),
    "case.settled": _("Settled on the spot"),
    "case.handled": _("Said to be done"),
    "case.sent_back": _("Not done yet: it is being done again"),
    "case.verified": _("Checked on site by somebody else"),
    "case.closed": _("Closed"),
    "case.called_back": _("The office asked whether it is settled"),
    "case.rated": _("You rated it"),
    "case.rectified": _("A bad rating was put right"),
    "case.reopened": _("Opened again"),
}
RANG = {
    "sign": _("Nobody has begun in time"),
    "contact": _("You were not contacted in time"),
}
BESIDE = ("case.absorbed",)  # read for what they say of others, not told as steps
WORDS = {  # which of an entry's facts are words meant for the reporter
    "case.refused": ("reason",),
    "case.handled": ("note",),
    "case.settled": ("note",),
    "case.waited": ("reason",),
    "case.whistled": ("place",),
    "case.rectified": ("note",),
    "case.meeting_called": ("place",),
}
REPORTERS = {"case.reported", "case.rated", "case.joined", "case.petitioned", "case.supplemented"}
BY_ROLE = {"case.verified", "case.sent_back"}  # who looked is told by role, not by name
SEEN_CLOCKS = {"sign", "contact", "resolve"}


@dataclass(frozen=True, slots=True)
class Told:
    """One step as the reporter may know it: the fact, when, who did it, to whom it went, words for them.

    `who` is a name that stands on the public card, or else a post's; `role` is the kind of post, `heard` the
    post that was told.
    """

    verb: str
    title: str | Promise
    at: datetime
    who: str = ""
    role: PostKind | None = None
    to: str = ""
    heard: str = ""
    words: str = ""
    referral: str = ""


def entries_of(report: Report) -> list[Entry]:
    """The journal's entries on a report's case, and on the one it made, up to where they became one."""
    cases = {report.case_id, report.first_case_id or report.case_id}
    rows = Entry.objects.filter(subject_kind="case", subject_id__in=cases, verb__in=[*SHOWN, *BESIDE])
    found = list(rows.order_by("id"))
    if report.first_case_id is None:
        return found
    merged = max(
        (e.pk for e in found if e.verb == "case.merged" and e.subject_id != report.case_id), default=0
    )
    return [e for e in found if e.subject_id == report.first_case_id or e.pk > merged]


def steps_told(
    report: Report, entries: Sequence[Entry], behind: Background, *, own: set[datetime]
) -> list[Told]:
    """The steps in the order they were taken; `own` are the moments of this reporter's ratings."""
    mine = own | {each.at for each in behind.added}
    wanted = [entry for entry in entries if _concerns(entry, report, mine)]
    posts, seats, said = _posts(wanted), _seats(wanted), behind.words()
    return [_told(entry, report, posts, seats, said) for entry in wanted]


def _concerns(entry: Entry, report: Report, mine: set[datetime]) -> bool:
    """Whether a step is this reporter's to know: not what other reporters said or rated."""
    match entry.verb:
        case "case.rated" | "case.supplemented":
            return entry.at in mine
        case "case.joined":
            return bool(entry.payload.get("report") == report.pk)
        case "case.merged":
            return entry.subject_id != report.case_id
        case "case.clock_rang" | "case.clock_urged" | "case.clock_escalated" | "case.clock_circulated":
            return entry.payload.get("clock") in SEEN_CLOCKS
    return entry.verb in SHOWN


def _told(
    entry: Entry,
    report: Report,
    posts: Mapping[int, str],
    seats: Mapping[int, Post],
    said: Mapping[tuple[str, datetime | None], str],
) -> Told:
    facts = entry.payload
    seat = seats.get(entry.actor_id or 0) if entry.verb not in REPORTERS else None
    words = next((str(facts[name]) for name in WORDS.get(entry.verb, ()) if facts.get(name)), "")
    words = words or said.get((entry.verb, entry.at), "")
    meant = entry.at >= report.at  # what was said to others before one joined is theirs
    post = posts.get(_given(facts) or 0, "")
    alarm = entry.verb.startswith("case.clock_")
    return Told(
        verb=entry.verb,
        title=_title(entry, report),
        at=entry.at,
        who=_named(entry, seat),
        role=seat.kind if seat and entry.verb in BY_ROLE else None,
        to="" if alarm else post,
        heard=post if alarm else "",
        words=words if meant else "",
        referral=str(facts.get("referral") or ""),
    )


def _title(entry: Entry, report: Report) -> str | Promise:
    if entry.verb == "case.reported" and entry.payload.get("report") != report.pk:
        return _("Reported by somebody else first")
    if entry.verb == "case.clock_rang":
        return RANG.get(str(entry.payload.get("clock")), SHOWN[entry.verb])
    return SHOWN[entry.verb]


def _named(entry: Entry, seat: Post | None) -> str:
    """Somebody on the public card by name, anybody else by post; nobody where a role says enough."""
    if seat is None or entry.verb in BY_ROLE:
        return ""
    return entry.actor_label if seat.kind.tier in PUBLIC_TIERS else seat.name


def _given(facts: Mapping[str, object]) -> int | None:
    """The post that an entry says the case went to, or that was told."""
    post = facts.get("post")
    return post if isinstance(post, int) else None


def _posts(entries: Iterable[Entry]) -> dict[int, str]:
    wanted = {post for entry in entries if (post := _given(entry.payload))}
    return dict(Post.objects.filter(pk__in=wanted).values_list("pk", "name")) if wanted else {}


def _seats(entries: Iterable[Entry]) -> dict[int, Post]:
    """The last post of each who took a step."""
    people = {entry.actor_id for entry in entries if entry.actor_id and entry.verb not in REPORTERS}
    if not people:
        return {}
    held = Appointment.objects.filter(account__in=people).select_related("post__kind")
    return {row.account_id: row.post for row in held.order_by("since", "id")}
