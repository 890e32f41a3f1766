"""Which column of a file says what: guessed from its heading, or told by an option or a mapping file."""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Self

from wangge.foundation.coordinates import System
from wangge.foundation.tables import Cells, Table
from wangge.places.import_errors import ColumnsMissing, MappingBroken, NoRows, NoSuchColumn, NoSuchField

REQUIRED = ("name", "lon", "lat", "households")
COUNTS = {
    "households": 20_000,
    "people": 60_000,
    "registered": 60_000,
    "floating": 60_000,
    "care": 5_000,
    "merchants": 5_000,
    "floors": 300,
    "units": 500,
}
FIELDS = ("name", "compound", "lon", "lat", *COUNTS)

# Headings as they are met, without blanks, underlines and what stands in brackets.
USUAL = {
    "name": "楼栋 楼栋名称 楼栋号 楼号 栋号 楼幢 幢号 楼名 楼宇名称 建筑名称 "
    "name building buildingname buildingno block blockno blkno blk",
    "compound": "小区 小区名称 所属小区 院落 compound estate neighbourhood",
    "lon": "经度 lon lng long longitude",
    "lat": "纬度 lat latitude",
    "households": "户数 总户数 住户数 居民户数 households homes dwellings dwellingunits totaldwellingunits",
    "people": "人数 人口 人口数 常住人口 居住人数 people population residents",
    "registered": "户籍人口 户籍人数 户籍 registered registeredpopulation",
    "floating": "流动人口 流动人数 外来人口 floating floatingpopulation migrants",
    "care": "重点人群 关爱对象 重点关注人数 帮扶人数 care caredfor vulnerable",
    "merchants": "商户 商户数 商铺数 门店数 merchants shops",
    "floors": "层数 楼层 楼层数 总层数 地上层数 floors storeys stories levels maxfloorlvl",
    "units": "单元 单元数 stairwells entrances",
}
_FIELD_OF = {heading: name for name, headings in USUAL.items() for heading in headings.split()}
HEADING_WITHIN = 10  # titles may stand above the heading


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to look for: columns by field (several are joined), rows to leave out by a column's values."""

    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    leave_out: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    system: System | None = None

    @classmethod
    def read(cls, path: Path) -> Self:
        """A TOML file: `system`, and the tables `columns` and `leave_out`."""
        try:
            told: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8-sig"))
            system = System(told.pop("system")) if "system" in told else None
            columns, leave_out = told.pop("columns", {}), told.pop("leave_out", {})
            wanted = cls(_texts(columns, known=FIELDS), _texts(leave_out), system)
        except (OSError, ValueError, TypeError, AttributeError) as error:
            raise MappingBroken(file=path.name, reason=str(error)) from error
        if told:
            raise MappingBroken(file=path.name, reason=f"[{next(iter(told))}]")
        return wanted

    def told(self, options: Iterable[str]) -> "Wanted":
        """With options such as `name=blk_no+street` put in; an option goes before the file."""
        columns = dict(self.columns)
        for option in options:
            name, _, column = option.partition("=")
            columns |= _texts({name.strip(): column.split("+")}, known=FIELDS)
        return replace(self, columns=columns)


def _texts(table: Mapping[str, Any], *, known: Sequence[str] = ()) -> dict[str, tuple[str, ...]]:
    """Names with one text or a list of them."""
    for name in table:
        if known and name not in known:
            raise NoSuchField(field=name, fields=", ".join(known))
    lists = {name: [value] if isinstance(value, str) else list(value) for name, value in table.items()}
    return {name: tuple(str(value).strip() for value in values) for name, values in lists.items()}


@dataclass(frozen=True, slots=True)
class Layout:
    """Where things stand in a table: places of columns by field, and the rows below the heading."""

    heading: Cells
    rows: tuple[tuple[int, Cells], ...]
    columns: Mapping[str, tuple[int, ...]]
    leave_out: Mapping[int, tuple[str, ...]]

    def named(self, field_: str) -> str:
        """The heading of a field, as the file has it."""
        return " + ".join(self.heading[place] for place in self.columns[field_])


def lay_out(table: Table, mapping: Wanted) -> Layout:
    """Find the heading, within the first ten rows, and the columns in it."""
    for place, (_, cells) in enumerate(table.rows[:HEADING_WITHIN]):
        found = _guessed(cells, mapping)
        if all(name in found for name in REQUIRED) or _named(cells, mapping):
            return _laid_out(table, place, mapping)
    return _laid_out(table, 0, mapping)


def _named(cells: Cells, mapping: Wanted) -> bool:
    """Whether every column that was told is in this row."""
    told = {column for columns in mapping.columns.values() for column in columns}
    return bool(told) and told <= set(cells)


def _guessed(cells: Cells, mapping: Wanted) -> dict[str, tuple[int, ...]]:
    """Columns by field: those told where they are there, else the first with a usual heading."""
    found: dict[str, tuple[int, ...]] = {}
    for place, cell in enumerate(cells):
        name = _FIELD_OF.get(plain(cell), "")
        if name and name not in mapping.columns:
            found.setdefault(name, (place,))
    for name, columns in mapping.columns.items():
        if all(column in cells for column in columns):
            found[name] = tuple(cells.index(column) for column in columns)
    return found


def _laid_out(table: Table, place: int, mapping: Wanted) -> Layout:
    heading = table.rows[place][1]
    listed = ", ".join(cell for cell in heading if cell)[:300]
    told = [column for columns in mapping.columns.values() for column in columns]
    for column in (*told, *mapping.leave_out):
        if column not in heading:
            raise NoSuchColumn(column=column, columns=listed)
    found = _guessed(heading, mapping)
    if missing := [name for name in REQUIRED if name not in found]:
        raise ColumnsMissing(missing=", ".join(missing), columns=listed, example=missing[0])
    rows = table.rows[place + 1 :]
    if not rows:
        raise NoRows(file=table.file)
    leave_out = {heading.index(column): values for column, values in mapping.leave_out.items()}
    return Layout(heading, rows, found, leave_out)


def plain(heading: str) -> str:
    """A heading without case, blanks, underlines and brackets."""
    return re.sub(r"[\s_\-]|[(（\[].*?[)）\]]", "", heading).casefold()
