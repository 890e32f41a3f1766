"""The table of a community's grids: counts and everybody posted, for the wall or for the office."""

from typing import Any

from django.utils.translation import gettext as _

from wangge.web.papers.codes import qr
from wangge.web.papers.figures import averages, reckonings
from wangge.web.papers.page import Printing, edition, shared
from wangge.web.papers.versions import Version
from wangge.web.papers.wall import table, words

COLUMNS = 4


def facts(version: Version, printing: Printing) -> dict[str, Any]:
    """What the template takes."""
    internal = printing.sheet.internal
    title = _("Table of the grids of {area}").format(area=version.area.name)
    return {
        **shared(printing, area=version.area, title=title, told=edition(version)),
        **table(version, internal=internal, most=COLUMNS),
        "subtitle": averages(version.households, version.people),
        "reckonings": reckonings(version.households, version.people),
        "qr": qr(printing.link),
        "words": words(),
    }
