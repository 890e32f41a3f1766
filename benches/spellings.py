"""Addresses as people write them, for the bench: styles, typing errors, and places that are not there.

Nothing here knows the parser. Each style takes a flat and tells its text and what of it was said.
"""

from collections.abc import Callable
from dataclasses import replace
from random import Random

from benches.estates import Estate, Flat
from benches.spelling import Said

SIGNS = "零一二三四五六七八九"
SOUND_ALIKE_WORDS = (
    "嘉佳家 禾和河 和禾合 园圆源 苑院愿 春椿 晖辉徽 槐淮怀 荫音阴 渠区 清青轻 宁凝 丰风峰 泽择则 "
    "杏幸 林琳 幸杏 福富付 "
    "红洪宏 旗棋齐 金今 翠脆 屏平 锦紧 绣秀 霞侠 建健 设社 长常 青清 永勇 安按 临林 瑞睿 景井 龙隆 "
    "泉全 云芸 玉育 桃逃 源园 梅煤 溪西 兰蓝 亭停 竹烛 影映 荷河 塘唐 枫风 桥乔 柳刘 岸案 涛滔 "
    "海嗨 棠堂 紫子 薇微 康糠 乐月 居局 星兴 明名 珠朱 阳洋 光广 书叔 香相 文纹 昌畅 学雪 府付 "
    "状壮 元园 年黏 华花 新心 胜盛 利立 工公 农浓 里理 村邨 家加 公工 寓遇 雅亚 花华 "
)
SOUND_ALIKE = {word[0]: word[1:] for word in SOUND_ALIKE_WORDS.split()}
MARKER_SLIPS = {
    "单元": ("单园", "单远", "丹元", "单元元"),
    "栋": ("动", "冻"),
    "号楼": ("号搂", "号娄"),
    "室": ("是", "市"),
}


def han(n: int) -> str:
    """A number up to 199 in signs."""
    if n >= 100:
        rest = n % 100
        return "一百" + (
            "" if not rest else "零" + SIGNS[rest] if rest < 10 else ("一" if rest < 20 else "") + han(rest)
        )
    tens, ones = divmod(n, 10)
    return ("" if not tens else "十" if tens == 1 else SIGNS[tens] + "十") + (
        SIGNS[ones] if ones or not tens else ""
    )


def number(text: str, dice: Random) -> str:
    """A number in Chinese, where it is one; now and then by the short form of twenty."""
    if not text.isdigit():
        return text
    n = int(text)
    if 20 < n < 30 and dice.random() < 0.3:
        return "廿" + SIGNS[n - 20]
    return han(n)


def wide(text: str) -> str:
    """Full-width digits, letters and signs."""
    return "".join(chr(ord(s) + 0xFEE0) if "!" <= s <= "~" else s for s in text)


Style = Callable[[Estate, Flat, Random], tuple[str, Said]]
FORMS: dict[str, tuple[str, ...]] = {
    "in full": ("{c}{b}号楼{u}单元{d}室",),
    "栋 and 幢": ("{c}{b}栋{u}单元{d}", "{c}{b}幢{u}单元{d}室", "{c}{b}座{u}单元{d}号", "{c}{b}楼{u}单元{d}"),
    "dashes": ("{c}{b}-{u}-{d}", "{c} {b}-{u}-{d}", "{c}{b}—{u}—{d}", "{c}{b}－{u}－{d}室"),
    "hash": ("{c}{b}#{u}-{d}", "{c}{b}#-{u}-{d}", "{c}{b}#楼{u}单元{d}", "{c}{b}＃{u}单元{d}"),
    "门 and 梯": ("{c}{b}号楼{u}门{d}", "{c}{b}栋{u}梯{d}室", "{c}{b}号楼{u}门{d}号"),
    "Chinese numerals": ("{c}{hb}号楼{hu}单元{d}", "{c}{hb}栋{hu}单元{hd}室", "{c}{hb}幢{hu}单元{hd}"),
    "blanks": ("{c} {b} 号楼 {u} 单元 {d} 室", " {c}，{b}栋，{u}单元，{d}", "{c}　{b}栋　{u}单元{d}"),
    "chain of areas": (
        "云州省示范市清和区{street}{community}{c}{b}号楼{u}单元{d}室",
        "清和区{street}{c}{b}栋{u}单元{d}",
    ),
    "community": ("{community}{c}{b}号楼{u}单元{d}", "{community}居委会{c}{b}-{u}-{d}"),
    "floor and door": ("{c}{b}栋{u}单元{f}楼{d}", "{c}{b}号楼{u}单元{f}层{l}号", "{c}{b}栋{u}单元{f}楼{l}室"),
    "remark": (
        "{c}{b}号楼{u}单元{d}（王阿姨家旁边）",
        "{c}{b}栋{u}单元{d} 电话13900001234", "{c}{b}-{u}-{d}，家里有狗"),
    "road": ("春晖街18号{c}{b}号楼{u}单元{d}", "{c}（云杉路66号）{b}栋{u}单元{d}"),
}  # fmt: skip
PARTLY: dict[str, tuple[str, ...]] = {
    "no unit": ("{c}{b}号楼{d}室", "{c}{b}-{d}", "{c}{b}栋{d}", "{c}{b}号{d}室"),
    "to the unit": ("{c}{b}号楼{u}单元", "{c}{b}栋{u}单元楼道", "{c}{b}幢{u}单元门口"),
    "to the building": ("{c}{b}号楼", "{c}{b}栋楼下", "{c}{hb}幢", "{c}{b}号楼底商", "{c}{b}栋商铺12"),
    "floor and side": ("{c}{b}栋{u}单元{f}楼东户", "{c}{b}号楼{u}单元{f}层西"),
}
LEFT_OUT = {
    "no unit": {"unit"},
    "to the unit": {"door"},
    "to the building": {"unit", "door"},
    "floor and side": {"door"},
}


