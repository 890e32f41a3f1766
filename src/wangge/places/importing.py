"""Buildings from a file: what an import would change, and the import itself, whole or not at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import shapely
from django.db import transaction

from wangge.foundation.coordinates import System
from wangge.foundation.tables import Table
from wangge.journal import actions as journal
from wangge.journal.actor import Actor
from wangge.places.columns import Wanted, lay_out
from wangge.places.import_errors import RowsRefused
from wangge.places.models import Area, Building, Compound
from wangge.places.outlining import around
from wangge.places.rows import Candidate, Progress, Understood, understand

NEAR = 1e-7  # degrees: a centimetre, less than any system is known to


@dataclass(frozen=True, slots=True)
class Changes:
    """What an import does to an area: buildings that are new, changed or the same, and those not named."""

    new: tuple[Candidate, ...]
    changed: tuple[tuple[Building, Candidate], ...]
    same: int
    unnamed: int


def read(
    table: Table, *, wanted: Wanted, system: System, area: Area | None, progress: Progress | None = None
) -> Understood:
    """Understand a table as the buildings of an area (None: of one without an outline to keep to)."""
    outline = shapely.from_wkb(bytes(area.outline)) if area and area.outline else None
    return understand(lay_out(table, wanted), system=system, outline=outline, progress=progress)


def compare(area: Area | None, rows: Sequence[Candidate]) -> Changes:
    """What is new and what differs, by compound and name; only what the file speaks of is compared."""
    there = Building.objects.filter(area=area).select_related("compound").defer("footprint")
    known = {(b.compound.name if b.compound else "", b.name): b for b in there} if area else {}
    new = tuple(row for row in rows if row.key not in known)
    named = [(known[row.key], row) for row in rows if row.key in known]
    changed = tuple((building, row) for building, row in named if _differs(building, row))
    return Changes(new, changed, len(named) - len(changed), len(known) - len(named))


def _differs(building: Building, row: Candidate) -> bool:
    moved = abs(building.lon - row.lon) > NEAR or abs(building.lat - row.lat) > NEAR
    return moved or any(getattr(building, field) != count for field, count in row.counts.items())


@transaction.atomic
def import_buildings(
    area: Area,
    *,
    rows: Understood,
    source: str,
    good_rows_only: bool = False,
    extend: bool = False,
    by: Actor,
    now: datetime,
) -> Changes:
    """Enter new buildings and correct changed ones; none is taken away.

    A file with refused rows is refused as a whole unless `good_rows_only`. An area without an outline whose
    first buildings these are gets one around them; with `extend` an outline grows to take in new ones. Where
    nothing changes nothing is written, not even to the journal.
    """
    if rows.refused and not (good_rows_only and rows.good):
        raise RowsRefused(refused=len(rows.refused), rows=len(rows.refused) + len(rows.good))
    changes = compare(area, rows.good)
    if not changes.new and not changes.changed:
        return changes
    if extend or not (area.outline or area.buildings.exists()):
        _outline(area, rows.good)
    _enter(area, changes.new)
    _correct(changes.changed)
    facts = {
        "source": source,
        "new": len(changes.new),
        "changed": len(changes.changed),
        "same": changes.same,
        "refused": len(rows.refused),
        "households": sum(row.counts["households"] for row in rows.good),
    }
    journal.append("buildings.imported", subject=("area", area.pk), by=by, now=now, payload=facts)
    journal.announce("places")
    return changes


def _outline(area: Area, rows: Sequence[Candidate]) -> None:
    """Draw the area's outline around buildings, together with the one it has."""
    drawn = around(np.array([(row.lon, row.lat) for row in rows]))
    if area.outline:
        drawn = shapely.union(shapely.from_wkb(bytes(area.outline)), drawn)
    area.outline = shapely.to_wkb(drawn)
    area.save(update_fields=["outline"])


def _enter(area: Area, rows: Sequence[Candidate]) -> None:
    """New buildings, in compounds that are made where they are missing."""
    compounds = {compound.name: compound for compound in Compound.objects.filter(area=area)}
    missing = sorted({row.compound for row in rows} - compounds.keys() - {""})
    made = Compound.objects.bulk_create([Compound(area=area, name=name) for name in missing])
    compounds |= {compound.name: compound for compound in made}
    Building.objects.bulk_create(
        [
            Building(
                area=area,
                compound=compounds.get(row.compound),
                name=row.name,
                lon=row.lon,
                lat=row.lat,
                **row.counts,
            )
            for row in rows
        ],
        batch_size=500,
    )


def _correct(changed: Sequence[tuple[Building, Candidate]]) -> None:
    fields = {"lon", "lat"}
    for building, row in changed:
        building.lon, building.lat = row.lon, row.lat
        for field, count in row.counts.items():
            setattr(building, field, count)
        fields |= row.counts.keys()
    Building.objects.bulk_update([building for building, _ in changed], sorted(fields), batch_size=500)
