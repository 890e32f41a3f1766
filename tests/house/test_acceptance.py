"""The acceptance table is whole, and a mark names a row of it."""

import re
from pathlib import Path

from tools import acceptance

ROOT = Path(__file__).parents[2]


def test_the_table_has_every_row_once_with_a_title():
    rows = acceptance.table()
    by_document = {d: sum(row.startswith(d) for row in rows) for d in ("JB", "BS", "ES", "SY", "ZH")}
    assert by_document == {"JB": 36, "BS": 32, "ES": 20, "SY": 27, "ZH": 41}
    assert all(rows.values())


def test_every_mark_names_a_row():
    marks = {
        row
        for file in (ROOT / "tests").rglob("test_*.py")
        for mark in re.findall(r"mark\.row\(([^)]*)\)", file.read_text(encoding="utf-8"))
        for row in re.findall(r"[\"']([A-Z]{2}-\d\d)[\"']", mark)
    }
    assert marks - set(acceptance.table()) == set()


def test_a_row_is_shown_only_when_all_its_tests_pass():
    assert acceptance.verdict("JB-01", {"JB-01": True}) == "shown"
    assert acceptance.verdict("JB-01", {"JB-01": False}) == "failing"
    assert acceptance.verdict("JB-01", {}) == "–"
