"""The lines of a backdrop that people do not cross lightly: streets, arterials, railways and waterways."""

from collections.abc import Iterable, Mapping
from typing import Any

import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from wangge.partition.inputs import ARTERIAL, RIVER, STREET

# How hard a line is to cross, by the class of a road or the kind of a water (OpenStreetMap's words too).
CLASSES = {
    "street": STREET,
    "residential": STREET,
    "secondary": STREET,
    "tertiary": STREET,
    "arterial": ARTERIAL,
    "primary": ARTERIAL,
    "trunk": ARTERIAL,
    "motorway": ARTERIAL,
    "rail": RIVER,
    "railway": RIVER,
    "river": RIVER,
    "canal": RIVER,
}


def barriers(features: Iterable[Mapping[str, Any]]) -> list[tuple[BaseGeometry, int]]:
    """Lines in WGS 84 with their class (1 to 3) from GeoJSON features; a water's banks are its barrier.

    Features of other layers, and paths, lanes and ponds, bar nobody's way.
    """
    found = []
    for feature in features:
        facts = feature.get("properties") or {}
        kind = CLASSES.get(str(facts.get("class") or facts.get("kind") or ""))
        if kind is None or facts.get("layer") not in ("roads", "water"):
            continue
        drawn = shape(feature["geometry"])
        line = drawn.boundary if drawn.geom_type.endswith("Polygon") else drawn
        found += [(part, kind) for part in shapely.get_parts(line) if not part.is_empty]
    return found
