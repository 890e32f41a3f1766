"""Coordinate systems met in China, turned into one another, and a flat metric map around a point.

Everything is longitude first, in degrees. Stored is WGS 84; the others are converted at the edge. CGCS2000,
the national datum of survey offices, differs from WGS 84 by less than a metre (plates drift), nothing at map
scale: it is taken as the same. GCJ-02 (phone maps) shifts WGS 84 by up to 700 m; BD-09 (Baidu) shifts
GCJ-02 once more. The formulas are the ones published in open implementations (eviltransform,
coordtransform, gcoord); the operators' own are unpublished and agree with them within about a metre.
Outside a rough box around China nothing is shifted.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import overload

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Shift = Callable[[Floats, Floats], tuple[Floats, Floats]]


class System(StrEnum):
    """Systems that an import may declare."""

    WGS84 = "wgs84"
    CGCS2000 = "cgcs2000"
    GCJ02 = "gcj02"
    BD09 = "bd09"


LABELS = {System.WGS84: "WGS 84", System.CGCS2000: "CGCS2000", System.GCJ02: "GCJ-02", System.BD09: "BD-09"}

WEST, EAST, SOUTH, NORTH = 73.66, 135.05, 3.86, 53.55  # the box that open implementations use

SEMI_MAJOR, ECCENTRICITY_2 = 6378245.0, 0.00669342162296594323  # Krasovsky 1940, as GCJ-02 has it
BD_OFFSET_LON, BD_OFFSET_LAT, BD_WAVE = 0.0065, 0.006, np.pi * 3000 / 180
ITERATIONS = 10  # each gains two digits; five reach 1e-10°


def outside_china(lon: Floats, lat: Floats) -> NDArray[np.bool_]:
    """Which points (n,) lie outside the box in which coordinates are shifted."""
    return np.asarray(~((lon > WEST) & (lon < EAST) & (lat > SOUTH) & (lat < NORTH)))


def _waves(angle: Floats, *terms: tuple[float, float]) -> Floats:
    total = np.zeros_like(angle)
    for amplitude, period in terms:
        total += amplitude * np.sin(angle * np.pi / period)
    return total * 2 / 3


def _wgs_to_gcj(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    x, y = lon - 105, lat - 35
    ripple = _waves(x, (20, 1 / 6), (20, 1 / 2))
    root = np.sqrt(np.abs(x))
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + ripple
    north += _waves(y, (20, 1), (40, 3), (160, 12), (320, 30))
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + ripple
    east += _waves(x, (20, 1), (40, 3), (150, 12), (300, 30))
    slope = 1 - ECCENTRICITY_2 * np.sin(np.radians(lat)) ** 2
    meridian_radius = SEMI_MAJOR * (1 - ECCENTRICITY_2) / slope**1.5
    parallel_radius = SEMI_MAJOR / np.sqrt(slope) * np.cos(np.radians(lat))
    return lon + np.degrees(east / parallel_radius), lat + np.degrees(north / meridian_radius)


def _gcj_to_bd(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
    radius = np.hypot(lon, lat) + 0.00002 * np.sin(lat * BD_WAVE)
    angle = np.arctan2(lat, lon) + 0.000003 * np.cos(lon * BD_WAVE)
    return radius * np.cos(angle) + BD_OFFSET_LON, radius * np.sin(angle) + BD_OFFSET_LAT


def _inverse(forward: Shift) -> Shift:
    """The way back, by fixed-point iteration: the shift hardly changes within its own length."""

    def back(lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
        x, y = lon, lat
        for _ in range(ITERATIONS):
            shifted_x, shifted_y = forward(x, y)
            x, y = x + (lon - shifted_x), y + (lat - shifted_y)
        return x, y

    return back


_CHAIN = (System.WGS84, System.GCJ02, System.BD09)  # each is made from the one before
_FORWARD: tuple[Shift, ...] = (_wgs_to_gcj, _gcj_to_bd)
_BACKWARD = tuple(_inverse(shift) for shift in _FORWARD)


def _rung(system: System) -> int:
    return _CHAIN.index(System.WGS84 if system is System.CGCS2000 else system)


@overload
def convert(lon: float, lat: float, *, source: System, target: System) -> tuple[float, float]: ...
@overload
def convert(lon: Floats, lat: Floats, *, source: System, target: System) -> tuple[Floats, Floats]: ...
def convert(
    lon: float | Floats, lat: float | Floats, *, source: System, target: System
) -> tuple[float, float] | tuple[Floats, Floats]:
    """Longitudes and latitudes in degrees, single numbers or arrays (n,), from one system to another.

    The way back undoes the way there to 1e-9° (0.1 mm). Points outside China come back unchanged.
    """
    x, y = np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)
    here, there = _rung(source), _rung(target)
    steps = _FORWARD[here:there] if here <= there else _BACKWARD[there:here][::-1]
    moved_x, moved_y = x, y
    for step in steps:
        moved_x, moved_y = step(moved_x, moved_y)
    stays = outside_china(x, y)
    moved_x, moved_y = np.where(stays, x, moved_x), np.where(stays, y, moved_y)
    return (moved_x, moved_y) if moved_x.ndim else (float(moved_x), float(moved_y))


WGS84_AXIS, WGS84_ECCENTRICITY_2 = 6378137.0, 0.0066943799901413165


def _radii(lat: Floats) -> tuple[Floats, Floats]:
    """Radii of curvature along the meridian and across it, in metres; latitude in radians."""
    slope = 1 - WGS84_ECCENTRICITY_2 * np.sin(lat) ** 2
    return WGS84_AXIS * (1 - WGS84_ECCENTRICITY_2) / slope**1.5, WGS84_AXIS / np.sqrt(slope)


def to_metres(lon: float | Floats, lat: float | Floats, origin: tuple[float, float]) -> tuple[Floats, Floats]:
    """Metres east and north of the origin (lon, lat), arrays of the shape given; WGS 84.

    Equirectangular with the bend of the parallels put right (the first terms of the transverse Mercator
    series on the origin's meridian): lengths hold to 1 mm within 2 km of the origin, to 2 parts in a million
    at 9 km.
    """
    phi = np.radians(np.asarray(lat, dtype=np.float64))
    phi_0 = np.radians(np.float64(origin[1]))
    turn = np.radians(np.asarray(lon, dtype=np.float64) - origin[0])
    meridian, _ = _radii((phi + phi_0) / 2)
    _, across = _radii(phi)
    east = across * np.cos(phi) * turn
    north = meridian * (phi - phi_0) + east * turn * np.sin(phi) / 2
    return np.asarray(east), np.asarray(north)


def to_degrees(
    east: float | Floats, north: float | Floats, origin: tuple[float, float]
) -> tuple[Floats, Floats]:
    """Longitude and latitude of points so many metres east and north of the origin: undoes `to_metres`."""
    x, y = np.asarray(east, dtype=np.float64), np.asarray(north, dtype=np.float64)
    meridian, across = _radii(np.radians(np.float64(origin[1])))
    lon = origin[0] + np.degrees(x / (across * np.cos(np.radians(origin[1]))))
    lat = origin[1] + np.degrees(y / meridian)
    for _ in range(6):
        found_x, found_y = to_metres(lon, lat, origin)
        lon = lon + np.degrees((x - found_x) / (across * np.cos(np.radians(lat))))
        lat = lat + np.degrees((y - found_y) / meridian)
    return np.asarray(lon), np.asarray(lat)
