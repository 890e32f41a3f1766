"""Addresses in another hand, written before the parser was and looked at when it was done.

Each style takes a flat and tells its text and what of it was said; nothing here knows the parser.
"""

from collections.abc import Callable
from random import Random

from benches.estates import Estate, Flat
from benches.spelling import Said

DIGITS = "零一二三四五六七八九"
GRAND = "零壹贰叁肆伍陆柒捌玖"


def spoken(number: str) -> str:
    """A number as it is read out: 12 is 十二, 103 is 一百零三; letters stay."""
    if not number.isdigit():
        return number
    n = int(number)
    if n < 10:
        return DIGITS[n]
    if n < 20:
        return "十" + (DIGITS[n % 10] if n % 10 else "")
    if n < 100:
        return DIGITS[n // 10] + "十" + (DIGITS[n % 10] if n % 10 else "")
    rest = n % 100
    if not rest:
        return DIGITS[n // 100] + "百"
    return DIGITS[n // 100] + "百" + ("零" + DIGITS[rest] if rest < 10 else DIGITS[rest // 10] + "十" + (
        DIGITS[rest % 10] if rest % 10 else ""
    ))  # fmt: skip


def one_by_one(number: str, signs: str = "〇一二三四五六七八九") -> str:
    """A number sign by sign: 501 is 五〇一."""
    return "".join(signs[int(d)] if d.isdigit() else d for d in number)


Style = Callable[[Estate, Flat, Random], tuple[str, Said]]


def _facts(estate: Estate, flat: Flat) -> tuple[str, str, int, str]:
    house = estate.houses[flat.building]
    return estate.compounds[house.compound][1], house.number, flat.unit, flat.door


def reversed_order(estate: Estate, flat: Flat, _dice: Random) -> tuple[str, Said]:
    """Smallest first, with commas."""
    c, b, u, d = _facts(estate, flat)
    return f"{d}室，{u}单元，{b}号楼，{c}", Said(c, b, u, d)


def compound_behind(estate: Estate, flat: Flat, _dice: Random) -> tuple[str, Said]:
    """The compound in brackets at the end."""
    c, b, u, d = _facts(estate, flat)
    return f"{b}栋{u}单元{d}（{c}）", Said(c, b, u, d)


def slashes(estate: Estate, flat: Flat, dice: Random) -> tuple[str, Said]:
    """Signs of all sorts between the numbers."""
    c, b, u, d = _facts(estate, flat)
    sign = dice.choice("/.·_｜、")
    return f"{c}{sign}{b}{sign}{u}{sign}{d}", Said(c, b, u, d)


def traditional(estate: Estate, flat: Flat, _dice: Random) -> tuple[str, Said]:
    """A keyboard set to traditional signs for what is not a name."""
    c, b, u, d = _facts(estate, flat)
    return f"{c}{b}號樓{u}單元{d}室", Said(c, b, u, d)


def everything_counted(estate: Estate, flat: Flat, _dice: Random) -> tuple[str, Said]:
    """第 before every number."""
    c, b, u, d = _facts(estate, flat)
    return f"{c}第{spoken(b)}栋第{spoken(str(u))}单元第{d}室", Said(c, b, u, d)


def grand(estate: Estate, flat: Flat, _dice: Random) -> tuple[str, Said]:
    """As on a cheque."""
    c, b, u, d = _facts(estate, flat)
    return f"{c}{b}栋{GRAND[u]}单元{one_by_one(d, GRAND)}", Said(c, b, u, d)


def read_out(estate: Estate, flat: Flat, dice: Random) -> tuple[str, Said]:
    """As software writes down what is said on the telephone."""
    c, b, u, d = _facts(estate, flat)
    lead = dice.choice(("我住", "地址是", "我家在", "你好，我是", ""))
    end = dice.choice(("的", "的住户", "这里", "，麻烦快点", ""))
    return f"{lead}{c}{spoken(b)}号楼{spoken(str(u))}单元{one_by_one(d)}{end}", Said(c, b, u, d)


def parcel(estate: Estate, flat: Flat, dice: Random) -> tuple[str, Said]:
    """As on a parcel: chain of areas, blanks, a name and a telephone."""
    c, b, u, d = _facts(estate, flat)
    house = estate.houses[flat.building]
    community = estate.area_name(house.community)
    return (
        f"云州省 示范市 清和区 {community} {c} {b}幢{u}单元{d} 李某收 1380000{dice.randint(1000, 9999)}",
        Said(c, b, u, d, community=house.community),
    )


def hurried(estate: Estate, flat: Flat, dice: Random) -> tuple[str, Said]:
    """Half the words are missing."""
    c, b, u, d = _facts(estate, flat)
    form = dice.choice(("{c}{b}栋{u}单{d}", "{c} {b} {u} {d}", "{c}{b}#{u}#{d}", "{c}{b}楼{u}门{d}"))
    return form.format(c=c, b=b, u=u, d=d), Said(c, b, u, d)


def southern(estate: Estate, flat: Flat, _dice: Random) -> tuple[str, Said]:
    """座, 梯 and 房, as in the south."""
    c, b, u, d = _facts(estate, flat)
    return f"{c}{b}座{u}梯{d}房", Said(c, b, u, d)


def complaint(estate: Estate, flat: Flat, dice: Random) -> tuple[str, Said]:
    """A place in the midst of a sentence."""
    c, b, u, _ = _facts(estate, flat)
    matter = dice.choice(("楼道灯坏了3天没人修", "电梯停了2次", "下水道堵了，水漫到1楼", "半夜2点还在装修"))
    return f"反映{c}{b}号楼{u}单元{matter}", Said(c, b, u, None)


def floor_by_words(estate: Estate, flat: Flat, _dice: Random) -> tuple[str, Said]:
    """The floor before the full door."""
    c, b, u, d = _facts(estate, flat)
    return f"{c}{b}栋{u}单元{spoken(str(flat.floor))}楼{d}", Said(c, b, u, d)


def landing(estate: Estate, flat: Flat, _dice: Random) -> tuple[str, Said]:
    """Floor, dash, place on the landing."""
    c, b, u, d = _facts(estate, flat)
    return f"{c}{b}幢{u}单元{flat.floor}-{flat.landing:02d}", Said(c, b, u, d)


def no_unit(estate: Estate, flat: Flat, dice: Random) -> tuple[str, Said]:
    """The unit is left out."""
    c, b, _, d = _facts(estate, flat)
    return dice.choice(("{c}{b}栋-{d}", "{c}{b}号楼{d}室（敲门）", "{c}{b}号{d}")).format(
        c=c, b=b, d=d
    ), Said(c, b, None, d)


def in_the_compound(estate: Estate, flat: Flat, dice: Random) -> tuple[str, Said]:
    """Words between the compound and the building."""
    c, b, u, d = _facts(estate, flat)
    between = dice.choice(("院内", "里面", "小区内", " 东门进去 "))
    return f"{c}{between}{b}号楼{u}单元{d}", Said(c, b, u, d)


def road_first(estate: Estate, flat: Flat, dice: Random) -> tuple[str, Said]:
    """The road and its number first."""
    c, b, u, d = _facts(estate, flat)
    return f"青石路{dice.randint(1, 400)}号{c}{b}栋{u}单元{d}室", Said(c, b, u, d)


STYLES: dict[str, Style] = {
    each.__name__: each
    for each in (
        reversed_order, compound_behind, slashes, traditional, everything_counted, grand, read_out, parcel,
        hurried, southern, complaint, floor_by_words, landing, no_unit, in_the_compound, road_first,
    )
}  # fmt: skip
