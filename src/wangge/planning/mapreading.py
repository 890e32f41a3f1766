"""The polygons of a sent map file, whatever its format: shapes in WGS 84, and what the file says of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from wangge.foundation.coordinates import System
from wangge.planning.file_errors import NoPolygons
from wangge.planning.gdal import areal_part, read_layer
from wangge.planning.mapsystems import expect_degrees, system_of, turned
from wangge.planning.unpacking import lay_out


@dataclass(frozen=True, slots=True)
class Shapes:
    """n polygons in WGS 84 with what was written of each; `repaired` are places in the order."""

    shapes: NDArray[np.object_]
    columns: Mapping[str, Sequence[Any]]
    system: System
    skipped: int
    repaired: tuple[int, ...]


def read_shapes(content: bytes, *, file: str, system: System | None = None, layer: str = "") -> Shapes:
    """Read the polygons of a GeoPackage, zipped Shapefile, GeoJSON, KML or KMZ.

    Without `system` the file is believed where it says what it is in, and WGS 84 otherwise. Heights are left
    out, broken shapes repaired, lines and points skipped.
    """
    with TemporaryDirectory(prefix="wangge-map-") as folder:
        laid = lay_out(content, Path(folder), file=file, layer=layer)
        found = read_layer(laid, file=file, layer=layer)
    parts = [areal_part(shape) for shape in found.shapes]
    kept = [place for place, shape in enumerate(parts) if shape is not None]
    if not kept:
        raise NoPolygons(file=file)
    columns = {name: [values[place] for place in kept] for name, values in found.columns.items()}
    in_system = system_of(found.crs, [laid.system, *columns.get("system", ())], declared=system, file=file)
    shapes = np.array([parts[place] for place in kept], dtype=object)
    expect_degrees(shapes, file=file)
    repaired = tuple(n for n, place in enumerate(kept) if not shapely.is_valid(found.shapes[place]))
    here = turned(shapes, source=in_system, target=System.WGS84)
    return Shapes(here, columns, in_system, len(parts) - len(kept), repaired)
