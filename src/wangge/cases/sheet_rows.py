"""A file of days, powers or rungs as rows: each understood, or refused with its reason; one bad row, none."""

import re
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from wangge.cases.errors import OutOfRange
from wangge.cases.sheet_errors import (
    NoSteeringRows,
    NotANumber,
    NotAWord,
    SaidTwice,
    SteeringColumnsMissing,
    TooManySteeringRows,
)
from wangge.foundation.refusals import Refused
from wangge.foundation.tables import Cells, Table
from wangge.places.columns import plain

MOST = 2000
HEADING_WITHIN = 10
WHOLE = re.compile(r"[0-9]{1,4}")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Row(Generic[T]):
    """A row of the file: its number there, its cells, what it says or why it says nothing."""

    row: int
    cells: Cells
    says: T | None = None
    reason: Refused | None = None


@dataclass(frozen=True, slots=True)
class Sheet(Generic[T]):
    """A file, its heading and its rows."""

    heading: Cells
    rows: tuple[Row[T], ...]

    @property
    def refused(self) -> list[Row[T]]:
        """The rows that cannot be taken."""
        return [row for row in self.rows if row.reason]

    @property
    def said(self) -> list[T]:
        """What the good rows say."""
        return [row.says for row in self.rows if row.says is not None]


def read_rows(
    table: Table,
    columns: Mapping[str, str],
    *,
    needed: tuple[str, ...],
    understand: Callable[[Mapping[str, str]], T],
    once: Callable[[T], Hashable],
) -> Sheet[T]:
    """Find the heading and understand every row below it.

    `columns` has the names by which each column is known, the template's first. What `once` gives for a row
    may come in one row only.
    """
    known = {plain(name): field for field, names in columns.items() for name in names.split()}
    top = enumerate(table.rows[:HEADING_WITHIN])
    place = next((n for n, (_, cells) in top if _has(cells, known, needed)), None)
    if place is None:
        found = {known.get(plain(cell)) for cell in table.rows[0][1]}
        missing = next(columns[name].split()[0] for name in needed if name not in found)
        listed = ", ".join(cell for cell in table.rows[0][1] if cell)[:300]
        raise SteeringColumnsMissing(missing=missing, columns=listed)
    heading, below = table.rows[place][1], table.rows[place + 1 :]
    if not below:
        raise NoSteeringRows
    if len(below) > MOST:
        raise TooManySteeringRows(rows=len(below), most=MOST)
    places = {known[plain(cell)]: n for n, cell in reversed(list(enumerate(heading))) if plain(cell) in known}
    first: dict[Hashable, int] = {}
    rows: list[Row[T]] = []
    for number, cells in below:
        said = {name: cells[n] if n < len(cells) else "" for name, n in places.items()}
        try:
            says = understand({**dict.fromkeys(columns, ""), **said})
            if (earlier := first.setdefault(once(says), number)) != number:
                raise SaidTwice(first=earlier)
            rows.append(Row(number, cells, says))
        except Refused as reason:
            rows.append(Row(number, cells, reason=reason))
    return Sheet(heading, tuple(rows))


def _has(cells: Cells, known: Mapping[str, str], needed: tuple[str, ...]) -> bool:
    found = {known.get(plain(cell)) for cell in cells}
    return found.issuperset(needed)


def whole(value: str, *, column: str, least: int, most: int) -> int:
    """A whole number as written in a cell."""
    if not WHOLE.fullmatch(value):
        raise NotANumber(value=value, column=column)
    if not least <= int(value) <= most:
        raise OutOfRange(what=column, least=least, most=most)
    return int(value)


def word(value: str, known: Mapping[str, str], *, column: str, names: Iterable[object]) -> str:
    """The code of a word; `known` has codes by the words for them, without blanks, `names` the words."""
    found = known.get(plain(value))
    if found is None:
        raise NotAWord(value=value, column=column, known="、".join(map(str, names)))
    return found
