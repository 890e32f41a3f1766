"""The parts of an address, and the readings that a number among them allows."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a part of an address is."""

    PROVINCE = "province"
    CITY = "city"
    DISTRICT = "district"
    STREET = "street"
    COMMUNITY = "community"
    ROAD = "road"
    COMPOUND = "compound"
    BUILDING = "building"
    UNIT = "unit"
    FLOOR = "floor"
    HOME = "home"
    SHOP = "shop"
    REMARK = "remark"


AREAS = (Kind.PROVINCE, Kind.CITY, Kind.DISTRICT, Kind.STREET, Kind.COMMUNITY)
ORDER = {Kind.BUILDING: 1, Kind.UNIT: 2, Kind.FLOOR: 3, Kind.HOME: 4}


@dataclass(frozen=True, slots=True)
class Number:
    """A number with what was written behind it: `start` to `end` in the folded text.

    `kinds` are its readings, the likeliest first; it is `hard` where the words leave only one.
    """

    value: str
    kinds: tuple[Kind, ...]
    start: int
    end: int
    marker: str = ""

    @property
    def hard(self) -> bool:
        """Whether the words leave one reading."""
        return len(self.kinds) == 1


@dataclass(frozen=True, slots=True)
class Token:
    """A part of a text, as it was written and as it is compared."""

    kind: Kind
    words: str
    value: str
    start: int
    end: int
