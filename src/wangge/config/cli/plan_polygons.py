"""`wangge plan polygons`: divide areas that adjoin, such as statistical ones, taken whole as they are."""

import csv
import gzip
import json
from pathlib import Path
from typing import Any

import click
import numpy as np
import shapely
from numpy.typing import NDArray

from wangge.config.cli import options
from wangge.config.cli.drawing import line, rule_of, shown
from wangge.config.cli.errors import AreasBroken
from wangge.partition.polygons import from_polygons
from wangge.partition.solve import solve
from wangge.places.outlining import in_metres


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--households", "field", default="households", show_default=True, help="The property to count.")
@options.span
@options.number_of_grids
@options.search
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write .geojson, or .csv.")
def polygons(file: Path, field: str, out: Path | None, **asked: Any) -> None:
    """Divide the polygons of a GeoJSON file (plain or .gz, WGS 84) and print the figures of the grids.

    No polygon is ever split: one that alone holds more than --max is a grid out of range. --out writes
    the features with their grid as one more property, or as CSV the place of each in the file and its grid.
    """
    rule = rule_of(asked)
    features = _features(file)
    shapes, households = _shapes(file, features), _counts(file, features, field)
    corner = shapely.total_bounds(shapes)
    middle = (float(corner[0] + corner[2]) / 2, float(corner[1] + corner[3]) / 2)
    instance = from_polygons(np.asarray(in_metres(shapes, middle), dtype=object), households)
    how = {"seed": asked["seed"], "seconds": asked["seconds"], "lenient": True}
    with shown() as show:
        made = solve(instance, rule, progress=show, **how)
    click.echo(line(made.figures, made.k, made.objective, made.bound))
    for place in np.flatnonzero(households > rule.max).tolist():
        click.echo(f"Polygon {place} alone holds {households[place]:,}: too large for any grid in range.")
    if made.reason:
        click.echo(f"Why not all are in range: {made.reason}")
    if out:
        _write(out, features, made.labels.tolist())


def _features(file: Path) -> list[dict[str, Any]]:
    raw = file.read_bytes()
    try:
        told = json.loads(gzip.decompress(raw) if file.suffix == ".gz" else raw)
        features: list[dict[str, Any]] = told["features"]
    except (ValueError, OSError, EOFError, KeyError, TypeError) as trouble:
        raise AreasBroken(file=file.name, trouble=f"not a GeoJSON FeatureCollection: {trouble}") from trouble
    if not features:
        raise AreasBroken(file=file.name, trouble="there is no feature in it")
    return features


def _shapes(file: Path, features: list[dict[str, Any]]) -> NDArray[np.object_]:
    """The polygons in degrees, shape (n,)."""
    found = np.empty(len(features), dtype=object)
    for place, feature in enumerate(features):
        try:
            shape = shapely.force_2d(shapely.from_geojson(json.dumps(feature["geometry"])))
            west, south, east, north = shape.bounds
        except (shapely.GEOSException, AttributeError, KeyError, TypeError, ValueError) as trouble:
            raise AreasBroken(file=file.name, trouble=f"feature {place} has no polygon") from trouble
        if "Polygon" not in shape.geom_type or shape.area == 0:
            raise AreasBroken(file=file.name, trouble=f"feature {place} has no polygon")
        if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
            raise AreasBroken(file=file.name, trouble=f"feature {place} is not in degrees (WGS 84)")
        found[place] = shape
    return found


def _counts(file: Path, features: list[dict[str, Any]], field: str) -> NDArray[np.int64]:
    """The households of each, shape (n,); nothing said is none."""
    if not any(field in (feature.get("properties") or {}) for feature in features):
        raise AreasBroken(file=file.name, trouble=f"no feature has the property {field}")
    counts = np.zeros(len(features), dtype=np.int64)
    for place, feature in enumerate(features):
        said = (feature.get("properties") or {}).get(field)
        try:
            counts[place] = round(float(said or 0))
        except (TypeError, ValueError, OverflowError) as trouble:
            raise AreasBroken(file=file.name, trouble=f"{field} of feature {place} is {said!r}") from trouble
        if counts[place] < 0:
            raise AreasBroken(file=file.name, trouble=f"{field} of feature {place} is {said!r}")
    return counts


def _write(path: Path, features: list[dict[str, Any]], labels: list[int]) -> None:
    if path.suffix == ".csv":
        with path.open("w", newline="", encoding="utf-8") as file:
            rows = csv.writer(file)
            rows.writerow(("id", "grid"))
            rows.writerows(enumerate(labels))
        return
    told = [
        {**feature, "properties": {**(feature.get("properties") or {}), "grid": label}}
        for feature, label in zip(features, labels, strict=True)
    ]
    text = json.dumps({"type": "FeatureCollection", "features": told}, ensure_ascii=False)
    path.write_text(text, encoding="utf-8")
