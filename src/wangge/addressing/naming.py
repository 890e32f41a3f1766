"""What a registered name may be called besides: without 小区, by its stem, a community without 社区."""

import re
from collections.abc import Iterator
from enum import IntEnum

from wangge.addressing.folding import name_key
from wangge.addressing.tokens import Kind

LONG_ENDINGS = (
    "家属院",
    "家属区",
    "宿舍区",
    "小区",
    "宿舍",
    "家园",
    "花园",
    "雅苑",
    "嘉园",
    "嘉苑",
    "新村",
    "新苑",
)
ENDINGS = (*LONG_ENDINGS, "公寓", "大院", "名苑", "名邸", "华庭", *"园苑里院庭府居城坊邸村")
AREA_ENDINGS = {
    Kind.PROVINCE: ("省", "自治区", "市"),
    Kind.CITY: ("市", "地区", "自治州", "市城区"),
    Kind.DISTRICT: ("区", "县", "市", "新区"),
    Kind.STREET: ("街道办事处", "街道办", "街道", "镇", "乡"),
    Kind.COMMUNITY: ("社区居委会", "社区居民委员会", "社区", "居委会", "村委会", "村"),
}
PART = re.compile(r"[\dA-Z东西南北中]+[期区]$|\d里$")  # of a series: 二期, 东区, 三里
BUILDING = re.compile(
    r"([甲乙丙丁新老东西南北]?\d+[A-Z]?|[A-Z]\d{0,3})(?:号楼|号栋|号幢|栋|幢|座|楼|#楼|#|号|号公寓)?"
)


class Weight(IntEnum):
    """How much a name says: a stem may belong to several, and stands only where nothing else follows."""

    STEM = 1
    FULL = 2


def called(kind: Kind, name: str) -> Iterator[tuple[str, Weight]]:
    """Everything that a place of this name is called, folded."""
    key = name_key(name)
    yield key, Weight.FULL
    if kind == Kind.COMPOUND:
        yield from ((stem, Weight.STEM) for stem in _stems(key))
        return
    endings = AREA_ENDINGS.get(kind, ())
    stem = next((key.removesuffix(end) for end in endings if key.endswith(end)), key)
    if len(stem) >= 2:
        yield stem, Weight.STEM
        if stem != key:
            yield from ((stem + end, Weight.FULL) for end in endings if kind in {Kind.STREET, Kind.COMMUNITY})


def _stems(key: str) -> Iterator[str]:
    """A compound's name without its part of a series, and without its ending."""
    base = PART.sub("", key)
    if base != key and len(base) >= 2:
        yield base
    for end in ENDINGS:
        if base.endswith(end) and len(base) - len(end) >= 2:
            yield base.removesuffix(end)
            return


def building_key(name: str) -> str:
    """What a building is found by: 12 for 12号楼, 12栋 and 12#; else its folded name."""
    key = name_key(name)
    found = BUILDING.fullmatch(key)
    return (found[1].lstrip("0") or "0") if found else key
