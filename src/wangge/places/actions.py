"""Writes to places: areas, compounds, buildings, units, backdrops, divisions of a community into grids."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db import transaction

from wangge.journal import actions as journal
from wangge.journal.actor import Actor
from wangge.places.dividing import GridShape, MicrogridShape, Part, divide, withdraw
from wangge.places.errors import AreaExists, WrongParent
from wangge.places.models import Area, Backdrop, Building, Compound, Facility, Home

__all__ = [
    "GridShape",
    "MicrogridShape",
    "Part",
    "divide",
    "enter_buildings",
    "enter_facility",
    "found_area",
    "set_backdrop",
    "set_compound_kind",
    "set_outline",
    "withdraw",
]


@transaction.atomic
def found_area(
    code: str,
    *,
    name: str,
    level: str,
    parent: Area | None = None,
    outline: bytes = b"",
    by: Actor,
    now: datetime,
) -> Area:
    """Enter an area below its parent."""
    if Area.objects.filter(code=code).exists():
        raise AreaExists(code=code)
    if parent and not code.startswith(parent.code):
        raise WrongParent(code=code, parent=parent.code)
    path = f"{parent.path if parent else ''}{code}/"
    area = Area.objects.create(code=code, name=name, level=level, parent=parent, path=path, outline=outline)
    journal.append(
        "area.founded", subject=("area", area.pk), by=by, now=now, payload={"code": code, "name": name}
    )
    journal.announce("places")
    return area


@transaction.atomic
def set_outline(area: Area, *, outline: bytes, by: Actor, now: datetime) -> None:
    """Set the border of an area: WKB of a polygon in WGS 84."""
    area.outline = outline
    area.save(update_fields=["outline"])
    journal.append("area.outlined", subject=("area", area.pk), by=by, now=now)
    journal.announce("places")


@transaction.atomic
def set_backdrop(area: Area, *, features: Mapping[str, object], by: Actor, now: datetime) -> Backdrop:
    """Set what is drawn under the grids of an area."""
    made, _ = Backdrop.objects.update_or_create(area=area, defaults={"features": dict(features)})
    journal.append("backdrop.set", subject=("area", area.pk), by=by, now=now)
    journal.announce("places")
    return made


@transaction.atomic
def enter_buildings(
    area: Area,
    *,
    compounds: Sequence[Compound] = (),
    buildings: Sequence[Building],
    homes: Iterable[Home] = (),
    source: str,
    by: Actor,
    now: datetime,
) -> int:
    """Enter compounds, buildings and homes (unsaved rows) of an area at once; returns how many buildings."""
    Compound.objects.bulk_create(compounds)
    Building.objects.bulk_create(buildings, batch_size=500)
    Home.objects.bulk_create(homes, batch_size=500)
    facts = {
        "source": source,
        "buildings": len(buildings),
        "households": sum(b.households for b in buildings),
    }
    journal.append("buildings.entered", subject=("area", area.pk), by=by, now=now, payload=facts)
    journal.announce("places")
    return len(buildings)


@transaction.atomic
def set_compound_kind(compound: Compound, *, kind: str, by: Actor, now: datetime) -> None:
    """Say how a compound is run: by a property company, by itself, by a work unit, by nobody."""
    compound.kind = Compound.Kind(kind)
    compound.save(update_fields=["kind"])
    facts = {"kind": compound.kind}
    journal.append("compound.classified", subject=("compound", compound.pk), by=by, now=now, payload=facts)
    journal.announce("places")


@transaction.atomic
def enter_facility(
    area: Area,
    *,
    name: str,
    kind: str,
    lon: float,
    lat: float,
    size: int = 0,
    by: Actor,
    now: datetime,
) -> Facility:
    """Enter a unit that resides in the area, or correct it: a kind has a name once in an area."""
    where = {"lon": lon, "lat": lat, "size": size}
    made, _ = Facility.objects.update_or_create(area=area, kind=kind, name=name, defaults=where)
    facts = {"area": area.code, "name": name, "kind": kind}
    journal.append("facility.entered", subject=("facility", made.pk), by=by, now=now, payload=facts)
    journal.announce("places")
    return made
