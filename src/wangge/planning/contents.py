"""What is in each grid of a layout besides households: compounds by kind, the five elements, units."""

from collections import Counter
from collections.abc import Mapping

import numpy as np

from wangge.places.models import Compound, Facility
from wangge.planning.ground import holding
from wangge.planning.layout import NOWHERE, Layout

THINGS = (Facility.Kind.COMPONENT, Facility.Kind.STATION)


def compounds_of(layout: Layout) -> list[dict[str, int]]:
    """How many compounds of each kind every grid has something of."""
    kinds = dict(Compound.objects.filter(area=layout.terrain.rows[0].area_id).values_list("pk", "kind"))
    compound = layout.terrain.buildings.compound
    pairs = {(g, c) for g, c in zip(layout.place.tolist(), compound.tolist(), strict=True) if c in kinds}
    found = Counter((g, kinds[c]) for g, c in pairs)
    return [
        {kind: found[i, kind] for kind in Compound.Kind.values if found[i, kind]}
        for i in range(len(layout.rows))
    ]


def elements_of(layout: Layout, events: Mapping[int, int]) -> list[dict[str, int]]:
    """People, places and events of every grid; units and things are added where they are counted."""
    told = np.array([events.get(pk, 0) for pk in layout.terrain.buildings.id.tolist()])
    happened = layout.sums(told).tolist()
    return [
        {"people": held["people"], "places": held["buildings"], "events": int(count)}
        for held, count in zip(layout.held, happened, strict=True)
    ]


def units_of(layout: Layout) -> list[tuple[list[str], list[str]]]:
    """The names of units and of things in each grid."""
    rows = list(Facility.objects.filter(area=layout.terrain.rows[0].area_id).order_by("kind", "name"))
    found: list[tuple[list[str], list[str]]] = [([], []) for _ in layout.rows]
    for row, building in zip(rows, holding(layout.terrain, rows), strict=True):
        if (place := int(layout.place[building])) != NOWHERE:
            found[place][row.kind in THINGS].append(row.name)
    return found
