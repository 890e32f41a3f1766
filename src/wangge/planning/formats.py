"""The formats that plans are written in, what each calls a coordinate system, and what goes into a file.

WGS 84 and CGCS2000 are written as EPSG:4326 and EPSG:4490. GCJ-02 and BD-09 have no number there: GeoPackage
and Shapefile then name a local system, and a column `system` says it in every file.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wangge.foundation.coordinates import LABELS, System

Column = NDArray[Any]  # texts (object), counts (int32) or days (datetime64[D]); masked where nothing is known
EPSG = {System.WGS84: "EPSG:4326", System.CGCS2000: "EPSG:4490"}
DEGREES = 'UNIT["degree",0.0174532925199433],AXIS["Longitude",EAST],AXIS["Latitude",NORTH]'


class Format(StrEnum):
    """The formats, by the ending of their files."""

    GPKG = "gpkg"
    SHAPEFILE = "shp"
    GEOJSON = "geojson"
    KML = "kml"


MEDIA = {
    "gpkg": "application/geopackage+sqlite3",
    "geojson": "application/geo+json",
    "kml": "application/vnd.google-earth.kml+xml",
    "zip": "application/zip",
}


@dataclass(frozen=True, slots=True)
class Layer:
    """n shapes of one kind with their columns, each (n,); `title` is what people call it."""

    name: str
    title: str
    shapes: NDArray[np.object_]
    columns: Mapping[str, Column]


@dataclass(frozen=True, slots=True)
class MapFile:
    """A written file: `suffix` without a dot, such as gpkg or zip."""

    content: bytes
    suffix: str

    @property
    def media(self) -> str:
        """Its media type."""
        return MEDIA[self.suffix]


def crs_of(system: System, into: Format) -> str:
    """How a file of this format names a coordinate system."""
    if into is Format.KML:
        return EPSG[System.WGS84]  # KML knows nothing else; its column and its description say what it is
    label = LABELS[system]
    return EPSG.get(system) or f'LOCAL_CS["{label}",LOCAL_DATUM["{label}",32767],{DEGREES}]'
