"""The ground an invented estate stands on: plan coordinates, metres and degrees."""

import math
from dataclasses import dataclass
from itertools import pairwise

Point = tuple[float, float]
Ring = tuple[Point, ...]

_EQUATOR = 6378137.0
_ECCENTRICITY = 0.00669437999014  # squared, of the WGS 84 ellipsoid


@dataclass(frozen=True)
class Ground:
    """Bends a drawing-board plan into streets that sway a little, and places it on the globe.

    Plan coordinates and metres both run east and north; degrees are WGS 84. Sways and spans in metres.
    """

    lon: float
    lat: float
    easting: float
    northing: float
    east_sway: float
    east_span: float
    north_sway: float
    north_span: float

    def bend(self, point: Point) -> Point:
        """Metres of a point of the plan."""
        p, q = point
        return (
            p + self.east_sway * math.sin(math.pi * q / self.east_span + 0.5),
            q + self.north_sway * math.sin(math.pi * p / self.north_span + 0.3),
        )

    def street_angle(self, point: Point) -> float:
        """How far (radians, anticlockwise) an east-west street turns here."""
        slope = self.north_sway * math.pi / self.north_span
        return math.atan(slope * math.cos(math.pi * point[0] / self.north_span + 0.3))

    def avenue_angle(self, point: Point) -> float:
        """How far (radians, anticlockwise) a north-south street turns here."""
        slope = self.east_sway * math.pi / self.east_span
        return -math.atan(slope * math.cos(math.pi * point[1] / self.east_span + 0.5))

    def degrees(self, metres: Point) -> Point:
        """Longitude and latitude of a point in metres, by the radii of the ellipsoid at the anchor."""
        sine = math.sin(math.radians(self.lat))
        curve = 1 - _ECCENTRICITY * sine * sine
        meridian = _EQUATOR * (1 - _ECCENTRICITY) / curve**1.5
        parallel = _EQUATOR / math.sqrt(curve) * math.cos(math.radians(self.lat))
        return (
            round(self.lon + math.degrees((metres[0] - self.easting) / parallel), 6),
            round(self.lat + math.degrees((metres[1] - self.northing) / meridian), 6),
        )


def turned(ring: Ring, *, angle: float, to: Point) -> Ring:
    """A ring drawn round the origin, turned by `angle` radians and carried to `to`."""
    cosine, sine = math.cos(angle), math.sin(angle)
    return tuple((to[0] + x * cosine - y * sine, to[1] + x * sine + y * cosine) for x, y in ring)


def finely(line: Ring, *, step: float = 25.0) -> Ring:
    """The same line with a point at least every `step` metres, so that it can bend."""
    points: list[Point] = [line[0]]
    for (x0, y0), (x1, y1) in pairwise(line):
        pieces = max(1, math.ceil(math.hypot(x1 - x0, y1 - y0) / step))
        points += [(x0 + (x1 - x0) * i / pieces, y0 + (y1 - y0) * i / pieces) for i in range(1, pieces + 1)]
    return tuple(points)
