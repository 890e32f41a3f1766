"""Whether an Excel workbook is safe to read: a few kilobytes can unfold into more than any machine holds."""

import io
import re
import zlib
from zipfile import BadZipFile, ZipFile

from wangge.foundation.errors import FileTooLarge, NotATable

MOST_CELLS = 10_000_000  # a reader makes room for every cell up to the last one, empty or not
REFERENCE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{0,3})(\d{1,10})["']""")
ROW, CELL = re.compile(rb"<(?:\w+:)?row\b"), re.compile(rb"<(?:\w+:)?c[\s/>]")
BROKEN = (BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, OSError, ValueError)


def expect_modest(data: bytes, file: str, *, megabytes: int) -> None:
    """Refuse what is no .xlsx, unfolds into more than so many megabytes, or has a cell too far out."""
    try:
        with ZipFile(io.BytesIO(data)) as book:
            parts = book.infolist()
            if sum(part.file_size for part in parts) > megabytes << 20:
                raise FileTooLarge(file=file, most=megabytes)
            if "xl/workbook.xml" not in book.namelist():
                raise NotATable(file=file, reason="no Excel workbook")
            cells = max((_extent(book.read(part)) for part in parts), default=0)
    except BROKEN as error:
        raise NotATable(file=file, reason=str(error) or "broken archive") from error
    if cells > MOST_CELLS:
        raise NotATable(file=file, reason="a cell lies far away from all others")


def _extent(part: bytes) -> int:
    """How many cells there are up to the last row and the last column of a sheet."""
    named = [(_column(letters), int(number)) for letters, number in REFERENCE.findall(part)]
    widest = max((len(CELL.findall(row)) for row in ROW.split(part)), default=0)
    return max([widest, *(column for column, _ in named)]) * max([0, *(row for _, row in named)])


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = 26 * number + letter - 64
    return number
