"""Whether points lie where they should, and if not, in which coordinate system they would."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import ArrayLike
from shapely import Polygon, contains_xy, prepare

from wangge.foundation.coordinates import LABELS, Floats, System, convert
from wangge.foundation.errors import LooksLikeOtherSystem, LooksSwapped, PointsElsewhere

READINGS = tuple(product((False, True), (System.WGS84, System.GCJ02, System.BD09)))


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read points: in this system, perhaps with lon and lat swapped; `share` (0–1) then fits."""

    system: System
    swapped: bool
    share: float

    @property
    def label(self) -> str:
        """The system's usual name."""
        return LABELS[self.system]


def readings(points: ArrayLike, polygon: Sequence[tuple[float, float]]) -> tuple[Reading, ...]:
    """How many of the points (n, 2: lon, lat as given) would lie in the area under each reading, best first.

    `polygon` is the area's outline in WGS 84, (lon, lat). Of equals the plainer comes first: unswapped, and
    WGS 84 (which stands for CGCS2000 too) before GCJ-02 before BD-09.
    """
    given = np.asarray(points, dtype=np.float64).reshape(-1, 2)
    area = Polygon(polygon)
    prepare(area)
    found = [
        Reading(system, swapped, _share(given[:, ::-1] if swapped else given, system, area))
        for swapped, system in READINGS
    ]
    return tuple(sorted(found, key=lambda reading: -reading.share))


def _share(points: Floats, system: System, area: Polygon) -> float:
    lon, lat = convert(points[:, 0], points[:, 1], source=system, target=System.WGS84)
    return float(contains_xy(area, lon, lat).mean()) if len(points) else 0.0


def likely_system(points: ArrayLike, polygon: Sequence[tuple[float, float]]) -> Reading | None:
    """The reading under which most points lie in the area; None if no point does under any."""
    best = readings(points, polygon)[0]
    return best if best.share else None


def expect_inside(
    points: Iterable[tuple[float, float]],
    polygon: Sequence[tuple[float, float]],
    *,
    declared: System,
    least: float = 0.9,
) -> None:
    """Refuse points of which fewer than `least` lie in the area as declared, naming what fits better.

    Points outside China's box are not shifted, so there the systems cannot be told apart and WGS 84 is named.
    """
    given = list(points)
    found = readings(given, polygon)
    plain = System.WGS84 if declared is System.CGCS2000 else declared
    share = next(r.share for r in found if r.system is plain and not r.swapped)
    best = found[0]
    if share >= least or not given:
        return
    facts = {"share": f"{share:.0%}", "declared": LABELS[declared]}
    if best.share <= share:
        raise PointsElsewhere(**facts)
    refusal = LooksSwapped if best.swapped else LooksLikeOtherSystem
    raise refusal(**facts, likely=best.label, likely_share=f"{best.share:.0%}")
