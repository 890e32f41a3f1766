"""Rows of a table as buildings: each is understood, or refused with its reason."""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from wangge.foundation.coordinates import Floats, System, convert, to_metres
from wangge.foundation.placing import expect_inside
from wangge.foundation.refusals import Refused
from wangge.foundation.tables import Cells
from wangge.places.columns import COUNTS, Layout
from wangge.places.import_errors import (
    CellEmpty,
    CountEmpty,
    FarFromTheRest,
    NotACount,
    NotANumber,
    NowhereOnEarth,
    OutsideTheArea,
    RowTooLong,
    SameBuilding,
    SwappedColumns,
    TextTooLong,
)
from wangge.places.outlining import in_metres

LONGEST = 80
FAR, MARGIN = 25_000.0, 100.0  # metres: from the middle of all, and beyond the border of the area
MARGIN_DEGREES = 0.001  # about as much
COUNT = re.compile(r"\d{1,9}(\.0+)?")

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row understood; `lon` and `lat` are as given until `placed`, then WGS 84."""

    row: int
    cells: Cells
    compound: str
    name: str
    lon: float
    lat: float
    counts: Mapping[str, int]

    @property
    def key(self) -> tuple[str, str]:
        """What tells buildings of an area apart."""
        return self.compound, self.name


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that cannot be taken, by its number in the file, with its cells and the reason."""

    row: int
    cells: Cells
    reason: Refused


@dataclass(frozen=True, slots=True)
class Understood:
    """All rows of a file: those that can be taken, those that cannot, and how many the mapping leaves out."""

    heading: Cells
    good: tuple[Candidate, ...]
    refused: tuple[RefusedRow, ...]
    left_out: int


def understand(
    layout: Layout,
    *,
    system: System,
    outline: BaseGeometry | None = None,
    progress: Progress | None = None,
) -> Understood:
    """Read every row; `outline` is the area's, in WGS 84, where it has one.

    Refuses the file as a whole where its points lie elsewhere or its longitudes and latitudes are swapped.
    """
    good: list[Candidate] = []
    refused: list[RefusedRow] = []
    left_out = 0
    for done, (row, cells) in enumerate(layout.rows, start=1):
        if _left_out(layout, cells):
            left_out += 1
            continue
        try:
            good.append(_candidate(layout, row, cells))
        except Refused as reason:
            refused.append(RefusedRow(row, cells, reason))
        if progress and (done % 200 == 0 or done == len(layout.rows)):
            progress(done, len(layout.rows))
    _expect_unswapped(layout, refused)
    for check in (_once, lambda rows: _placed(rows, system, outline)):
        good, more = check(good)
        refused += more
    return Understood(layout.heading, tuple(good), tuple(sorted(refused, key=lambda r: r.row)), left_out)


def _left_out(layout: Layout, cells: Cells) -> bool:
    return any(place < len(cells) and cells[place] in values for place, values in layout.leave_out.items())


def _candidate(layout: Layout, row: int, cells: Cells) -> Candidate:
    if len(cells) > len(layout.heading) and any(cells[len(layout.heading) :]):
        raise RowTooLong(cells=len(cells), columns=len(layout.heading))
    whole = cells + ("",) * (len(layout.heading) - len(cells))

    def text(name: str) -> str:
        places = layout.columns.get(name, ())
        value = " ".join(whole[place] for place in places if whole[place])
        if len(value) > LONGEST:
            raise TextTooLong(column=layout.named(name), length=len(value), most=LONGEST)
        return value

    name = text("name")
    if not name:
        raise CellEmpty(column=layout.named("name"))
    lon, lat = (_number(text(axis), layout.named(axis)) for axis in ("lon", "lat"))
    if not (-180 <= lon <= 180 and -90 <= lat <= 90) or lon == lat == 0:
        raise NowhereOnEarth(lon=lon, lat=lat)
    counts = {field: _count(text(field), field, layout) for field in COUNTS if field in layout.columns}
    return Candidate(row, cells, text("compound"), name, lon, lat, counts)


def _number(text: str, column: str) -> float:
    if not text:
        raise CellEmpty(column=column)
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise NotANumber(column=column, value=text[:40])
    return value


def _count(text: str, field: str, layout: Layout) -> int:
    """A whole number; where people live has to be said, the rest may be left empty."""
    if not text and field == "households":
        raise CountEmpty(column=layout.named(field))
    digits = text.replace(",", "") or "0"
    if not COUNT.fullmatch(digits) or int(float(digits)) > COUNTS[field]:
        raise NotACount(column=layout.named(field), value=text[:40], most=COUNTS[field])
    return int(float(digits))


def _expect_unswapped(layout: Layout, refused: Sequence[RefusedRow]) -> None:
    """Beyond 90° a latitude is a longitude: one such row may be a slip, most rows are a swap."""
    places = [r.reason.facts for r in refused if isinstance(r.reason, NowhereOnEarth)]
    swapped = [f for f in places if abs(float(str(f["lat"]))) > 90 and abs(float(str(f["lon"]))) <= 90]
    if 2 * len(swapped) > len(layout.rows):
        raise SwappedColumns(lon=layout.named("lon"), lat=layout.named("lat"))


def _once(rows: Sequence[Candidate]) -> tuple[list[Candidate], list[RefusedRow]]:
    """Each building once: the first row has it."""
    first: dict[tuple[str, str], Candidate] = {}
    again = [row for row in rows if first.setdefault(row.key, row) is not row]
    refused = [RefusedRow(row.row, row.cells, SameBuilding(first=first[row.key].row)) for row in again]
    return list(first.values()), refused


def _placed(
    rows: Sequence[Candidate], system: System, outline: BaseGeometry | None
) -> tuple[list[Candidate], list[RefusedRow]]:
    """The rows in WGS 84, without those that lie off the area or far from all others."""
    if not rows:
        return [], []
    given = [(row.lon, row.lat) for row in rows]
    if outline is not None:
        around = outline if outline.geom_type == "Polygon" else outline.convex_hull
        ring = around.buffer(MARGIN_DEGREES).exterior
        expect_inside(given, list(ring.coords), declared=system)
    lon, lat = convert(*np.array(given).T, source=system, target=System.WGS84)
    off = _off(lon, lat, outline)
    good, refused = [], []
    for row, x, y, metres in zip(rows, lon.tolist(), lat.tolist(), off.tolist(), strict=True):
        if metres <= (FAR if outline is None else MARGIN):
            good.append(replace(row, lon=x, lat=y))
        elif outline is None:
            refused.append(RefusedRow(row.row, row.cells, FarFromTheRest(km=round(metres / 1000))))
        else:
            refused.append(RefusedRow(row.row, row.cells, OutsideTheArea(metres=round(metres))))
    return good, refused


def _off(lon: Floats, lat: Floats, outline: BaseGeometry | None) -> Floats:
    """How far each point is off, in metres: from the outline, or from the middle of all points."""
    middle = (float(np.median(lon)), float(np.median(lat)))
    east, north = to_metres(lon, lat, middle)
    if outline is None:
        return np.hypot(east, north)
    border = in_metres(shapely.segmentize(outline, 0.0005), middle)
    return np.asarray(shapely.distance(border, shapely.points(east, north)))
