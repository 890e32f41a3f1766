"""A draft as it would be printed: its grids drawn on today's ground, with the people who would stay."""

from datetime import date
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from wangge.foundation.codes import grid_code
from wangge.partition.outline import colours, label_points, neighbouring, outlines
from wangge.places.models import Area, Building, Grid
from wangge.places.outlining import in_degrees
from wangge.planning.models import Draft
from wangge.planning.terrain import Terrain, survey
from wangge.staffing.cards import Holder, card
from wangge.web.papers.errors import NoSuchVersion, NothingToPrint
from wangge.web.papers.tracts import Tract
from wangge.web.papers.versions import Version, buildings_of, features_of


def draft_version(area: Area, pk: int, *, today: date) -> Version:
    """A draft on today's ground; a grid that continues one in force shows that one's people."""
    draft = Draft.objects.filter(pk=pk, area=area, discarded=False).first()
    if draft is None:
        raise NoSuchVersion(area=area.name)
    buildings, terrain = buildings_of(area), survey(area)
    ids = terrain.buildings.id.tolist()
    number = np.array([draft.assignment.get(str(pk), 0) for pk in ids], dtype=np.int64)
    if not number.any():
        raise NothingToPrint(area=area.name)
    known = {int(row["number"]): row for row in draft.grids}
    return Version(
        area=area,
        buildings=tuple(buildings.values()),
        tracts=tuple(_tracts(area, terrain, number, buildings, known, today)),
        day=today,
        draft=pk,
        features=features_of(area),
    )


def _tracts(
    area: Area,
    terrain: Terrain,
    number: NDArray[np.int64],
    buildings: dict[int, Building],
    known: dict[int, dict[str, Any]],
    today: date,
) -> list[Tract]:
    numbers = sorted(set(number.tolist()) - {0})
    label = np.searchsorted(numbers, number)
    label[number == 0] = -1
    polygons = outlines(terrain.cells.cells, label, len(numbers))
    spots = shapely.get_coordinates(in_degrees(shapely.points(label_points(polygons)), terrain.origin))
    tint = colours(neighbouring(polygons), len(numbers))
    wkb = shapely.to_wkb(in_degrees(polygons, terrain.origin))
    return [
        Tract(
            pk=None,
            number=each,
            name=str(known.get(each, {}).get("name") or each),
            code=grid_code(area.code, each),
            special=known.get(each, {}).get("kind") == Grid.Kind.SPECIAL,
            colour=int(tint[at]),
            lon=float(spots[at, 0]),
            lat=float(spots[at, 1]),
            outline=wkb[at],
            buildings=tuple(buildings[pk] for pk in terrain.buildings.id[number == each].tolist()),
            holders=_staying(known.get(each, {}), today),
        )
        for at, each in enumerate(numbers)
    ]


def _staying(row: dict[str, Any], today: date) -> tuple[Holder, ...]:
    continued = row.get("continues")
    return card(grid=int(continued), on=today) if continued else ()
