"""Map files drawn for a test, and how they come in as drafts of the community by the harbour."""

import io
import json
import zipfile

import numpy as np
import shapely

from tests.cast import MONDAY
from tests.planning.harbour import OUTLINE
from wangge.foundation.coordinates import System, convert
from wangge.journal.actor import SYSTEM
from wangge.places.models import Area
from wangge.planning.importing import Imported, import_draft

WEST, SOUTH, EAST, NORTH = OUTLINE.bounds
HALVES = [shapely.box(WEST, SOUTH, 116.005, NORTH), shapely.box(116.005, SOUTH, EAST, 39.004)]


def bring(area: Area, content: bytes, file: str = "plan.geojson", **how: object) -> Imported:
    return import_draft(area, content=content, file=file, by=SYSTEM, now=MONDAY, **how)


def geojson(shapes: list, properties: list[dict] | None = None, **top: object) -> bytes:
    told = properties or [{"number": n, "name": f"第{n}网格"} for n in range(1, len(shapes) + 1)]
    drawn = [shape and shapely.geometry.mapping(shape) for shape in shapes]
    features = [
        {"type": "Feature", "properties": facts, "geometry": shape}
        for shape, facts in zip(drawn, told, strict=True)
    ]
    return json.dumps({"type": "FeatureCollection", **top, "features": features}).encode()


def shifted(shapes: list, system: System) -> list:
    def turned(at: np.ndarray) -> np.ndarray:
        return np.stack(convert(at[:, 0], at[:, 1], source=System.WGS84, target=system), axis=1)

    return [shapely.transform(shape, turned) for shape in shapes]


def packed(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()
