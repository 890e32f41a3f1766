"""Checks of the ground: every building in one grid, no gap, no overlap, nothing changed since."""

from collections.abc import Iterator

import shapely
from django.utils.translation import gettext as _

from wangge.planning.checking import OK, WARN, Subject, check
from wangge.planning.layout import NOWHERE
from wangge.planning.sheets import Check

GAP = 1.0  # m² that rounding on the lattice may leave over


def outdated(subject: Subject) -> Iterator[Check]:
    """Whether the ground is still the one the plan was drawn on."""
    if subject.outdated:
        yield check("outdated", WARN, _("Buildings or outline changed since this was drawn."))


def orphans(subject: Subject) -> Iterator[Check]:
    """Every building in exactly one grid."""
    layout = subject.layout
    ids = layout.terrain.buildings.id[layout.lost].tolist()
    if ids:
        yield check("orphan", WARN, _("{count} buildings are in no grid."), buildings=ids, count=len(ids))
    else:
        n = len(layout.place)
        yield check("orphan", OK, _("All {count} buildings are in exactly one grid."), count=n)


def outside(subject: Subject) -> Iterator[Check]:
    """Buildings beyond the outline."""
    terrain = subject.layout.terrain
    off = ~shapely.intersects_xy(terrain.outline, terrain.points)
    if off.any():
        ids = terrain.buildings.id[off].tolist()
        text = _("{count} buildings stand outside the outline of the community.")
        yield check("outside", WARN, text, buildings=ids, count=len(ids))


def coverage(subject: Subject) -> Iterator[Check]:
    """Cells divide the community among its buildings: what is in no grid is a gap, overlap cannot be."""
    layout = subject.layout
    inside = layout.terrain.cells.area[layout.place != NOWHERE].sum()
    whole = float(layout.terrain.outline.area)
    gap = max(0.0, whole - float(inside))
    over = max(0.0, float(layout.terrain.cells.area.sum()) - whole)
    sound = gap <= GAP and over <= GAP
    text = _("The grids cover the community: gaps {gap} m², overlaps {overlap} m².")
    yield check("coverage", OK if sound else WARN, text, gap=round(gap), overlap=round(over))
