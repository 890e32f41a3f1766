"""An invented city of confusable compounds for the bench of addresses: the same for the same seed."""

from collections import defaultdict
from dataclasses import dataclass, field
from random import Random

STEMS = [
    "嘉禾",
    "嘉和",
    "春晖",
    "槐荫",
    "渠北",
    "清宁",
    "丰泽",
    "杏林",
    "幸福",
    "红旗",
    "金水",
    "翠屏",
    "望湖",
    "锦绣",
    "朝霞",
    "东风",
    "和平",
    "友谊",
    "建设",
    "长青",
    "永安",
    "福临",
    "瑞景",
    "龙泉",
    "云杉",
    "玉泉",
    "桃源",
    "梅溪",
    "兰亭",
    "竹影",
    "荷塘",
    "枫桥",
    "柳岸",
    "松涛",
    "海棠",
    "紫薇",
    "芙蓉",
    "牡丹",
    "石榴",
    "银杏",
    "康乐",
    "安居",
    "星河",
    "明珠",
    "阳光",
    "水岸",
    "铁西",
    "纺织",
    "机修",
    "运河",
    "书香",
    "文昌",
    "学府",
    "状元",
    "青年",
    "光明",
    "新华",
    "前进",
    "胜利",
    "工农",
]
ENDINGS = ["园", "苑", "里", "小区", "家园", "花园", "雅苑", "新村", "家属院", "公寓", "嘉园"]
SERIES = (("一里", "二里", "三里"), ("一期", "二期"), ("东区", "西区"), ("1区", "2区", "3区"), ("A区", "B区"))
COMMUNITIES = [
    "嘉北",
    "秋实",
    "春和",
    "幸福",
    "渠南",
    "泉东",
    "桥西",
    "塔前",
    "湖滨",
    "柳林",
    "永安",
    "安宁",
    "振兴",
    "团结",
    "富强",
    "和顺",
    "景明",
    "向阳",
    "高台",
    "石桥",
    "花溪",
    "平川",
    "南湖",
    "北屏",
    "万福",
    "双井",
    "六合",
    "八里",
    "三桥",
    "九龙",
]
STREETS = ("长宁街道", "河西街道", "文昌街道")
ROADS = [
    "春晖街",
    "幸福街",
    "云杉路",
    "丰泽路",
    "嘉和大街",
    "渠北街",
    "解放路",
    "三号路",
    "中山东路",
    "建国巷",
]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text leads, as deep as it says: ids of compound, building, home; the number of the unit."""

    compound: int | None = None
    building: int | None = None
    unit: int | None = None
    home: int | None = None


@dataclass(frozen=True, slots=True)
class Flat:
    """A home: its id, its building, the number of its stairwell, floor, and place on the landing."""

    pk: int
    building: int
    unit: int
    floor: int
    landing: int

    @property
    def door(self) -> str:
        """The door as it is painted on."""
        return f"{self.floor}{self.landing:02d}"


@dataclass(slots=True)
class House:
    """A building: how it is called, its compound and community."""

    pk: int
    number: str
    name: str
    compound: int
    community: int
    units: int
    floors: int
    doors: int
    flats: list[Flat] = field(default_factory=list)


@dataclass(slots=True)
class Estate:
    """The rows of a city as the register has them, and what can be asked of them."""

    areas: list[tuple[int, str, str, str]] = field(default_factory=list)  # id, level, name, path
    compounds: dict[int, tuple[int, str]] = field(default_factory=dict)  # id: community, name
    houses: dict[int, House] = field(default_factory=dict)
    flats: dict[int, Flat] = field(default_factory=dict)
    street_of: dict[int, str] = field(default_factory=dict)  # by community
    by_community: dict[int, list[House]] = field(default_factory=lambda: defaultdict(list))
    by_compound: dict[int, list[House]] = field(default_factory=lambda: defaultdict(list))

    def area_name(self, pk: int) -> str:
        """What an area is called."""
        return next(name for each, _, name, _ in self.areas if each == pk)


def generate(homes: int, *, seed: int = 7) -> Estate:
    """A city of at least so many homes; a community has about 5,250."""
    dice = Random(seed)  # noqa: S311 - nothing secret is drawn
    estate = Estate()
    _chain(estate)
    names = _names(dice)
    number = 0
    while len(estate.flats) < homes:
        _community(estate, number, names, dice)
        number += 1
    return estate


def _chain(estate: Estate) -> None:
    rows = [
        ("province", "云州省", "99/"),
        ("city", "示范市", "99/9901/"),
        ("district", "清和区", "99/9901/990101/"),
    ]
    for level, name, path in rows:
        estate.areas.append((len(estate.areas) + 1, level, name, path))
    for place, name in enumerate(STREETS, start=1):
        estate.areas.append((len(estate.areas) + 1, "street", name, f"99/9901/990101/990101{place:03d}/"))


def _names(dice: Random) -> list[list[str]]:
    """Groups of names that stand together in a community; some are given twice in the city."""
    groups = []
    for stem in STEMS:
        groups.extend([f"{stem}{ending}"] for ending in dice.sample(ENDINGS, 2))
    for stem in dice.sample(STEMS, 24):
        series = dice.choice(SERIES)
        between = dice.choice(("", "园")) if series[0][-1] in "期区" else ""
        groups.append([f"{stem}{between}{part}" for part in series])
    dice.shuffle(groups)
    groups.insert(6, ["幸福小区"])
    groups.insert(30, ["幸福小区"])
    return groups


def _community(estate: Estate, number: int, names: list[list[str]], dice: Random) -> None:
    street = estate.areas[3 + number % len(STREETS)]
    area = len(estate.areas) + 1
    name = COMMUNITIES[number % len(COMMUNITIES)] + ("" if number < len(COMMUNITIES) else "二") + "社区"
    estate.areas.append((area, "community", name, f"{street[3]}{area:012d}/"))
    estate.street_of[area] = street[2]
    taken: set[str] = set()
    start = len(estate.flats)
    while len(estate.flats) - start < 5250:
        group = names.pop(0)
        names.append(group)
        for each in group:
            if each not in taken:
                taken.add(each)
                _compound(estate, area, each, dice)


def _compound(estate: Estate, area: int, name: str, dice: Random) -> None:
    compound = len(estate.compounds) + 1
    estate.compounds[compound] = (area, name)
    tall, letters = dice.random() < 0.2, dice.random() < 0.12
    count = 1 if dice.random() < 0.05 else dice.randint(3, 9 if letters else 18)
    first = 1 if letters or dice.random() < 0.7 else dice.choice((11, 21, 101))
    marker = "座" if letters else dice.choice(("号楼", "号楼", "栋", "幢"))
    for place in range(count):
        number = "ABCDEFGHJ"[place] if letters else str(first + place)
        floors = dice.choice((11, 18, 26, 33)) if tall else dice.choice((5, 6, 6, 7))
        units, doors = (dice.choice((1, 2)), 4) if tall else (dice.choice((2, 3, 4, 5)), 2)
        house = House(
            len(estate.houses) + 1, number, f"{number}{marker}", compound, area, units, floors, doors
        )
        estate.houses[house.pk] = house
        estate.by_community[area].append(house)
        estate.by_compound[compound].append(house)
        for unit in range(1, units + 1):
            for floor in range(1, floors + 1):
                for landing in range(1, doors + 1):
                    flat = Flat(len(estate.flats) + 1, house.pk, unit, floor, landing)
                    estate.flats[flat.pk] = flat
                    house.flats.append(flat)
