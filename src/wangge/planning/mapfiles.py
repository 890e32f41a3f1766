"""Layers of shapes written as the files that map programs read: GeoPackage, Shapefile, GeoJSON, KML."""

import io
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import shapely
from numpy.typing import NDArray
from pyogrio import raw

from wangge.foundation.coordinates import LABELS, System
from wangge.planning.formats import Column, Format, Layer, MapFile, crs_of

README = "README.txt"
DRIVERS = {
    Format.GPKG: "GPKG",
    Format.SHAPEFILE: "ESRI Shapefile",
    Format.GEOJSON: "GeoJSON",
    Format.KML: "LIBKML",
}


def write(layers: Sequence[Layer], *, into: Format, system: System, about: str) -> MapFile:
    """Write layers whose coordinates are in `system` already; `about` tells people what the file holds.

    A GeoPackage holds every layer; other formats hold one, so that several come in a zip. A Shapefile is
    always a zip, for it is several files.
    """
    with TemporaryDirectory(prefix="wangge-map-") as folder:
        for layer in layers:
            _write(Path(folder), layer, into=into, system=system, about=about)
        files = sorted(Path(folder).iterdir())
        if len(files) == 1:
            return MapFile(files[0].read_bytes(), into)
        return MapFile(_zipped(files, about), "zip")


def _write(folder: Path, layer: Layer, *, into: Format, system: System, about: str) -> None:
    file = folder / f"{'plan' if into is Format.GPKG else layer.name}.{into}"
    points = bool(len(layer.shapes)) and shapely.get_type_id(layer.shapes[0]) == shapely.GeometryType.POINT
    raw.write(
        str(file),
        shapely.to_wkb(layer.shapes),
        [np.ma.getdata(column) for column in layer.columns.values()],
        list(layer.columns),
        field_mask=[_unknown(column) for column in layer.columns.values()],
        layer=layer.name,
        driver=DRIVERS[into],
        geometry_type="Point" if points else "MultiPolygon",
        crs=crs_of(system, into),
        encoding="UTF-8",
        promote_to_multi=not points,
        append=file.exists(),
        **_options(layer, into=into, system=system, about=about),
    )


def _unknown(column: Column) -> NDArray[np.bool_] | None:
    return np.ma.getmaskarray(column) if np.ma.isMaskedArray(column) else None


def _options(layer: Layer, *, into: Format, system: System, about: str) -> dict[str, dict[str, str]]:
    """What each format can say of a layer, and of the whole."""
    told = f"{layer.title} ({LABELS[system]})"
    match into:
        case Format.GPKG:
            return {"layer_options": {"IDENTIFIER": layer.title, "DESCRIPTION": about}}
        case Format.GEOJSON:
            members = f'{{"system": "{LABELS[system]}"}}'
            native = {"NATIVE_DATA": members, "NATIVE_MEDIA_TYPE": "application/vnd.geo+json"}
            return {"layer_options": {"DESCRIPTION": about, **native}}
        case Format.KML:
            return {
                "dataset_options": {"NAME": told, "DESCRIPTION": about},
                "layer_options": {"NAME": told, "DESCRIPTION": about},
            }
        case Format.SHAPEFILE:
            return {}


def _zipped(files: Sequence[Path], about: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in _members(files, about):
            archive.writestr(name, content)
    return out.getvalue()


def _members(files: Sequence[Path], about: str) -> Iterator[tuple[str, bytes]]:
    for file in files:
        yield file.name, file.read_bytes()
    yield README, b"\xef\xbb\xbf" + about.encode()  # so that Notepad takes it for UTF-8 too
