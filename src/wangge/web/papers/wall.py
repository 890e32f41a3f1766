"""The wall map of a community: its grids in their colours, and beside them who answers for each."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wangge.web.papers.codes import qr
from wangge.web.papers.figures import averages
from wangge.web.papers.layout import HEAD, layout
from wangge.web.papers.letters import LARGE, SMALL
from wangge.web.papers.maps import Window, whole
from wangge.web.papers.page import UNITS, Printing, edition, shared
from wangge.web.papers.palette import fill, ink_on
from wangge.web.papers.people import heads, kinds, row
from wangge.web.papers.scene import Scene
from wangge.web.papers.sheets import Size
from wangge.web.papers.versions import Version

COLUMNS = 2  # kinds of posts


def facts(version: Version, drawn: Scene, printing: Printing) -> dict[str, Any]:
    """What the template takes; the table moves to a page of its own where grids are many."""
    sheet = printing.sheet
    told = table(version, internal=False, most=COLUMNS)
    laid = layout(printing, told, words(), ratio=_ratio(drawn))
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


def _ratio(drawn: Scene) -> float:
    west, south, east, north = drawn.outline.bounds
    return float((north - south) / (east - west))


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
