"""Numbers with their markers: 12号楼, 12#, A座, 3单元, 五楼, 501室, or bare as in 12-3-501."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

from wangge.addressing.folding import BREAK
from wangge.addressing.tokens import Kind, Number

BARE = (Kind.BUILDING, Kind.UNIT, Kind.HOME, Kind.FLOOR)
MARKERS: tuple[tuple[str, tuple[Kind, ...]], ...] = (
    (
        "号楼|号[搂娄喽漏]|号栋|号幢|号座|#楼|#栋|#幢|栋楼|幢楼|栋|幢|座|[懂动冻洞咚](?!车|作)",
        (Kind.BUILDING,),
    ),
    (
        "号单元|单[元园远员圆原源院]|[丹旦]元|门洞|门栋|门(?!口|卫|面|诊|前)|号门(?=-?\\d)|梯|单(?!位)",
        (Kind.UNIT,),
    ),
    ("楼层|层", (Kind.FLOOR,)),
    ("号室|室|户(?!人|籍)|房(?!产|东|子)", (Kind.HOME,)),
    ("#", (Kind.BUILDING, Kind.UNIT)),
    ("楼(?!梯)", (Kind.BUILDING, Kind.FLOOR)),
    ("号(?!院|线|文|摊|车|店)", (Kind.BUILDING, Kind.HOME)),
)
MARKED = [(re.compile(pattern), kinds) for pattern, kinds in MARKERS]
VALUE = re.compile(
    r"(?<![A-Z\d])(?:[甲乙丙丁]?\d+[A-Z]?(?![A-Z\d])|[A-Z]\d{0,3}(?![A-Z\d])|[甲乙丙丁](?=单元|座|栋|号?楼))"
)
STEMS = {sign: str(n) for n, sign in enumerate("甲乙丙丁", start=1)}
MEASURES = set("年月日天点分秒时次个只条人元块万千米平斤度岁路线周号届期区里")
JOINS = "和或与及至到"
TURNS = "新老东西南北"
LONGEST = 5  # digits: what is longer is a telephone
DOOR = (3, 4)  # digits of a door with its floor


def numbers(text: str, taken: Sequence[bool]) -> list[Number]:
    """The numbers of a folded text that may be parts of an address, outside what is taken."""
    found: list[Number] = []
    for value in VALUE.finditer(text):
        if any(taken[value.start() : value.end()]) or len(value[0]) > LONGEST:
            continue
        number = _marked(text, value)
        if number is None and found and _joined(text, value, found[-1]):
            kinds = (Kind.HOME,) if len(value[0]) in DOOR else found[-1].kinds
            found[-1] = replace(found[-1], kinds=kinds)
            number = Number(plain(value[0]), kinds, value.start(), value.end())
        number = number or _bare(text, value, found[-1] if found else None)
        if number:
            found.append(_turned(text, number, taken))
    return [_of_a_row(number, after) for number, after in zip_longest(found, found[1:]) if number]


def _of_a_row(number: Number, after: Number | None) -> Number:
    """1 in 1-3号楼 and 3 in 3、5号楼 are buildings as well."""
    row = after is not None and after.kinds == (Kind.BUILDING,) and after.start == number.end + 1
    return replace(number, kinds=(Kind.BUILDING,)) if row and number.marker in {"", "#"} else number


def _joined(text: str, value: re.Match[str], before: Number) -> bool:
    """Whether it is told along with the number before: 501和502."""
    return before.end == value.start() - 1 and text[before.end] in JOINS


def _turned(text: str, number: Number, taken: Sequence[bool]) -> Number:
    """东3号楼 and 老3号楼 are not 3号楼: the sign in front belongs to the number."""
    at = number.start - 1
    own = at >= 0 and text[at] in TURNS and (at == 0 or taken[at - 1] or text[at - 1] == BREAK)
    return replace(number, value=text[at] + number.value, start=at) if own and not taken[at] else number


def _marked(text: str, value: re.Match[str]) -> Number | None:
    """A number with a marker behind it."""
    at = value.end() + (text[value.end() : value.end() + 1] == BREAK)
    for start in (value.end(), at):
        for pattern, kinds in MARKED:
            marker = pattern.match(text, start)
            if marker:
                return Number(plain(value[0]), kinds, value.start(), marker.end(), marker[0])
    if value[0][-1] == "F" and value[0][:-1].isdigit():
        return Number(plain(value[0][:-1]), (Kind.FLOOR,), value.start(), value.end(), "F")
    return None


def _bare(text: str, value: re.Match[str], before: Number | None) -> Number | None:
    """A number alone: between breaks, or a door right behind another part."""
    after = text[value.end() : value.end() + 1]
    ends = after in {"", BREAK}
    touches = before is not None and before.end == value.start()
    door = touches and len(value[0]) in DOOR and after not in MEASURES
    starts_another = touches and after.isdigit()
    if not (ends or door or starts_another) or (value[0].isalpha() and not ends):
        return None
    return Number(plain(value[0]), BARE, value.start(), value.end())


def plain(value: str) -> str:
    """A number without noughts in front; 甲 to 丁 alone are 1 to 4."""
    return STEMS.get(value) or value.lstrip("0") or "0"
