"""What GDAL reads of a laid-out map file: the layer that holds the grids, in degrees."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import numpy as np
import pyogrio
import shapely
from numpy.typing import NDArray
from pyogrio import raw

from wangge.foundation.refusals import Refused
from wangge.planning.archives import GRIDS
from wangge.planning.file_errors import LayerUnclear, NoPolygons, NoSuchLayer, NotAMapFile, TooManyPolygons
from wangge.planning.mapsystems import projected
from wangge.planning.unpacking import Laid

MOST_POLYGONS, MOST_FEATURES, MOST_LAYERS = 2_000, 20_000, 50


@dataclass(frozen=True, slots=True)
class MapLayer:
    """n shapes as they stand in the file (None where one is broken), their columns, and their system."""

    shapes: NDArray[np.object_]
    columns: dict[str, list[Any]]
    crs: str


def read_layer(laid: Laid, *, file: str, layer: str) -> MapLayer:
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


def _chosen(layers: Mapping[str, MapLayer], *, file: str, layer: str) -> MapLayer:
    if len(layers) == 1:
        return next(iter(layers.values()))
    there = ", ".join(sorted(layers))
    if layer and layer not in layers:
        raise NoSuchLayer(file=file, layer=layer, layers=there)
    if not layer and GRIDS not in layers:
        raise LayerUnclear(file=file, layers=there)
    return layers[layer or GRIDS]


def _layer(laid: Laid, name: str, *, file: str) -> MapLayer | None:
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
    return MapLayer(
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
    return any(areal_part(shape) is not None for shape in shapes)


def areal_part(shape: Any) -> Any:
    """What of a shape is area, repaired where it is broken; None where nothing is."""
    if shape is None or shape.is_empty or shapely.get_dimensions(shape) < 2:
        return None
    sound = shape if shape.is_valid else shapely.make_valid(shape, method="structure", keep_collapsed=False)
    parts = [part for part in shapely.get_parts(shapely.get_parts(sound)) if part.geom_type == "Polygon"]
    return shapely.multipolygons(parts) if parts else None
