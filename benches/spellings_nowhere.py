"""Addresses of which some part is not in the register: what is made of them must not go too deep."""

from dataclasses import replace
from random import Random

from benches.estates import Estate, Flat
from benches.spelling import Said
from benches.spellings import Style, fill, full

NOWHERE = Said(nowhere=True)


def no_such_building(estate: Estate, flat: Flat, dice: Random) -> tuple[str, Said]:
    """A number beyond the last building."""
    text = fill(f"{{c}}{dice.randint(140, 400)}号楼{{u}}单元{{d}}", estate, flat, dice)
    return text, replace(full(estate, flat), building="none")


def no_such_unit(estate: Estate, flat: Flat, dice: Random) -> tuple[str, Said]:
    """A stairwell that the building does not have."""
    unit = dice.randint(6, 9)
    return fill(f"{{c}}{{b}}栋{unit}单元{{d}}", estate, flat, dice), replace(full(estate, flat), unit=unit)


def no_such_door(estate: Estate, flat: Flat, dice: Random) -> tuple[str, Said]:
    """A floor above the roof."""
    door = f"{dice.randint(40, 60)}0{dice.randint(1, 4)}"
    text = fill(
        f"{{c}}{{b}}{dice.choice(('号楼', '-'))}{{u}}{{m}}{door}".replace("{m}", "-"), estate, flat, dice
    )
    return text, replace(full(estate, flat), door=door)


def unknown_compound(estate: Estate, flat: Flat, dice: Random) -> tuple[str, Said]:
    """A name that is close to one, and another's."""
    name = full(estate, flat).compound or ""
    names = {each for _, each in estate.compounds.values()}
    ideas = [f"{new}{name}" for new in "新老金"] + [f"{name}{part}" for part in ("四期", "南区", "5区")]
    ideas += [f"{name[0]}{dice.choice('岭坡堡关')}{name[2:]}", f"北辰{name[2:]}"]
    other = dice.choice([idea for idea in ideas if idea not in names])
    return fill("{c}{b}号楼{u}单元{d}", estate, flat, dice, other), NOWHERE


def elsewhere(estate: Estate, flat: Flat, dice: Random) -> tuple[str, Said]:
    """Another city, where a compound may well bear the same name."""
    city = dice.choice(("白云市", "海州市新华区", "江左省", "临河县"))
    return fill(f"{city}{{c}}{{b}}号楼{{u}}单元{{d}}", estate, flat, dice), NOWHERE


def beside(estate: Estate, flat: Flat, dice: Random) -> tuple[str, Said]:
    """Opposite a compound, not in it."""
    return fill(f"{{c}}{dice.choice(('对面', '旁边的'))}{{b}}号楼{{u}}单元{{d}}", estate, flat, dice), NOWHERE


def no_address(_estate: Estate, _flat: Flat, dice: Random) -> tuple[str, Said]:
    """Words with numbers in them."""
    words = (
        "昨天3点来过2次",
        "请拨13900001234",
        "第3次反映，12天了",
        "2026年5月10日申请",
        "菜市场12号摊位",
        "203路车站",
    )
    return dice.choice(words), NOWHERE


NOT_THERE: dict[str, Style] = {
    "no such building": no_such_building,
    "no such unit": no_such_unit,
    "no such door": no_such_door,
    "unknown compound": unknown_compound,
    "another city": elsewhere,
    "beside it": beside,
    "no address": no_address,
}
