"""Codes of areas, grids and microgrids: their form, their level and their parents.

An area code grows from the left: province 2 digits, city 4, district or county 6 (GB/T 2260), street or town
9 (GB/T 10114), community 12. A longer code whose last parts are nought names the higher level: 110100000000
is the city 1101. A grid code adds a sequence of 3 digits to a community's 12, a microgrid code 2 digits to a
grid's 15.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from wangge.foundation.errors import BadAreaCode, BadGridCode, BadMicrogridCode, CodesUsedUp


class Level(StrEnum):
    """Levels of administration, highest first."""

    PROVINCE = "province"
    CITY = "city"
    DISTRICT = "district"
    STREET = "street"
    COMMUNITY = "community"


DIGITS = {Level.PROVINCE: 2, Level.CITY: 4, Level.DISTRICT: 6, Level.STREET: 9, Level.COMMUNITY: 12}
_LEVEL_OF_DIGITS = {digits: level for level, digits in DIGITS.items()}
_CUTS = tuple(DIGITS.values())
GRID_DIGITS, MICROGRID_DIGITS = 15, 17


class Range(NamedTuple):
    """Numbers that a kind of place is given, both ends included."""

    first: int
    last: int
    kind: str


STREET_KINDS = (
    Range(1, 99, "street"),
    Range(100, 199, "town"),
    Range(200, 399, "township"),
    Range(400, 599, "enterprise-run"),
)
COMMUNITY_KINDS = (
    Range(1, 199, "neighbourhood"),
    Range(200, 399, "village"),
    Range(400, 499, "like-neighbourhood"),
    Range(500, 599, "like-village"),
)


def short(code: str) -> str:
    """The code without its trailing noughts, cut to 2, 4, 6, 9 or 12 digits; blanks around it are dropped."""
    digits = code.strip()
    if len(digits) not in _CUTS or not (digits.isascii() and digits.isdigit()) or digits.startswith("00"):
        raise BadAreaCode(code=code)
    return next(digits[:cut] for cut in _CUTS if not digits[cut:].strip("0"))


def full(code: str) -> str:
    """The code written with 12 digits."""
    return short(code).ljust(DIGITS[Level.COMMUNITY], "0")


def level_of(code: str) -> Level:
    """The level that the code names."""
    return _LEVEL_OF_DIGITS[len(short(code))]


def parent_of(code: str) -> str | None:
    """The short code of the next higher area that has a number; None above a province.

    Some cities have no districts and some counties no city: 441900003 belongs to the city 4419.
    """
    digits = short(code)
    shorter = [cut for cut in _CUTS if cut < len(digits)]
    return short(digits[: shorter[-1]]) if shorter else None


def kind_of(code: str) -> str | None:
    """What sort of street or community the number is usually given to; None outside the usual ranges.

    The ranges are a custom of the statistical code tables, not a law: a number outside them is no error.
    """
    digits = short(code)
    tables = {9: STREET_KINDS, 12: COMMUNITY_KINDS}
    number = int(digits[-3:])
    ranges = tables.get(len(digits), ())
    return next((kind for first, last, kind in ranges if first <= number <= last), None)


def grid_code(community: str, number: int) -> str:
    """The 15-digit code of the grid with this number, 1 to 999, in a community."""
    digits = short(community)
    if len(digits) != DIGITS[Level.COMMUNITY]:
        raise BadGridCode(code=community)
    return digits + _sequence(digits, number, digits=3)


def microgrid_code(grid: str, number: int) -> str:
    """The 17-digit code of the microgrid with this number, 1 to 99, in a grid."""
    community_of(grid)
    return grid + _sequence(grid, number, digits=2)


def community_of(grid: str) -> str:
    """The 12-digit code of the community that a grid's code begins with."""
    community, sequence = grid[:12], grid[12:]
    if len(grid) != GRID_DIGITS or not (grid.isascii() and grid.isdigit()) or sequence == "000":
        raise BadGridCode(code=grid)
    if level_of(community) is not Level.COMMUNITY:
        raise BadGridCode(code=grid)
    return community


def grid_of(microgrid: str) -> str:
    """The 15-digit code of the grid that a microgrid's code begins with."""
    grid, sequence = microgrid[:GRID_DIGITS], microgrid[GRID_DIGITS:]
    if (
        len(microgrid) != MICROGRID_DIGITS
        or not (sequence.isascii() and sequence.isdigit())
        or sequence == "00"
    ):
        raise BadMicrogridCode(code=microgrid)
    community_of(grid)
    return grid


def _sequence(parent: str, number: int, *, digits: int) -> str:
    most = 10**digits - 1
    if not 1 <= number <= most:
        raise CodesUsedUp(code=parent, number=number, most=most)
    return f"{number:0{digits}d}"


def number_in_order(points: Sequence[tuple[float, float]]) -> list[int]:
    """The places, 1 to n, of n points (east, north): west before east; on one meridian, north before south.

    `number_in_order([(3, 0), (1, 0), (1, 9)])` is `[3, 2, 1]`: the third point, north-west, is number 1.
    Any unit serves, so long as the first number grows eastward and the second northward. Points that share
    both keep the order in which they came. This is the order that grid codes are given in (for a grid: of its
    centre).
    """
    ranked = sorted(range(len(points)), key=lambda i: (points[i][0], -points[i][1]))
    place = [0] * len(points)
    for number, index in enumerate(ranked, start=1):
        place[index] = number
    return place
