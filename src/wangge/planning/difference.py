"""A draft against the division in force: who changes grid, and which people lose or gain households."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from wangge.partition.redrawing import unavoidable
from wangge.places.models import Grid
from wangge.planning.force import Force
from wangge.planning.layout import NOWHERE, Layout
from wangge.planning.sheets import Change, Difference, Person

Staff = Mapping[int, Sequence[Person]]


@dataclass(frozen=True, slots=True, eq=False)
class Moves:
    """Where every building was and goes: indices (n,) of grids in force (-1 none) and, by row, its own."""

    before: NDArray[np.int64]
    after: NDArray[np.int64]
    place: NDArray[np.int64]

    @property
    def changed(self) -> NDArray[np.bool_]:
        """Which buildings had a grid and have another now, shape (n,)."""
        return np.asarray((self.before != NOWHERE) & (self.before != self.after), dtype=np.bool_)


def moves(layout: Layout, force: Force) -> Moves:
    """Compare by lines: a building stays where its grid goes on from the one it was in."""
    continued = np.append(np.array(force.continued(layout.rows), dtype=np.int64), NOWHERE)
    return Moves(force.before(layout.terrain), continued[layout.place], layout.place)


def difference(layout: Layout, force: Force, staff: Staff) -> Difference:
    """Everything that would change on the day of adoption; `staff` are people by line."""
    found = moves(layout, force)
    changed = found.changed
    homes = layout.terrain.counted("households")
    total = max(int(homes[found.before != NOWHERE].sum()), 1)
    goes_on = {i for i in force.continued(layout.rows) if i != NOWHERE}
    moved = int(homes[changed].sum())
    return Difference(
        division=force.division.pk,
        version=force.division.version,
        since=force.division.since.isoformat(),
        households=moved,
        people=int(layout.terrain.counted("people")[changed].sum()),
        buildings=int(changed.sum()),
        share=round(moved / total, 4),
        unavoidable=least(layout, found.before),
        moved=_moved(layout, force, found),
        grids=_changes(layout, force, found, staff),
        dissolved=[_dissolved(grid, staff) for i, grid in enumerate(force.grids) if i not in goes_on],
        added=[
            row["number"]
            for row, old in zip(layout.rows, force.continued(layout.rows), strict=True)
            if old == NOWHERE
        ],
    )


def least(layout: Layout, before: NDArray[np.int64]) -> int:
    """The least households that must move for so many grids under the rule (`redrawing.unavoidable`)."""
    base = int(layout.base.sum())
    inside = np.flatnonzero(np.append(layout.base, False)[layout.place])
    if not base or not len(inside):
        return 0
    return unavoidable(layout.graph.part(inside), layout.terms.rule, before[inside], base)


def _moved(layout: Layout, force: Force, found: Moves) -> dict[str, list[object]]:
    ids = layout.terrain.buildings.id.tolist()
    numbers = [row["number"] for row in layout.rows] + [0]
    return {
        str(ids[i]): [force.grids[int(found.before[i])].code, numbers[int(found.place[i])]]
        for i in np.flatnonzero(found.changed).tolist()
    }


def _changes(layout: Layout, force: Force, found: Moves, staff: Staff) -> list[Change]:
    homes = layout.terrain.counted("households")
    changed = found.changed | (found.before == NOWHERE)
    gained = layout.sums(np.where(changed, homes, 0))
    lost = np.bincount(found.before[found.changed], weights=homes[found.changed], minlength=len(force.grids))
    rows = zip(layout.rows, force.continued(layout.rows), gained.tolist(), strict=True)
    return [
        Change(
            number=row["number"],
            continues=row["continues"],
            was=force.grids[old].code if old != NOWHERE else "",
            gained=int(more),
            lost=int(lost[old]) if old != NOWHERE else 0,
            staff=list(staff.get(force.line[row["continues"] or 0], ())) if old != NOWHERE else [],
        )
        for row, old, more in rows
    ]


def _dissolved(grid: Grid, staff: Staff) -> dict[str, object]:
    people = list(staff.get(grid.lineage_id or grid.pk, ()))
    return {"id": grid.pk, "number": grid.number, "code": grid.code, "name": grid.name, "staff": people}
