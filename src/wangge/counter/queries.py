"""What is read at the window: whose applications somebody sees, how far they are, what was told too late."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Prefetch, Q, QuerySet

from wangge.counter.errors import NoSuchApplication, NoSuchItem
from wangge.counter.lines import Kind, Who
from wangge.counter.models import Application, Item, Lack, Paper, Sheet, Stage, State
from wangge.counter.standing import WINDOWS, at_step, departments_of, standing
from wangge.counter.workflow import OPEN, Standing, allowed
from wangge.journal.actor import Actor
from wangge.places.models import Area


def seen_by(by: Actor) -> QuerySet[Application]:
    """The applications of the windows somebody keeps, and those that their department has a step in."""
    where = Q(area__in=Area.objects.under(by.paths(*WINDOWS)).values("pk"))
    for code, path in departments_of(by):
        where |= Q(item__department=code, area__path__startswith=path)
    return Application.objects.filter(where)


def areas_of(by: Actor) -> list[Area]:
    """The communities whose window somebody keeps: one statement."""
    found = Area.objects.under(by.paths(*WINDOWS)).filter(level=Area.Level.COMMUNITY)
    return list(found.defer("outline"))


def listed(
    by: Actor, *, states: Collection[str], item: str = "", late: bool = False
) -> QuerySet[Application]:
    """What somebody sees in these states: what is due first on top, then the newest."""
    rows = seen_by(by).filter(state__in=list(states))
    if item:
        rows = rows.filter(item__code=item)
    if late:
        rows = rows.filter(sheets__missing__late=True).distinct()
    stages = Stage.objects.exclude(begun_at=None).filter(ended_at=None)
    rows = rows.select_related("item", "area").defer("area__outline", "item__materials", "item__steps")
    now_at = Prefetch("stages", queryset=stages, to_attr="now_at")
    return rows.prefetch_related(now_at).order_by(F("due_at").asc(nulls_last=True), "-id")


def mine(by: Actor, *, states: Collection[str] = OPEN) -> list[Application]:
    """What waits for somebody: papers to look through, and the steps that are theirs to take."""
    offices = Area.objects.under(by.paths(*WINDOWS)).values("pk")
    where = Q(area__in=offices, state=State.FILED.value)
    levels = [(Who.COMMUNITY, "community"), (Who.STREET, "street")]
    for who, role in levels:
        areas = Area.objects.under(by.paths(role)).values("pk")
        where |= Q(_running(who), area__in=areas)
    for code, path in departments_of(by):
        where |= Q(_running(Who.DEPARTMENT), item__department=code, area__path__startswith=path)
    return list(listed(by, states=states).filter(where).distinct()[:200])


def _running(who: Who) -> Q:
    at = Stage.objects.exclude(begun_at=None).filter(ended_at=None, who=who.value)
    return Q(state=State.RUNNING.value, pk__in=at.values("application"))


def find(pk: int, *, by: Actor) -> Application:
    """An application that somebody sees, or a refusal: one statement."""
    rows = seen_by(by).select_related("item", "area", "filed_by", "ended_by", "handed_by")
    found = rows.defer("area__outline").filter(pk=pk).first()
    if found is None:
        raise NoSuchApplication
    return found


def items(*, words: str = "", all_of_them: bool = False) -> list[Item]:
    """The items offered (or all), those whose guide holds every word: one statement."""
    rows = Item.objects.all() if all_of_them else Item.objects.filter(offered=True)
    for word in words.split()[:6]:
        told = Q(name__icontains=word) | Q(name_en__icontains=word) | Q(summary__icontains=word)
        rows = rows.filter(told | Q(audience__icontains=word) | Q(theme__icontains=word))
    return list(rows)


def item_of(code: str, *, offered: bool = True) -> Item:
    """An item by its code."""
    rows = Item.objects.filter(offered=True) if offered else Item.objects.all()
    found = rows.filter(code=code).first()
    if found is None:
        raise NoSuchItem
    return found


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an application is: its steps, its papers, what was told."""

    application: Application
    stages: tuple[Stage, ...]
    papers: tuple[Paper, ...]
    sheets: tuple[Sheet, ...]

    @property
    def stage(self) -> Stage | None:
        """The step it is at."""
        return at_step(self.stages)

    @property
    def lacking(self) -> list[Paper]:
        """What is not here and has to come."""
        return [paper for paper in self.papers if not paper.here_at and not paper.unneeded]

    @property
    def sheet(self) -> Sheet | None:
        """The last sheet."""
        return self.sheets[-1] if self.sheets else None

    @property
    def told_late(self) -> int:
        """How many papers were named on a later sheet that the first should have named."""
        return sum(row.late for sheet in self.sheets for row in sheet.missing.all())

    def may(self, by: Actor) -> frozenset[str]:
        """What somebody of the staff may do now."""
        found = allowed(self.application.state, standing(self.application, self.stage, by))
        return self._possible(found)

    @property
    def applicant_may(self) -> frozenset[str]:
        """What the applicant may do."""
        return allowed(self.application.state, [Standing.APPLICANT])

    def _possible(self, may: frozenset[str]) -> frozenset[str]:
        deciding = self.stage is not None and self.stage.kind == Kind.DECISION
        never = {"pass_on"} if deciding else {"grant", "refuse"}
        never |= {"accept"} if self.lacking else set()
        never |= {"hand_over"} if self.application.handed_at else set()
        return may - never


def progress(application: Application) -> Progress:
    """How far an application is: four statements."""
    sheets = application.sheets.select_related("by").prefetch_related(
        Prefetch("missing", queryset=Lack.objects.select_related("paper"))
    )
    return Progress(
        application,
        tuple(application.stages.select_related("by")),
        tuple(application.papers.all()),
        tuple(sheets),
    )


@dataclass(frozen=True, slots=True)
class Standings:
    """The window's figures: open, past their limit, waiting for papers, and what was told too late."""

    open: int
    late: int
    lacking: int
    told_late: int


def standings(by: Actor, *, now: datetime) -> Standings:
    """Two statements."""
    held = seen_by(by).aggregate(
        open=Count("pk", filter=Q(state__in=OPEN)),
        late=Count("pk", filter=Q(due_at__lt=now)),
        lacking=Count("pk", filter=Q(state=State.LACKING.value)),
    )
    late = Lack.objects.filter(late=True, sheet__application__in=seen_by(by).values("pk")).count()
    return Standings(held["open"], held["late"], held["lacking"], late)


def on_notice(item: Item | None = None) -> list[Stage]:
    """The public notices that run now, of one item or all: one statement."""
    rows = Stage.objects.filter(kind=Kind.NOTICE.value, ended_at=None, application__state=State.RUNNING.value)
    rows = rows.exclude(begun_at=None).select_related("application__item", "application__area")
    rows = rows.defer("application__area__outline")
    return list((rows.filter(application__item=item) if item else rows).order_by("due_at")[:100])
