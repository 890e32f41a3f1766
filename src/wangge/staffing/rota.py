"""The rota as it is read: who is on duty, which hours of a day are covered, whose turn it is."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet

from wangge.accounts.models import Account
from wangge.foundation.calendar import CHINA_TIME
from wangge.places.models import Area
from wangge.staffing.models import Appointment, Handover, Office, Shift, Tier

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
Span = tuple[datetime, datetime]


def midnight(day: date) -> datetime:
    """When a day begins in China."""
    return datetime.combine(day, time(), CHINA_TIME)


def gaps(spans: Iterable[Span], begin: datetime, end: datetime) -> list[Span]:
    """The stretches from `begin` to `end` that none of the spans covers."""
    found, at = [], begin
    for since, until in sorted(spans):
        if since > at and at < end:
            found.append((at, min(since, end)))
        at = max(at, until)
    return [*found, (at, end)] if at < end else found


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the rota: the shifts that lie in it in part or whole, and the hours that nobody covers."""

    day: date
    shifts: tuple[Shift, ...]
    gaps: tuple[Span, ...]

    @property
    def covered(self) -> float:
        """How many of its 24 hours somebody covers."""
        return round(24 - sum((until - since) / HOUR for since, until in self.gaps), 2)

    @property
    def whole(self) -> bool:
        """Whether somebody is there for all 24 hours."""
        return not self.gaps


def month(area: Area, first: date) -> list[Day]:
    """The days of the month that begins at `first`, with shifts and gaps: one statement."""
    last = (first.replace(day=28) + timedelta(days=4)).replace(day=1)
    rows = list(shifts(area, midnight(first), midnight(last)))
    return list(days(rows, first, last))


def days(rows: Sequence[Shift], first: date, last: date) -> Iterator[Day]:
    """The days from `first` to the one before `last`."""
    for ahead in range((last - first).days):
        begin = midnight(first + ahead * DAY)
        held = tuple(row for row in rows if row.since < begin + DAY and row.until > begin)
        lacking = gaps([(row.since, row.until) for row in held], begin, begin + DAY)
        yield Day(first + ahead * DAY, held, tuple(lacking))


def shifts(area: Area, begin: datetime, end: datetime) -> QuerySet[Shift]:
    """The shifts that lie in part in a time, in order, with whose they are."""
    return Shift.objects.filter(area=area).between(begin, end).select_related("account", "instead_of")


def crew(area: Area) -> QuerySet[Account]:
    """Who may be on duty: active accounts with a role in the area, or posted in it."""
    held = Q(grants__area__path__startswith=area.path)
    posted = Q(appointments__post__area=area, appointments__until=None)
    return Account.objects.filter(held | posted, is_active=True).distinct().order_by("name", "id")


def on_duty(area: int, at: datetime) -> Shift | None:
    """Who is on duty at a moment: one statement."""
    found = Shift.objects.filter(area=area, since__lte=at, until__gt=at)
    return found.select_related("account").first()


@dataclass(frozen=True, slots=True)
class Answers:
    """Who answers for an area now, as anybody may know it: numbers of the office and a post, no names."""

    office: Office
    post: str
    until: datetime | None

    @property
    def phone(self) -> str:
        """The number to call at any hour, else that of the office."""
        return self.office.day_and_night or self.office.phone


def answers(area: int, *, at: datetime) -> Answers | None:
    """Who answers for an area at a moment; nobody where it has no numbers: three statements at most."""
    office = Office.objects.filter(area=area).first()
    if office is None or not (office.phone or office.day_and_night):
        return None
    shift = on_duty(area, at)
    if shift is None:
        return Answers(office, "", None)
    return Answers(office, _post(shift.account_id, at), shift.until)


def _post(account: int, at: datetime) -> str:
    """The post of somebody on a day, that of an office before others."""
    held = Appointment.objects.on(at.astimezone(CHINA_TIME).date()).filter(account=account)
    names = held.order_by("id").values_list("post__kind__tier", "post__name")
    return min(((tier != Tier.COMMUNITY, name) for tier, name in names), default=(True, ""))[1]


def waiting(account: int | None, *, now: datetime) -> QuerySet[Handover]:
    """What somebody was asked and has not answered, of shifts that are not over."""
    asked = Handover.objects.filter(to=account, answered_at=None, shift__until__gt=now)
    return asked.select_related("shift__account", "shift__area", "asked_by", "back")


def moments(day: date, starts: Sequence[str]) -> list[Span]:
    """When the shifts of a day begin and end: each ends where the next begins, the last on the next day."""
    begins = [datetime.combine(day, time.fromisoformat(each), CHINA_TIME) for each in starts]
    return list(zip(begins, [*begins[1:], begins[0] + DAY], strict=True))


def turn(office: Office, day: date, place: int) -> int:
    """Whose turn the shift at this place of a day is: the account's id."""
    passed = (day - (office.since or day)).days * len(office.starts) + place
    return int(office.turns[passed % len(office.turns)])
