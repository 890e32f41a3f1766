"""The polygons of a sent map file, whatever its format: shapes in WGS 84, and what the file says of each."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import numpy as np
import pyogrio
import shapely
from numpy.typing import NDArray
from pyogrio import raw

from wangge.foundation.coordinates import LABELS, System, convert
from wangge.foundation.refusals import Refused
from wangge.planning.file_errors import (
    FileInAnotherSystem,
    LayerUnclear,
    NoPolygons,
    NoSuchLayer,
    NotAMapFile,
    NotDegrees,
    SystemContradicted,
    TooManyPolygons,
)
from wangge.planning.unpacking import GRIDS, Laid, lay_out

MOST_POLYGONS, MOST_LAYERS = 2_000, 50
GEOGRAPHIC = {"EPSG:4326": System.WGS84, "EPSG:4979": System.WGS84, "OGC:CRS84": System.WGS84,
              "EPSG:4490": System.CGCS2000, "EPSG:4480": System.CGCS2000}  # fmt: skip
PROJECTED = (range(4491, 4555), range(32601, 32661), range(3857, 3858))  # CGCS2000 Gauss-Krüger, UTM, web
OURS = re.compile(r'^LOCAL_CS\["(GCJ-02|BD-09)"')


@dataclass(frozen=True, slots=True)
class Shapes:
    """n polygons in WGS 84 with what was written of each; `repaired` are places in the order."""

    shapes: NDArray[np.object_]
    columns: Mapping[str, Sequence[Any]]
    system: System
    skipped: int
    repaired: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Layer:
    shapes: NDArray[np.object_]
    columns: dict[str, list[Any]]
    crs: str


def read_shapes(content: bytes, *, file: str, system: System | None = None, layer: str = "") -> Shapes:
    """Read the polygons of a GeoPackage, zipped Shapefile, GeoJSON, KML or KMZ.

    Without `system` the file is believed where it says what it is in, and WGS 84 otherwise. Heights are left
    out, broken shapes repaired, lines and points skipped.
    """
    with TemporaryDirectory(prefix="wangge-map-") as folder:
        laid = lay_out(content, Path(folder), file=file, layer=layer)
        found = _read(laid, file=file, layer=layer)
    areal = [_areal(shape) for shape in found.shapes]
    kept = [place for place, shape in enumerate(areal) if shape is not None]
    if not kept:
        raise NoPolygons(file=file)
    columns = {name: [values[place] for place in kept] for name, values in found.columns.items()}
    in_system = _system(found.crs, [laid.system, *columns.get("system", ())], declared=system, file=file)
    shapes = np.array([areal[place] for place in kept], dtype=object)
    _expect_degrees(shapes, file=file)
    repaired = tuple(n for n, place in enumerate(kept) if not shapely.is_valid(found.shapes[place]))
    return Shapes(_in_wgs84(shapes, in_system), columns, in_system, len(areal) - len(kept), repaired)


def _read(laid: Laid, *, file: str, layer: str) -> _Layer:
    """The layer that holds the grids. GDAL stumbles over broken files in all sorts of ways."""
    try:
        names = [str(name) for name, _ in pyogrio.list_layers(laid.path)][:MOST_LAYERS]
        layers = {name: _layer(laid, name, file=file) for name in names}
    except Refused:
        raise
    except Exception as trouble:
        raise NotAMapFile(file=file) from trouble
    with_polygons = {name: found for name, found in layers.items() if found and _polygons(found.shapes)}
    if not with_polygons:
        raise NoPolygons(file=file)
    return _chosen(with_polygons, file=file, layer=layer)


def _chosen(layers: Mapping[str, _Layer], *, file: str, layer: str) -> _Layer:
    if len(layers) == 1:
        return next(iter(layers.values()))
    there = ", ".join(sorted(layers))
    if layer and layer not in layers:
        raise NoSuchLayer(file=file, layer=layer, layers=there)
    if not layer and GRIDS not in layers:
        raise LayerUnclear(file=file, layers=there)
    return layers[layer or GRIDS]


def _layer(laid: Laid, name: str, *, file: str) -> _Layer | None:
    """One layer; None where it is a table without shapes. What is projected is turned into degrees."""
    about = pyogrio.read_info(laid.path, layer=name, encoding=laid.encoding, force_feature_count=True)
    if about["geometry_type"] is None:
        return None
    if about["features"] > MOST_POLYGONS and "Polygon" in about["geometry_type"]:
        raise TooManyPolygons(file=file, polygons=about["features"], most=MOST_POLYGONS)
    crs = str(about["crs"] or "")
    source = _turned(laid.path, name) if _projected(crs) else laid.path
    _, _, shapes, columns = raw.read(
        source, layer=name, encoding=laid.encoding, max_features=MOST_POLYGONS, force_2d=True
    )
    fields = [str(field).lower() for field in about["fields"]]
    told = {field: values.tolist() for field, values in zip(fields, columns, strict=True)}
    return _Layer(
        shapely.from_wkb(shapes, on_invalid="ignore"), told, "EPSG:4326" if source != laid.path else crs
    )


def _projected(crs: str) -> bool:
    number = crs.removeprefix("EPSG:")
    return number.isdecimal() and any(int(number) in known for known in PROJECTED)


def _turned(path: Path, layer: str) -> Path:
    """A file beside it through which GDAL reads the layer in degrees."""
    warped = path.with_name("turned.vrt")
    warped.write_text(
        f"<OGRVRTDataSource><OGRVRTWarpedLayer><OGRVRTLayer name={quoteattr(layer)}>"
        f"<SrcDataSource>{escape(str(path))}</SrcDataSource></OGRVRTLayer>"
        "<TargetSRS>EPSG:4326</TargetSRS></OGRVRTWarpedLayer></OGRVRTDataSource>",
        encoding="utf-8",
    )
    return warped


def _polygons(shapes: NDArray[np.object_]) -> bool:
    return any(_areal(shape) is not None for shape in shapes)


def _areal(shape: Any) -> Any:
    """What of a shape is area, repaired where it is broken; None where nothing is."""
    if shape is None or shape.is_empty or shapely.get_dimensions(shape) < 2:
        return None
    sound = shape if shape.is_valid else shapely.make_valid(shape, method="structure", keep_collapsed=False)
    parts = [part for part in shapely.get_parts(shapely.get_parts(sound)) if part.geom_type == "Polygon"]
    return shapely.multipolygons(parts) if parts else None


def _system(crs: str, told: Sequence[Any], *, declared: System | None, file: str) -> System:
    """The system to read coordinates in: what was declared, unless the file names another one itself."""
    labels = {label: system for system, label in LABELS.items()}
    named = {labels[name] for name in told if name in labels}
    if ours := OURS.match(crs):
        named |= {labels[ours[1]]}
    if declared and named and named != {declared}:
        raise SystemContradicted(
            file=file, told=", ".join(LABELS[s] for s in named), declared=LABELS[declared]
        )
    if crs and not ours and crs not in GEOGRAPHIC and not _undefined(crs):
        raise FileInAnotherSystem(file=file, system=_short(crs))
    if len(named) == 1:
        return named.pop()
    return declared or GEOGRAPHIC.get(crs, System.WGS84)


def _undefined(crs: str) -> bool:
    """Whether a system is named that says nothing, or one of ours in words that GDAL gives no number for."""
    text = crs.upper()
    return "UNDEFINED" in text or (text.startswith("GEOG") and ("WGS" in text or "2000" in text))


def _short(crs: str) -> str:
    named = re.search(r'\["([^"]+)"', crs)
    return named[1] if named else crs


def _expect_degrees(shapes: NDArray[np.object_], *, file: str) -> None:
    at = shapely.get_coordinates(shapes)
    odd = ~np.isfinite(at).all(axis=1) | (np.abs(at) > 180).any(axis=1)  # swapped ones are told of later
    if odd.any():
        raise NotDegrees(file=file, value=f"{at[odd][0, 0]:.6g}, {at[odd][0, 1]:.6g}")


def _in_wgs84(shapes: NDArray[np.object_], system: System) -> NDArray[np.object_]:
    def turned(at: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.stack(convert(at[:, 0], at[:, 1], source=system, target=System.WGS84), axis=1)

    return np.asarray(shapely.transform(shapes, turned), dtype=object)
