"""Reading the list of forces: who sees which, the table of levels and kinds, places without any."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from wangge.accounts.models import Role
from wangge.journal.actor import Actor
from wangge.places.models import Area, Division, Grid
from wangge.staffing.errors import NoSuchForce
from wangge.staffing.models import Force, ForceKind, ForceQuerySet, Level

OVERSEERS = (Role.COMMUNITY, Role.STREET, Role.COMMAND, Role.ADMINISTRATOR)
CALLERS = (Role.GRID_WORKER, Role.COMMUNITY, Role.STREET)


def seen_by(by: Actor) -> ForceQuerySet:
    """The forces at or below the actor's areas, of their own grids, and of the street above a community."""
    where = Q(area__in=Area.objects.under(by.paths(*OVERSEERS)).values("pk"))
    where |= Q(grid=None, area__path__in=_above(by.paths(*OVERSEERS, Role.GRID_WORKER)))
    where |= Q(grid__lineage__line__in=by.grids)
    return Force.objects.filter(where).distinct()


def _above(paths: Iterable[str]) -> set[str]:
    """These places themselves and all that they lie in."""
    found = set()
    for path in paths:
        parts = path.rstrip("/").split("/")
        found |= {"/".join(parts[:n]) + "/" for n in range(1, len(parts) + 1)}
    return found


def find(pk: int, *, by: Actor) -> Force:
    """A force that the actor may see: one statement."""
    found = seen_by(by).filter(pk=pk).select_related("kind", "area", "grid")
    force = found.defer("area__outline", "grid__outline").prefetch_related("skills").first()
    if force is None:
        raise NoSuchForce
    return force


@dataclass(frozen=True, slots=True)
class Figure:
    """How many forces of a kind stand at a level, and how many people they are."""

    kind: ForceKind
    forces: int
    people: int


@dataclass(frozen=True, slots=True)
class Row:
    """A level with a figure for each kind."""

    level: Level
    figures: tuple[Figure, ...]


def table(forces: Iterable[Force]) -> list[Row]:
    """Three levels by all kinds, from forces read before: one statement for the kinds."""
    kinds, held = list(ForceKind.objects.all()), list(forces)
    counted: dict[tuple[Level, int], list[int]] = {}
    for force in held:
        counted.setdefault((force.level, force.kind_id), []).append(force.people)
    return [
        Row(
            level,
            tuple(
                Figure(kind, len(people), sum(people))
                for kind in kinds
                for people in [counted.get((level, kind.pk), [])]
            ),
        )
        for level in Level
    ]


@dataclass(frozen=True, slots=True)
class Gap:
    """A kind of force, and the grids in which nobody of it stands."""

    kind: ForceKind
    grids: tuple[Grid, ...]


def gaps(forces: Iterable[Force], grids: Iterable[Grid]) -> list[Gap]:
    """The grids that lack a kind, kind by kind: one statement."""
    held = {(f.kind_id, f.grid.lineage_id or f.grid.pk) for f in forces if f.grid}
    places = list(grids)
    found = (
        Gap(kind, tuple(g for g in places if (kind.pk, g.lineage_id or g.pk) not in held))
        for kind in ForceKind.objects.filter(retired_on=None)
    )
    return [gap for gap in found if gap.grids]


def communities(by: Actor) -> list[Area]:
    """The streets and communities whose forces the actor keeps: one statement."""
    levels = (Area.Level.STREET, Area.Level.COMMUNITY)
    held = Area.objects.under(by.paths(Role.COMMUNITY, Role.STREET)).filter(level__in=levels)
    return list(held.defer("outline").order_by("path"))


def grids_in(areas: Iterable[Area], *, on: date) -> list[Grid]:
    """The grids in force in these communities on a day: one statement."""
    held = Division.objects.on(on).filter(area__in=[area.pk for area in areas])
    found = Grid.objects.filter(division__in=held, level=Grid.Level.GRID).select_related("division")
    return list(found.defer("outline").order_by("code"))
