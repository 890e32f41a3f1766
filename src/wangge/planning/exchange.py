"""A division in force or a draft as a file for map programs: its grids and, where asked for, buildings."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from wangge.foundation.coordinates import LABELS, System
from wangge.places.models import Area, Building, Division
from wangge.planning import outgoing
from wangge.planning.file_errors import NothingInForce
from wangge.planning.formats import Format, MapFile
from wangge.planning.mapfiles import write
from wangge.planning.maplayers import building_layer, grid_layers
from wangge.planning.models import Draft


@dataclass(frozen=True, slots=True)
class Exported:
    """A written file, and what to call it: 春和社区-v2.gpkg."""

    name: str
    file: MapFile


def export(plan: Division | Draft, *, into: Format, system: System, buildings: bool = False) -> Exported:
    """Write the grids of a plan with coordinates in `system`; `buildings` are a layer of their own.

    A draft of buildings that have changed since is refused (`DraftOutdated`).
    """
    area = plan.area
    in_force = plan if isinstance(plan, Division) else None
    grids = outgoing.in_force(plan) if isinstance(plan, Division) else outgoing.proposed(plan)
    rows = list(Building.objects.filter(area=area).select_related("compound").order_by("pk"))
    title = f"{area.name}-v{in_force.version}" if in_force else f"{area.name}-d{plan.pk}"
    layers = grid_layers(grids, rows, in_force, of=area.name, system=system)
    if buildings and rows:
        layers.append(building_layer(rows, grids, system))
    file = write(layers, into=into, system=system, about=_about(plan, system))
    return Exported(f"{title}.{file.suffix}", file)


def division_on(area: Area, *, on: date) -> Division:
    """The grids in force on a day; refuses a day without."""
    division = Division.objects.select_related("area").filter(area=area).on(on).first()
    if division is None:
        raise NothingInForce(area=area.name, day=on)
    return division


def _about(plan: Division | Draft, system: System) -> str:
    """What the file holds, for whoever opens it: whose grids, from when, and in which coordinates."""
    area = plan.area
    if isinstance(plan, Division):
        facts = {"name": area.name, "code": area.code, "version": plan.version, "since": plan.since}
        whose = gettext("Grids of {name} ({code}), version {version}, in force from {since}.").format(**facts)
    else:
        facts = {"name": area.name, "code": area.code, "draft": plan.pk}
        whose = gettext("Grids of {name} ({code}), draft {draft}: not in force.").format(**facts)
    coordinates = gettext("Coordinates: {system}, longitude first, in degrees.").format(system=LABELS[system])
    shifted = gettext(
        "{system} is shifted against WGS 84 and has no EPSG number: over other maps it lies up to 1.5 km off,"
        " unless they are in the same system."
    )
    off = shifted.format(system=LABELS[system]) if system in (System.GCJ02, System.BD09) else ""
    return " ".join(filter(None, (whose, coordinates, off)))
