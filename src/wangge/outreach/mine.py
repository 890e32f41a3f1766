"""What is mine now: cases, tasks, summons, supervision, verifications and patrols in one list by deadline."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Max, Q

from wangge.cases import queries
from wangge.cases.models import Case, Summons, Supervision, Task, Whistle
from wangge.foundation.calendar import CHINA_TIME
from wangge.journal.actor import Actor
from wangge.journal.models import Entry
from wangge.outreach.errors import NoSuchRound
from wangge.outreach.models import Slot
from wangge.outreach.rounds import Round, Stage, rounds
from wangge.places.models import Area, Division, Grid

OPEN_TASK = Q(ended_at=None, started_at__isnull=False)
DAYS = 7
FAR = datetime.max.replace(tzinfo=CHINA_TIME)


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing to do: `step` is the step of the workflow that does it, or `patrol`.

    `seen` is the last entry of the case's record when it was listed; `note` what somebody asked for.
    """

    step: str
    due: datetime | None
    case: Case | None = None
    walk: Round | None = None
    note: str = ""
    seen: int = 0

    @property
    def order(self) -> tuple[datetime, datetime]:
        """By deadline; without one after all others, the longest waiting first."""
        waits = (self.case.handled_at or self.case.reported_at) if self.case else FAR
        return self.due or FAR, waits


def mine(by: Actor, *, now: datetime) -> list[Piece]:
    """What somebody is to do now, in order of deadline: eight statements at most."""
    pieces = [*_tasks(by), *_summons(by), *_supervision(by)]
    under_way = {piece.case.pk for piece in pieces if piece.step == "perform" and piece.case}
    pieces += [
        Piece(duty.step, duty.due, duty.case)
        for duty in queries.duties(by)
        if not (duty.step == "handle" and duty.case.pk in under_way)
    ]
    seen = _seen(piece.case.pk for piece in pieces if piece.case)
    listed = [
        Piece(p.step, p.due, p.case, note=p.note, seen=seen.get(p.case.pk, 0)) for p in pieces if p.case
    ]
    return sorted([*listed, *_walks(by, now=now)], key=lambda piece: piece.order)


def walk_of(key: str, *, by: Actor) -> Round:
    """The round of this name, if it is of a grid of the actor's: two statements."""
    grid, _, rest = key.partition(".")
    code, _, day = rest.partition(".")
    try:
        when = date.fromisoformat(day)
    except ValueError:
        raise NoSuchRound from None
    slot = Slot.objects.filter(code=code).first()
    mine = [pk for pk in by.grids if str(pk) == grid]
    found = Grid.objects.filter(pk__in=mine).defer("outline").first()
    if slot is None or found is None:
        raise NoSuchRound
    return Round(found, slot, when)


def _tasks(by: Actor) -> list[Piece]:
    found = Task.objects.filter(OPEN_TASK, post__in=by.posts).select_related("clock", *_case())
    tasks = found.defer("case__text", "case__grid__outline", "case__building__footprint")
    return [Piece("perform", t.clock.due_at if t.clock else None, t.case, note=t.title) for t in tasks]


def _summons(by: Actor) -> list[Piece]:
    calls = Summons.objects.filter(post__in=by.posts, answer="", whistle__ended_at=None)
    found = calls.select_related("whistle", *_case("whistle__case"))
    heavy = ("text", "grid__outline", "building__footprint")
    rows = found.defer(*(f"whistle__case__{name}" for name in heavy))
    return [Piece("respond", c.whistle.meet_at, c.whistle.case, note=_called_to(c.whistle)) for c in rows]


def _called_to(whistle: Whistle) -> str:
    """Where to, and to what where that is more than the title, which a row of the list has already."""
    told = (whistle.place, "" if whistle.matter == whistle.case.title else whistle.matter)
    return "：".join(filter(None, told))


def _supervision(by: Actor) -> list[Piece]:
    asked = Supervision.objects.filter(case__post__in=by.posts, answered_at=None)
    found = asked.select_related(*_case()).order_by("due_at", "id")
    rows = found.defer("case__text", "case__grid__outline", "case__building__footprint")
    return [Piece("answer", row.due_at, row.case, note=row.opinion) for row in rows]


def _case(prefix: str = "case") -> Iterable[str]:
    return [prefix, *(f"{prefix}__{name}" for name in ("grid", "building", "category", "post"))]


def _seen(cases: Iterable[int]) -> dict[int, int]:
    """The last entry of each case's record: one statement."""
    entries = Entry.objects.filter(subject_kind="case", subject_id__in=set(cases)).order_by()
    return dict(entries.values_list("subject_id").annotate(Max("pk")))


def _walks(by: Actor, *, now: datetime) -> list[Piece]:
    """Today's rounds in grids of one's own that have begun and have no result; yesterday's are past."""
    today = now.astimezone(CHINA_TIME).date()
    grids = queries.grids_of(by, on=today) if by.grids else []
    own = [grid for grid in grids if grid.pk in by.grids]
    found = rounds(own, since=today, until=today) if own else []
    due = (Stage.NOW, Stage.OPEN)
    return [Piece("patrol", walk.ends, walk=walk) for walk in found if walk.stage(now=now) in due]


def kept(by: Actor, *, now: datetime, until: date | None = None, area: int | None = None) -> list[Round]:
    """The rounds of seven days in every grid that the actor answers for, the latest day first.

    `until` is the last of the days (today); `area` leaves out the grids of other communities.
    """
    last = until or now.astimezone(CHINA_TIME).date()
    grids = queries.grids_of(by, on=last)
    if area is not None:
        held = set(Division.objects.filter(area=area).values_list("pk", flat=True))
        grids = [grid for grid in grids if grid.division_id in held]
    found = rounds(grids, since=last - timedelta(days=DAYS - 1), until=last)
    return sorted(found, key=lambda walk: (-walk.day.toordinal(), walk.grid.code, walk.slot.begins))


def communities(by: Actor, *, on: date) -> list[Area]:
    """The communities in whose grids the actor has a say on a day: two statements."""
    held = {grid.division_id for grid in queries.grids_of(by, on=on)}
    found = Area.objects.filter(divisions__in=held).defer("outline")
    return list(found.distinct().order_by("code"))
