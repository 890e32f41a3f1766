"""An L-shaped community, a draft of five grids in it (numbered 1 to 4, and 6), and the same in force."""

import numpy as np
import shapely

from tests.cast import DAY, MONDAY
from wangge.foundation.codes import grid_code
from wangge.journal.actor import SYSTEM
from wangge.partition.outline import outlines
from wangge.places import actions as places
from wangge.places.models import Area, Building, Compound, Division
from wangge.places.outlining import in_degrees
from wangge.planning.models import Draft
from wangge.planning.terrain import survey

CODE = "990102001001"
OUTLINE = shapely.Polygon(
    [(116.0, 39.0), (116.01, 39.0), (116.01, 39.004), (116.005, 39.004), (116.005, 39.008), (116.0, 39.008)]
)


def community(code: str = CODE, name: str = "临湾社区", outline: shapely.Polygon = OUTLINE) -> Area:
    """The area with its buildings, two compounds and some houses of neither."""
    area = places.found_area(
        code, name=name, level="community", outline=shapely.to_wkb(outline), by=SYSTEM, now=MONDAY
    )
    west, south, east, north = outline.bounds
    spots = [
        (lon, lat)
        for lon in np.arange(west + 0.0004, east, 0.0009).tolist()
        for lat in np.arange(south + 0.0004, north, 0.0007).tolist()
        if shapely.contains_xy(outline, lon, lat)
    ]
    compounds = [Compound(area=area, name=each) for each in ("东苑", "西苑")]
    houses = [
        Building(
            area=area,
            name=f"{i}号楼",
            lon=lon,
            lat=lat,
            households=60 + i % 7,
            people=150,
            merchants=i % 3,
            compound=compounds[i % 2] if i % 5 else None,
        )
        for i, (lon, lat) in enumerate(spots, start=1)
    ]
    places.enter_buildings(area, compounds=compounds, buildings=houses, source="test", by=SYSTEM, now=MONDAY)
    return area


def _by_eye(east: float, north: float) -> int:
    return 1 + int(east // 0.0026) + (4 if north > 0.004 and east > 0.0026 else 0)


def draft_of(area: Area) -> Draft:
    """Five grids drawn by eye, by where the buildings stand; there is no fifth."""
    west, south, *_ = OUTLINE.bounds
    number = {str(b.pk): _by_eye(b.lon - west, b.lat - south) for b in area.buildings.all()}
    rows = [
        {"number": n, "name": f"第{n}网格", "kind": "base", "continues": None, "locked": False}
        for n in sorted(set(number.values()))
    ]
    return Draft.objects.create(
        area=area, made_at=MONDAY, assignment=number, grids=rows, figures={"ground": survey(area).stamp}
    )


def in_force(draft: Draft) -> Division:
    """The draft's grids, cut from the cells of their buildings, in force from the first day."""
    terrain = survey(draft.area)
    ids = terrain.buildings.id
    numbers, labels = np.unique([draft.assignment[str(pk)] for pk in ids.tolist()], return_inverse=True)
    drawn = in_degrees(outlines(terrain.cells.cells, labels, len(numbers)), terrain.origin)
    shapes = [
        places.GridShape(
            number=n,
            code=grid_code(draft.area.code, n),
            name=f"第{n}网格",
            outline=shapely.to_wkb(polygon),
            lon=polygon.representative_point().x,
            lat=polygon.representative_point().y,
            colour=n,
            buildings=tuple(ids[labels == place].tolist()),
        )
        for place, (n, polygon) in enumerate(zip(numbers.tolist(), drawn, strict=True))
    ]
    return places.divide(draft.area, grids=shapes, since=DAY, by=SYSTEM, now=MONDAY)
