"""Files as people have them, read as a table of texts: CSV in UTF-8 or GB18030, gzipped or not, and Excel."""

import csv
import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from wangge.foundation.errors import FileEmpty, FileTooLarge, NotATable
from wangge.foundation.workbooks import expect_modest

MOST_MEGABYTES = 100
GZIP, ZIP, COMPOUND_FILE = b"\x1f\x8b", b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
SEPARATORS = ",\t;|"
LINE_ENDS = {9, 10, 12, 13, 26}

Cells = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of texts with their numbers in the file (from 1); blank rows are left out."""

    file: str
    rows: tuple[tuple[int, Cells], ...]


def read_table(path: Path, *, named: str = "") -> Table:
    """Read a file by what is in it, whatever its name; `named` is what its owner calls it."""
    name = named or path.name
    if path.stat().st_size > MOST_MEGABYTES << 20:
        raise FileTooLarge(file=name, most=MOST_MEGABYTES)
    data = path.read_bytes()
    if data.startswith(GZIP):
        data = _unzipped(data, name)
    if not data.strip():
        raise FileEmpty(file=name)
    excel = data.startswith((ZIP, COMPOUND_FILE))
    lines = _sheet(data, name) if excel else _lines(_text(data, name), name)
    kept = tuple((number, cells) for number, cells in enumerate(lines, start=1) if any(cells))
    if not kept:
        raise FileEmpty(file=name)
    return Table(name, kept)


def _unzipped(data: bytes, file: str) -> bytes:
    most = MOST_MEGABYTES << 20
    stream = zlib.decompressobj(wbits=31)
    try:
        content = stream.decompress(data, most)
    except zlib.error as error:
        raise NotATable(file=file, reason="broken gzip") from error
    if stream.unconsumed_tail:
        raise FileTooLarge(file=file, most=MOST_MEGABYTES)
    if not stream.eof:
        raise NotATable(file=file, reason="gzip cut short")
    return content


def _text(data: bytes, file: str) -> str:
    """UTF-8 with or without its mark, UTF-16 with one, else GB18030, which GBK and GB 2312 are part of."""
    if data.startswith(UTF_16):
        codes = ["utf-16"]
    elif any(byte < 32 and byte not in LINE_ENDS for byte in data[:65_536]):
        raise NotATable(file=file, reason="binary data")
    else:
        codes = ["utf-8-sig", "gb18030"]
    for code in codes:
        try:
            return data.decode(code)
        except UnicodeDecodeError:
            continue
    raise NotATable(file=file, reason="neither UTF-8 nor GB18030")


def _lines(text: str, file: str) -> Iterator[Cells]:
    heading = text.lstrip().partition("\n")[0]
    separator = max(SEPARATORS, key=heading.count)
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            yield tuple(tidy(cell) for cell in cells)
    except csv.Error as error:
        raise NotATable(file=file, reason=str(error)) from error


def _sheet(data: bytes, file: str) -> Iterator[Cells]:
    """The rows of the first sheet that has any."""
    if data.startswith(ZIP):
        expect_modest(data, file, megabytes=MOST_MEGABYTES)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for name in book.sheet_names:
            rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            if rows:
                yield from (tuple(_cell(value) for value in row) for row in rows)
                return
    except CalamineError as error:
        raise NotATable(file=file, reason=str(error)) from error


def _cell(value: object) -> str:
    """A cell of Excel, where every number is a fraction and a block 12 is 12.0."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, date):
        return value.isoformat()
    return tidy(str(value))


def tidy(text: str) -> str:
    """One line, single blanks, nothing around it and nothing invisible in it."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
