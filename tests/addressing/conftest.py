"""A small register of invented places: confusable compounds of two communities, and every home in them."""

from collections import defaultdict
from collections.abc import Callable
from itertools import count

import pytest

from wangge.addressing.book import AreaRow, Book, BuildingRow, HomeRow
from wangge.addressing.places import Place
from wangge.addressing.tokens import Kind

AREAS = [
    AreaRow(1, Kind.PROVINCE, "云州省", "99/"),
    AreaRow(2, Kind.CITY, "示范市", "99/9901/"),
    AreaRow(3, Kind.DISTRICT, "清和区", "99/9901/990101/"),
    AreaRow(4, Kind.STREET, "长宁街道", "99/9901/990101/990101001/"),
    AreaRow(5, Kind.COMMUNITY, "嘉北社区", "99/9901/990101/990101001/990101001001/"),
    AreaRow(6, Kind.COMMUNITY, "秋实社区", "99/9901/990101/990101001/990101001002/"),
]
NORTH, AUTUMN = 5, 6
# community, compound, buildings, entrances, floors, doors on a landing
COMPOUNDS: list[tuple[int, str, list[str], int, int, int]] = [
    (NORTH, "嘉禾园", [f"{n}号楼" for n in range(1, 13)], 3, 6, 2),
    (NORTH, "红旗机械厂家属院", ["1栋", "2栋", "3栋"], 2, 5, 2),
    (NORTH, "春晖家园一期", [f"{n}号楼" for n in range(1, 6)], 2, 18, 4),
    (NORTH, "春晖家园二期", [f"{n}号楼" for n in range(6, 11)], 2, 18, 4),
    (NORTH, "槐荫里", ["甲3号楼", "3号楼", "办公楼"], 1, 6, 4),
    (NORTH, "杏林小区", ["A座", "B座"], 2, 11, 4),
    (AUTUMN, "幸福一里", ["20号楼", "21号楼"], 4, 6, 2),
    (AUTUMN, "幸福二里", ["20号楼", "21号楼"], 4, 6, 2),
    (AUTUMN, "槐荫里", ["3号楼"], 2, 6, 4),
    (AUTUMN, "丰泽苑", ["1号楼"], 6, 6, 2),
    (AUTUMN, "八一大院", ["101号楼"], 1, 6, 2),
]


@pytest.fixture(scope="session")
def book() -> Book:
    """The register, laid out."""
    buildings: list[BuildingRow] = []
    homes: dict[int, list[HomeRow]] = defaultdict(list)
    next_home = count(1)
    for compound, (area, _, names, units, floors, doors) in enumerate(COMPOUNDS, start=1):
        for name in names:
            pk = len(buildings) + 1
            buildings.append(BuildingRow(pk, area, compound, name, units, 116 + pk / 1000, 39.0))
            homes[area] += [
                HomeRow(next(next_home), pk, unit, floor, f"{floor}{door:02d}")
                for unit in range(1, units + 1)
                for floor in range(1, floors + 1)
                for door in range(1, doors + 1)
            ]
    compounds = [(pk, row[0], row[1]) for pk, row in enumerate(COMPOUNDS, start=1)]
    return Book.of(areas=AREAS, compounds=compounds, buildings=buildings, homes=lambda area: homes[area])


@pytest.fixture(scope="session")
def say(book: Book) -> Callable[[Place], str]:
    """A place in words: 嘉禾园 12号楼 3 501; of two compounds of one name with the community."""

    def words(place: Place) -> str:
        named = book.named(place)
        start = named.compound or named.area
        if named.compound == "槐荫里":
            start = f"{named.area}{start}"
        return " ".join(str(part) for part in (start, named.building, place.unit, named.door) if part)

    return words
