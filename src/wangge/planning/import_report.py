"""What was found in a map file on the way to a draft."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Self

from wangge.foundation.coordinates import LABELS
from wangge.planning.fitting import Fitted, Overlap, Stray, Twice
from wangge.planning.polygons import Drawing


@dataclass(frozen=True, slots=True)
class Report:
    """What was found in a file, in numbers of its grids, ids of buildings, metres and square metres.

    `strays` stood in no polygon and went to the nearest, `twice` in several and went to the one they are
    deepest in. `empty` grids hold no building and are left out. `gaps` is the ground of the community in no
    polygon, `beyond` what polygons cover outside it.
    """

    system: str
    numbered: str
    polygons: int
    buildings: int
    strays: tuple[Stray, ...]
    twice: tuple[Twice, ...]
    empty: tuple[dict[str, Any], ...]
    overlaps: tuple[Overlap, ...]
    gaps: float
    beyond: float
    repaired: tuple[int, ...]
    skipped: int

    @classmethod
    def of(cls, drawing: Drawing, fitted: Fitted, held: Sequence[int]) -> Self:
        """What there is to tell; `held` are indices of grids that hold buildings."""
        empty = [grid for place, grid in enumerate(drawing.grids) if place not in set(held)]
        return cls(
            system=LABELS[drawing.system],
            numbered=drawing.numbered,
            polygons=len(drawing.grids),
            buildings=len(fitted.place),
            strays=fitted.strays,
            twice=fitted.twice,
            empty=tuple({"number": grid.number, "name": grid.name} for grid in empty),
            overlaps=fitted.overlaps,
            gaps=fitted.gaps,
            beyond=fitted.beyond,
            repaired=drawing.repaired,
            skipped=drawing.skipped,
        )

    @property
    def clean(self) -> bool:
        """Whether there was nothing to tell."""
        return not (self.strays or self.twice or self.empty or self.overlaps or self.repaired or self.skipped)

    def json(self) -> dict[str, Any]:
        """The same for programs."""
        return asdict(self)
