"""A division in force or a draft as a file for map programs: its grids and, where asked for, buildings."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import shapely
from django.utils.translation import gettext
from numpy.typing import NDArray

from wangge.foundation.codes import grid_code
from wangge.foundation.coordinates import LABELS, System, convert
from wangge.partition.outline import outlines
from wangge.places.models import Area, Building, Division, Grid, Membership
from wangge.places.outlining import in_degrees
from wangge.planning.errors import DraftOutdated
from wangge.planning.file_errors import NothingInForce
from wangge.planning.mapfiles import Column, Format, Layer, MapFile, write
from wangge.planning.models import Draft
from wangge.planning.terrain import survey

COUNTED = ("households", "people", "merchants", "units", "floors")
LAYERS = {Grid.Level.GRID: "grids", Grid.Level.MICROGRID: "microgrids"}


@dataclass(frozen=True, slots=True)
class Exported:
    """A written file, and what to call it: 春和社区-v2.gpkg."""

    name: str
    file: MapFile


@dataclass(frozen=True, slots=True)
class Written:
    """A grid to be written: its outline in WGS 84, and for each building the households of its part.

    0 households are all of the building's.
    """

    code: str
    number: int
    name: str
    kind: str
    level: str
    outline: object
    members: tuple[tuple[int, int], ...]

    @property
    def buildings(self) -> set[int]:
        """The ids of its buildings, whole or in part."""
        return {pk for pk, _ in self.members}

    @property
    def whole(self) -> bool:
        """Whether it holds whole buildings alone."""
        return not any(part for _, part in self.members)


def export(plan: Division | Draft, *, into: Format, system: System, buildings: bool = False) -> Exported:
    """Write the grids of a plan with coordinates in `system`; `buildings` are a layer of their own.

    A draft of buildings that have changed since is refused (`DraftOutdated`).
    """
    area = plan.area
    in_force = plan if isinstance(plan, Division) else None
    grids = _in_force(plan) if isinstance(plan, Division) else _proposed(plan)
    rows = list(Building.objects.filter(area=area).select_related("compound").order_by("pk"))
    title = f"{area.name}-v{in_force.version}" if in_force else f"{area.name}-d{plan.pk}"
    layers = [
        Layer(LAYERS[level], f"{area.name} {level.label}", _moved(_polygons(some), system), columns)
        for level in Grid.Level
        if (some := [grid for grid in grids if grid.level == level])
        for columns in [_columns(some, rows, in_force, system)]
    ]
    if buildings and rows:
        layers.append(_buildings(rows, grids, system))
    file = write(layers, into=into, system=system, about=_about(plan, system))
    return Exported(f"{title}.{file.suffix}", file)


def division_on(area: Area, *, on: date) -> Division:
    """The grids in force on a day; refuses a day without."""
    division = Division.objects.select_related("area").filter(area=area).on(on).first()
    if division is None:
        raise NothingInForce(area=area.name, day=on)
    return division


def _in_force(division: Division) -> list[Written]:
    """The grids and microgrids of a division: three statements with their members."""
    members = defaultdict(list)
    for grid, building, part in Membership.objects.filter(division=division).values_list(
        "grid_id", "building_id", "households"
    ):
        members[grid].append((building, part))
    return [
        Written(
            code=grid.code,
            number=grid.number,
            name=grid.name,
            kind=grid.kind,
            level=grid.level,
            outline=shapely.from_wkb(bytes(grid.outline)),
            members=tuple(members[grid.pk]),
        )
        for grid in Grid.objects.filter(division=division).order_by("code")
    ]


def _proposed(draft: Draft) -> list[Written]:
    """The grids of a draft in the outlines that they would be adopted with."""
    terrain = survey(draft.area)
    ids = terrain.buildings.id.tolist()
    if set(draft.assignment) != {str(pk) for pk in ids}:
        raise DraftOutdated(area=draft.area.name)
    numbers, labels = np.unique([draft.assignment[str(pk)] for pk in ids], return_inverse=True)
    polygons = in_degrees(outlines(terrain.cells.cells, labels, len(numbers)), terrain.origin)
    told = {row["number"]: row for row in draft.grids}
    return [
        Written(
            code=grid_code(draft.area.code, number),
            number=number,
            name=told.get(number, {}).get("name", ""),
            kind=told.get(number, {}).get("kind", Grid.Kind.BASE),
            level=Grid.Level.GRID,
            outline=polygon,
            members=tuple((pk, 0) for pk, label in zip(ids, labels.tolist(), strict=True) if label == place),
        )
        for place, (number, polygon) in enumerate(zip(numbers.tolist(), polygons, strict=True))
    ]


def _polygons(grids: Iterable[Written]) -> NDArray[np.object_]:
    return np.array([grid.outline for grid in grids], dtype=object)


def _moved(shapes: NDArray[np.object_], system: System) -> NDArray[np.object_]:
    """Shapes in WGS 84 turned into a system, corner by corner: what two of them share stays shared."""

    def turned(at: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.stack(convert(at[:, 0], at[:, 1], source=System.WGS84, target=system), axis=1)

    return np.asarray(shapely.transform(shapes, turned), dtype=object)


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


def _buildings(rows: Sequence[Building], grids: Iterable[Written], system: System) -> Layer:
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


def _about(plan: Division | Draft, system: System) -> str:
    """What the file holds, for whoever opens it: whose grids, from when, and in which coordinates."""
    area = plan.area
    if isinstance(plan, Division):
        facts = {"name": area.name, "code": area.code, "version": plan.version, "since": plan.since}
        whose = gettext("Grids of {name} ({code}), version {version}, in force from {since}.").format(**facts)
    else:
        facts = {"name": area.name, "code": area.code, "draft": plan.pk}
        whose = gettext("Grids of {name} ({code}), draft {draft}: not in force.").format(**facts)
    coordinates = gettext("Coordinates: {system}, longitude first, in degrees.").format(system=LABELS[system])
    shifted = gettext(
        "{system} is shifted against WGS 84 and has no EPSG number: over other maps it lies up to 1.5 km off,"
        " unless they are in the same system."
    )
    off = shifted.format(system=LABELS[system]) if system in (System.GCJ02, System.BD09) else ""
    return " ".join(filter(None, (whose, coordinates, off)))
