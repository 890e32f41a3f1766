"""The record of a case: each journal entry as something that somebody did, in human words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from wangge.cases.models import CallBack, ClockKind, Photo
from wangge.cases.rulebook import Rulebook
from wangge.journal.actor import RESIDENT, SYSTEM
from wangge.journal.models import Entry
from wangge.staffing.models import Tier
from wangge.web.naming import named

DEEDS = {
    "case.reported": (gettext_noop("reported it"), "chat-left-text"),
    "case.accepted": (gettext_noop("took it on"), "check2"),
    "case.refused": (gettext_noop("declined it"), "slash-circle"),
    "case.classified": (gettext_noop("said what it is about"), "tag"),
    "case.located": (gettext_noop("put it on the map"), "geo-alt"),
    "case.dispatched": (gettext_noop("dispatched it"), "send"),
    "case.signed": (gettext_noop("signed for it"), "pencil"),
    "case.returned": (gettext_noop("gave it back"), "arrow-return-left"),
    "case.passed_up": (gettext_noop("passed it up"), "arrow-up"),
    "case.contacted": (gettext_noop("spoke with the reporter"), "telephone"),
    "case.handled": (gettext_noop("handled it"), "tools"),
    "case.verified": (gettext_noop("confirmed on site that it is done"), "check-circle"),
    "case.sent_back": (gettext_noop("looked and sent it back"), "arrow-counterclockwise"),
    "case.closed": (gettext_noop("closed it"), "check-circle-fill"),
    "case.called_back": (gettext_noop("called the reporter back"), "telephone"),
    "case.rated": (gettext_noop("rated the outcome"), "star"),
    "case.reporter_rated": (gettext_noop("rated the request"), "star"),
    "case.reopened": (gettext_noop("opened it again"), "arrow-repeat"),
    "case.clock_rang": (gettext_noop("noted that the time was up"), "exclamation-diamond-fill"),
    "photo.attached": (gettext_noop("added a photo"), "camera"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """One line of the record: when, who, what, and the details in the words of whoever acted."""

    at: datetime
    who: str
    deed: str
    icon: str
    details: tuple[str, ...]
    photos: tuple[Photo, ...]
    late: bool


def record(
    entries: Iterable[Entry], *, book: Rulebook, posts: Mapping[int, str], photos: Mapping[int, Photo]
) -> list[Told]:
    """The entries of a case as lines, the latest first. `posts` gives the names of posts."""
    lines: list[Told] = []
    for entry in entries:
        line, last = _told(entry, book, posts, photos), lines[-1] if lines else None
        if last and line.photos and last.photos and (line.at, line.who) == (last.at, last.who):
            lines[-1] = replace(last, photos=last.photos + line.photos)  # taken together, told together
        else:
            lines.append(line)
    return lines[::-1]


def _told(entry: Entry, book: Rulebook, posts: Mapping[int, str], photos: Mapping[int, Photo]) -> Told:
    deed, icon = DEEDS.get(entry.verb, (entry.verb, "dot"))
    facts = entry.payload
    return Told(
        at=entry.at,
        who=who(entry.actor_label),
        deed=_(deed),
        icon=icon,
        details=tuple(detail for detail in _details(facts, book, posts) if detail),
        photos=(photo,) if (photo := photos.get(facts.get("photo", 0))) else (),
        late=entry.verb == "case.clock_rang",
    )


def who(label: str) -> str:
    """Who acted: residents without an account and the system have no name of their own."""
    if label == RESIDENT.label:
        return _("A resident")
    return _("The system") if label == SYSTEM.label else label


def _details(facts: Mapping[str, object], book: Rulebook, posts: Mapping[int, str]) -> Iterable[str]:
    if channel := book.channels.get(str(facts.get("channel"))):
        yield _("through: {channel}").format(channel=named(channel))
    if category := book.by_code.get(str(facts.get("category"))):
        yield _("matter: {category}").format(category=named(category))
    if post := posts.get(_number(facts.get("post"))):
        yield _("goes to: {post}").format(post=post)
    if level := _label(Tier, facts.get("level")):
        yield _("settled at: {level}").format(level=level)
    yield _label(ClockKind, facts.get("clock"))
    yield _label(CallBack.Outcome, facts.get("outcome"))
    if score := facts.get("score"):
        yield _("{score} of 5").format(score=score)
    for said in ("note", "reason", "comment"):
        yield str(facts.get(said) or "")
    if referral := facts.get("referral"):
        yield _("better placed: {referral}").format(referral=referral)


def _label(kind: type[TextChoices], value: object) -> str:
    return str(kind(str(value)).label) if value in kind.values else ""


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0
