"""The ground of a community as the workbench draws it: buildings, their cells, edges, barriers, units."""

import hashlib
import json
from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from shapely.geometry import mapping

from wangge.places.models import Area, Building, Compound, Facility
from wangge.places.outlining import in_degrees, in_metres
from wangge.planning.sheets import GroundBuilding, GroundSheet
from wangge.planning.terrain import Terrain, survey

FINE = 7  # decimals of a degree: a centimetre
NOWHERE = -1


def ground(area: Area) -> GroundSheet:
    """What the grids of a community are drawn on, ready to be sent as JSON: four statements."""
    terrain = survey(area)
    compounds = {row.pk: row for row in Compound.objects.filter(area=area).defer("outline")}
    sheet = GroundSheet(
        stamp=terrain.stamp,
        edition="",
        code=area.code,
        name=area.name,
        given=terrain.given,
        outline=_geometry(terrain.boundary),
        buildings=_buildings(terrain, compounds),
        cells=[_geometry(cell) for cell in in_degrees(terrain.cells.cells, terrain.origin)],
        edges=_edges(terrain),
        barriers=_barriers(terrain),
        facilities=facility_rows(terrain, list(Facility.objects.filter(area=area))),
    )
    whole = json.dumps(sheet, ensure_ascii=False, separators=(",", ":")).encode()
    sheet["edition"] = hashlib.sha256(whole).hexdigest()[:16]
    return sheet


def facility_rows(terrain: Terrain, facilities: Sequence[Facility]) -> list[dict[str, Any]]:
    """Units and things of the community, each with the index of the building in whose cell it lies."""
    return [
        {
            "id": row.pk,
            "name": row.name,
            "kind": row.kind,
            "lon": row.lon,
            "lat": row.lat,
            "size": row.size,
            "building": building,
        }
        for row, building in zip(facilities, holding(terrain, facilities), strict=True)
    ]


def holding(terrain: Terrain, facilities: Sequence[Facility]) -> list[int]:
    """The index of the building in whose cell each lies; of the nearest cell for those outside."""
    if not facilities:
        return []
    lonlat = shapely.points([(row.lon, row.lat) for row in facilities])
    found: list[int] = (
        shapely.STRtree(terrain.cells.cells).nearest(in_metres(lonlat, terrain.origin)).tolist()
    )
    return found


def _buildings(terrain: Terrain, compounds: dict[int, Compound]) -> list[GroundBuilding]:
    area = np.round(terrain.cells.area, 1).tolist()
    outside = (~shapely.intersects_xy(terrain.outline, terrain.points)).tolist()
    return [
        _building(row, compounds.get(row.compound_id or 0), area[i], outside=outside[i])
        for i, row in enumerate(terrain.rows)
    ]


def _building(row: Building, compound: Compound | None, area: float, *, outside: bool) -> GroundBuilding:
    return GroundBuilding(
        id=row.pk,
        name=row.name,
        compound=compound.name if compound else "",
        managed=compound.kind if compound else "",
        lon=round(row.lon, FINE),
        lat=round(row.lat, FINE),
        households=row.households,
        people=row.people,
        registered=row.registered,
        floating=row.floating,
        care=row.care,
        merchants=row.merchants,
        units=row.units,
        floors=row.floors,
        area=area,
        outside=outside,
    )


def _edges(terrain: Terrain) -> list[list[float]]:
    cells = terrain.cells
    length, bridged = np.round(cells.length, 1), cells.bridged.astype(np.int64)
    columns = (cells.a, cells.b, length, cells.barrier, bridged)
    return [list(row) for row in zip(*(column.tolist() for column in columns), strict=True)]


def _barriers(terrain: Terrain) -> list[dict[str, Any]]:
    lines = [shapely.LineString(barrier.line) for barrier in terrain.barriers]
    drawn = in_degrees(np.array(lines, dtype=object), terrain.origin) if lines else []
    return [
        {"class": barrier.kind, "coordinates": np.round(shapely.get_coordinates(line), FINE).tolist()}
        for barrier, line in zip(terrain.barriers, drawn, strict=True)
    ]


def _geometry(shape: Any) -> dict[str, Any]:
    return dict(mapping(shapely.transform(shape, lambda at: np.round(at, FINE))))
