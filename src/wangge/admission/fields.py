"""The forms that a task asks for, as people write them, and when two fields ask for the same thing."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from wangge.admission.errors import FormsUnclear, TooManyFields

BETWEEN = re.compile(r"[、,，;；]")
AFTER_NAME = re.compile(r"[:：]")
NOISE = re.compile(r"[\W_]+")
MOST_FORMS, MOST_FIELDS, LONGEST = 20, 100, 60
SAME = (
    ("姓名", "名字", "居民姓名", "户主姓名", "name"),
    ("电话", "手机", "手机号", "手机号码", "联系电话", "联系方式", "电话号码", "phone"),
    ("身份证号", "身份证", "身份证号码", "公民身份号码", "证件号码", "证件号", "id number"),
    ("住址", "地址", "家庭住址", "居住地址", "现住址", "详细地址", "address"),
    ("出生日期", "生日", "出生年月", "date of birth"),
    ("户籍地", "户籍地址", "户籍所在地", "户口所在地"),
)


def _plain(name: str) -> str:
    return NOISE.sub("", unicodedata.normalize("NFKC", name)).casefold()


_KEYS = {_plain(word): _plain(words[0]) for words in SAME for word in words}


def key_of(name: str) -> str:
    """What a field asks for: the same for names that mean the same, whatever their spelling."""
    plain = _plain(name)
    return _KEYS.get(plain, plain)[:LONGEST]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A form that is asked for: its name and the names of its fields."""

    name: str
    fields: tuple[str, ...]


def read(text: str) -> list[Sheet]:
    """The forms in a text, one a line: a name, a colon, the fields with commas between them."""
    found: dict[str, tuple[str, ...]] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        name, *rest = AFTER_NAME.split(line, maxsplit=1)
        fields = tuple(dict.fromkeys(filter(None, (each.strip() for each in BETWEEN.split("".join(rest))))))
        if not name.strip() or not fields:
            raise FormsUnclear(line=number)
        found[name.strip()[:LONGEST]] = tuple(each[:LONGEST] for each in fields)
    if not found:
        raise FormsUnclear(line=1)
    if len(found) > MOST_FORMS or any(len(fields) > MOST_FIELDS for fields in found.values()):
        raise TooManyFields(forms=MOST_FORMS, fields=MOST_FIELDS)
    return [Sheet(name, fields) for name, fields in found.items()]


def written(sheets: Sequence[Sheet]) -> str:
    """The forms as people write them."""
    return "\n".join(f"{sheet.name}：{'、'.join(sheet.fields)}" for sheet in sheets)
