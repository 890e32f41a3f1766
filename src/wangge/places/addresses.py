"""Which place an address means: the register of places as a book in memory that follows its changes."""

from collections.abc import Collection, Iterator

from wangge.addressing.book import AreaRow, Book, BuildingRow, HomeRow
from wangge.addressing.places import Place
from wangge.addressing.resolving import Resolved
from wangge.addressing.resolving import resolve as resolve_in
from wangge.addressing.tokens import Kind
from wangge.journal.editions import Cached, Editions
from wangge.places.models import Area, Building, Compound, Home

__all__ = ["Place", "Resolved", "book", "resolve"]


def book(editions: Editions | None = None) -> Book:
    """The register, laid out to be looked up: three statements after a change, none while nothing changed.

    Homes are read when an address of their community is first asked for: one statement.
    """
    return _book.get(editions)


def resolve(
    text: str,
    *,
    within: Collection[int] | None = None,
    near: tuple[float, float] | None = None,
    editions: Editions | None = None,
) -> Resolved:
    """The place that a text means, as deep as it says.

    `within` are the ids of areas in which it lies, `near` a point (lon, lat in WGS 84) close to it. What may
    mean several places is not decided: they are told as candidates.
    """
    return resolve_in(text, book(editions), within=within, near=near)


def _read() -> Book:
    areas = Area.objects.order_by("id").values_list("id", "level", "name", "path")
    buildings = Building.objects.order_by("id")
    return Book.of(
        areas=[AreaRow(pk, Kind(level), name, path) for pk, level, name, path in areas],
        compounds=Compound.objects.order_by("id").values_list("id", "area", "name"),
        buildings=[
            BuildingRow(*row)
            for row in buildings.values_list("id", "area", "compound", "name", "units", "lon", "lat")
        ],
        homes=_homes,
    )


def _homes(community: int) -> Iterator[HomeRow]:
    rows = Home.objects.filter(building__area=community).order_by("id")
    return (HomeRow(*row) for row in rows.values_list("id", "building", "unit", "floor", "door"))


_book = Cached("places", build=_read)
