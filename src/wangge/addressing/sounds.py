"""How signs sound, roughly: without tones, and with what many people do not tell apart when they type."""

import unicodedata
from functools import lru_cache

from pypinyin.constants import PINYIN_DICT

NEAR = (("zh", "z"), ("ch", "c"), ("sh", "s"))
NASAL = ("ang", "eng", "ing")


@lru_cache(maxsize=30_000)
def sound(sign: str) -> str:
    """The commonest sound of a sign: 园, 苑 and 源 are all `yuan`; letters and digits sound as they are."""
    readings = PINYIN_DICT.get(ord(sign), "")
    if not readings:
        return sign
    marks = unicodedata.normalize("NFD", readings.split(",")[0])
    plain = "".join(letter for letter in marks if not unicodedata.combining(letter))
    for long, short in NEAR:
        plain = short + plain.removeprefix(long) if plain.startswith(long) else plain
    return plain[:-1] if plain.endswith(NASAL) else plain


def sounds(text: str) -> tuple[str, ...]:
    """The sounds of a text, sign by sign."""
    return tuple(map(sound, text))
