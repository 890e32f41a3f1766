"""Which coordinate system a map file is in, by what it says and what was declared; its shapes in WGS 84."""

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from wangge.foundation.coordinates import LABELS, System, convert
from wangge.planning.file_errors import FileInAnotherSystem, NotDegrees, SystemContradicted

GEOGRAPHIC = {
    "EPSG:4326": System.WGS84,
    "EPSG:4979": System.WGS84,
    "OGC:CRS84": System.WGS84,
    "EPSG:4490": System.CGCS2000,
    "EPSG:4480": System.CGCS2000,
}
PROJECTED = (range(4491, 4555), range(32601, 32661), range(3857, 3858))  # CGCS2000 Gauss-Krüger, UTM, web
OURS = re.compile(r'^LOCAL_CS\["(GCJ-02|BD-09)"')
ALIKE = {System.WGS84, System.CGCS2000}


def system_of(crs: str, told: Sequence[Any], *, declared: System | None, file: str) -> System:
    """The system to read coordinates in: what was declared, unless the file names another one itself."""
    labels = {label: system for system, label in LABELS.items()}
    named = {labels[name] for name in told if name in labels}
    if ours := OURS.match(crs):
        named |= {labels[ours[1]]}
    if declared and named and named != {declared} and not named | {declared} <= ALIKE:
        raise SystemContradicted(
            file=file, told=", ".join(LABELS[s] for s in named), declared=LABELS[declared]
        )
    if crs and not ours and crs not in GEOGRAPHIC and not _undefined(crs):
        raise FileInAnotherSystem(file=file, system=_short(crs))
    if declared or len(named) != 1:
        return declared or GEOGRAPHIC.get(crs, System.WGS84)
    return named.pop()


def _undefined(crs: str) -> bool:
    """Whether a system is named that says nothing, or one of ours in words that GDAL gives no number for."""
    text = crs.upper()
    return "UNDEFINED" in text or (text.startswith("GEOG") and ("WGS" in text or "2000" in text))


def _short(crs: str) -> str:
    named = re.search(r'\["([^"]+)"', crs)
    return named[1] if named else crs


def expect_degrees(shapes: NDArray[np.object_], *, file: str) -> None:
    """Refuse shapes whose coordinates cannot be degrees."""
    at = shapely.get_coordinates(shapes)
    odd = ~np.isfinite(at).all(axis=1) | (np.abs(at) > 180).any(axis=1)  # swapped ones are told of later
    if odd.any():
        raise NotDegrees(file=file, value=f"{at[odd][0, 0]:.6g}, {at[odd][0, 1]:.6g}")


def turned(shapes: NDArray[np.object_], *, source: System, target: System) -> NDArray[np.object_]:
    """Shapes from one system in another, corner by corner: what two of them share stays shared."""

    def moved(at: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.stack(convert(at[:, 0], at[:, 1], source=source, target=target), axis=1)

    return np.asarray(shapely.transform(shapes, moved), dtype=object)


def projected(crs: str) -> bool:
    """Whether a system is one in metres that can be turned into degrees."""
    number = crs.removeprefix("EPSG:")
    return number.isdecimal() and any(int(number) in known for known in PROJECTED)
