"""What is registered, laid out to be looked up: areas, compounds, buildings, and the doors of a building."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from wangge.addressing.folding import name_key
from wangge.addressing.lexicon import Lexicon
from wangge.addressing.naming import BUILDING, building_key
from wangge.addressing.places import Place
from wangge.addressing.tokens import Kind


@dataclass(frozen=True, slots=True)
class AreaRow:
    """An area: its id, level, name, and path of codes from the root."""

    pk: int
    level: Kind
    name: str
    path: str


@dataclass(frozen=True, slots=True)
class BuildingRow:
    """A building: `area` is its community; degrees in WGS 84."""

    pk: int
    area: int
    compound: int | None
    name: str
    units: int
    lon: float
    lat: float


@dataclass(frozen=True, slots=True)
class HomeRow:
    """A home: its door as painted on."""

    pk: int
    building: int
    unit: int
    floor: int
    door: str


KEPT = 60  # communities whose homes are held in memory
Homes = Callable[[int], Iterable[HomeRow]]


class Doors:
    """The doors of a building: by number, and by floor."""

    __slots__ = ("by_door", "by_floor", "by_pk", "units")

    def __init__(self, homes: Iterable[HomeRow]) -> None:
        self.by_door: dict[str, list[HomeRow]] = defaultdict(list)
        self.by_floor: dict[int, list[HomeRow]] = defaultdict(list)
        self.by_pk: dict[int, HomeRow] = {}
        self.units: set[int] = set()
        for home in homes:
            self.by_door[home.door.lstrip("0") or home.door].append(home)
            self.by_floor[home.floor].append(home)
            self.by_pk[home.pk] = home
            self.units.add(home.unit)


NO_DOORS = Doors(())


@dataclass(frozen=True, slots=True)
class Named:
    """A place by what its parts are called; empty where it is not so deep."""

    area: str = ""
    compound: str = ""
    building: str = ""
    door: str = ""


@dataclass
class Book:
    """The register as a resolver reads it. Homes are read a community at a time, when first asked for."""

    lexicon: Lexicon
    paths: dict[int, str]  # of every area
    communities: dict[str, int]  # path: id
    compounds: dict[int, int]  # id: community
    numbered: dict[str, list[BuildingRow]]
    standing: dict[int, list[BuildingRow]]  # by compound
    placed: dict[tuple[int, str], list[BuildingRow]]  # by compound and number
    buildings: dict[int, BuildingRow]
    homes: Homes
    names: dict[Kind, dict[int, str]]  # of communities and compounds
    _doors: dict[int, dict[int, Doors]] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        *,
        areas: Iterable[AreaRow],
        compounds: Iterable[tuple[int, int, str]],
        buildings: Iterable[BuildingRow],
        homes: Homes,
    ) -> "Book":
        """Lay out rows; `compounds` are id, community, name; `homes` reads those of a community."""
        areas, compounds, buildings = list(areas), list(compounds), list(buildings)
        numbered: dict[str, list[BuildingRow]] = defaultdict(list)
        standing: dict[int, list[BuildingRow]] = defaultdict(list)
        placed: dict[tuple[int, str], list[BuildingRow]] = defaultdict(list)
        for row in buildings:
            key = building_key(row.name)
            numbered[key].append(row)
            if row.compound:
                standing[row.compound].append(row)
                placed[row.compound, key].append(row)
        names = [(area.level, area.pk, area.name) for area in areas]
        names += [(Kind.COMPOUND, pk, name) for pk, _, name in compounds]
        names += [(Kind.BUILDING, row.pk, row.name) for row in buildings if not _is_number(row.name)]
        return cls(
            lexicon=Lexicon.of(names),
            paths={area.pk: area.path for area in areas},
            communities={area.path: area.pk for area in areas if area.level == Kind.COMMUNITY},
            compounds={pk: area for pk, area, _ in compounds},
            numbered=dict(numbered),
            standing=dict(standing),
            placed=dict(placed),
            buildings={row.pk: row for row in buildings},
            homes=homes,
            names={
                Kind.COMMUNITY: {area.pk: area.name for area in areas},
                Kind.COMPOUND: {pk: name for pk, _, name in compounds},
            },
        )

    def named(self, place: Place) -> Named:
        """What the parts of a place are called."""
        building = self.buildings.get(place.building or 0)
        homes = self.doors(building).by_pk if building else {}
        return Named(
            area=self.names[Kind.COMMUNITY].get(place.area or 0, ""),
            compound=self.names[Kind.COMPOUND].get(place.compound or 0, ""),
            building=building.name if building else "",
            door=homes[place.home].door if place.home in homes else "",
        )

    def under(self, areas: Iterable[int]) -> set[int]:
        """The communities at or below any of these areas."""
        paths = tuple(self.paths[area] for area in areas if area in self.paths)
        return {pk for path, pk in self.communities.items() if path.startswith(paths)} if paths else set()

    def communities_called(self, name: str) -> set[int]:
        """The communities of this code, or of this name with or without 社区."""
        code = {pk for path, pk in self.communities.items() if path.endswith(f"/{name.strip()}/")}
        terms = self.lexicon.meaning(name_key(name))
        return code or {term.pk for term in terms if term.kind == Kind.COMMUNITY}

    def doors(self, building: BuildingRow) -> Doors:
        """The doors of a building; none where its homes are not registered."""
        community = self._doors.get(building.area)
        if community is None:
            rows: dict[int, list[HomeRow]] = defaultdict(list)
            for home in self.homes(building.area):
                rows[home.building].append(home)
            community = {pk: Doors(homes) for pk, homes in rows.items()}
            self._doors[building.area] = community
            for oldest in list(self._doors)[:-KEPT]:
                self._doors.pop(oldest, None)
        return community.get(building.pk, NO_DOORS)

    def has_unit(self, building: BuildingRow, unit: int) -> bool:
        """Whether a building has this stairwell: by its doors, else by their number."""
        return unit in (self.doors(building).units or range(1, building.units + 1))


def _is_number(name: str) -> bool:
    return bool(BUILDING.fullmatch(name_key(name)))
