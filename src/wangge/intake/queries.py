"""What the intake's screens read: boxes and their last opening, receptions, tickets, counts by channel."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Sum

from wangge.accounts.models import Account, Role
from wangge.cases.models import Case, Channel, Report
from wangge.foundation.calendar import CHINA_TIME
from wangge.intake.errors import NoSuchBox
from wangge.intake.models import Answer, Box, Reception, Source, Ticket
from wangge.journal.actor import Actor
from wangge.journal.models import Entry
from wangge.places.models import Area

OFFICES = (Role.COMMUNITY, Role.STREET, Role.COMMAND, Role.ADMINISTRATOR)


@dataclass(frozen=True, slots=True)
class BoxRow:
    """A box with its last opening; `waits` is how many days it went unopened beyond what is allowed."""

    box: Box
    opened_at: datetime | None
    letters: int
    waits: int


def _areas(by: Actor, *roles: Role) -> QuerySet[Area]:
    return Area.objects.under(by.paths(*(roles or OFFICES)))


def boxes_of(by: Actor) -> QuerySet[Box]:
    """The boxes of the actor's offices, grids and keys."""
    where = Q(area__in=_areas(by).values("pk")) | Q(keeper=by.account)
    if by.grids:
        where |= Q(grid__in=by.grids)
    return (
        Box.objects.filter(where)
        .select_related("area", "grid", "keeper")
        .defer("area__outline", "grid__outline")
    )


def find_box(pk: int, *, by: Actor) -> Box:
    """A box that the actor may see."""
    found = boxes_of(by).filter(pk=pk).first()
    if found is None:
        raise NoSuchBox
    return found


def box_rows(by: Actor, *, now: datetime) -> list[BoxRow]:
    """The boxes that hang, those unopened for too long first: one statement."""
    opened = {"last": Max("openings__at"), "told": Sum("openings__letters")}
    rows = [_box_row(box, now) for box in boxes_of(by).filter(until=None).annotate(**opened)]
    return sorted(rows, key=lambda row: -row.waits)


def _box_row(box: Box, now: datetime) -> BoxRow:
    last: datetime | None = box.last  # type: ignore[attr-defined]
    told: int = box.told or 0  # type: ignore[attr-defined]
    since = last.astimezone(CHINA_TIME).date() if last else box.since
    gone = (now.astimezone(CHINA_TIME).date() - since).days
    return BoxRow(box, last, told, max(0, gone - box.every_days))


def key_holders(area: Area) -> QuerySet[Account]:
    """Who may be given the key of a box: active accounts with a role in the area."""
    held = Account.objects.filter(grants__area__path__startswith=area.path, is_active=True)
    return held.distinct().order_by("name")


def receptions_of(by: Actor) -> QuerySet[Reception]:
    """The receptions of the actor's areas, newest first."""
    found = Reception.objects.filter(area__in=_areas(by).values("pk"))
    return found.select_related("by", "report__case", "area").defer("area__outline")


def tickets_of(by: Actor) -> QuerySet[Ticket]:
    """The tickets of the actor's areas, newest first."""
    found = Ticket.objects.filter(area__in=_areas(by).values("pk"))
    return found.select_related("channel", "report__case", "area").defer("area__outline")


def tickets_for(source: Source, *, since: datetime | None) -> QuerySet[Ticket]:
    """A source's own tickets, those whose case has moved since a moment."""
    found = Ticket.objects.filter(channel=source.channel_id, area__path__startswith=source.area.path)
    if since:
        moved = Entry.objects.filter(subject_kind="case", subject_id=OuterRef("report__case"), at__gte=since)
        found = found.filter(Exists(moved))
    return found.select_related("report__case").order_by("pk")


@dataclass(frozen=True, slots=True)
class Came:
    """How many reports came by a channel: this month so far, the one before, and this month a year ago."""

    channel: Channel
    this: int
    before: int
    year_ago: int


@dataclass(frozen=True, slots=True)
class Intake:
    """What came in, by channel and by the three origins; what waits at the desk."""

    channels: list[Came]
    origins: dict[str, Came]
    proactive: float | None
    receptions: int
    answers: int
    boxes: int
    boxes_waiting: int


def _month(day: date) -> datetime:
    return datetime(day.year, day.month, 1, tzinfo=CHINA_TIME)


def overview(by: Actor, *, now: datetime) -> Intake:
    """The desk's month in six statements. Every report counts, also those that joined a case."""
    today = now.astimezone(CHINA_TIME)
    this = _month(today.date())
    before = _month((this - timedelta(days=1)).date())
    year_ago = this.replace(year=this.year - 1)
    so_far = now - this
    windows = {
        "this": (this, now),
        "before": (before, min(before + so_far, this)),
        "year_ago": (year_ago, year_ago + so_far),
    }
    counted = {
        name: Count("pk", filter=Q(at__gte=begin, at__lt=end)) for name, (begin, end) in windows.items()
    }
    told = Report.objects.filter(case__area__in=_areas(by).values("pk"), at__gte=year_ago)
    counts = told.order_by().values_list("channel").annotate(**counted)
    found = {channel: each for channel, *each in counts}
    rows = [
        Came(channel, *found.get(channel.pk, [0] * len(windows)))
        for channel in Channel.objects.order_by("id")
    ]
    origins = {origin: _summed(rows, origin) for origin in Channel.Origin.values}
    all_told = sum(row.this for row in rows)
    boxes = box_rows(by, now=now)
    return Intake(
        channels=rows,
        origins=origins,
        proactive=origins[Channel.Origin.FOUND].this / all_told if all_told else None,
        receptions=Reception.objects.filter(area__in=_areas(by).values("pk"), at__gte=this).count(),
        answers=Answer.objects.filter(taken_at=None, ticket__area__in=_areas(by).values("pk")).count(),
        boxes=len(boxes),
        boxes_waiting=sum(row.waits > 0 for row in boxes),
    )


def _summed(rows: list[Came], origin: str) -> Came:
    own = [row for row in rows if row.channel.origin == origin]
    return Came(
        Channel(origin=origin),
        sum(row.this for row in own),
        sum(row.before for row in own),
        sum(row.year_ago for row in own),
    )


def receipts_of(case: Case, *, by: Actor) -> list[Report]:
    """The reports of an open case that the actor took down: theirs are the receipts they may hand over."""
    if case.state in {"closed", "refused"}:
        return []
    found = Report.objects.filter(case=case, account=by.account).exclude(account=None)
    return list(found.select_related("case", "channel").order_by("id"))
