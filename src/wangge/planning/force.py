"""The division that a draft is compared with and follows: its grids, their buildings, their lines."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from django.db.models import Q
from numpy.typing import NDArray

from wangge.places.models import Area, Division, Grid, Membership
from wangge.planning.layout import NOWHERE
from wangge.planning.sheets import GridRow
from wangge.planning.terrain import Terrain


@dataclass(frozen=True, slots=True, eq=False)
class Force:
    """A division's grids by number, the grid (id) of each building, the line of every grid asked about."""

    division: Division
    grids: tuple[Grid, ...]
    member: Mapping[int, int]
    line: Mapping[int, int]

    def before(self, terrain: Terrain) -> NDArray[np.int64]:
        """The index in `grids` of each building's grid, shape (n,), -1 for none."""
        place = {grid.pk: i for i, grid in enumerate(self.grids)}
        found = (self.member.get(pk, 0) for pk in terrain.buildings.id.tolist())
        return np.array([place.get(grid, NOWHERE) for grid in found], dtype=np.int64)

    def continued(self, rows: Sequence[GridRow]) -> list[int]:
        """The index in `grids` of the grid that each row goes on from, -1 for none."""
        place = {grid.lineage_id: i for i, grid in enumerate(self.grids)}
        return [place.get(self.line.get(row["continues"] or 0), NOWHERE) for row in rows]

    def rows(self) -> list[GridRow]:
        """The same grids as rows of a draft that changes nothing."""
        return [
            GridRow(number=grid.number, name=grid.name, kind=grid.kind, continues=grid.pk, locked=False)
            for grid in self.grids
        ]


def in_force(area: Area, *, on: date, asked: Collection[int] = ()) -> Force | None:
    """The division that holds on a day (else the first to come), or None; `asked` are grids of other ones.

    Three statements.
    """
    divisions = Division.objects.filter(area=area)
    division = divisions.on(on).first() or divisions.filter(since__gt=on).order_by("since").first()
    return follow(division, asked=asked) if division else None


def follow(division: Division, *, asked: Collection[int] = ()) -> Force:
    """A division to follow: two statements."""
    wanted = Q(division=division, level=Grid.Level.GRID) | Q(pk__in=list(asked))
    found = list(Grid.objects.filter(wanted).defer("outline").order_by("number", "pk"))
    members = Membership.objects.filter(division=division, level=Grid.Level.GRID)
    return Force(
        division,
        tuple(grid for grid in found if grid.division_id == division.pk),
        dict(members.values_list("building_id", "grid_id")),
        {grid.pk: grid.lineage_id or grid.pk for grid in found},
    )
