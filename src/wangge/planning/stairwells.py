"""Where the households of buildings live: by the homes recorded, else evenly over stairwells and floors."""

from collections import defaultdict
from collections.abc import Sequence

from django.db.models import Count

from wangge.partition.dwellings import Dwellings, counted, evenly
from wangge.places.models import Building, Home


def dwellings_of(buildings: Sequence[Building]) -> list[Dwellings]:
    """The dwellings of each building: one statement.

    Households go by the homes where at least half as many are recorded as households were counted.
    """
    homes: dict[int, dict[tuple[int, int], int]] = defaultdict(dict)
    rows = Home.objects.filter(building__area__in={building.area_id for building in buildings})
    for building, unit, floor, number in rows.values_list("building", "unit", "floor").annotate(
        n=Count("id")
    ):
        homes[building][unit, floor] = number
    return [_dwellings(building, homes.get(building.pk, {})) for building in buildings]


def _dwellings(building: Building, homes: dict[tuple[int, int], int]) -> Dwellings:
    if homes and 2 * sum(homes.values()) >= building.households:
        return counted(building.households, homes)
    return evenly(building.households, units=building.units, floors=building.floors)
