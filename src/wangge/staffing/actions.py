"""Writes to staffing: departments, posts, appointments, and the working calendar."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction

from wangge.accounts.models import Account
from wangge.journal import actions as journal
from wangge.journal.actor import Actor
from wangge.places.models import Area, Grid
from wangge.staffing.errors import AlreadyAppointed, EnoughSubstitutes
from wangge.staffing.models import (
    Appointment,
    CalendarCoverage,
    CalendarDay,
    Department,
    Line,
    Post,
    PostKind,
    Tier,
)


@transaction.atomic
def found_department(
    code: str, *, name: str, area: Area, name_en: str = "", by: Actor, now: datetime
) -> Department:
    """Enter a department that answers for an area."""
    made = Department.objects.create(code=code, name=name, name_en=name_en, area=area)
    journal.append(
        "department.founded", subject=("department", made.pk), by=by, now=now, payload={"code": code}
    )
    return made


@dataclass(frozen=True, slots=True)
class Filled:
    """How a kind of post is filled: from which people, for how many months, with how many substitutes."""

    holder: str = ""
    holder_en: str = ""
    term_months: int = 36
    substitutes: int = 1
    level: int = 0


AS_USUAL = Filled()


@transaction.atomic
def define_post_kind(
    code: str,
    *,
    name: str,
    tier: Tier,
    lead: bool,
    name_en: str = "",
    filled: Filled = AS_USUAL,
    duties: Sequence[Mapping[str, str]] = (),
    lines: Sequence[str] = (),
    by: Actor,
    now: datetime,
) -> PostKind:
    """Define a kind of post in the place's own words, or renew it.

    `duties` are texts by language code, `lines` the codes of the business that it carries.
    """
    words = {"name": name, "name_en": name_en, "duties": list(duties)} | asdict(filled)
    kind, _ = PostKind.objects.update_or_create(code=code, defaults={**words, "tier": tier, "lead": lead})
    kind.lines.set(Line.objects.filter(code__in=lines))
    facts = {"code": code, "name": name, "tier": tier.value, "lead": lead}
    journal.append("post_kind.defined", subject=("post_kind", kind.pk), by=by, now=now, payload=facts)
    journal.announce("staffing")
    return kind


@transaction.atomic
def define_line(
    code: str, *, name: str, name_en: str = "", position: int = 0, by: Actor, now: datetime
) -> Line:
    """Define a line of business that the one net of grids carries, or renew it."""
    words = {"name": name, "name_en": name_en, "position": position}
    line, _ = Line.objects.update_or_create(code=code, defaults=words)
    journal.append("line.defined", subject=("line", line.pk), by=by, now=now, payload={"code": code})
    return line


@transaction.atomic
def create_post(
    name: str,
    *,
    kind: PostKind,
    area: Area,
    grid: Grid | None = None,
    department: Department | None = None,
    by: Actor,
    now: datetime,
) -> Post:
    """Create a post; nobody is in it yet."""
    post = Post.objects.create(name=name, kind=kind, area=area, grid=grid, department=department)
    facts = {"name": name, "kind": kind.code, "grid": grid.code if grid else None}
    journal.append("post.created", subject=("post", post.pk), by=by, now=now, payload=facts)
    journal.announce("staffing")
    return post


@transaction.atomic
def appoint(
    post: Post, *, account: Account, since: date, substitute: bool = False, by: Actor, now: datetime
) -> Appointment:
    """Put somebody in a post from a day on."""
    open_ = Appointment.objects.filter(post=post, until=None)
    if open_.filter(account=account).exists():
        raise AlreadyAppointed(name=account.name, post=post.name)
    if substitute and open_.filter(substitute=True).count() >= post.kind.substitutes:
        raise EnoughSubstitutes(post=post.name, most=post.kind.substitutes)
    held = Appointment.objects.create(post=post, account=account, since=since, substitute=substitute)
    facts = {"account": account.pk, "since": since.isoformat(), "substitute": substitute}
    journal.append("post.filled", subject=("post", post.pk), by=by, now=now, payload=facts)
    journal.announce("staffing")
    return held


@transaction.atomic
def set_calendar(
    days: Iterable[tuple[date, bool, str]], *, until: date, source: str, by: Actor, now: datetime
) -> int:
    """Enter the days that depart from the week's pattern, known up to `until`; returns how many."""
    rows = [CalendarDay(day=day, working=working, name=name, source=source) for day, working, name in days]
    CalendarDay.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["day"], update_fields=["working", "name", "source"]
    )
    CalendarCoverage.objects.update_or_create(pk=1, defaults={"until": until})
    facts = {"days": len(rows), "until": until.isoformat(), "source": source}
    journal.append("calendar.set", subject=("calendar", 1), by=by, now=now, payload=facts)
    journal.announce("calendar")
    return len(rows)
