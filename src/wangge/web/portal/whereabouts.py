"""What the second step knows of places: communities served, where a point lies, buildings to choose from."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
from django.db.models import QuerySet
from django.utils import timezone

from wangge.foundation.calendar import CHINA_TIME
from wangge.places.locating import NOWHERE, locate
from wangge.places.models import Area, Building, Division, Grid, Membership
from wangge.web.portal.drafts import Draft


def today() -> date:
    """The day in China."""
    return timezone.now().astimezone(CHINA_TIME).date()


def communities() -> list[Area]:
    """The communities served, by code: one statement."""
    return list(Area.objects.filter(level=Area.Level.COMMUNITY).defer("outline"))


def community_at(lon: float, lat: float) -> int | None:
    """The id of the community in which a point lies."""
    found = int(locate(np.array([[lon, lat]]), on=today()).areas[0])
    return None if found == NOWHERE else found


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the place before anybody is asked."""

    lon: float | None = None
    lat: float | None = None
    area: int | None = None
    by_photo: bool = False


def known(draft: Draft) -> Known:
    """The point given before, else where a picture says it was taken, if that is served here."""
    if draft.lon is not None and draft.lat is not None:
        return Known(draft.lon, draft.lat, community_at(draft.lon, draft.lat))
    if draft.building or draft.address:
        return Known(area=draft.area)
    for picture in draft.pictures:
        if picture.lon is not None and picture.lat is not None:
            area = community_at(picture.lon, picture.lat)
            if area is not None:
                return Known(picture.lon, picture.lat, area, by_photo=True)
    return Known(area=draft.area)


@dataclass(frozen=True, slots=True)
class Around:
    """The communities served, the one of the page, and the grid of the card that led to it."""

    areas: list[Area]
    area: Area | None
    grid: Grid | None

    @property
    def above(self) -> str:
        """Where none is chosen yet, the code of the area that holds them all, for a map of all."""
        shared = ""
        for codes in zip(*(area.path.rstrip("/").split("/") for area in self.areas), strict=False):
            if len(set(codes)) == 1:
                shared = codes[0]
        return "" if self.area else shared


def around(draft: Draft, given: Known, *, asked: str | None) -> Around:
    """The community of the page: as asked for, else by the point, by the card's grid, or the only one."""
    areas, grid = communities(), grid_of_card(draft.grid)
    by_id = {str(area.pk): area for area in areas}
    wanted = [asked] if asked else [str(given.area), str(grid.division.area_id if grid else "")]
    found = next((by_id[pk] for pk in wanted if pk in by_id), areas[0] if len(areas) == 1 else None)
    near = grid if grid and found and grid.division.area_id == found.pk else None
    return Around(areas, found, near)


def grid_of_card(code: str) -> Grid | None:
    """The grid whose card led here."""
    grids = Grid.objects.select_related("division").defer("outline")
    return grids.filter(code=code, division__in=Division.objects.on(today())).first() if code else None


def buildings_of(area: Area | None) -> QuerySet[Building]:
    """The buildings of a community in the order people list them; none without a community."""
    rows = Building.objects.defer("footprint").select_related("compound")
    return rows.filter(area=area).order_by("compound__name", "id") if area else rows.none()


def label(building: Building) -> str:
    """A building as people say it: its compound and its name."""
    return f"{building.compound.name} {building.name}" if building.compound else building.name


def grouped(buildings: Iterable[Building], *, near: Grid | None) -> list[tuple[str, list[Building]]]:
    """The buildings under the names of their compounds; those of a card's grid on top, under its name."""
    held = Membership.objects.filter(grid=near).values_list("building_id", flat=True) if near else ()
    first, top = frozenset(held), list[Building]()
    groups: dict[str, list[Building]] = {}
    for building in buildings:
        name = building.compound.name if building.compound else ""
        (top if building.pk in first else groups.setdefault(name, [])).append(building)
    if near and top:
        return [(near.name, top), *groups.items()]
    return list(groups.items())
