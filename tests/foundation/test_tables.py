"""Files that are broken, or made to break the reader: each is refused with what to do."""

import io
from collections.abc import Callable
from pathlib import Path
from random import Random
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import xlsxwriter

from wangge.foundation.errors import FileEmpty, FileTooLarge, NotATable
from wangge.foundation.refusals import Refused
from wangge.foundation.tables import Table, read_table


def workbook(*cells: tuple[int, int, object]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for row, column, value in cells:
            sheet.write(row, column, value)
    return out.getvalue()


GOOD = workbook(*((row, column, f"{row}-{column}") for row in range(20) for column in range(4)))


def changed(book: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """A workbook whose parts are changed within its archive."""
    out = io.BytesIO()
    with ZipFile(io.BytesIO(book)) as source, ZipFile(out, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, change(name, source.read(name)))
    return out.getvalue()


@pytest.fixture
def read(tmp_path: Path) -> Callable[[bytes], Table]:
    def _read(content: bytes) -> Table:
        file = tmp_path / "buildings.xlsx"
        file.write_bytes(content)
        return read_table(file)

    return _read


def test_a_workbook_is_read(read) -> None:
    assert len(read(GOOD).rows) == 20


@pytest.mark.parametrize(
    "content",
    [
        workbook((0, 0, "a"), (1_048_575, 16_383, "b")),
        changed(GOOD, lambda _, part: part.replace(b'<row r="20"', b'<row r="9048576"')),
        changed(GOOD, lambda _, part: part.replace(b'r="D20"', b"r = 'XFD1048576'")),
        changed(GOOD, lambda name, part: part if "workbook" not in name else b""),
        GOOD[: len(GOOD) // 2],
        b"PK\x03\x04",
        b"\xd0\xcf\x11\xe0" + b"\0" * 3000,
        bytes(range(256)),
        "name,lon\n1,2\n".encode("utf-16-le"),
        b"\xff\xfe\x00\xd8",
        b'"' + b"a" * 200_000,
    ],
    ids=range(11),
)
def test_what_is_no_table_or_would_fill_the_memory_is_refused(read, content: bytes) -> None:
    with pytest.raises(NotATable):
        read(content)


def test_an_archive_that_unfolds_without_end_is_refused(read) -> None:
    room = b"<sheetData>" + b" " * (101 << 20)
    with pytest.raises(FileTooLarge):
        read(changed(GOOD, lambda _, part: part.replace(b"<sheetData>", room)))


@pytest.mark.parametrize("content", [b"", b" \n\n", b",,\n,,\n", b"\xef\xbb\xbf"])
def test_nothing_is_told_apart(read, content: bytes) -> None:
    with pytest.raises(FileEmpty):
        read(content)


def test_no_damage_makes_the_reader_fail(read) -> None:
    chance = Random(1)  # noqa: S311 - damage, no secret

    def damaged(part: bytes) -> bytes:
        out = bytearray(part)
        for _ in range(chance.randint(0, 3)):
            out[chance.randrange(len(out))] = chance.randrange(256)
        return bytes(out)

    for _ in range(100):
        for content in (damaged(GOOD), changed(GOOD, lambda _, part: damaged(part))):
            try:
                read(content)
            except Refused:
                continue
