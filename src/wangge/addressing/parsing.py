"""A text cut into its parts: registered names, areas and roads by their endings, numbers, remarks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from wangge.addressing.folding import BREAK, Folded, fold
from wangge.addressing.lexicon import Lexicon, Spot
from wangge.addressing.naming import ENDINGS, Weight
from wangge.addressing.numbers import numbers
from wangge.addressing.tokens import Kind, Number, Token

HAN = "一-鿿"
NEARNESS = re.compile("斜?对(?:面|过)|旁边|旁|附近|隔壁|边上|后面|前面|[东西南北]侧")
FOLLOWS = re.compile(
    "小区|大院|院内|院里|院子|里面|里边|内|社区|居委会|街道|的|第|家属|南门|北门|东门|西门|正门|物业"
)
BEHIND = re.compile("(?:小区|大院|院内|院里|里面|里边|内|的|第)+$")
QUALIFIER = re.compile(r"[东西南北中上下前后新老]?[区期院]|\d+[区期里院]|[A-Z][区期]|[东西南北中][里苑园]")
ROADWAY = re.compile("大街|大道|路|街(?!道|坊)|巷|胡同|桥|渠|河|公园|小学|中学|幼儿园|医院|市场|派出所")
LEAD = (
    *"在住到址是的于家来去至我省市区县道镇乡村号路街巷弄请本里内院",
    "社区",
    "居委会",
    "反映",
    "关于",
    "投诉",
    "位于",
)
ROAD = re.compile(rf"[{HAN}\d]{{1,6}}?(?:大街|大道|路|街(?!道|坊)|巷|胡同)(?:\d+(?:号(?!楼|院)|弄))*")
FOREIGN = re.compile(
    rf"[{HAN}]{{1,7}}?(?:省|自治区|自治州|(?<![超菜集门夜])市(?!场|政|民|集)|(?<=[{HAN}]{{2}})县|"
    rf"(?<=[{HAN}]{{2}})(?<![小片校园厂东西南北中前后库景社军城地辖区])区|街道(?!办)|(?<=[{HAN}]{{2}})社区)"
)
LEVELS = (
    ("省", Kind.PROVINCE), ("自治区", Kind.PROVINCE), ("自治州", Kind.CITY), ("市", Kind.CITY),
    ("街道", Kind.STREET), ("社区", Kind.COMMUNITY), ("县", Kind.DISTRICT), ("区", Kind.DISTRICT),
)  # fmt: skip
SHOP = re.compile(r"(?:商铺|底商|门面房?|门市房?|店铺|铺面|铺)-?(?:[A-Z]?\d+)?号?")
BELOW = re.compile(r"地下车?[库室]?-?\d*[层楼]?|负-?\d+[层楼]?|B[1-5]-?[层楼F]?(?!\d|栋|座|幢|号楼|#|-\d)")
NOISE = re.compile(
    "小区|社区居委会|居委会|家庭住址|户籍地址|现住址|住址|地址|位于|院内|院里|里面|里边|我们家|我家|我们|我住|我|"
    "反映|关于|投诉|第|住|在|的|是|内|于|于|家|办事处|办|中国"
)


@dataclass
class Parsed:
    """What a text is made of. `spots` are names that count, `doubtful` such as may be another's.

    `unknown` says that the text names a place which is not registered; `foreign` an area that is not.
    """

    folded: Folded
    spots: list[Spot] = field(default_factory=list)
    doubtful: list[Spot] = field(default_factory=list)
    numbers: list[Number] = field(default_factory=list)
    others: list[Token] = field(default_factory=list)
    unknown: bool = False
    foreign: bool = False
    taken: list[bool] = field(default_factory=list)

    def take(self, start: int, end: int, *, taken: bool = True) -> None:
        """Mark a stretch as understood, or as open again."""
        self.taken[start:end] = [taken] * (end - start)

    def stretches(self) -> Iterator[tuple[int, int]]:
        """What is not taken, between breaks."""
        for found in re.finditer(r"[^-\0]+", self.open_text()):
            yield found.span()

    def open_text(self) -> str:
        """The folded text with a nought for whatever is taken."""
        return "".join(
            "\0" if taken else sign for sign, taken in zip(self.folded.text, self.taken, strict=True)
        )


def parse(source: str, lexicon: Lexicon | None = None) -> Parsed:
    """Cut a text into its parts; without a lexicon only numbers, areas and roads are known."""
    folded = fold(source)
    parsed = Parsed(folded, taken=[False] * len(folded.text))
    spots = list((lexicon or Lexicon()).spot(folded.text))
    for spot in spots:
        parsed.take(spot.start, spot.end)
    _patterns(parsed, ((SHOP, Kind.SHOP), (BELOW, Kind.FLOOR)))
    for spot in spots:
        (parsed.spots if _counts(parsed, spot) else parsed.doubtful).append(spot)
    for spot in parsed.doubtful:
        parsed.take(spot.start, spot.end, taken=False)
    _foreign(parsed)
    _patterns(parsed, ((ROAD, Kind.ROAD),))
    parsed.numbers = numbers(folded.text, parsed.taken)
    for number in parsed.numbers:
        parsed.take(number.start, number.end)
    if lexicon:
        _unnamed(parsed, lexicon)
    return parsed


def tokens(parsed: Parsed) -> list[Token]:
    """All parts in their order, numbers by their likeliest reading, what is left over as remarks."""
    folded, found = parsed.folded, list(parsed.others)
    for spot in parsed.spots:
        kind = spot.terms[0].kind
        found.append(Token(kind, folded.words(spot.start, spot.end), spot.name, spot.start, spot.end))
    used: set[Kind] = set()
    for number in parsed.numbers:
        kind = next((kind for kind in number.kinds if kind not in used), number.kinds[0])
        used.add(kind)
        found.append(
            Token(kind, folded.words(number.start, number.end), number.value, number.start, number.end)
        )
    found += [Token(Kind.REMARK, folded.words(a, b), folded.text[a:b], a, b) for a, b in parsed.stretches()]
    return sorted(found, key=lambda token: token.start)


def _patterns(parsed: Parsed, patterns: tuple[tuple[re.Pattern[str], Kind], ...]) -> None:
    for pattern, kind in patterns:
        for found in pattern.finditer(parsed.open_text()):
            _other(parsed, kind, *found.span())


def _other(parsed: Parsed, kind: Kind, start: int, end: int) -> None:
    parsed.take(start, end)
    text = parsed.folded.text[start:end]
    parsed.others.append(Token(kind, parsed.folded.words(start, end), text, start, end))


def _counts(parsed: Parsed, spot: Spot) -> bool:
    """Whether a name stands for itself, not as a part of another or as a mark beside which something lies."""
    after, open_after = parsed.folded.text[spot.end :], parsed.open_text()[spot.end :]
    kind = spot.terms[0].kind
    if NEARNESS.match(after) and _goes_on(parsed, spot):
        return False
    if kind == Kind.COMPOUND and QUALIFIER.match(open_after):
        return False
    if ROADWAY.match(open_after):
        return False
    before = _glued_before(parsed, spot)
    if spot.weight == Weight.STEM:
        follows = not open_after or open_after[0] in f"{BREAK}\0" or _numbered(parsed, spot.end)
        return (follows or bool(FOLLOWS.match(open_after))) and not before
    return not 0 < len(before) <= 2


def _goes_on(parsed: Parsed, spot: Spot) -> bool:
    """Whether a number that may be a building follows."""
    return any(
        number.start >= spot.end and Kind.BUILDING in number.kinds
        for number in numbers(parsed.folded.text, parsed.taken)
    )


def _numbered(parsed: Parsed, at: int) -> bool:
    """Whether a number that may be a part of an address begins here."""
    return any(number.start == at for number in numbers(parsed.folded.text, parsed.taken))


def _glued_before(parsed: Parsed, spot: Spot) -> str:
    """Signs right before a name that may belong to it: not such as lead up to a place."""
    text = parsed.open_text()[: spot.start]
    glued = re.split(r"[-\0]|[^\W\d]*\d\w*", text)[-1]
    return "" if not glued or glued.endswith(LEAD) else glued


def _foreign(parsed: Parsed) -> None:
    """Areas by their endings that are not registered here."""
    for found in FOREIGN.finditer(parsed.open_text()):
        kind = next(kind for end, kind in LEVELS if found[0].endswith(end))
        _other(parsed, kind, *found.span())
        parsed.foreign = True


def _unnamed(parsed: Parsed, lexicon: Lexicon) -> None:
    """Where no compound is named: what resembles one, or else that a place is named which is not known."""
    if any(spot.terms[0].kind in {Kind.COMPOUND, Kind.BUILDING} for spot in parsed.spots):
        return
    text = parsed.open_text()
    first = parsed.numbers[0].start if parsed.numbers else None
    for start, end in _nameable(parsed):
        near = _resembling(text, start, end, lexicon)
        sure = [spot for spot in near if spot.sure][:1]
        if sure:
            parsed.spots += sure
            parsed.take(sure[0].start, sure[0].end)
            return
        parsed.doubtful += near
        named = text[start:end].endswith(tuple(ENDINGS))
        latin = any(sign.isascii() and sign.isalpha() for sign in text[start:end])
        parsed.unknown = parsed.unknown or bool(near) or named or latin or end == first


def _resembling(text: str, start: int, end: int, lexicon: Lexicon) -> list[Spot]:
    """Compounds that a stretch resembles, as it is and without the words that people put behind a name."""
    behind = BEHIND.search(text, start, end)
    ends = [end, behind.start()] if behind else [end]
    found = [spot for at in ends if at - start >= 2 for spot in lexicon.near(text[start:at], start)]
    return [spot for spot in found if spot.terms[0].kind == Kind.COMPOUND]


def _nameable(parsed: Parsed) -> Iterator[tuple[int, int]]:
    """Stretches that may be a name, without the words that lead up to it."""
    text = parsed.open_text()
    for start, end in parsed.stretches():
        lead = re.match(f"(?:{NOISE.pattern}|{NEARNESS.pattern})*", text[start:end])
        begin = start + (lead.end() if lead else 0)
        if end - begin >= 2:
            yield begin, end
