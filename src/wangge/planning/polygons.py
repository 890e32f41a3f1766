"""The grids that a map file draws, with number, name, code and kind, whatever its columns are called."""

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
from wangge.planning.headings import HEADINGS, MOST, column, number_in
from wangge.planning.mapreading import read_shapes

SPECIAL = ("special", "专属")


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

    @property
    def shapes(self) -> NDArray[np.object_]:
        """The polygons of the grids, in their order, in WGS 84."""
        return np.array([grid.shape for grid in self.grids], dtype=object)


def read_division(content: bytes, *, file: str, system: System | None = None, layer: str = "") -> Drawing:
    """Read the grids that a map file draws; what it is is told from its content, `file` is its name.

    Without `system` the file is believed where it says what it is in. Parts with one number and name are one
    grid; microgrids are left out.
    """
    found = read_shapes(content, file=file, system=system, layer=layer)
    columns = {field: column(found.columns, field) for field in HEADINGS}
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


def _numbers(told: Mapping[str, Sequence[str]], shapes: NDArray[np.object_]) -> tuple[list[int], str]:
    """The grids' numbers, and by which column they were known."""
    for field in ("number", "code", "name"):
        found = [number_in(text, whole=field == "number") for text in told[field]]
        if all(found) and (field == "number" or len(set(found)) == len(found)):
            return [number or 0 for number in found], field
    centres = shapely.get_coordinates(shapely.centroid(shapes))
    return number_in_order([(x, y) for x, y in centres.tolist()]), "order"


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
