"""Management everywhere, no seam in the service: what of a community no grid, or nobody, answers for."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from wangge.places.models import Area, Building, Division, Grid, Membership
from wangge.places.outlining import in_metres
from wangge.staffing.models import Appointment

SLIVER = 1.0  # m²: less comes from rounding corners to 1e-7 degrees, not from a gap
THIN = 0.05  # m: half the width below which a gap is no gap either


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """Measures in m² and shapes in metres around the middle of the community's outline.

    `area` is the community, `covered` what of it lies in grids, `summed` the grids added up and `beyond` what
    of them lies outside. All are 0 without grids or without an outline of the community's own.
    """

    area: float = 0.0
    covered: float = 0.0
    summed: float = 0.0
    beyond: float = 0.0
    gaps: tuple[BaseGeometry, ...] = ()

    @property
    def uncovered(self) -> float:
        """What of the community lies in no grid."""
        return sum((gap.area for gap in self.gaps), 0.0)

    @property
    def overlap(self) -> float:
        """What lies in several grids, counted once for each too many."""
        over = self.summed - self.beyond - self.covered
        return over if over > SLIVER else 0.0


@dataclass(frozen=True, eq=False)
class Coverage:
    """What is covered, with the figures to check it by.

    `unheld` and `held_twice` are buildings; in `unstaffed` grids nobody is appointed on the day, in
    `unreachable` ones somebody is, but nobody with a telephone.
    """

    area: Area
    day: date
    division: Division | None
    grids: tuple[Grid, ...]
    buildings: int
    unheld: tuple[Building, ...]
    held_twice: tuple[Building, ...]
    unstaffed: tuple[Grid, ...]
    unreachable: tuple[Grid, ...]
    ground: Ground

    @property
    def seams(self) -> int:
        """How many there are of all kinds; none is what the slogan promises."""
        kinds = (self.ground.gaps, self.unheld, self.held_twice, self.unstaffed, self.unreachable)
        return sum(len(each) for each in kinds) + (self.ground.overlap > 0) + (not self.grids)


def coverage(area: Area, *, on: date, division: Division | None = None) -> Coverage:
    """The coverage of a community on a day, by the division in force then or by the one given.

    Five statements, however many grids.
    """
    held = division or Division.objects.on(on).filter(area=area).order_by("-version").first()
    grids = list(Grid.objects.filter(division=held, level=Grid.Level.GRID).order_by("number", "code"))
    buildings = list(Building.objects.filter(area=area).defer("footprint").order_by("id"))
    memberships = Membership.objects.filter(division=held, level=Grid.Level.GRID)
    times = Counter(memberships.values_list("building_id", flat=True))
    phones = _phones(grids, on)
    return Coverage(
        area=area,
        day=on,
        division=held,
        grids=tuple(grids),
        buildings=len(buildings),
        unheld=tuple(each for each in buildings if not times[each.pk]),
        held_twice=tuple(each for each in buildings if times[each.pk] > 1),
        unstaffed=tuple(grid for grid in grids if grid.pk not in phones),
        unreachable=tuple(grid for grid in grids if grid.pk in phones and not any(phones[grid.pk])),
        ground=_ground(area, grids),
    )


def _phones(grids: Sequence[Grid], on: date) -> dict[int, list[str]]:
    """The telephones of those appointed in each grid; a post answers for the whole line of its grid."""
    lines = {grid.lineage_id or grid.pk: grid.pk for grid in grids}
    held = Appointment.objects.on(on).filter(post__grid__lineage__in=lines)
    found: dict[int, list[str]] = {}
    for line, phone in held.values_list("post__grid__lineage_id", "account__phone"):
        if line is not None:
            found.setdefault(lines[line], []).append(phone)
    return found


def _ground(area: Area, grids: Sequence[Grid]) -> Ground:
    outline = bytes(area.outline)
    if not outline or not grids:
        return Ground()
    border = shapely.from_wkb(outline)
    middle = shapely.box(*border.bounds).centroid
    origin = (middle.x, middle.y)
    flat = in_metres(border, origin)
    shapes = in_metres(np.array([shapely.from_wkb(bytes(grid.outline)) for grid in grids]), origin)
    together = shapely.union_all(shapes)
    parts = shapely.get_parts(flat.difference(together))
    beyond = float(together.difference(flat).area)
    return Ground(
        area=float(flat.area),
        covered=float(flat.intersection(together).area),
        summed=float(shapely.area(shapes).sum()),
        beyond=beyond if beyond > SLIVER else 0.0,
        gaps=tuple(part for part in parts if part.buffer(-THIN).area > SLIVER),
    )
