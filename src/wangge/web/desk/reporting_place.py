"""What was understood of an address that somebody types at the desk, and what could not be placed."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from wangge.addressing.book import Book
from wangge.addressing.resolving import resolve
from wangge.cases.queries import OFFICES
from wangge.journal.actor import Actor
from wangge.places import addresses
from wangge.places.models import Building


@dataclass(frozen=True, slots=True)
class Possible:
    """A building that an address may mean, in words."""

    building: int
    words: str


@dataclass(frozen=True, slots=True)
class Understood:
    """An address as it was understood: in words; `building` and `area` where they are certain.

    `possible` are the buildings to choose from; with `homes` only the building is certain, not the home.
    """

    words: str = ""
    building: int | None = None
    area: int | None = None
    possible: tuple[Possible, ...] = ()
    homes: bool = False
    left_over: tuple[str, ...] = ()


def understood(address: str, *, by: Actor, buildings: Collection[Building]) -> Understood:
    """What an address means within the actor's areas; for grid workers among the buildings of their grids."""
    book = addresses.book()
    own = {building.pk for building in buildings} if by.grids else None
    found = resolve(address, book, within=_areas(book, by, buildings))
    place, told = found.place, list(found.candidates)
    if own is not None and place.building and place.building not in own:
        return Understood(left_over=(address.strip(),))
    several = {
        each.building: each for each in told if each.building and (own is None or each.building in own)
    }
    return Understood(
        words=words_of(place, book),
        building=place.building,
        area=place.area,
        possible=() if place.building else tuple(_possible(pk, each, book) for pk, each in several.items()),
        homes=bool(place.building and told),
        left_over=found.left_over,
    )


def words_of(place: addresses.Place, book: Book) -> str:
    """A place in words: 嘉禾园 12号楼 3单元 501."""
    named = book.named(place)
    unit = _("entrance {number}").format(number=place.unit) if place.unit else ""
    start = named.compound or named.area
    return " ".join(part for part in (start, named.building, unit, named.door) if part)


def _areas(book: Book, by: Actor, buildings: Collection[Building]) -> set[int]:
    if by.grids:
        return {building.area_id for building in buildings}
    paths = by.paths(*OFFICES)
    return {pk for path, pk in book.communities.items() if path.startswith(paths)}


def _possible(pk: int, place: addresses.Place, book: Book) -> Possible:
    return Possible(
        pk,
        " · ".join((book.named(place).area, words_of(addresses.Place(place.area, place.compound, pk), book))),
    )
