"""What the columns of a map file are called, in Chinese and English, and how their cells are understood."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

MOST = 999  # grids of a community, by the digits of its codes
HEADINGS = {
    "number": ("number", "编号", "网格编号", "网格号", "序号", "grid", "grid_no", "gridno", "no"),
    "name": ("name", "名称", "网格名称", "网格名", "grid_name"),
    "code": ("code", "编码", "网格编码", "网格代码", "代码", "grid_code"),
    "kind": ("kind", "类型", "网格类型"),
    "level": ("level", "层级", "级别"),
}
CUT = 3  # signs that a Shapefile leaves of a Chinese heading
NUMBERS = re.compile(r"\d+")


def column(columns: Mapping[str, Sequence[Any]], field: str) -> list[str]:
    """The texts of the column that one of a field's headings names, whole or cut off; none, an empty list."""
    headings = HEADINGS[field]
    cut = {heading[:CUT] for heading in headings if len(heading) > CUT and not heading.isascii()}
    for name in (*headings, *sorted(cut)):
        if name in columns:
            return [_text(value) for value in columns[name]]
    return []


def _text(value: Any) -> str:
    """A cell as people would write it: 3.0 is 3, nothing is nothing."""
    if value is None or (isinstance(value, float) and not np.isfinite(value)):
        return ""
    return str(value).strip().removesuffix(".0")


def number_in(text: str, *, whole: bool) -> int | None:
    """1 to 999: the whole text, the last three of a code's fifteen digits, or the one number in a name."""
    digits = NUMBERS.findall(text)
    if len(digits) != 1 or (whole and len(digits[0]) > 3 and len(digits[0]) != 15):
        return None
    number = int(digits[0][-3:] if len(digits[0]) == 15 else digits[0])
    return number if 1 <= number <= MOST else None
