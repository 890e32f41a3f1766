"""A step that asks for a table: rows are added, taken away and moved by buttons that need no script."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms

from wangge.web.desk.forms import StepForm

Row = dict[str, Any]
MOST = 12


class RowsForm(StepForm):
    """The fields of each row are numbered: `title-0`, `title-1` …; `rows` says how many there are."""

    many = True
    columns: ClassVar[tuple[str, ...]] = ()
    subject: Any = ""
    hint: Any = ""
    least = 2

    def cells(self) -> dict[str, forms.Field]:
        """The fields of one row."""
        raise NotImplementedError

    def check(self, number: int, row: Row) -> None:
        """Add what is wrong with a row that somebody began."""

    def blank(self, row: Row) -> bool:
        """Whether nobody wrote anything in a row."""
        return not any(row.values())

    def fill(self) -> None:
        """As many rows as were sent, at least two."""
        told = self.data.get("rows") if self.is_bound else self.initial.get("rows")
        self.count = counted(told, self.least)
        for number in range(self.count):
            for name, cell in self.cells().items():
                self.fields[f"{name}-{number}"] = cell

    @property
    def plain(self) -> list[forms.BoundField]:
        """No field stands outside the rows."""
        return []

    @property
    def rows(self) -> list[list[forms.BoundField]]:
        """The fields row by row."""
        return [[self[f"{name}-{number}"] for name in self.columns] for number in range(self.count)]

    def clean(self) -> dict[str, Any]:
        """Check the rows that somebody began."""
        given = super().clean() or {}
        for number in range(self.count):
            row = {name: given.get(f"{name}-{number}") for name in self.columns}
            if not self.blank(row):
                self.check(number, row)
        return given

    def told(self) -> list[Row]:
        """The rows in which something is written."""
        given = self.cleaned_data
        rows = [{name: given.get(f"{name}-{n}") for name in self.columns} for n in range(self.count)]
        return [row for row in rows if not self.blank(row)]

    @classmethod
    def rearranged(cls, data: Mapping[str, Any], do: str) -> dict[str, Any]:
        """What the form begins with after one of its buttons: add, remove-2, up-2, down-2."""
        count = counted(data.get("rows"), cls.least)
        rows = [{name: data.get(f"{name}-{n}", "") for name in cls.columns} for n in range(count)]
        deed, _, place = do.partition("-")
        at = int(place) if place.isdigit() and int(place) < count else 0
        if deed == "add" and count < MOST:
            rows.append({})
        elif deed == "remove":
            del rows[at]
        elif deed in ("up", "down"):
            rows.insert(max(0, at - 1) if deed == "up" else at + 1, rows.pop(at))
        written = {f"{name}-{n}": value for n, row in enumerate(rows) for name, value in row.items()}
        return {"rows": max(len(rows), cls.least), **written}


def counted(told: Any, least: int) -> int:
    """How many rows, as the page says it."""
    number = int(told) if str(told or "").isdecimal() and len(str(told)) < 4 else least
    return min(max(number, least), MOST)
