"""The polygons of a sent map file, whatever its format: shapes in WGS 84, and what the file says of each."""

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

from wangge.foundation.coordinates import System
from wangge.foundation.refusals import Refused
from wangge.planning.archives import GRIDS
from wangge.planning.file_errors import LayerUnclear, NoPolygons, NoSuchLayer, NotAMapFile, TooManyPolygons
from wangge.planning.mapsystems import expect_degrees, projected, system_of, turned
from wangge.planning.unpacking import Laid, lay_out

MOST_POLYGONS, MOST_FEATURES, MOST_LAYERS = 2_000, 20_000, 50


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
    in_system = system_of(found.crs, [laid.system, *columns.get("system", ())], declared=system, file=file)
    shapes = np.array([areal[place] for place in kept], dtype=object)
    expect_degrees(shapes, file=file)
    repaired = tuple(n for n, place in enumerate(kept) if not shapely.is_valid(found.shapes[place]))
    here = turned(shapes, source=in_system, target=System.WGS84)
    return Shapes(here, columns, in_system, len(areal) - len(kept), repaired)


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
    """One layer; None where it cannot hold polygons. What is projected is turned into degrees."""
    about = pyogrio.read_info(laid.path, layer=name, encoding=laid.encoding, force_feature_count=True)
    kind = about["geometry_type"]
    if kind is None or "Point" in kind or "Line" in kind:
        return None
    if about["features"] > (MOST_POLYGONS if "Polygon" in kind else MOST_FEATURES):
        raise TooManyPolygons(file=file, polygons=about["features"], most=MOST_POLYGONS)
    crs = str(about["crs"] or "")
    source = _unprojected(laid.path, name) if projected(crs) else laid.path
    _, _, shapes, columns = raw.read(
        source, layer=name, encoding=laid.encoding, max_features=MOST_FEATURES, force_2d=True
    )
    fields = [str(field).lower() for field in about["fields"]]
    told = {field: values.tolist() for field, values in zip(fields, columns, strict=True)}
    return _Layer(
        shapely.from_wkb(shapes, on_invalid="ignore"), told, "EPSG:4326" if source != laid.path else crs
    )


def _unprojected(path: Path, layer: str) -> Path:
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
