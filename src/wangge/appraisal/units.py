"""Units whose figures are taken: areas, grids, departments; and which of them somebody may look at."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import BigIntegerField, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from wangge.accounts.models import Role
from wangge.appraisal.errors import NoSuchUnit
from wangge.cases.models import Case, CaseQuerySet, Handling
from wangge.cases.rulebook import Rulebook
from wangge.cases.scope import OVERSEERS
from wangge.journal.actor import Actor
from wangge.places.models import Area, Division, Grid
from wangge.staffing.models import Department, Post

ABOVE = (Role.STREET, Role.COMMAND, Role.ADMINISTRATOR)  # who sees the figures of departments


@dataclass(frozen=True, slots=True)
class Unit:
    """An area, a grid (`key` is the first of its line) or a department, and where it lies in the tree."""

    kind: str
    key: int
    code: str
    name: str
    path: str
    level: str = ""
    name_en: str = ""

    @property
    def of_people(self) -> bool:
        """Whether it is a department: clocks count for it only where it had the case in time."""
        return self.kind == "department"


def area_unit(area: Area) -> Unit:
    """The unit that an area is."""
    return Unit("area", area.pk, f"area-{area.code}", area.name, area.path, area.level)


def department_unit(department: Department) -> Unit:
    """The unit that a department is."""
    code, path = f"department-{department.pk}", department.area.path
    return Unit("department", department.pk, code, department.name, path, "department", department.name_en)


def grid_unit(grid: Grid) -> Unit:
    """The unit that a grid is, in all its versions."""
    line = grid.lineage_id or grid.pk
    return Unit("grid", line, f"grid-{line}", grid.name, grid.division.area.path, "grid")


def find(code: str, *, by: Actor, book: Rulebook) -> Unit:
    """The unit of this code, where the actor may see its figures: one statement at most."""
    kind, _, key = code.partition("-")
    unit: Unit | None = None
    if kind == "area":
        unit = next((area_unit(a) for a in book.areas.values() if a.code == key), None)
    elif kind == "department" and key.isdecimal() and len(key) < 18:
        department = Department.objects.select_related("area").defer("area__outline").filter(pk=key).first()
        unit = department_unit(department) if department else None
    elif kind == "grid" and key.isdecimal() and len(key) < 18:
        lying = Grid.objects.select_related("division__area").defer("outline", "division__area__outline")
        grid = lying.filter(Q(pk=key) | Q(lineage=key)).order_by("-division__since", "-pk").first()
        unit = grid_unit(grid) if grid else None
    if unit is None or not may_see(unit, by):
        raise NoSuchUnit
    return unit


def may_see(unit: Unit, by: Actor) -> bool:
    """Whether the actor oversees the unit, or works in that department."""
    if not unit.of_people:
        return by.holds(*OVERSEERS, path=unit.path)
    if by.holds(*ABOVE, path=unit.path):
        return True
    return bool(by.posts) and Post.objects.filter(pk__in=by.posts, department=unit.key).exists()


def first_unit(by: Actor, *, book: Rulebook) -> Unit:
    """Where somebody begins: the widest area they oversee that has parts, else their department."""
    held = by.paths(*OVERSEERS)
    mine = [area for area in book.areas.values() if held and area.path.startswith(held)]
    if mine:
        chosen = min(mine, key=lambda area: (len(area.path), area.code))
        while len(parts := [a for a in mine if a.parent_id == chosen.pk]) == 1:
            chosen = parts[0]
        return area_unit(chosen)
    own = departments_of(by)
    if not own:
        raise NoSuchUnit
    return own[0]


def departments_of(by: Actor, *, under: str = "") -> list[Unit]:
    """The departments whose figures the actor may see, under a path or answering for it: one statement."""
    where = Q(posts__in=by.posts) if by.posts else Q(pk__in=[])
    for path in by.paths(*ABOVE):
        where |= Q(area__path__startswith=path)
    rows = Department.objects.filter(where).select_related("area").defer("area__outline").distinct()
    found = [department_unit(row) for row in rows.order_by("code", "pk")]
    return [each for each in found if each.path.startswith(under) or under.startswith(each.path)]


def parts(unit: Unit, *, book: Rulebook, on: date) -> list[Unit]:
    """The units one level down: areas, or the grids in force of a community; one statement at most."""
    if unit.kind != "area":
        return []
    if unit.level != Area.Level.COMMUNITY:
        below = [area for area in book.areas.values() if area.parent_id == unit.key]
        return [area_unit(area) for area in sorted(below, key=lambda area: area.code)]
    held = Division.objects.on(on).filter(area=unit.key)
    rows = Grid.objects.filter(division__in=held, level=Grid.Level.GRID).select_related("division__area")
    return [grid_unit(grid) for grid in rows.defer("outline", "division__area__outline").order_by("code")]


def above(unit: Unit, by: Actor, *, book: Rulebook) -> list[Unit]:
    """The areas above a unit that the actor oversees, the highest first."""
    held = by.paths(*OVERSEERS)
    over = [a for a in book.areas.values() if unit.path.startswith(a.path) and held]
    chain = sorted((a for a in over if a.path.startswith(held)), key=lambda a: len(a.path))
    return [area_unit(a) for a in chain if (unit.kind, unit.key) != ("area", a.pk)]


def cases_of(unit: Unit, by: Actor, *, book: Rulebook) -> CaseQuerySet:
    """The cases of a unit that the actor may see; each with `answering`, the department it is put down to."""
    cases = Case.objects.seen_by(by).alias(answering=answering())
    if unit.of_people:
        return cases.filter(answering=unit.key)
    if unit.kind == "grid":
        return cases.filter(grid__in=book.line(unit.key))
    inside = [a.pk for a in book.areas.values() if a.path.startswith(unit.path)]
    return cases.filter(area__in=inside)


def answering() -> Coalesce:
    """The department that has a case, or the last one that worked on it."""
    worked = Handling.objects.filter(case=OuterRef("pk")).exclude(post__department=None).order_by("-id")
    last = Subquery(worked.values("post__department")[:1])
    return Coalesce(F("post__department"), last, output_field=BigIntegerField())


def fold(unit: Unit, below: Sequence[Unit], *, book: Rulebook) -> dict[int, int]:
    """For a non-community area: which part each community (by id) belongs to."""
    if unit.kind != "area" or unit.level == Area.Level.COMMUNITY:
        return {}
    return {
        area.pk: each.key for area in book.areas.values() for each in below if area.path.startswith(each.path)
    }
