"""Paths of SVG from shapes in millimetres."""

from collections.abc import Iterable

import shapely
from shapely.geometry.base import BaseGeometry


def path(
    shape: BaseGeometry, *, fill: str, stroke: str = "", width: float = 0.0, opacity: float = 1.0
) -> str:
    """One SVG path of lines and polygons with their holes; empty where there is nothing to draw."""
    run = "".join(_runs(shape))
    if not run:
        return ""
    line = f' stroke="{stroke}" stroke-width="{width:.2f}" stroke-linejoin="round" stroke-linecap="round"'
    seen = f' fill-opacity="{opacity}" stroke-opacity="{opacity}"' if opacity < 1 else ""
    return f'<path d="{run}" fill="{fill}"{line if stroke else ""}{seen} fill-rule="evenodd"/>'


def _runs(shape: BaseGeometry) -> Iterable[str]:
    for part in shapely.get_parts(shape):
        if part.is_empty:
            continue
        if part.geom_type == "Polygon":
            for ring in (part.exterior, *part.interiors):
                yield _run(ring) + "Z"
        elif part.geom_type == "LineString":
            yield _run(part)


def _run(line: BaseGeometry) -> str:
    return "M" + "L".join(f"{x:.2f} {y:.2f}" for x, y in shapely.get_coordinates(line).tolist())
