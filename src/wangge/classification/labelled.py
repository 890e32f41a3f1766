"""Labelled examples from a file: comma-separated or a workbook, whatever the columns are called."""

import csv
import gzip
import io
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from wangge.classification.errors import BadExample, ColumnMissing, UnreadableExamples

ENCODINGS = ("utf-8-sig", "gb18030")
LONGEST_TEXT = 100_000
Row = Sequence[object]


@dataclass(frozen=True)
class Examples:
    """Texts and their labels, side by side."""

    texts: tuple[str, ...]
    labels: tuple[str, ...]


def read(file: Path, *, text_column: str, label_column: str) -> Examples:
    """Read a .csv, .csv.gz or .xlsx file whose first row names the columns; the others may stay unused.

    UTF-8 (with a byte order mark or without) and GB18030 are told apart by themselves. Rows that are blank
    throughout are passed over; any other row needs both a text and a label.
    """
    rows = _workbook_rows(file) if file.suffix.lower() == ".xlsx" else _csv_rows(file)
    try:
        header = [str(cell).strip() for cell in next(rows)[1]]
    except StopIteration:
        raise UnreadableExamples(file=file.name, reason="it is empty") from None
    text_place, label_place = (_place(file, header, column) for column in (text_column, label_column))
    examples = [
        (
            _cell(file, number, row, text_place, text_column),
            _cell(file, number, row, label_place, label_column),
        )
        for number, row in rows
        if any(str(cell).strip() for cell in row)
    ]
    if not examples:
        raise UnreadableExamples(file=file.name, reason="it has no rows below its heading")
    texts, labels = zip(*examples, strict=True)
    return Examples(texts, labels)


def _place(file: Path, header: list[str], column: str) -> int:
    if column not in header:
        raise ColumnMissing(file=file.name, column=column, columns=", ".join(header))
    return header.index(column)


def _cell(file: Path, number: int, row: Row, place: int, column: str) -> str:
    value = str(row[place]).strip() if place < len(row) else ""
    if not value:
        raise BadExample(file=file.name, row=number, reason=f'nothing in column "{column}"')
    if len(value) > LONGEST_TEXT:
        raise BadExample(file=file.name, row=number, reason=f'over {LONGEST_TEXT} characters in "{column}"')
    return value


def _csv_rows(file: Path) -> Iterator[tuple[int, Row]]:
    """Rows with the number of the line each ends on, as an editor shows it."""
    reader = csv.reader(io.StringIO(_decoded(file), newline=""), strict=True)
    width = 0
    try:
        for row in reader:
            width = width or len(row)
            if len(row) > width:
                reason = f"{len(row)} cells where the heading has {width}; a text with commas needs quotes"
                raise BadExample(file=file.name, row=reader.line_num, reason=reason)
            yield reader.line_num, row
    except csv.Error as error:
        raise BadExample(file=file.name, row=reader.line_num, reason=str(error)) from error


def _decoded(file: Path) -> str:
    content = _content(file)
    for encoding in ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return text
    reason = "it is neither UTF-8 nor GB18030 text. Save it as “CSV UTF-8” and try again"
    raise UnreadableExamples(file=file.name, reason=reason)


def _content(file: Path) -> bytes:
    try:
        content = file.read_bytes()
        return gzip.decompress(content) if content.startswith(b"\x1f\x8b") else content
    except (OSError, EOFError, zlib.error) as error:
        raise UnreadableExamples(file=file.name, reason=str(error)) from error


def _workbook_rows(file: Path) -> Iterator[tuple[int, Row]]:
    """Rows of the first sheet, numbered as the sheet numbers them."""
    try:
        with CalamineWorkbook.from_path(file) as workbook:
            sheet: Iterable[Row] = workbook.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (CalamineError, OSError) as error:
        raise UnreadableExamples(file=file.name, reason=f"it is not a workbook ({error})") from error
    yield from enumerate(sheet, start=1)
