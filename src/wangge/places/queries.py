"""Reads that cross areas, divisions, grids and buildings: what maps and cards are drawn from."""

from dataclasses import dataclass
from datetime import date

from wangge.places.errors import NoSuchArea
from wangge.places.models import Area, Backdrop, Building, Division, Grid


@dataclass(frozen=True, slots=True)
class GridCard:
    """A grid as a map draws it; `outline` is WKB in WGS 84, the point is where its number stands."""

    id: int
    level: str
    kind: str
    code: str
    number: int
    name: str
    colour: int
    lon: float
    lat: float
    outline: bytes
    area: str


def area_of(code: str) -> Area:
    """The area of this code, without its outline; refuses a code that names none."""
    known = Area.objects.defer("outline").filter(code=code)
    found = known.first() if code.isdecimal() else None
    if found is None:
        raise NoSuchArea(code=code)
    return found


def grids_under(area: Area, *, on: date, most: int = 5000) -> list[GridCard]:
    """The grids and microgrids in force on a day at or below an area, by code: one statement."""
    held = Division.objects.on(on).filter(area__path__startswith=area.path)
    rows = Grid.objects.filter(division__in=held.values("pk")).order_by("code", "id")
    names = ("id", "level", "kind", "code", "number", "name", "colour", "lon", "lat")
    return [
        GridCard(**dict(zip(names, card, strict=True)), outline=bytes(outline), area=area)
        for *card, outline, area in rows.values_list(*names, "outline", "division__area__code")[:most]
    ]


def outlined_under(area: Area, *, level: str) -> list[Area]:
    """The areas of a level at or below an area whose outline is known: one statement."""
    below = Area.objects.filter(path__startswith=area.path, level=level)
    return list(below.exclude(outline=b"").order_by("code"))


def buildings_under(area: Area, *, most: int = 20_000) -> list[Building]:
    """The buildings at or below an area: one statement."""
    return list(Building.objects.filter(area__path__startswith=area.path).order_by("id")[:most])


def backdrops_under(area: Area) -> list[tuple[bytes, dict[str, object]]]:
    """For each community at or below an area its outline and the features drawn under its grids."""
    rows = Backdrop.objects.filter(area__path__startswith=area.path).order_by("area__code")
    return [(bytes(outline), features) for outline, features in rows.values_list("area__outline", "features")]


def chain(area: Area) -> list[Area]:
    """The area and those above it, the highest first: one statement."""
    parts = area.path.rstrip("/").split("/")
    paths = ["/".join(parts[:n]) + "/" for n in range(1, len(parts) + 1)]
    return list(Area.objects.defer("outline").filter(path__in=paths).order_by("path"))
