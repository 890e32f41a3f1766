"""Labelled examples from a file: comma-separated or a workbook, whatever the columns are called."""

from dataclasses import dataclass
from pathlib import Path

from wangge.classification.errors import BadExample, ColumnMissing, NoExamples
from wangge.foundation.tables import Cells, read_table

LONGEST_TEXT = 100_000
WIDE = "{} cells where the heading has {}; a text with commas needs quotes"


@dataclass(frozen=True)
class Examples:
    """Texts and their labels, side by side."""

    texts: tuple[str, ...]
    labels: tuple[str, ...]


def read(file: Path, *, text_column: str, label_column: str) -> Examples:
    """Read a table whose first row names the columns; the others may stay unused.

    Rows that are blank throughout are passed over; any other row needs both a text and a label.
    """
    (_, header), *rows = read_table(file).rows
    text_place, label_place = (_place(file, header, column) for column in (text_column, label_column))
    if not rows:
        raise NoExamples(file=file.name)
    for number, row in rows:
        if len(row) > len(header):
            raise BadExample(file=file.name, row=number, reason=WIDE.format(len(row), len(header)))
    return Examples(
        tuple(_cell(file, number, row, text_place, text_column) for number, row in rows),
        tuple(_cell(file, number, row, label_place, label_column) for number, row in rows),
    )


def _place(file: Path, header: Cells, column: str) -> int:
    if column not in header:
        raise ColumnMissing(file=file.name, column=column, columns=", ".join(header))
    return header.index(column)


def _cell(file: Path, number: int, row: Cells, place: int, column: str) -> str:
    value = row[place] if place < len(row) else ""
    if not value:
        raise BadExample(file=file.name, row=number, reason=f'nothing in column "{column}"')
    if len(value) > LONGEST_TEXT:
        raise BadExample(file=file.name, row=number, reason=f'over {LONGEST_TEXT} characters in "{column}"')
    return value
