"""The map of a whole community or of one of its grids, drawn and lettered for a window of a sheet."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from wangge.web.papers.drawing import facts, ink
from wangge.web.papers.frame import Frame
from wangge.web.papers.lettering import Named, letter
from wangge.web.papers.letters import Type, fitting
from wangge.web.papers.scene import Scene, bounds_of
from wangge.web.papers.versions import Version


@dataclass(frozen=True, slots=True)
class Window:
    """Where a map stands: width and height in millimetres, and how large its letters are."""

    width: float
    height: float
    size: Type


def whole(
    version: Version,
    drawn: Scene,
    window: Window,
    *,
    internal: bool,
    over: Callable[[Frame], str] | None = None,
) -> dict[str, Any]:
    """All grids; names of buildings stand on it only where it is internal. `over` draws something on top."""
    west, south, east, north = drawn.outline.bounds
    frame = Frame.around((west, south, east, north), width=window.width, height=window.height, room=0.025)
    named = Named(buildings=internal, compounds=not internal)
    size = fitting(drawn, frame, window.size)
    labels, left_out = letter(drawn, version.tracts, frame, size=size, named=named)
    svg = ink(drawn, version.tracts, frame, over=over(frame) if over else "")
    return facts(svg, frame, labels, left_out=left_out)


def part(
    version: Version, drawn: Scene, at: int, window: Window, *, internal: bool, room: float = 0.1
) -> dict[str, Any]:
    """One grid (its place among the tracts) among its paler neighbours."""
    number = version.tracts[at].number
    frame = Frame.around(bounds_of(at, drawn), width=window.width, height=window.height, room=room)
    named = Named(grids=False, buildings=internal, compounds=not internal, only=number)
    labels, left_out = letter(drawn, version.tracts, frame, size=window.size, named=named)
    return facts(ink(drawn, version.tracts, frame, only=number), frame, labels, left_out=left_out)
