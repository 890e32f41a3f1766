"""Microgrids over the versions of a division: as a draft takes them over, and which go on from which."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linear_sum_assignment

from wangge.places.models import Division, Grid, Membership
from wangge.planning.sheets import MicrogridPart, MicrogridRow


@dataclass(frozen=True, slots=True)
class Old:
    """A microgrid of a division: its id, and that of its grid."""

    id: int
    grid: int
    row: MicrogridRow


def microgrids_of(division: Division) -> list[Old]:
    """The microgrids of a division as rows of a draft, by the numbers of grids in force: two statements."""
    held = Grid.objects.filter(division=division, level=Grid.Level.MICROGRID).select_related("parent")
    grids = list(held.defer("outline", "parent__outline").order_by("code"))
    if not grids:
        return []
    parts: dict[int, list[MicrogridPart]] = defaultdict(list)
    members = Membership.objects.filter(division=division, level=Grid.Level.MICROGRID).order_by("pk")
    for member in members:
        parts[member.grid_id].append(_part(member))
    return [
        Old(grid.pk, grid.parent.pk, _row(grid, grid.parent, parts[grid.pk])) for grid in grids if grid.parent
    ]


def successors(rows: Sequence[MicrogridRow], old: Iterable[Old]) -> Mapping[int, int]:
    """By number, the id of the old microgrid that each of one grid goes on from: most households stay."""
    before = list(old)
    if not rows or not before:
        return {}
    shared = np.array([[_shared(row, each.row) for each in before] for row in rows])
    new, which = linear_sum_assignment(shared, maximize=True)
    return {
        rows[i]["number"]: before[j].id
        for i, j in zip(new.tolist(), which.tolist(), strict=True)
        if shared[i, j] > 0
    }


def _shared(one: MicrogridRow, other: MicrogridRow) -> int:
    """How many households two microgrids share, where their parts of a building are taken to overlap."""
    here, there = Counter[int](), Counter[int]()
    for counted, row in ((here, one), (there, other)):
        for part in row["parts"]:
            counted[part["building"]] += max(part["households"], 1)
    return (here & there).total()


def _row(grid: Grid, parent: Grid, parts: list[MicrogridPart]) -> MicrogridRow:
    return MicrogridRow(grid=parent.number, number=grid.number, name=grid.name, parts=parts)


def _part(member: Membership) -> MicrogridPart:
    return MicrogridPart(
        building=member.building_id,
        unit_from=member.unit_from,
        unit_to=member.unit_to,
        floor_from=member.floor_from,
        floor_to=member.floor_to,
        households=member.households,
    )
