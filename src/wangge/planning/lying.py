"""How the scanned map under an area's plans lies, for whoever draws it."""

from dataclasses import dataclass
from typing import Any

from wangge.places.models import Area
from wangge.planning.models import Underlay


@dataclass(frozen=True, slots=True)
class Laid:
    """How a picture lies, for whoever draws it: corners in WGS 84, from the top left clockwise; or none."""

    name: str
    width: int
    height: int
    points: list[dict[str, float]]
    corners: list[list[float]]
    fit: dict[str, Any]
    opacity: float


def underlay_of(area: Area) -> Underlay | None:
    """The picture under an area's plans: one statement."""
    return Underlay.objects.filter(area=area).first()


def sheet(underlay: Underlay) -> Laid:
    """What a screen needs to draw it."""
    return Laid(
        name=underlay.name,
        width=underlay.width,
        height=underlay.height,
        points=underlay.points,
        corners=underlay.corners,
        fit=underlay.fit,
        opacity=underlay.opacity,
    )
