"""Tickets about a notice: drawn from the facts of cases each time, corrected by people's word."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, Q, QuerySet

from wangge.cases.models import Case, Channel, Report
from wangge.journal import actions as journal
from wangge.journal.actor import Actor
from wangge.notices.errors import NotYourLevel
from wangge.notices.models import Level, Link, Notice, Relation
from wangge.notices.standing import OFFICES


@dataclass(frozen=True, slots=True)
class Tickets:
    """What came in about a notice, by channel; `since` and `until` are the time that is counted."""

    total: int
    channels: tuple[tuple[Channel, int], ...]
    since: datetime
    until: datetime


def window(notice: Notice) -> tuple[datetime, datetime]:
    """From publishing (or the beginning, where that was earlier) until some days after the end."""
    return min(notice.published_at, notice.begins), notice.ends + timedelta(days=notice.days)


def tickets(notice: Notice, *, by: Actor) -> Tickets:
    """How many reports came in about it, of those that somebody sees: two statements."""
    since, until = window(notice)
    counted = dict(
        _reports(notice, by).order_by().values_list("channel").annotate(n=Count("pk", distinct=True))
    )
    channels = [(each, counted[each.pk]) for each in Channel.objects.filter(pk__in=counted)]
    ordered = sorted(channels, key=lambda pair: (-pair[1], pair[0].pk))
    return Tickets(sum(counted.values()), tuple(ordered), since, until)


def cases_about(notice: Notice, *, by: Actor) -> QuerySet[Case]:
    """The cases behind the tickets, the newest first."""
    found = Case.objects.seen_by(by).filter(pk__in=_reports(notice, by).values("case"))
    return found.select_related("channel", "category", "building").order_by("-reported_at")


def dropped(notice: Notice) -> QuerySet[Relation]:
    """What somebody said is not about it."""
    return Relation.objects.filter(notice=notice, about=False).select_related("case", "by").order_by("-at")


@transaction.atomic
def relate(notice: Notice, case: Case, *, about: bool, reason: str = "", by: Actor, now: datetime) -> bool:
    """Say that a case is about the notice, or is not; the same word again changes nothing."""
    if not by.holds(*OFFICES, path=case.area.path):
        raise NotYourLevel
    said = {"about": about, "at": now, "by_id": by.person, "reason": reason.strip()[:200]}
    row, new = Relation.objects.get_or_create(notice=notice, case=case, defaults=said)
    if not new and not Relation.objects.filter(pk=row.pk).exclude(about=about).update(**said):
        return False
    verb = "notice.linked" if about else "notice.unlinked"
    facts = {"case": case.pk, "reason": said["reason"]}
    journal.append(verb, subject=("notice", notice.pk), by=by, now=now, payload=facts)
    return True


def _reports(notice: Notice, by: Actor) -> QuerySet[Report]:
    """Reports of its matter, places and time, and what was said by hand; none found by ourselves."""
    since, until = window(notice)
    said = Relation.objects.filter(notice=notice)
    matter = Q(pk__in=[])
    if notice.category:
        path = notice.category.path
        matter = Q(case__category__path__startswith=path)
        matter |= Q(case__category=None, case__guess__path__startswith=path)
    live = matter & _places(notice) & Q(at__gte=since, at__lte=until)
    live &= ~Q(channel__origin=Channel.Origin.FOUND) & ~Q(case__in=said.filter(about=False).values("case"))
    by_hand = Q(case__in=said.filter(about=True).values("case"))
    seen = Case.objects.seen_by(by).values("pk")
    return Report.objects.filter(live | by_hand, case__in=seen)


def _places(notice: Notice) -> Q:
    """Its area, or its buildings; a case that names no building counts where its grid is reached."""
    if notice.whole:
        return Q(case__area__path__startswith=notice.area.path)
    reached = Link.objects.filter(notice=notice)
    buildings = reached.filter(level=Level.UNIT).values("building")
    grids = reached.filter(level=Level.GRID).values("grid")
    return Q(case__building__in=buildings) | Q(case__building=None, case__grid__in=grids)
