"""The grids of a division or of a draft as they are to be written to a file: outlines, names, members."""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
import shapely

from wangge.foundation.codes import grid_code
from wangge.partition.outline import outlines
from wangge.places.models import Division, Grid, Membership
from wangge.places.outlining import in_degrees
from wangge.planning.errors import DraftOutdated
from wangge.planning.models import Draft
from wangge.planning.terrain import survey


@dataclass(frozen=True, slots=True)
class Written:
    """A grid to be written: its outline in WGS 84, and for each building the households of its part.

    0 households are all of the building's.
    """

    code: str
    number: int
    name: str
    kind: str
    level: str
    outline: object
    members: tuple[tuple[int, int], ...]

    @property
    def buildings(self) -> set[int]:
        """The ids of its buildings, whole or in part."""
        return {pk for pk, _ in self.members}

    @property
    def whole(self) -> bool:
        """Whether it holds whole buildings alone."""
        return not any(part for _, part in self.members)


def in_force(division: Division) -> list[Written]:
    """The grids and microgrids of a division: three statements with their members."""
    members = defaultdict(list)
    for grid, building, part in Membership.objects.filter(division=division).values_list(
        "grid_id", "building_id", "households"
    ):
        members[grid].append((building, part))
    return [
        Written(
            code=grid.code,
            number=grid.number,
            name=grid.name,
            kind=grid.kind,
            level=grid.level,
            outline=shapely.from_wkb(bytes(grid.outline)),
            members=tuple(members[grid.pk]),
        )
        for grid in Grid.objects.filter(division=division).order_by("code")
    ]


def proposed(draft: Draft) -> list[Written]:
    """The grids of a draft in the outlines that they would be adopted with."""
    terrain = survey(draft.area)
    ids = terrain.buildings.id.tolist()
    if set(draft.assignment) != {str(pk) for pk in ids}:
        raise DraftOutdated(area=draft.area.name)
    numbers, labels = np.unique([draft.assignment[str(pk)] for pk in ids], return_inverse=True)
    polygons = in_degrees(outlines(terrain.cells.cells, labels, len(numbers)), terrain.origin)
    told = {row["number"]: row for row in draft.grids}
    return [
        Written(
            code=grid_code(draft.area.code, number),
            number=number,
            name=told.get(number, {}).get("name", ""),
            kind=told.get(number, {}).get("kind", Grid.Kind.BASE),
            level=Grid.Level.GRID,
            outline=polygon,
            members=tuple((pk, 0) for pk, label in zip(ids, labels.tolist(), strict=True) if label == place),
        )
        for place, (number, polygon) in enumerate(zip(numbers.tolist(), polygons, strict=True))
    ]
