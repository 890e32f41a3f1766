"""Times as people say them: today 16:20, 3 hours left, 2 days late."""

from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

MINUTE, HOUR, DAY = 60, 3600, 86400
SOON = timedelta(hours=4)


def _said(when: datetime) -> tuple[date, str]:
    """The day and the clock in the place's own time; midnight is the end of the day before: 24:00."""
    local = timezone.localtime(when)
    if (local.hour, local.minute, local.second) == (0, 0, 0):
        return local.date() - timedelta(days=1), "24:00"
    return local.date(), f"{local:%H:%M}"


def exact(when: datetime) -> str:
    """Such as 2026-03-02 16:20, in the place's own time."""
    day, clock = _said(when)
    return f"{day:%Y-%m-%d} {clock}"


def moment(when: datetime, *, now: datetime) -> str:
    """The day as people name it, and the time: today, yesterday, tomorrow, else the date."""
    (day, clock), today = _said(when), timezone.localtime(now).date()
    match (day - today).days:
        case 0:
            return _("today {clock}").format(clock=clock)
        case -1:
            return _("yesterday {clock}").format(clock=clock)
        case 1:
            return _("tomorrow {clock}").format(clock=clock)
    if day.year == today.year:
        return _("{month}/{day} {clock}").format(month=day.month, day=day.day, clock=clock)
    return _("{year}/{month}/{day}").format(year=day.year, month=day.month, day=day.day)


def ago(when: datetime, *, now: datetime) -> str:
    """How long ago within the hour, else the moment."""
    seconds = (now - when).total_seconds()
    if 0 <= seconds < MINUTE:
        return _("just now")
    if 0 <= seconds < HOUR:
        minutes = int(seconds // MINUTE)
        return ngettext("{count} minute ago", "{count} minutes ago", minutes).format(count=minutes)
    return moment(when, now=now)


def span(length: timedelta) -> str:
    """A length in one unit: minutes under an hour, hours under two days, else days."""
    seconds = abs(length.total_seconds())
    if seconds < HOUR:
        count = max(1, int(seconds // MINUTE))
        return ngettext("{count} minute", "{count} minutes", count).format(count=count)
    if seconds < 2 * DAY:
        count = int(seconds // HOUR)
        return ngettext("{count} hour", "{count} hours", count).format(count=count)
    count = int(seconds // DAY)
    return ngettext("{count} day", "{count} days", count).format(count=count)


def left(due: datetime, *, now: datetime, soon: timedelta = SOON) -> tuple[str, str]:
    """What is left until `due` in words, and its tone: late, soon or plain."""
    if due <= now:
        return _("{span} late").format(span=span(now - due)), "late"
    return _("{span} left").format(span=span(due - now)), "soon" if due - now <= soon else "plain"
