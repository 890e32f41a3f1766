"""What was found in a map file on the way to a draft."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Self

from wangge.foundation.coordinates import LABELS
from wangge.planning.fitting import Fitted, Overlap, Stray, Twice
from wangge.planning.force import Force
from wangge.planning.polygons import Drawing
from wangge.planning.sheets import GridRow


@dataclass(frozen=True, slots=True)
class Renumbered:
    """A grid that will not bear the number of the file: it goes on from grid `before` and takes that number.

    Without `before` it is new, and its number is that of a grid in force: it will get a free one.
    """

    number: int
    name: str
    before: int | None
    before_name: str


def renumbered(rows: Sequence[GridRow], force: Force | None) -> tuple[Renumbered, ...]:
    """The rows of a draft whose number is another one in force."""
    old = {grid.pk: grid for grid in force.grids} if force else {}
    taken = {grid.number for grid in old.values()}
    found = []
    for row in rows:
        before = old.get(row["continues"] or 0)
        if before is None and row["number"] in taken:
            found.append(Renumbered(row["number"], row["name"], None, ""))
        elif before is not None and before.number != row["number"]:
            found.append(Renumbered(row["number"], row["name"], before.number, before.name))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Report:
    """What was found in a file, in numbers of its grids, ids of buildings, metres and square metres.

    `strays` stood in no polygon and went to the nearest, `twice` in several and went to the one they are
    deepest in. `empty` grids hold no building and are left out. `renumbered` grids
    go on from one in force that has another number. `gaps` is the ground of the community in no
    polygon, `beyond` what polygons cover outside it.
    """

    system: str
    numbered: str
    polygons: int
    buildings: int
    strays: tuple[Stray, ...]
    twice: tuple[Twice, ...]
    empty: tuple[dict[str, Any], ...]
    renumbered: tuple[Renumbered, ...]
    overlaps: tuple[Overlap, ...]
    gaps: float
    beyond: float
    repaired: tuple[int, ...]
    skipped: int

    @classmethod
    def of(
        cls,
        drawing: Drawing,
        fitted: Fitted,
        held: Sequence[int],
        *,
        rows: Sequence[GridRow],
        force: Force | None,
    ) -> Self:
        """What there is to tell; `held` are indices of grids that hold buildings, `rows` what they became."""
        empty = [grid for place, grid in enumerate(drawing.grids) if place not in set(held)]
        return cls(
            system=LABELS[drawing.system],
            numbered=drawing.numbered,
            polygons=len(drawing.grids),
            buildings=len(fitted.place),
            strays=fitted.strays,
            twice=fitted.twice,
            empty=tuple({"number": grid.number, "name": grid.name} for grid in empty),
            renumbered=renumbered(rows, force),
            overlaps=fitted.overlaps,
            gaps=fitted.gaps,
            beyond=fitted.beyond,
            repaired=drawing.repaired,
            skipped=drawing.skipped,
        )

    @property
    def clean(self) -> bool:
        """Whether there was nothing to tell."""
        odd = (self.strays, self.twice, self.empty, self.renumbered, self.overlaps, self.repaired)
        return not (any(odd) or self.skipped)

    def json(self) -> dict[str, Any]:
        """The same for programs."""
        return asdict(self)
