"""What the screens read of cases: one case with all its facts, and what somebody must do today."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, Prefetch, Q

from wangge.accounts.models import Role
from wangge.cases.errors import NoSuchCase
from wangge.cases.models import Assignment, Case, CaseQuerySet, ClockRun, Handling, Photo, Report
from wangge.cases.numbering import number_of, serial_of
from wangge.cases.rulebook import rulebook
from wangge.cases.scope import OVERSEERS
from wangge.journal.actor import Actor
from wangge.journal.models import Entry
from wangge.journal.prepared import Prepared, gathered, spread
from wangge.places.models import Area, Building, Division, Grid

OFFICES = (Role.COMMUNITY, Role.STREET)
BULKY = ("grid__outline", "building__footprint", "building__compound__outline")


def _seen(pk: int, paths: tuple[str, ...], **held: int) -> CaseQuerySet:
    """The case, where whoever oversees these areas and holds these grids and posts may see it."""
    grids, posts = frozenset(gathered("grid", held)), frozenset(gathered("post", held))
    by = Actor("", grants=tuple((OVERSEERS[0], path) for path in paths), grids=grids, posts=posts)
    return Case.objects.seen_by(by).filter(pk=pk)


SEEN = Prepared(_seen)


def find(number: str, *, by: Actor, whole: bool = False) -> Case:
    """The case of this number, where the actor may see it; one statement, and one for the edition.

    It comes with the rulebook's area, category and channel; `whole` brings its grid, building and post too.
    """
    _, serial = serial_of(number)
    if whole:
        cases = Case.objects.seen_by(by).filter(pk=serial)
        case = cases.select_related("grid", "building__compound", "post").defer(*BULKY).first()
    else:
        held = spread("grid", by.grids) | spread("post", by.posts)
        case = SEEN.first(pk=serial, paths=by.paths(*OVERSEERS), **held)
    if case is None or number_of(case).replace("-", "") != number.strip().replace("-", ""):
        raise NoSuchCase
    return rulebook().dress(case)


def shown(pk: int) -> Case | None:
    """The case that the public may join: any that is not taken off the public list."""
    return Case.objects.filter(pk=pk, hidden=False).first()


def last_entries(case: Case, *, most: int) -> list[Entry]:
    """The last that the journal tells of a case, newest first."""
    return list(Entry.objects.filter(subject_kind="case", subject_id=case.pk).order_by("-pk")[:most])


@dataclass(frozen=True, slots=True)
class Dossier:
    """All the facts of one case, oldest first."""

    clocks: list[ClockRun]
    assignments: list[Assignment]
    reports: list[Report]
    photos: list[Photo]
    entries: list[Entry]
    handlers: list[Handling]


def dossier(case: Case) -> Dossier:
    """What is kept about a case: six statements."""
    return Dossier(
        clocks=list(ClockRun.objects.filter(case=case).order_by("id")),
        assignments=list(
            Assignment.objects.filter(case=case)
            .select_related("post", "rule", "by", "signed_by")
            .order_by("id")
        ),
        reports=list(Report.objects.filter(case=case).select_related("channel").order_by("id")),
        photos=list(Photo.objects.filter(case=case).order_by("id")),
        entries=list(Entry.objects.filter(subject_kind="case", subject_id=case.pk).order_by("id")),
        handlers=list(Handling.objects.filter(case=case).select_related("by").order_by("id")),
    )


@dataclass(frozen=True, slots=True)
class Duty:
    """Something somebody must do now: the next step of a case and by when.

    Where no clock runs for the step itself, the case's most pressing one does.
    """

    case: Case
    step: str
    due: datetime | None
    call: bool

    @property
    def order(self) -> tuple[bool, datetime]:
        """By deadline; without one after all others, the longest waiting first."""
        return self.due is None, self.due or self.case.handled_at or self.case.reported_at


STEPS = {
    "reported": "accept",
    "accepted": "dispatch",
    "dispatched": "sign",
    "signed": "handle",
    "handled": "verify",
    "verified": "close",
}
CLOCK_OF = {"accept": "sign", "sign": "sign", "contact": "contact", "handle": "resolve"}


def duties(by: Actor, *, most: int = 200) -> list[Duty]:
    """What the actor must do now, in order of deadline; two statements."""
    offices = Q(area__in=Area.objects.under(by.paths(*OFFICES)).values("pk"))
    mine = Q(post__in=by.posts, state__in=["reported", "accepted", "dispatched", "signed"])
    handled = Exists(Handling.objects.filter(case=OuterRef("pk"), by=by.account))
    witness = Q(state="handled") & (Q(grid__in=by.grids) | offices) & ~Q(handled)
    running = Prefetch("clocks", ClockRun.objects.filter(stopped_at=None), to_attr="running")
    found = (
        Case.objects.seen_by(by)
        .alias(handled=handled)
        .filter(mine | witness | (Q(state="verified") & offices))
        .select_related("grid", "building", "category", "post")
        .defer("text", "grid__outline", "building__footprint")
        .prefetch_related(running)
        .order_by("due_at", "pk")[:most]
    )
    return sorted((_duty(case) for case in found), key=lambda duty: duty.order)


def _duty(case: Case) -> Duty:
    ends = {run.kind: run.due_at for run in getattr(case, "running", ())}
    step, call = STEPS[case.state], "contact" in ends
    if step == "handle" and call and ends["contact"] <= ends.get("resolve", ends["contact"]):
        step = "contact"
    return Duty(case, step, ends.get(CLOCK_OF.get(step, ""), case.due_at), call)


def grids_of(by: Actor, *, on: date) -> list[Grid]:
    """The grids in force on a day over which the actor has a say; one statement, without outlines."""
    where = Q(pk__in=by.grids) | Q(division__area__in=Area.objects.under(by.paths(*Role)).values("pk"))
    if set(by.roles) <= {Role.GRID_WORKER}:
        where = Q(pk__in=by.grids)
    in_force = Q(division__until=None) | Q(division__until__gt=on)
    found = Grid.objects.filter(where, in_force, level=Grid.Level.GRID, division__since__lte=on)
    return list(found.defer("outline").order_by("code"))


def buildings_of(by: Actor, *, on: date, most: int = 500) -> list[Building]:
    """The buildings of the actor's grids on a day; for offices those of their areas. One statement."""
    found = Building.objects.filter(area__in=Area.objects.under(by.paths(*OFFICES)).values("pk"))
    if by.grids:
        held = Division.objects.on(on)
        found = Building.objects.filter(
            memberships__grid__in=by.grids, memberships__division__in=held
        ).distinct()
    chosen = found.select_related("compound").defer("footprint", "compound__outline")
    return sorted(chosen[:most], key=lambda b: (b.compound.name if b.compound else "", _natural(b.name)))


def told_by_building(area: Area, *, since: datetime) -> dict[int, int]:
    """How many cases each building of an area had since a moment: one statement."""
    told = Case.objects.filter(area=area, reported_at__gte=since).exclude(building=None)
    return dict(told.order_by().values_list("building").annotate(Count("pk")))


def _natural(name: str) -> tuple[int, str]:
    digits = "".join(c for c in name if c.isdigit())
    return int(digits or 0), name


def photo_seen(pk: int, *, by: Actor) -> Photo | None:
    """The photo, where the actor may see its case; one statement."""
    return Photo.objects.filter(pk=pk, case__in=Case.objects.seen_by(by).values("pk")).first()
