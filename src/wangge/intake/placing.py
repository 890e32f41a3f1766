"""Where a ticket from elsewhere lies: the building that its words name, or else the community."""

from wangge.addressing.book import Book
from wangge.addressing.resolving import resolve
from wangge.intake.errors import CommunityUnclear, CommunityUnknown
from wangge.places.models import Area


def place_of(
    address: str, text: str = "", *, community: str = "", within: Area, book: Book
) -> tuple[int | None, int]:
    """The building, where the address or else the text names one, and the community.

    `community` is the name or the code that the sender gave. Refuses what tells no community.
    """
    area = _community(community, within, book) if community.strip() else None
    said = [
        resolve(words, book, within=[area or within.pk]).place for words in (address, text) if words.strip()
    ]
    for place in said:
        if place.building and place.area:
            return place.building, place.area
    named = [area] if area else [place.area for place in said if place.area] or list(book.under([within.pk]))
    if len(set(named)) != 1:
        raise CommunityUnclear
    return None, named[0]


def _community(name: str, within: Area, book: Book) -> int:
    found = book.communities_called(name) & book.under([within.pk])
    if len(found) != 1:
        raise CommunityUnknown(name=name)
    return found.pop()
