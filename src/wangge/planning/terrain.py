"""What a community's grids are drawn on: its buildings, outline and barriers, in metres."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry.base import BaseGeometry

from wangge.partition.graph import Graph, from_tessellation
from wangge.partition.inputs import NO_COMPOUND, Barrier, Building, Buildings, Measure
from wangge.partition.tessellation import Tessellation
from wangge.places import models as places
from wangge.places.outlining import around, in_metres
from wangge.planning.barriers import barriers
from wangge.planning.cells import divided
from wangge.planning.errors import NobodyCounted, NoBuildings, NotACommunity, OutlineBroken

STRIDE = 0.0005  # degrees, some 50 m: between corners this close, a straight line is straight in metres too


@dataclass(frozen=True, eq=False)
class Terrain:
    """n buildings in metres around `origin` (lon, lat), and their border: the area's own where `given`.

    `rows` are the buildings as places has them, in the same order (without footprints).
    """

    origin: tuple[float, float]
    rows: tuple[places.Building, ...]
    buildings: Buildings
    boundary: Polygon | MultiPolygon
    given: bool
    barriers: tuple[Barrier, ...]

    @cached_property
    def outline(self) -> Polygon | MultiPolygon:
        """The outline in metres."""
        return in_metres(shapely.segmentize(self.boundary, STRIDE), self.origin)

    @property
    def points(self) -> NDArray[np.float64]:
        """Where the buildings are, shape (n, 2)."""
        return np.stack([self.buildings.x, self.buildings.y], axis=1)

    @cached_property
    def cells(self) -> Tessellation:
        """The cell of each building; the same ground is divided once in a process."""
        return divided(self.points, self.outline, self.barriers)

    def graph(self, measure: Measure, *, work: NDArray[np.float64] | None = None) -> Graph:
        """The instance to solve, weighed by households or people; `work` (n,) is the load to be even."""
        graph = from_tessellation(self.buildings, self.cells, measure=measure)
        return graph if work is None else replace(graph, work=work)

    def counted(self, name: str) -> NDArray[np.int64]:
        """One count of every building, shape (n,): households, people, floating."""
        return np.array([getattr(row, name) for row in self.rows], dtype=np.int64)

    @cached_property
    def place(self) -> dict[int, int]:
        """The index of each building by its id."""
        return {pk: i for i, pk in enumerate(self.buildings.id.tolist())}

    @property
    def outside(self) -> int:
        """How many buildings lie outside the outline; they are taken at the nearest place inside."""
        return int((~shapely.intersects_xy(self.outline, self.points)).sum())

    @cached_property
    def stamp(self) -> str:
        """The same for the same ground: a draft holds for no other."""
        counts = [self.buildings.id, self.buildings.households, self.buildings.people]
        numbers = [*counts, np.round(self.points, 2)]
        facts = [shapely.to_wkb(self.boundary), *(np.ascontiguousarray(n).tobytes() for n in numbers)]
        return hashlib.sha256(b"".join(facts)).hexdigest()[:16]


def survey(area: places.Area) -> Terrain:
    """Read the ground of a community: two statements."""
    if area.level != places.Area.Level.COMMUNITY:
        raise NotACommunity(area=area.name, level=area.level)
    rows = list(places.Building.objects.filter(area=area).defer("footprint").order_by("pk"))
    if not rows:
        raise NoBuildings(area=area.name)
    if not any(row.households for row in rows):
        raise NobodyCounted(area=area.name, buildings=len(rows))
    points = np.array([(row.lon, row.lat) for row in rows])
    boundary = _boundary(area) if area.outline else around(points)
    middle = shapely.box(*boundary.bounds).centroid
    origin = (middle.x, middle.y)
    return Terrain(
        origin=origin,
        rows=tuple(rows),
        buildings=_buildings(rows, in_metres(shapely.points(points), origin)),
        boundary=boundary,
        given=bool(area.outline),
        barriers=_barriers(area, origin),
    )


def _boundary(area: places.Area) -> Polygon | MultiPolygon:
    boundary = shapely.from_wkb(bytes(area.outline))
    if not boundary.is_valid or not boundary.area:
        raise OutlineBroken(area=area.name, reason=shapely.is_valid_reason(boundary))
    return boundary


def _buildings(rows: Sequence[places.Building], points: BaseGeometry) -> Buildings:
    return Buildings.of(
        Building(
            id=row.pk,
            x=x,
            y=y,
            households=row.households,
            people=row.people,
            merchants=row.merchants,
            compound=row.compound_id or NO_COMPOUND,
        )
        for row, (x, y) in zip(rows, shapely.get_coordinates(points).tolist(), strict=True)
    )


def _barriers(area: places.Area, origin: tuple[float, float]) -> tuple[Barrier, ...]:
    backdrop = places.Backdrop.objects.filter(area=area).first()
    lines = barriers(backdrop.features.get("features", ())) if backdrop else []
    return tuple(
        Barrier(tuple(map(tuple, shapely.get_coordinates(in_metres(line, origin)).tolist())), kind)
        for line, kind in lines
    )
