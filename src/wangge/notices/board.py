"""What anybody may read: notices by place and words, and those that may explain what somebody reports."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from wangge.cases.siting import Site
from wangge.notices.errors import NoSuchNotice
from wangge.notices.models import Level, Link, Notice, State

LATELY = timedelta(days=90)
HEAVY = ("area__outline", "issuer__outline")


def board(
    *, now: datetime, area: str = "", grid: str = "", words: str = "", past: bool = False
) -> QuerySet[Notice]:
    """The notices that hold or are to come, or the past ones of 90 days; by codes of places, and words."""
    time = Q(ends__lt=now, ends__gte=now - LATELY) if past else Q(ends__gte=now)
    found = Notice.objects.filter(time, state=State.PUBLISHED.value)
    if area:
        found = found.filter(pk__in=Link.objects.filter(area__code=area).values("notice"))
    if grid:
        found = found.filter(pk__in=Link.objects.filter(level=Level.GRID, grid__code=grid).values("notice"))
    for word in words.split()[:6]:
        found = found.filter(Q(title__icontains=word) | Q(text__icontains=word))
    return (
        found.select_related("kind", "area", "issuer")
        .defer(*HEAVY)
        .order_by("-urgent", "-published_at", "-pk")
    )


def posted(pk: int) -> Notice:
    """A notice as anybody may read it, withdrawn or past ones too; refuses what is none."""
    found = Notice.objects.select_related("kind", "area", "issuer").defer(*HEAVY).filter(pk=pk).first()
    if found is None:
        raise NoSuchNotice
    return found


def explaining(text: str, place: Site, *, category: str, now: datetime) -> list[Notice]:
    """Notices in force at a place that may explain a report, by its matter's path or by a word."""
    here = Link.objects.filter(area=place.area)
    if place.building:
        here = here.filter(level=Level.UNIT, building=place.building)
    elif place.grid:
        here = here.filter(level=Level.GRID, grid=place.grid)
    found = Notice.objects.filter(
        state=State.PUBLISHED.value, begins__lte=now, ends__gte=now, category__isnull=False
    ).filter(pk__in=here.values("notice"))
    rows = found.select_related("kind", "area", "category").defer("area__outline")
    return [notice for notice in rows if _about(notice, text, category)]


def _about(notice: Notice, text: str, category: str) -> bool:
    matter = notice.category
    if matter is None:
        return False
    return category.startswith(matter.path) or any(word in text for word in matter.keywords)
