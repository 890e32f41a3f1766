"""How large the letters of a map are: by its paper, and by how small its grids are on that."""

from dataclasses import dataclass

import numpy as np
import shapely

from wangge.web.papers.frame import Frame
from wangge.web.papers.scene import Scene


@dataclass(frozen=True, slots=True)
class Type:
    """Sizes in millimetres: the radius of a number's disc, and the letters of names."""

    disc: float
    grid: float
    road: float
    place: float
    building: float


LARGE = Type(disc=5.2, grid=3.9, road=2.9, place=2.7, building=2.3)
SMALL = Type(disc=3.8, grid=2.9, road=2.2, place=2.1, building=1.8)
NEAR = Type(disc=5.2, grid=3.9, road=3.3, place=3.4, building=3.6)
SMALL_NEAR = Type(disc=3.8, grid=2.9, road=2.6, place=2.7, building=2.7)
MINIATURE = Type(disc=2.3, grid=0.0, road=1.9, place=1.8, building=1.6)


SMALLER = {LARGE: SMALL, SMALL: MINIATURE, NEAR: SMALL_NEAR, SMALL_NEAR: MINIATURE}
ACROSS = 6.0  # radii of the disc that a grid is wide, or smaller letters are taken


def fitting(scene: Scene, frame: Frame, size: Type) -> Type:
    """The letters meant, or smaller ones where the grids are too small for them on this paper."""
    side = float(np.median(np.sqrt(shapely.area(np.array(scene.tracts, dtype=object))))) * frame.scale
    while size in SMALLER and side < ACROSS * size.disc:
        size = SMALLER[size]
    return size
