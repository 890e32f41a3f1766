"""The plate on the wall and the card in the hand: who answers for a grid, how to call them, where it is."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wangge.web.papers.codes import qr
from wangge.web.papers.letters import MINIATURE, NEAR, SMALL_NEAR, Type
from wangge.web.papers.maps import Window, part
from wangge.web.papers.page import UNITS, Printing, edition, shared
from wangge.web.papers.palette import fill, ink_on
from wangge.web.papers.people import duties, kinds, told
from wangge.web.papers.scene import Scene
from wangge.web.papers.sheets import Sheet, Size
from wangge.web.papers.tracts import Tract
from wangge.web.papers.versions import Version

LYING, UPRIGHT = (0.5, 0.78), (1.0, 0.44)  # of the width and the height inside, for the map on a plate
CARD = (95.0, 54.0)  # mm of the map on a card
SIZES: dict[Size, Type] = {Size.A3: NEAR, Size.A4: SMALL_NEAR, Size.A6: MINIATURE}


def plate(version: Version, drawn: Scene, at: int, printing: Printing) -> dict[str, Any]:
    """What the template of the plate takes, for one of the tracts."""
    wide, high = printing.inner
    across, along = LYING if printing.sheet.landscape else UPRIGHT
    window = Window(wide * across, high * along, SIZES[printing.sheet.size])
    title = _("Public plate of {grid}").format(grid=version.tracts[at].name)
    return {
        **shared(printing, area=version.area, title=title, told=edition(version)),
        **_grid(version, drawn, at, window, printing),
        "kind": "plate",
        "landscape": bool(printing.sheet.landscape),
        "words": _words() | {"headline": _("Who answers for this grid")},
    }


def card(version: Version, drawn: Scene, at: int, printing: Printing) -> dict[str, Any]:
    """What the template of the card takes; on A4 it is printed four times, to be cut apart."""
    window = Window(*CARD, MINIATURE)
    title = _("Contact card of {grid}").format(grid=version.tracts[at].name)
    sheet: Sheet = printing.sheet
    return {
        **shared(printing, area=version.area, title=title, told=edition(version)),
        **_grid(version, drawn, at, window, printing),
        "kind": "card",
        "unit": UNITS[Size.A6],
        "copies": 4 if sheet.size == Size.A4 else 1,
        "words": _words() | {"headline": _("Contact card")},
    }


def _grid(version: Version, drawn: Scene, at: int, window: Window, printing: Printing) -> dict[str, Any]:
    tract = version.tracts[at]
    head = next((holder for holder in tract.holders if holder.lead), None)
    return {
        "grid": {
            "number": tract.number,
            "name": tract.name,
            "fill": fill(tract.colour),
            "ink": ink_on(tract.colour),
        },
        "head": told(head) | {"duties": duties(head)} if head else None,
        "others": _others(version, tract, internal=printing.sheet.internal),
        "map": part(version, drawn, at, window, internal=printing.sheet.internal, room=0.12),
        "qr": qr(printing.link),
    }


def _others(version: Version, tract: Tract, *, internal: bool) -> list[dict[str, str]]:
    """Everybody else who answers for the grid and may stand on the sheet."""
    shown = kinds(version.tracts, internal=internal, most=99)
    head = next((holder for holder in tract.holders if holder.lead), None)
    return [told(each) for each in tract.holders if each is not head and each.role in shown]


def _words() -> dict[str, str]:
    return {
        "north": pgettext("print", "N"),
        "photo": pgettext("print", "Photo"),
        "phone": pgettext("print", "Telephone"),
        "duties": pgettext("print", "Duties"),
        "scan": _("Scan to tell us what is wrong here"),
        "nobody": _("Nobody is posted here yet; the community office answers."),
    }
