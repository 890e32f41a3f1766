"""The wall map of a community: its grids in their colours, and beside them who answers for each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wangge.web.papers.codes import qr
from wangge.web.papers.figures import averages
from wangge.web.papers.letters import LARGE, SMALL
from wangge.web.papers.maps import Window, whole
from wangge.web.papers.page import UNITS, Printing, edition, shared
from wangge.web.papers.palette import fill, ink_on
from wangge.web.papers.people import heads, kinds, row
from wangge.web.papers.scene import Scene
from wangge.web.papers.sheets import Size
from wangge.web.papers.versions import Version

HEAD = 24.0  # mm on A3, as all that follow
ASKING = 31.0  # the QR code and the legend
LETTERS = (14.0, 12.5, 11.5)  # points of the table beside the map, the largest that fits
MM = 25.4 / 72  # millimetres in a point
SIDE, POST = 7.4, 3.6  # mm a point, of the column beside the map: the counts, and each kind of post
MOST = 0.42  # of the width, for that column
ALONE = 72.0  # mm of the column where the table is on a page of its own
GAP = 4.0  # between the map and the foot
LEAST = 0.65  # of the height it could use that a map keeps, or the table moves to a page of its own
ROOM = 1.1  # of its own height that a map takes where there is more than enough
COLUMNS = 2


def facts(version: Version, drawn: Scene, printing: Printing) -> dict[str, Any]:
    """What the template takes; the table moves to a page of its own where grids are many."""
    sheet = printing.sheet
    told = table(version, internal=False, most=COLUMNS)
    laid = layout(printing, told["rows"], ratio=_ratio(drawn))
    size = LARGE if sheet.size == Size.A3 else SMALL
    title = _("Grid map of {area}").format(area=version.area.name)
    return {
        **shared(printing, area=version.area, title=title, told=edition(version)),
        **told,
        "subtitle": averages(version.households, version.people),
        "map": whole(version, drawn, Window(laid.width, laid.height, size), internal=sheet.internal),
        "head": HEAD * UNITS[sheet.size],
        "letters": laid.letters,
        "landscape": bool(sheet.landscape),
        "beside": laid.beside,
        "qr": qr(printing.link),
        "words": words(),
    }


@dataclass(frozen=True, slots=True)
class Layout:
    """Millimetres of the map, points of the table, and whether both stand on the same page."""

    width: float
    height: float
    letters: float
    beside: bool


def _ratio(drawn: Scene) -> float:
    west, south, east, north = drawn.outline.bounds
    return float((north - south) / (east - west))


def layout(printing: Printing, rows: Sequence[Mapping[str, Any]], *, ratio: float) -> Layout:
    """The largest letters with which everything fits; where none do, the table gets its own page.

    `ratio` is the height of the community to its width.
    """
    tried = [_with(letters, printing, rows, ratio) for letters in LETTERS]
    return next((each for each in tried if each.beside), tried[-1])


def _with(letters: float, printing: Printing, rows: Sequence[Mapping[str, Any]], ratio: float) -> Layout:
    sheet, unit = printing.sheet, UNITS[printing.sheet.size]
    wide, high = printing.inner
    high -= HEAD * unit + GAP
    need = unit * MM * letters * sum(0.85 + 1.34 * _lines(row) for row in (*rows, {}, {}))
    if sheet.landscape:
        posts = max((len(row["staff"]) for row in rows), default=0)
        side = (SIDE + POST * posts) * letters * unit
        fits = need + ASKING * unit <= high and (side <= MOST * wide or letters == LETTERS[-1])
        return Layout(wide - (side if fits else ALONE * unit) - 6, high, letters, fits)
    high -= ASKING * unit
    useful = min(high, ROOM * wide * ratio)
    fits = high - need >= LEAST * useful
    return Layout(wide, min(useful, high - need) if fits else useful, letters, fits)


def _lines(row: Mapping[str, Any]) -> int:
    return max((len(people) for people in row.get("staff", ())), default=1) or 1


def table(version: Version, *, internal: bool, most: int) -> dict[str, Any]:
    """The grids as rows, their sums, and the palette that they are drawn in."""
    roles = kinds(version.tracts, internal=internal, most=most)
    rows = [row(tract, roles) for tract in version.tracts]
    return {
        "rows": rows,
        "staff": heads(version.tracts, roles),
        "totals": dict(zip(("households", "people", "merchants"), version.totals, strict=True)),
        "counted": {"people": version.totals[1] > 0, "merchants": version.totals[2] > 0},
        "palette": [[fill(colour), ink_on(colour)] for colour in range(12)],
    }


def words() -> dict[str, str]:
    """What the sheet says, in the language of whoever prints."""
    return {
        "north": pgettext("print", "N"),
        "number": pgettext("print", "No."),
        "grid": pgettext("print", "Grid"),
        "buildings": pgettext("print", "Buildings"),
        "households": pgettext("print", "Households"),
        "people": pgettext("print", "Population"),
        "merchants": pgettext("print", "Merchants"),
        "total": pgettext("print", "Together"),
        "nobody": pgettext("print", "vacant"),
        "building": pgettext("print", "building"),
        "border": _("border of the community"),
        "water": pgettext("print", "water"),
        "green": pgettext("print", "green"),
        "scan": _("Find your grid and tell us what is wrong"),
        "left_out": _("names that found no room: {n}; they stand in the atlas"),
    }
