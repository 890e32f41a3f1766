"""The check of coverage as a sheet: every seam counted, zero shown as zero, with the sums behind it."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wangge.places.models import Building, Grid
from wangge.planning.coverage import Coverage
from wangge.web.papers.drawing import WARN
from wangge.web.papers.frame import Frame
from wangge.web.papers.letters import LARGE, SMALL
from wangge.web.papers.maps import Window, whole
from wangge.web.papers.page import UNITS, Printing, edition, shared
from wangge.web.papers.scene import Scene
from wangge.web.papers.sheets import Size
from wangge.web.papers.svg import path
from wangge.web.papers.versions import Version
from wangge.web.papers.wall import words

HEAD = 36.0  # mm on A3
HIGH, WIDE = 0.5, 0.5  # of the sheet, for the map of an upright one and of one that lies
NAMED = 12  # what is named of each kind; the rest is counted


def facts(version: Version, drawn: Scene, found: Coverage, printing: Printing) -> dict[str, Any]:
    """What the template takes."""
    sheet = printing.sheet
    size = LARGE if sheet.size == Size.A3 else SMALL
    wide, high = printing.inner
    high -= HEAD * UNITS[sheet.size]
    window = Window(wide * WIDE, high, size) if sheet.landscape else Window(wide, high * HIGH, size)
    title = _("Coverage of {area}").format(area=version.area.name)
    return {
        **shared(printing, area=version.area, title=title, told=edition(version)),
        "slogan": _("Management everywhere, no seam in the service"),
        "seams": found.seams,
        "rows": [*_ground(found), *_buildings(found), *_grids(found)],
        "map": whole(version, drawn, window, internal=False, over=lambda frame: _holes(found, drawn, frame)),
        "head": HEAD * UNITS[sheet.size],
        "landscape": bool(sheet.landscape),
        "words": words() | _words(),
    }


def _holes(found: Coverage, drawn: Scene, frame: Frame) -> str:
    """Ground and buildings in no grid, in the colour of danger."""
    shapes = [*found.ground.gaps, *(drawn.buildings[each.pk] for each in found.unheld)]
    return "".join(path(frame.flat(shape), fill=WARN, stroke=WARN, width=0.6) for shape in shapes)


def _ground(found: Coverage) -> list[dict[str, Any]]:
    """The ground of the community less what lies in grids; what lies in several of them."""
    ground = found.ground
    if not ground.area:
        why = _("The community has no outline of its own: its ground cannot be checked.")
        return [_row(_("Ground in no grid"), None, [why])]
    area, covered, open_ground = (_m2(v) for v in (ground.area, ground.covered, ground.uncovered))
    summed, beyond, overlap = (_m2(v) for v in (ground.summed, ground.beyond, ground.overlap))
    less = _("{area} m² of the community − {covered} m² in grids = {open} m²")
    twice = _("{summed} m² of all grids − {beyond} m² outside − {covered} m² in grids = {overlap} m²")
    return [
        _row(
            _("Ground in no grid"),
            len(ground.gaps),
            [less.format(area=area, covered=_m2(ground.area - ground.uncovered), open=open_ground)],
        ),
        _row(
            _("Ground in several grids"),
            int(ground.overlap > 0),
            [twice.format(summed=summed, beyond=beyond, covered=_even(ground, covered), overlap=overlap)],
        ),
    ]


def _even(ground: Any, covered: str) -> str:
    """The covered ground such that the sum on the sheet comes out where there is no overlap."""
    return covered if ground.overlap else _m2(ground.summed - ground.beyond)


def _buildings(found: Coverage) -> list[dict[str, Any]]:
    held = found.buildings - len(found.unheld)
    sum_of = _("{all} buildings − {held} in a grid = {open}")
    return [
        _row(
            _("Buildings in no grid"),
            len(found.unheld),
            [sum_of.format(all=found.buildings, held=held, open=len(found.unheld))],
            _named(found.unheld),
        ),
        _row(
            _("Buildings in several grids"),
            len(found.held_twice),
            [_("{held} held, each counted once").format(held=held)],
            _named(found.held_twice),
        ),
    ]


def _grids(found: Coverage) -> list[dict[str, Any]]:
    grids = len(found.grids)
    staffed = grids - len(found.unstaffed)
    reached = staffed - len(found.unreachable)
    posted = _("{all} grids − {held} with somebody appointed = {open}")
    reach = _("{all} grids with somebody − {held} with a telephone = {open}")
    return [
        _row(
            _("Grids with nobody"),
            len(found.unstaffed),
            [posted.format(all=grids, held=staffed, open=grids - staffed)],
            _named(found.unstaffed),
        ),
        _row(
            _("Grids nobody can call"),
            len(found.unreachable),
            [reach.format(all=staffed, held=reached, open=staffed - reached)],
            _named(found.unreachable),
        ),
    ]


def _row(name: str, count: int | None, sums: list[str], named: list[str] | None = None) -> dict[str, Any]:
    return {"name": name, "count": count, "sums": sums, "named": "、".join(named or [])}


def _named(things: tuple[Building, ...] | tuple[Grid, ...]) -> list[str]:
    names = [each.name for each in things[:NAMED]]
    return [*names, "…"] if len(things) > NAMED else names


def _m2(area: float) -> str:
    return f"{round(area):,}"


def _words() -> dict[str, str]:
    return {
        "seams": _("seams in all"),
        "none": _("No seam found"),
        "check": _("What was checked"),
        "count": pgettext("print", "Found"),
    }
