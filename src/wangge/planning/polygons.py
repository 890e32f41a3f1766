"""The grids that a map file draws, with number, name, code and kind, whatever its columns are called."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from wangge.foundation.codes import number_in_order
from wangge.foundation.coordinates import System
from wangge.places.models import Grid
from wangge.planning.file_errors import NoPolygons, NumberTwice, TooManyPolygons
from wangge.planning.mapreading import read_shapes

MOST = 999  # grids of a community, by the digits of its codes
HEADINGS = {
    "number": ("number", "编号", "网格编号", "网格号", "序号", "grid", "grid_no", "gridno", "no"),
    "name": ("name", "名称", "网格名称", "网格名", "grid_name"),
    "code": ("code", "编码", "网格编码", "网格代码", "代码", "grid_code"),
    "kind": ("kind", "类型", "网格类型"),
    "level": ("level", "层级", "级别"),
}
CUT = 3  # signs that a Shapefile leaves of a Chinese heading
SPECIAL = ("special", "专属")
NUMBERS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class DrawnGrid:
    """A grid as a file draws it; `shape` is a multipolygon in WGS 84."""

    number: int
    name: str
    code: str
    kind: str
    shape: Any


@dataclass(frozen=True, slots=True)
class Drawing:
    """The grids of a file in the order of their numbers.

    `numbered` says where the numbers come from: number, code, name, or order (west to east, then north to
    south). `repaired` are numbers of grids whose shape was broken; `skipped` counts what were no grids.
    """

    grids: tuple[DrawnGrid, ...]
    system: System
    numbered: str
    repaired: tuple[int, ...]
    skipped: int


def read_division(content: bytes, *, file: str, system: System | None = None, layer: str = "") -> Drawing:
    """Read the grids that a map file draws; what it is is told from its content, `file` is its name.

    Without `system` the file is believed where it says what it is in. Parts with one number and name are one
    grid; microgrids are left out.
    """
    found = read_shapes(content, file=file, system=system, layer=layer)
    columns = {field: _column(found.columns, field) for field in HEADINGS}
    grids = [
        n for n, level in enumerate(columns["level"] or [""] * len(found.shapes)) if level != "microgrid"
    ]
    if not grids:
        raise NoPolygons(file=file)
    told = {
        field: [values[n] for n in grids] if values else [""] * len(grids)
        for field, values in columns.items()
    }
    numbers, numbered = _numbers(told, found.shapes[grids])
    repaired = {numbers[place] for place, n in enumerate(grids) if n in found.repaired}
    drawn = _joined(numbers, told, found.shapes[grids])
    if len(drawn) > MOST:
        raise TooManyPolygons(file=file, polygons=len(drawn), most=MOST)
    skipped = found.skipped + len(found.shapes) - len(grids)
    return Drawing(drawn, found.system, numbered, tuple(sorted(repaired)), skipped)


def _column(columns: Mapping[str, Sequence[Any]], field: str) -> list[str]:
    """The texts of the column that one of a field's headings names, whole or cut off; none, an empty list."""
    headings = HEADINGS[field]
    cut = {heading[:CUT] for heading in headings if len(heading) > CUT and not heading.isascii()}
    for name in (*headings, *sorted(cut)):
        if name in columns:
            return [_text(value) for value in columns[name]]
    return []


def _text(value: Any) -> str:
    """A cell as people would write it: 3.0 is 3, nothing is nothing."""
    if value is None or (isinstance(value, float) and not np.isfinite(value)):
        return ""
    return str(value).strip().removesuffix(".0")


def _numbers(told: Mapping[str, Sequence[str]], shapes: NDArray[np.object_]) -> tuple[list[int], str]:
    """The grids' numbers, and by which column they were known."""
    for field in ("number", "code", "name"):
        found = [_number(text, whole=field == "number") for text in told[field]]
        if all(found) and (field == "number" or len(set(found)) == len(found)):
            return [number or 0 for number in found], field
    centres = shapely.get_coordinates(shapely.centroid(shapes))
    return number_in_order([(x, y) for x, y in centres.tolist()]), "order"


def _number(text: str, *, whole: bool) -> int | None:
    """1 to 999: the whole text, the last three of a code's fifteen digits, or the one number in a name."""
    digits = NUMBERS.findall(text)
    if len(digits) != 1 or (whole and len(digits[0]) > 3 and len(digits[0]) != 15):
        return None
    number = int(digits[0][-3:] if len(digits[0]) == 15 else digits[0])
    return number if 1 <= number <= MOST else None


def _joined(
    numbers: Sequence[int], told: Mapping[str, Sequence[str]], shapes: NDArray[np.object_]
) -> tuple[DrawnGrid, ...]:
    """Parts with the same number and name put together."""
    parts: dict[int, list[int]] = {}
    for place, number in enumerate(numbers):
        parts.setdefault(number, []).append(place)
    for number, places in parts.items():
        names = sorted({told["name"][place] for place in places})
        if len(names) > 1:
            raise NumberTwice(number=number, first=names[0], second=names[1])
    return tuple(
        DrawnGrid(
            number=number,
            name=told["name"][places[0]][:60],
            code=told["code"][places[0]],
            kind=_kind(told["kind"][places[0]]),
            shape=shapely.union_all(shapes[places]),
        )
        for number, places in sorted(parts.items())
    )


def _kind(text: str) -> str:
    return Grid.Kind.SPECIAL if text.lower().startswith(SPECIAL) else Grid.Kind.BASE