def fill(form: str, estate: Estate, flat: Flat, dice: Random, compound: str = "") -> str:
    """A form with the parts of a flat put in."""
    house = estate.houses[flat.building]
    return form.format(
        c=compound or estate.compounds[house.compound][1],
        b=house.number, hb=number(house.number, dice),
        u=flat.unit, hu=han(flat.unit), d=flat.door, f=flat.floor,
        hd="".join(SIGNS[int(sign)] for sign in flat.door), l=f"{flat.landing:02d}",
        community=estate.area_name(house.community),
        street=estate.street_of[house.community],
    )  # fmt: skip


def full(estate: Estate, flat: Flat) -> Said:
    """All of it said."""
    house = estate.houses[flat.building]
    return Said(estate.compounds[house.compound][1], house.number, flat.unit, flat.door)


def by_form(name: str, forms: tuple[str, ...]) -> Style:
    """The style of some forms."""

    def style(estate: Estate, flat: Flat, dice: Random) -> tuple[str, Said]:
        form = dice.choice(forms)
        said = replace(full(estate, flat), **dict.fromkeys(LEFT_OUT.get(name, ()), None))
        if "{community}" in form:
            said = replace(said, community=estate.houses[flat.building].community)
        if "{street}" in form:
            said = replace(said, street=estate.street_of[estate.houses[flat.building].community])
        return fill(form, estate, flat, dice), said

    return style


def suffix(estate: Estate, flat: Flat, dice: Random) -> tuple[str, Said]:
    """小区 left out, or put behind a name that has none; phases in other numerals."""
    said = full(estate, flat)
    name = said.compound or ""
    if name.endswith("小区"):
        short = name.removesuffix("小区")
        return fill("{c}{b}号楼{u}单元{d}", estate, flat, dice, short), replace(
            said, compound=short, stem=True
        )
    other = name.translate(str.maketrans("一二三123", "123一二三")) if name[-1] in "期区里" else name + "小区"
    return fill("{c}{b}栋{u}单元{d}", estate, flat, dice, other), said


def full_width(estate: Estate, flat: Flat, dice: Random) -> tuple[str, Said]:
    """Full-width digits and signs."""
    return wide(fill("{c}{b}-{u}-{d}", estate, flat, dice)), full(estate, flat)


def letters_for_digits(estate: Estate, flat: Flat, dice: Random) -> tuple[str, Said]:
    """O for 0 and l for 1 in the door."""
    text = fill("{c}{b}号楼{u}单元", estate, flat, dice)
    return text + flat.door.replace("0", "O") + "室", full(estate, flat)


def community_only(estate: Estate, flat: Flat, dice: Random) -> tuple[str, Said]:
    """A building of a community, no compound named."""
    said = replace(full(estate, flat), compound=None, community=estate.houses[flat.building].community)
    return fill("{community}{b}号楼{u}单元{d}", estate, flat, dice), said


def nothing_named(estate: Estate, flat: Flat, dice: Random) -> tuple[str, Said]:
    """Numbers alone."""
    return fill("{b}-{u}-{d}", estate, flat, dice), replace(full(estate, flat), compound=None)


def slipped(name: str, estate: Estate, dice: Random) -> str:
    """A name with a typing error: a sign of the same sound, doubled, left out or swapped; never another's."""
    names = {each for _, each in estate.compounds.values()}
    place = dice.randrange(len(name))
    slips = [name[:place] + sign + name[place + 1 :] for sign in SOUND_ALIKE.get(name[place], "")]
    if name[place] not in "一二三123AB东西":
        slips.append(name[:place] + name[place] + name[place:])
        if len(name) > 3 and place < len(name) - 2:
            slips.append(name[:place] + name[place + 1 :])
        if place + 2 < len(name):
            slips.append(name[:place] + name[place + 1] + name[place] + name[place + 2 :])
    return dice.choice([slip for slip in slips if slip not in names] or [name])


def name_slip(estate: Estate, flat: Flat, dice: Random) -> tuple[str, Said]:
    """A typing error in the name, every time."""
    said = full(estate, flat)
    slip = slipped(said.compound or "", estate, dice)
    return fill("{c}{b}号楼{u}单元{d}", estate, flat, dice, slip), said


def marker_slip(estate: Estate, flat: Flat, dice: Random) -> tuple[str, Said]:
    """A typing error in 单元, 栋, 号楼 or 室."""
    text = fill(dice.choice(("{c}{b}栋{u}单元{d}室", "{c}{b}号楼{u}单元{d}室")), estate, flat, dice)
    word = dice.choice([word for word in MARKER_SLIPS if word in text])
    head, _, tail = text.rpartition(word)
    return head + dice.choice(MARKER_SLIPS[word]) + tail, full(estate, flat)


STYLES: dict[str, Style] = {
    **{name: by_form(name, forms) for name, forms in (FORMS | PARTLY).items()},
    "小区 and phases": suffix,
    "full width": full_width,
    "O for 0": letters_for_digits,
    "community, no compound": community_only,
    "numbers alone": nothing_named,
    "slip in the name": name_slip,
    "slip in a marker": marker_slip,
}
