"""Text without what people write one way or the other: width, case, signs, numerals, traditional forms."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

MOST = 600  # characters that are read
BREAK = "-"  # stands for every sign and blank between parts
TRADITIONAL = str.maketrans("號樓棟單層戶門區縣鎮鄉園裡裏東車廠號", "号楼栋单层户门区县镇乡园里里东车厂号")
NUMERALS = {sign: str(n) for n, signs in enumerate(("〇零○", "一壹", "二贰", "三叁", "四肆", "五伍", "六陆",
            "七柒", "八捌", "九玖")) for sign in signs}  # fmt: skip
TENS = {"十": 10, "拾": 10, "廿": 20, "卅": 30}
ONES = "".join(NUMERALS)
RUN = re.compile(f"[{ONES}十拾廿卅][{ONES}十拾廿卅百佰]*")
COUNTED = re.compile(
    f"(?:(?P<hundreds>[{ONES}])[百佰])?[零〇]?(?:(?P<tens>[{ONES}]?)(?P<ten>[十拾廿卅]))?(?P<ones>[{ONES}]?)"
)
KEPT = "#○·•・‧∙"
SLIPS = (
    (re.compile("(?<=[一-鿿])[·•・‧∙](?=[一-鿿])"), ""),  # 云门·嘉禾园 is 云门嘉禾园
    (re.compile("[·•・‧∙]"), BREAK),
    (re.compile(r"(?<=\d)O+|(?<![A-Z])O+(?=\d)"), "0"),
    (re.compile(r"(?<=\d)[IL](?=\d)"), "1"),
    (re.compile(r"(?<![A-Z])III(?=[期区])"), "3"),
    (re.compile(r"(?<![A-Z])II(?=[期区])"), "2"),
    (re.compile(r"(?<![A-Z])I(?=[期区])"), "1"),
    (re.compile(r"(?<![A-Z])NO-?(?=\d)"), BREAK),
    (re.compile(r"-+(?=[\dA-Z东西南北][期区])"), ""),  # 嘉禾园（一期） is 嘉禾园一期
    (re.compile(r"-{2,}"), BREAK),
)


@dataclass(frozen=True, slots=True)
class Folded:
    """A text as it is compared; `at[i]` is where the sign i stood in `source`."""

    source: str
    text: str
    at: tuple[int, ...]

    def words(self, start: int, end: int) -> str:
        """What stood there, as it was written."""
        return self.source[self.at[start] : self.at[end - 1] + 1] if start < end else ""


def fold(source: str) -> Folded:
    """Fold a text; of a very long one only the beginning is read."""
    signs: list[tuple[str, int]] = []
    for place, sign in enumerate(source[:MOST]):
        plain = unicodedata.normalize("NFKC", sign).upper().translate(TRADITIONAL)
        signs += [(each if each.isalnum() or each in KEPT else BREAK, place) for each in plain]
    signs = _replaced(signs, RUN, _counted)
    for pattern, by in SLIPS:
        signs = _replaced(signs, pattern, lambda found, by=by: by * len(found[0]) if by == "0" else by)  # type: ignore[misc]
    return Folded(source, "".join(sign for sign, _ in signs), tuple(place for _, place in signs))


def name_key(name: str) -> str:
    """A name as it is compared with others: folded, without breaks."""
    return fold(name).text.replace(BREAK, "")


def number_of(numeral: str) -> str:
    """Digits of a Chinese numeral: 二十一 and 廿一 are 21, 五〇一 is 501; what is none stays as it is."""
    if all(sign in NUMERALS for sign in numeral):
        return "".join(NUMERALS[sign] for sign in numeral)
    found = COUNTED.fullmatch(numeral)
    if not found:
        return numeral
    hundreds, tens, ten, ones = (found[part] or "" for part in ("hundreds", "tens", "ten", "ones"))
    value = 100 * int(NUMERALS.get(hundreds, "0")) + int(NUMERALS.get(ones, "0"))
    if ten:
        value += TENS[ten] * (int(NUMERALS[tens]) if tens else 1)
    return str(value)


def _counted(found: re.Match[str]) -> str:
    """A numeral in digits, apart from digits that it touches."""
    text, number = found.string, number_of(found[0])
    before = BREAK if text[: found.start()][-1:].isdigit() else ""
    after = BREAK if text[found.end() :][:1].isdigit() else ""
    return f"{before}{number}{after}"


def _replaced(
    signs: list[tuple[str, int]], pattern: re.Pattern[str], by: Callable[[re.Match[str]], str]
) -> list[tuple[str, int]]:
    """The signs with every match replaced; what replaces it stands where it began and ended."""
    text = "".join(sign for sign, _ in signs)
    made: list[tuple[str, int]] = []
    end = 0
    for found in pattern.finditer(text):
        made += signs[end : found.start()]
        new = by(found)
        first, last = signs[found.start()][1], signs[found.end() - 1][1]
        made += [(sign, first if place < len(new) - 1 else last) for place, sign in enumerate(new)]
        end = found.end()
    return made + signs[end:] if end else signs
