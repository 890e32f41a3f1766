"""What the workbench reads: the ground, drafts with all their figures, the history of divisions."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Count, Q

from wangge.accounts.models import Role
from wangge.journal.actor import Actor
from wangge.places.models import Area, Building, Division, Grid
from wangge.planning.describing import describe
from wangge.planning.errors import NoSuchDraft
from wangge.planning.ground import ground
from wangge.planning.listing import checklist, drafts, job_sheet
from wangge.planning.models import Draft
from wangge.planning.revising import makers
from wangge.planning.sheets import DraftSheet, SolvingSheet, Version

__all__ = [
    "checklist",
    "compare",
    "description",
    "drafts",
    "find",
    "ground",
    "history",
    "makers",
    "solving_of",
]
PLANNERS = (Role.COMMUNITY, Role.STREET)


def find(pk: int, *, by: Actor) -> Draft:
    """The draft with this id, where the actor may plan: one statement."""
    areas = Area.objects.under(by.paths(*PLANNERS)).values("pk")
    rows = Draft.objects.filter(area__in=areas, discarded=False)
    found = rows.select_related("area", "made_by", "adopted", "basis").filter(pk=pk).first()
    if found is None:
        raise NoSuchDraft
    return found


def description(draft: Draft, *, on: date, events: Mapping[int, int] | None = None) -> DraftSheet:
    """A draft with its figures grid by grid, checks and differences, as JSON; `events` by building id."""
    return describe(draft, on=on, events=events)


def solving_of(draft: Draft) -> SolvingSheet | None:
    """How far the last solving of a draft is: one statement."""
    return job_sheet(draft)


def history(area: Area, *, on: date) -> list[Version]:
    """Every division of a community, the first one first: one statement."""
    rows = (
        Division.objects.filter(area=area)
        .annotate(
            base=Count("grids", filter=Q(grids__level=Grid.Level.GRID)),
            small=Count("grids", filter=Q(grids__level=Grid.Level.MICROGRID)),
        )
        .order_by("version")
        .values("id", "version", "since", "until", "note", "base", "small", "draft__id")
    )
    last = max((row["version"] for row in rows), default=0)
    return [_version(row, on=on, last=row["version"] == last) for row in rows]


def _version(row: Mapping[str, Any], *, on: date, last: bool) -> Version:
    since, until = row["since"], row["until"]
    force = "future" if since > on else "past" if until and until <= on else "present"
    return Version(
        id=row["id"],
        version=row["version"],
        since=since.isoformat(),
        until=until.isoformat() if until else None,
        force=force,
        grids=row["base"],
        microgrids=row["small"],
        note=row["note"],
        draft=row["draft__id"],
        withdrawable=last and force == "future",
    )


def compare(one: Draft, other: Draft) -> dict[str, Any]:
    """Two drafts of a community: which buildings are in grids of other numbers, and how many households."""
    pairs = {pk: [n, other.assignment.get(pk)] for pk, n in one.assignment.items()}
    moved = {pk: pair for pk, pair in pairs.items() if pair[0] != pair[1]}
    homes = Building.objects.filter(pk__in=[int(pk) for pk in moved]).values_list("households", flat=True)
    return {"moved": moved, "households": sum(homes)}
