"""The atlas of a community's grids: a front page with all of them, then a page for each."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db.models.functions import Length
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from wangge.places.models import Building, Home
from wangge.staffing.cards import Holder
from wangge.web.papers.codes import qr
from wangge.web.papers.figures import averages
from wangge.web.papers.letters import LARGE, NEAR, SMALL, SMALL_NEAR
from wangge.web.papers.maps import Window, part, whole
from wangge.web.papers.microgrids import Microgrid
from wangge.web.papers.page import UNITS, Printing, edition, shared
from wangge.web.papers.people import row, told
from wangge.web.papers.scene import Scene
from wangge.web.papers.sheets import Size
from wangge.web.papers.tracts import Tract
from wangge.web.papers.versions import Version
from wangge.web.papers.wall import table, words

HEAD = 24.0  # mm on A3
FRONT, EACH = 0.6, 0.52  # of the height, for the map of an upright sheet
BESIDE = 0.58  # of the width, for the map of a sheet that lies


def facts(version: Version, drawn: Scene, printing: Printing) -> dict[str, Any]:
    """What the template takes."""
    sheet = printing.sheet
    size = LARGE if sheet.size == Size.A3 else SMALL
    wide, high = printing.inner
    high -= HEAD * UNITS[sheet.size]
    width, front, each = (wide * BESIDE, 1.0, 1.0) if sheet.landscape else (wide, FRONT, EACH)
    window = Window(width, high * each, NEAR if sheet.size == Size.A3 else SMALL_NEAR)
    doors = _doors(version) if sheet.internal else {}
    title = _("Grid atlas of {area}").format(area=version.area.name)
    return {
        **shared(printing, area=version.area, title=title, told=edition(version)),
        **table(version, internal=False, most=1),
        "subtitle": averages(version.households, version.people),
        "map": whole(version, drawn, Window(width, high * front, size), internal=False),
        "grids": [
            _page(tract, doors, internal=sheet.internal)
            | {"map": part(version, drawn, at, window, internal=sheet.internal)}
            for at, tract in enumerate(version.tracts)
        ],
        "landscape": bool(sheet.landscape),
        "head": HEAD * UNITS[sheet.size],
        "qr": qr(printing.link),
        "words": words() | _words(),
    }


def _page(tract: Tract, doors: dict[int, str], *, internal: bool) -> dict[str, Any]:
    return {
        **row(tract, ()),
        "posts": _posts(tract.holders, internal=internal),
        "compounds": _compounds(tract, doors, internal=internal),
        "parts": [_part(each, internal=internal) for each in tract.parts],
    }


def _posts(people: Sequence[Holder], *, internal: bool) -> list[dict[str, str]]:
    """Those who answer for it; in public its head alone."""
    return [told(holder) for holder in people if internal or holder.lead]


def _part(each: Microgrid, *, internal: bool) -> dict[str, Any]:
    return {
        "name": each.name,
        "households": each.households,
        "posts": _posts(each.holders, internal=internal),
        "holds": "、".join(each.holds) if internal else "",
    }


def _compounds(tract: Tract, doors: dict[int, str], *, internal: bool) -> list[dict[str, Any]]:
    """The buildings under the names of their compounds; in public only how many, and their sums."""
    held: dict[str, list[Building]] = defaultdict(list)
    for building in tract.buildings:
        held[building.compound.name if building.compound else ""].append(building)
    return [
        {
            "name": name or _("Outside compounds"),
            "buildings": len(rows),
            "households": sum(each.households for each in rows),
            "people": sum(each.people for each in rows),
            "merchants": sum(each.merchants for each in rows),
            "rows": [_building(each, doors) for each in rows] if internal else [],
        }
        for name, rows in held.items()
    ]


def _building(building: Building, doors: dict[int, str]) -> dict[str, Any]:
    return {
        "name": building.name,
        "units": building.units,
        "floors": building.floors,
        "doors": doors.get(building.pk, ""),
        "households": building.households,
        "people": building.people,
        "merchants": building.merchants,
    }


def _doors(version: Version) -> dict[int, str]:
    """The first and last door of each building, as far as its homes are known: one statement."""
    homes = Home.objects.filter(building__area=version.area).annotate(length=Length("door"))
    found: dict[int, list[str]] = defaultdict(list)
    for building, door in homes.order_by("length", "door").values_list("building_id", "door"):
        found[building].append(door)
    return {pk: rows[0] if rows[0] == rows[-1] else f"{rows[0]}–{rows[-1]}" for pk, rows in found.items()}


def _words() -> dict[str, str]:
    return {
        "houses": _("Its buildings and who lives there"),
        "compound": pgettext("print", "Compound"),
        "name": pgettext("print", "Building"),
        "units": pgettext("print", "Stairwells"),
        "floors": pgettext("print", "Floors"),
        "doors": pgettext("print", "Doors"),
        "posts": _("Who answers for it"),
        "parts": pgettext("print", "Microgrids"),
        "index": pgettext("print", "The grids"),
        "page": pgettext("print", "Page"),
        "special": pgettext("print", "Special grid"),
    }
