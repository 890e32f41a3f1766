"""The record of a case: each journal entry as something that somebody did, in human words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wangge.cases.models import CallBack, ClockKind, Five, Party, Photo, SiteVisit, Summons
from wangge.cases.rulebook import Rulebook
from wangge.journal.actor import RESIDENT, SYSTEM
from wangge.journal.models import Entry
from wangge.staffing.models import Tier
from wangge.web.deeds import DEEDS, LATE
from wangge.web.desk.rules_words import because
from wangge.web.naming import named
from wangge.web.times import exact

Facts = Mapping[str, object]
SEVERAL = "、"


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
        late=entry.verb in LATE,
    )


def who(label: str) -> str:
    """Who acted: residents without an account and the system have no name of their own."""
    if label == RESIDENT.label:
        return _("A resident")
    return _("The system") if label == SYSTEM.label else label


def _details(facts: Facts, book: Rulebook, posts: Mapping[int, str]) -> Iterable[str]:
    if channel := book.channels.get(str(facts.get("channel"))):
        yield _("through: {channel}").format(channel=named(channel))
    if category := book.by_code.get(str(facts.get("category"))):
        yield _("matter: {category}").format(category=named(category))
    yield from _where_to(facts, posts)
    yield from because(facts, book)
    if level := _label(Tier, facts.get("level")):
        yield _("settled at: {level}").format(level=level)
    yield _label(ClockKind, facts.get("clock"))
    yield _label(CallBack.Outcome, facts.get("outcome")) or _label(SiteVisit.Outcome, facts.get("outcome"))
    yield _label(Summons.Answer, facts.get("answer"))
    yield _label(Party.Part, facts.get("part"))
    if role := _label(Five, facts.get("role")):
        yield _("who {role}").format(role=role)
    if score := facts.get("score"):
        yield _("{score} of 5").format(score=score)
    yield from _when_and_how_much(facts)
    for said in ("note", "reason", "opinion", "comment"):
        yield str(facts.get(said) or "")
    if proposed := facts.get("proposed"):
        yield _("it belongs to: {unit}").format(unit=proposed)
    if referral := facts.get("referral"):
        yield _("better placed: {referral}").format(referral=referral)


def _where_to(facts: Facts, posts: Mapping[int, str]) -> Iterable[str]:
    """To which posts, who leads, who came, and where they meet."""
    if post := posts.get(_number(facts.get("post"))):
        if "came" in facts:
            yield (_("{post} came") if facts["came"] else _("{post} did not come")).format(post=post)
        else:
            yield _("goes to: {post}").format(post=post)
    if called := [posts[pk] for pk in _list(facts.get("posts")) if pk in posts]:
        yield _("called: {posts}").format(posts=SEVERAL.join(called))
    if leads := posts.get(_number(facts.get("leads"))):
        yield _("leads: {post}").format(post=leads)
    if force := facts.get("force"):
        yield str(force)
    if place := facts.get("place"):
        yield _("at: {place}").format(place=place)


def _when_and_how_much(facts: Facts) -> Iterable[str]:
    """Until when, how much more, which steps and parts, how many reports."""
    for name, told in (("meet_at", _("meets {time}")), ("until", _("until {time}")), ("due", _("by {time}"))):
        if said := facts.get(name):
            yield told.format(time=exact(datetime.fromisoformat(str(said))))
    if amount := _number(facts.get("amount")):
        yield ngettext("{count} more", "{count} more", amount).format(count=amount)
    for name in ("tasks", "parts", "decisions"):
        if titles := [str(title) for title in _list(facts.get(name))]:
            yield SEVERAL.join(titles)
    if reports := _list(facts.get("reports")):
        told = ngettext("{count} report", "{count} reports", len(reports))
        yield told.format(count=len(reports))


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _label(kind: type[TextChoices], value: object) -> str:
    return str(kind(str(value)).label) if value in kind.values else ""


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0
