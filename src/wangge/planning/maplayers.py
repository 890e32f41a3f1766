"""The layers of a plan in a map file: a row for each grid, a row for each building."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import numpy as np
import shapely
from django.utils.translation import gettext
from numpy.typing import NDArray

from wangge.foundation.coordinates import LABELS, System
from wangge.places.models import Building, Division, Grid
from wangge.planning.formats import Column, Layer
from wangge.planning.mapsystems import turned
from wangge.planning.outgoing import Written

LAYERS = {Grid.Level.GRID: "grids", Grid.Level.MICROGRID: "microgrids"}
COUNTED = ("households", "people", "merchants", "units", "floors")


def grid_layers(
    grids: Iterable[Written],
    rows: Sequence[Building],
    division: Division | None,
    *,
    of: str,
    system: System,
) -> list[Layer]:
    """Grids, and microgrids where there are any; `rows` are the buildings, `of` the community's name."""
    found = []
    for level, name in LAYERS.items():
        if some := [grid for grid in grids if grid.level == level]:
            shapes = _moved(np.array([grid.outline for grid in some], dtype=object), system)
            found.append(Layer(name, f"{of} {level.label}", shapes, _columns(some, rows, division, system)))
    return found


def building_layer(rows: Sequence[Building], grids: Iterable[Written], system: System) -> Layer:
    """Where the buildings stand, and the number of the grid of each; empty where it is in none."""
    number = {pk: grid.number for grid in grids if grid.level == Grid.Level.GRID for pk in grid.buildings}
    columns = {
        "id": np.array([row.pk for row in rows], dtype=np.int64),
        "name": _texts(row.name for row in rows),
        "compound": _texts(row.compound.name if row.compound else "" for row in rows),
        "grid": np.ma.array(
            _counts(number.get(row.pk, 0) for row in rows), mask=[row.pk not in number for row in rows]
        ),
        **{name: _counts(getattr(row, name) for row in rows) for name in COUNTED},
        "system": _texts([LABELS[system]] * len(rows)),
    }
    points = np.asarray(shapely.points([(row.lon, row.lat) for row in rows]), dtype=object)
    return Layer("buildings", gettext("Buildings"), _moved(points, system), columns)


def _moved(shapes: NDArray[np.object_], system: System) -> NDArray[np.object_]:
    return turned(shapes, source=System.WGS84, target=system)


def _texts(values: Iterable[str]) -> Column:
    return np.array(list(values), dtype=object)


def _counts(values: Iterable[int]) -> Column:
    return np.array(list(values), dtype=np.int32)


def _columns(
    grids: Sequence[Written], rows: Sequence[Building], division: Division | None, system: System
) -> dict[str, Column]:
    """What is told of each grid. Names are ten letters at most, as a Shapefile has it."""
    held = {row.pk: row for row in rows}
    households = [sum(part or held[pk].households for pk, part in grid.members) for grid in grids]
    parts = [not grid.whole for grid in grids]  # people and merchants are not counted by stairwell
    return {
        "code": _texts(grid.code for grid in grids),
        "number": _counts(grid.number for grid in grids),
        "name": _texts(grid.name for grid in grids),
        "kind": _texts(grid.kind for grid in grids),
        "level": _texts(grid.level for grid in grids),
        "households": _counts(households),
        "people": np.ma.array(_summed(grids, held, "people"), mask=parts),
        "merchants": np.ma.array(_summed(grids, held, "merchants"), mask=parts),
        "buildings": _counts(len(grid.buildings) for grid in grids),
        "since": _day(division.since if division else None, len(grids)),
        "until": _day(division.until if division else None, len(grids)),
        "version": np.ma.array(
            np.full(len(grids), division.version if division else 0, dtype=np.int32), mask=not division
        ),
        "system": _texts([LABELS[system]] * len(grids)),
    }


def _summed(grids: Iterable[Written], held: Mapping[int, Building], name: str) -> Column:
    return _counts(sum(getattr(held[pk], name) for pk in grid.buildings) for grid in grids)


def _day(day: date | None, n: int) -> Column:
    return np.full(n, np.datetime64(day or "NaT", "D"))
