import gzip

import pytest
import xlsxwriter

from wangge.classification import labelled
from wangge.classification.errors import BadExample, ColumnMissing
from wangge.foundation.refusals import Refused

ROWS = '编号,诉求,类别\n1,路灯不亮,市政\n2,"垃圾没人收，\n天天堆着",卫生\n\n3,广场舞太吵,噪声\n'
TEXTS = ("路灯不亮", "垃圾没人收， 天天堆着", "广场舞太吵")


def read(file):
    return labelled.read(file, text_column="诉求", label_column="类别")


def written(tmp_path, content, name="messages.csv"):
    file = tmp_path / name
    file.write_bytes(content)
    return file


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("packed", [False, True])
def test_any_encoding_packed_or_not(tmp_path, encoding, packed):
    content = ROWS.encode(encoding)
    examples = read(written(tmp_path, gzip.compress(content) if packed else content))
    assert examples.texts == TEXTS
    assert examples.labels == ("市政", "卫生", "噪声")


def workbook(tmp_path, rows):
    file = tmp_path / "messages.xlsx"
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return file


def test_a_workbook(tmp_path):
    file = workbook(tmp_path, [["类别", "诉求"], ["市政", "路灯不亮"], ["", ""], ["卫生", "垃圾没人收"]])
    assert read(file).texts == ("路灯不亮", "垃圾没人收")


def test_a_workbook_names_the_row(tmp_path):
    with pytest.raises(BadExample, match="row 3"):
        read(workbook(tmp_path, [["类别", "诉求"], ["市政", "路灯不亮"], ["", "垃圾没人收"]]))


def test_a_column_that_is_not_there(tmp_path):
    with pytest.raises(ColumnMissing, match="编号, 诉求, 类别"):
        labelled.read(written(tmp_path, ROWS.encode()), text_column="text", label_column="类别")


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("4,,噪声", 'row 4: nothing in column "诉求"'),
        ("4,太吵", 'row 4: nothing in column "类别"'),
        ("4,太吵,很吵,噪声", "row 4: 4 cells where the heading has 3"),
        ('4,"太吵,噪声', "row 4"),
        (f"4,{'吵' * 100_001},噪声", "row 4: over 100000"),
    ],
)
def test_a_bad_row_is_named(tmp_path, row, reason):
    content = f"编号,诉求,类别\n1,路灯不亮,市政\n2,又不亮,市政\n{row}\n".encode()
    with pytest.raises(BadExample, match=reason):
        read(written(tmp_path, content))


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"", "m.csv", "empty"),
        ("编号,诉求,类别\n".encode(), "m.csv", "no rows"),
        (b"\xff\xfe\x00\x01\x00", "m.csv", "neither UTF-8 nor GB18030"),
        (gzip.compress(ROWS.encode(), mtime=0)[:-20], "m.csv.gz", "gzip cut short"),
        (b"PK\x03\x04 not a workbook", "m.xlsx", ".xlsx"),
    ],
)
def test_what_is_no_table_is_refused(tmp_path, content, name, reason):
    with pytest.raises(Refused) as refused:
        read(written(tmp_path, content, name))
    assert reason in f"{refused.value} {refused.value.facts.get('reason')}"
