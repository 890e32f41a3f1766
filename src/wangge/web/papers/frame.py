"""A window of paper onto a stretch of ground: the scale, and where in it a place lies."""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

STEPS = (1, 2, 5)


@dataclass(frozen=True, slots=True)
class Frame:
    """A window of `width` × `height` millimetres onto a stretch of ground in metres."""

    width: float
    height: float
    scale: float
    west: float
    north: float

    @classmethod
    def around(
        cls, bounds: tuple[float, float, float, float], *, width: float, height: float, room: float = 0.06
    ) -> "Frame":
        """The window in which the bounds (west, south, east, north) fill what `room` on each side leaves."""
        west, south, east, north = bounds
        wide, high = max(east - west, 1.0), max(north - south, 1.0)
        scale = (1 - 2 * room) * min(width / wide, height / high)
        middle = ((west + east) / 2, (south + north) / 2)
        return cls(width, height, scale, middle[0] - width / scale / 2, middle[1] + height / scale / 2)

    def flat(self, shape: BaseGeometry) -> BaseGeometry:
        """A shape in metres on the paper: millimetres, y downward."""

        def moved(at: NDArray[np.float64]) -> NDArray[np.float64]:
            return np.stack([(at[:, 0] - self.west) * self.scale, (self.north - at[:, 1]) * self.scale], 1)

        return shapely.transform(shape, moved)

    @property
    def ground(self) -> BaseGeometry:
        """What is seen, in metres, and a little more."""
        spare = 4 / self.scale
        east, south = self.west + self.width / self.scale, self.north - self.height / self.scale
        return shapely.box(self.west - spare, south - spare, east + spare, self.north + spare)

    @property
    def bar(self) -> dict[str, float]:
        """A round number of metres some fifth of the window long."""
        most = 0.22 * self.width / self.scale
        size = 10 ** int(np.floor(np.log10(most)))
        metres = max(step * size for step in STEPS if step * size <= most)
        return {"metres": metres, "mm": round(metres * self.scale, 2)}
